#!/usr/bin/env bats
# Every rule of tests/layers.sh, tried with an offence.
set -o pipefail

setup() {
	bats_require_minimum_version 1.5.0
	root=$BATS_TEST_DIRNAME/../..
	cd "$BATS_TEST_TMPDIR"
	mkdir -p libcommon/base libcommon/num libcommon/study cmd/a cmd/b
	touch libcommon/base/low.h libcommon/num/sum.h libcommon/study/high.h
	touch cmd/a/own.h cmd/b/own_b.h
	echo '#include "low.h"' >libcommon/study/high.c
	printf '#include "%s"\n' own.h high.h >cmd/a/main.c
	"$root/tests/layers.sh"
}

# Put the line $2 into file $1: it has to be found out.
offend() {
	echo "$2" >"$1"
	run -1 "$root/tests/layers.sh"
	[[ $output == *"$1: "* ]]
	rm "$1"
}

@test "the tree keeps the rules" {
	cd "$root"
	tests/layers.sh
}

@test "a lower layer must not include a higher one" {
	offend libcommon/base/x.c '#include "high.h"'
	offend libcommon/base/x.h '#include "sum.h"'
	offend libcommon/num/x.c '#include "high.h"'
	offend libcommon/study/x.c '#include "own.h"'
}

@test "a command must not include another's header" {
	offend cmd/a/x.c '#include "own_b.h"'
}

@test "a library file must not print or exit" {
	offend libcommon/base/x.c '	printf("%d", 1);'
	offend libcommon/num/x.c '	exit(1);'
	offend libcommon/study/x.c '	fprintf(stderr, "x");'
	offend libcommon/study/x.c '	_exit(1);'
	offend libcommon/study/x.c '	die(STATUS_SYS, "x");'
	printf '%s\n' '	snprintf(a, n, "x"); buf_printf(b, "x");' \
	    ' * printf(1) is another matter.' >libcommon/base/x.c
	"$root/tests/layers.sh"
}

@test "mathematics must know neither JSON nor files" {
	offend libcommon/num/x.c '#include <jansson.h>'
	offend libcommon/num/x.h '#include <stdio.h>'
}

@test "functions that are not to be used" {
	offend cmd/a/x.c '	n = atoi(s);'
	offend libcommon/base/x.c '	strcpy(a, b);'
	offend cmd/b/x.c '	system(s);'
	offend libcommon/num/x.c '	x = rand();'
	offend libcommon/base/x.c '	setlocale(LC_ALL, "");'
}

@test "a foreign library has one wrapper" {
	echo '#include <yaml.h>' >libcommon/study/x.c
	"$root/tests/layers.sh"
	cp libcommon/study/x.c cmd/a/y.c
	run -1 "$root/tests/layers.sh"
}

@test "files are not long" {
	{ yes '/* */' || true; } | head -n 601 >cmd/a/x.c
	run -1 "$root/tests/layers.sh"
	[[ $output == *"cmd/a/x.c: "* ]]
}
