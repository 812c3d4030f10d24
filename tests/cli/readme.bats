#!/usr/bin/env bats
# The README files: what stands in fences marked "sh" does what it shows, and
# prints what is indented; what stands in fences marked "yaml" is a space.

setup() {
	bats_require_minimum_version 1.5.0
	source "$BATS_TEST_DIRNAME/shown.sh"
	root=$(realpath "$BATS_TEST_DIRNAME/../..")
	cd "$BATS_TEST_TMPDIR"
	cp -r "$root/examples" .
	unset MAKEFLAGS MFLAGS MAKELEVEL CC # those of make check
}

# The lines of file $2 of kind $1: those in fences of that name; output, which
# is indented behind a blank line; or text.
lines() {
	awk -v kind="$1" '
	    /^```/ { fence = fence ? "" : substr($0 "-", 4); next }
	    fence { if (fence == kind "-") print; next }
	    /^    / && (blank || output) { output = 1
		if (kind == "output") print substr($0, 5); next }
	    { output = 0; blank = /^$/; if (kind == "text") print }' "$2"
}

# Lines with what differs from run to run made equal, and the width of columns.
shape() {
	sed -E 's/\([0-9a-f]{8}\)/(ID)/; s/[0-9-]+T? [0-9:]+Z/TIME/
	    s/-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/N/g; s/\[[# ]*\]/[BAR]/
	    s,trials/[a-z]+,trials/UNIT,; s/ +/ /g' "$@" | sort -u
}

# Run what file $1 shows in the folder where it is; what it prints must have the
# lines of its output, or what its trials print must.
run_readme() {
	lines sh "$1" >run.sh
	[ -s run.sh ]
	(cd "$(dirname "$1")" &&
	    bash --posix -e -o pipefail "$OLDPWD/run.sh") >said 2>&1 || {
		cat said
		return 1
	}
	find . -path '*/runs/*/out' -exec cat {} + >>said
	lines output "$1" | grep -vx '\.\.\.' >shown || return 0
	shape shown >want
	shape said | comm -13 - want >missing
	[ ! -s missing ] || { cat missing said; false; }
}

# make would build again, and install packages, see .ci/run for that: but what
# is built is installed below the folder "there", as by a packager.
stand_ins() {
	mkdir bin
	make=$(command -v make)
	cat >bin/make <<-END
	#!/bin/sh -e
	make() { $make -s -C '$root' B='$BUILD' NODEPS=1 DESTDIR='$PWD/there' "\$@"; }
	case \$1 in
	install | uninstall) make "\$@" ;;
	*) make -n "\$@" >/dev/null ;;
	esac
	[ "\$1" != install ] || cp -r there installed
	END
	printf '#!/bin/sh\nexec "$@"\n' >bin/sudo
	chmod +x bin/*
	PATH=$PWD/bin:$PATH
}

@test "README.md" {
	stand_ins
	cp "$root/README.md" .
	run_readme ./README.md
	# Installed were all programs and pages, and nothing stays of them.
	(cd "$root" && ls cmd man) | grep '^hpo' | sort >want
	find installed -type f -printf '%f\n' | sort | diff want -
	[ -x installed/usr/local/bin/hpo-space ]
	[ -s installed/usr/local/share/man/man5/hpo-space.5 ]
	[ -d there ] && [ -z "$(find there ! -type d)" ]
}

@test "README.md of each example" {
	export TRIALS=10 # as many as are shown of one
	for f in examples/*/README.md; do
		run_readme "$f"
	done
}

@test "the space that is shown is the file that is named" {
	lines yaml "$root/README.md" | hpo-space >got
	hpo-space examples/loop/space.yaml | cmp - got
}

@test "every fence and every indented line is of a kind that a test takes" {
	for f in "$root"/README.md "$root"/examples/*/README.md; do
		awk '/^```/ { if (!on && !/^```(sh|yaml)$/) exit 1; on = !on }
		    END { exit on }' "$f"
		[ "$f" = "$root/README.md" ] || [ -z "$(lines yaml "$f")" ]
		# Commands are in fences.
		lines output "$f" >output
		run -1 grep -E '^(\$|#|sudo|make|hpo-[a-z]+|\./[a-z.]+)( |$)' output
	done
}

@test "command lines within the text are no wrong usage" {
	stand_ins
	for f in "$root"/README.md "$root"/examples/*/README.md; do
		lines text "$f" | grep -o '`[^`]*`' | tr -d '`'
	done | grep -E '^(hpo-[a-z]+|make|man) ' >spans
	begin_shown
	while read -r span; do
		case $span in
		hpo-*) echo "$span" >one && try_shown one ;;
		make\ -*) ;; # an option of make
		make\ *) $span ;;
		man\ *) [ -s "$root/${span#man }" ] ;;
		esac </dev/null
	done <spans
	# And what the Makefile says of itself.
	sed -n '/^#/!q; s/^# make //p' "$root/Makefile" | sed 's/   .*//' \
	    >targets
	grep -q install targets
	while read -r targets; do
		make $targets </dev/null
	done <targets
}
