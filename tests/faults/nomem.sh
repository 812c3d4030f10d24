#!/bin/bash
# nomem.sh [--short] [SCENE ...]: the commands of scenes.sh with failing
# allocations: the n-th alone, and all from the n-th on, for every n that there
# is; --short: up to 20, and then every 31st.  Ends with 1 if anything went
# wrong, each of which is a line of the output.
#
# The programs stand in PATH, nomem.so in $BUILD.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/faults/scenes.sh
. "$here/scenes.sh"
all=20 stride=1
if [ "${1-}" = --short ]; then
	stride=31
	shift
fi
[ $# -gt 0 ] || read -r -d '' -a names <<<"$scenes"
[ $# = 0 ] || names=("$@")

dir=$(mktemp -d) || exit 3
trap 'rm -rf "$dir"' EXIT
cd "$dir" && set_stage || exit 3
failed=0 rounds=0

# faulty N[+]: a round; status 1 when the command ended before the N-th.
faulty() {
	local status n count
	begin "$name"
	printf '0000000000\n' >count
	LD_PRELOAD=$BUILD/tests/faults/nomem.so NOMEM_COUNT=$dir/count \
	    NOMEM_PROGRAM=${cmd[0]} NOMEM_FAIL=$1 \
	    perform timeout 20
	status=$?
	read -r count <count
	n=${1%+}
	rounds=$((rounds + 1))
	judge $status >verdict || {
		sed "s/^/allocation $1: /" verdict
		failed=1
	}
	[ $((10#$count)) -ge "$n" ]
}

for name in "${names[@]}"; do
	for lasting in '' +; do
		n=1
		while faulty $n$lasting; do
			n=$((n < all ? n + 1 : n + stride))
		done
	done
done
echo "$rounds commands"
exit $failed
