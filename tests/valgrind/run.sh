#!/bin/bash
# run.sh BUILD BATS-ARGUMENT ...: tests of bats with each of our programs under
# valgrind: what stands first in PATH are scripts that start it.  Tests may not
# look at how a program ends, so what valgrind finds goes into a file for each
# test, and is printed here.
#
# A finding is an access that is wrong, or that depends on what was never set,
# or a block that nothing points to any more; what is still pointed to when a
# program ends is none.  Payloads are not looked at, unless they are ours.
# Status 1 if there is a finding, or a test failed.
set -eu -o pipefail
build=$(realpath "${1:?BUILD}")
shift
root=$(realpath "$(dirname "$0")/../..")
dir=$build/valgrind
valgrind=$(command -v valgrind) || {
	echo "valgrind is not installed" >&2
	exit 2
}

# The programs of one test append to one file.  Its name is the number that
# bats prints, or 0 if they were given no environment.
wrap() {
	cat <<-END
	#!/bin/sh
	exec '$valgrind' -q --leak-check=full --show-leak-kinds=definite \\
	    --errors-for-leak-kinds=definite --child-silent-after-fork=yes \\
	    --vgdb=no --log-fd=9 '$1' "\$@" \\
	    9>>"$dir/found/\${BATS_SUITE_TEST_NUMBER:-0}"
	END
}

# What was found, each line behind the number of its test.  Behind two hyphens
# valgrind speaks of itself, such as of system calls that it does not know:
# they fail with ENOSYS.
findings() {
	(cd "$dir/found" && grep -aHv '^--[0-9]*-- ' -- * | sort -s -t : -k 1,1n)
}

rm -rf "$dir"
mkdir -p "$dir/bin" "$dir/found"
for program in "$build"/bin/hpo-*; do
	wrap "$program" >"$dir/bin/${program##*/}"
	chmod +x "$dir/bin/${program##*/}"
done

status=0
(cd "$root" && PATH=$dir/bin:$PATH BUILD=$build bats --tap "$@") || status=1
if [ -z "$(ls "$dir/found")" ]; then
	echo "no program was looked at" >&2
	status=1
elif findings; then
	status=1
fi
exit $status
