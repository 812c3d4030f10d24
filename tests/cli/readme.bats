#!/usr/bin/env bats
# The fenced "sh" blocks of the README files do what they show.

setup() {
	root=$(realpath "$BATS_TEST_DIRNAME/../..")
	cd "$BATS_TEST_TMPDIR"
	unset MAKEFLAGS MFLAGS MAKELEVEL # those of make check
}

# The lines of the blocks of file $1 that are marked as sh.
blocks() {
	sed -n '/^```sh$/,/^```$/ { /^```/!p }' "$1"
}

@test "README.md" {
	# make would build again, and install packages; see .ci/run for that.
	mkdir bin
	printf '#!/bin/sh\n' >bin/make
	chmod +x bin/make
	PATH=$PWD/bin:$PATH
	cp -r "$root/examples" .
	blocks "$root/README.md" >run.sh
	[ -s run.sh ]
	sh -e run.sh
}

@test "README.md of each example" {
	export TRIALS=4
	cp -r "$root/examples" .
	for f in examples/*/README.md; do
		blocks "$f" >run.sh
		[ -s run.sh ]
		(cd "$(dirname "$f")" && sh -e "$BATS_TEST_TMPDIR/run.sh")
	done
}
