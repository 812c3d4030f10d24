#!/usr/bin/env bats
# The fenced "sh" blocks of the README files do what they show.

setup() {
	root=$(realpath "$BATS_TEST_DIRNAME/../..")
	cd "$BATS_TEST_TMPDIR"
	# make would build again, and install packages; see .ci/run for that.
	mkdir bin
	printf '#!/bin/sh\n' >bin/make
	chmod +x bin/make
	PATH=$PWD/bin:$PATH
}

# The lines of the blocks of file $1 that are marked as sh.
blocks() {
	sed -n '/^```sh$/,/^```$/ { /^```/!p }' "$1"
}

@test "README.md" {
	cp -r "$root/examples" .
	blocks "$root/README.md" >run.sh
	[ -s run.sh ]
	sh -e run.sh
}

@test "README.md of each example" {
	export TRIALS=4
	for f in "$root"/examples/*/README.md; do
		dir=$(basename "$(dirname "$f")")
		cp -r "${f%/*}" "$dir"
		cd "$dir"
		blocks README.md >../run.sh
		[ -s ../run.sh ]
		sh -e ../run.sh
		cd ..
	done
}
