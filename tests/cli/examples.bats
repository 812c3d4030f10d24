#!/usr/bin/env bats
# Every story of examples/, in its short form, twice: the second time the
# finished search is shown.
set -o pipefail

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	unset MAKEFLAGS MFLAGS MAKELEVEL CC # those of make check
	makefile=$BATS_TEST_DIRNAME/../../examples/makefile
	export TRIALS=6
}

need() {
	command -v "$1" >/dev/null || [ -n "$TESTS_MUST_RUN" ] ||
	    skip "$1 is not installed"
}

complete() {
	jq -cs 'map(select(.trial)) | group_by(.trial) | map(add)
	    | map(select(.state == "complete")) | length' trials.jsonl
}

twice() {
	"$BATS_TEST_DIRNAME/../../examples/$1/run.sh" >first
	[ -s first ]
	cp trials.jsonl before
	"$BATS_TEST_DIRNAME/../../examples/$1/run.sh" >second
	cmp trials.jsonl before
}

@test "loop" {
	twice loop
	# Steps that diverge are among what is tried.
	[ "$(complete)" -ge 3 ]
}

@test "svm" {
	need svm-train
	twice svm
	[ "$(complete)" = 6 ]
	jq -se 'map(.metrics.accuracy | numbers) | max > 50' trials.jsonl
}

@test "xz" {
	need xz
	# One at a time, so that the points are the same each time.
	LC_ALL=C TRIALS=40 SLOTS=1 twice xz
	# xz refuses some, and that is said; but fewer and fewer.
	[ "$(complete)" -ge 24 ]
	jq -cs 'map(select(.trial)) | group_by(.trial) | map(add)' trials.jsonl >t
	jq -e 'map(select(.state == "failed")) | length >= 4
	    and all(.reason | startswith("xz: ") and (test("lc and lp")
	    or test("Memory usage limit")))' t
	jq -e '[.[:20], .[20:] | map(select(.state == "failed")) | length]
	    | .[0] >= .[1]' t
	# Every value was taken; the best is below what xz -4 makes, the largest
	# preset that has room enough.
	digits=$BATS_TEST_DIRNAME/../../examples/svm/digits.libsvm
	preset=$(xz -4 -c "$digits" | wc -c)
	jq -e --argjson preset "$preset" \
	    'map(.metrics.size | numbers) | min < $preset and min > 1000' t
	eval "$(hpo-report best --format env trials.jsonl)"
	xz -dc runs/*/"$HPO_TRIAL"/out.xz | cmp - "$digits"
}

# Trials whose `relaxed` and state match what gcc and the program are known for.
explained() {
	jq -cs 'map(select(.trial)) | group_by(.trial) | map(add)' trials.jsonl >t
	jq -e 'all(.params.relaxed as $r
	    | ($r | index("associative-math")) as $reorders
	    | ($r | contains(["no-signed-zeros", "no-trapping-math"])) as $may
	    | if $reorders and ($may | not) then
	        .state == "failed" and (.reason | contains("-fassociative-math"))
	    elif $reorders or ($r | index("finite-math-only")) then
	        .state == "failed" and (.reason | startswith("wrong: a "))
	    else .state == "complete" and .metrics.seconds > 0 end)' t
}

@test "compiler" {
	need gcc
	story=$BATS_TEST_DIRNAME/../../examples/compiler
	TRIALS=12 twice compiler
	explained
	jq -e 'map(.state) | index("failed") and index("complete")' t
	# The first is plain -O2, and the program of the best is there.
	[[ $(cat runs/*/1/1/out) == '-O2 '* ]]
	eval "$(hpo-report best --format env trials.jsonl)"
	best=$(echo runs/*/"$HPO_TRIAL"/program)
	"$best"
	# What was learnt is said: then nothing fails.
	cat "$story/space.yaml" "$story/rules.yaml" |
	    sed 's/trials: 100/trials: 17/' | hpo-space - | hpo-tell trials.jsonl
	hpo-ask --follow trials.jsonl |
	    hpo-run -q -- "$story/build.sh" "$story/kernels.c" |
	    hpo-tell trials.jsonl
	explained
	jq -e 'length == 17 and all(.[12:][]; .state == "complete")' t
}

# The makefile, with a svm-train that does $1 for a trial.
campaign() {
	mkdir -p bin
	printf '%s\n' '#!/bin/sh' 'for model; do :; done' \
	    '[ "$HPO_TRIAL" ] || exec touch "$model"' "$1" >bin/svm-train
	chmod +x bin/svm-train
	PATH=$PWD/bin:$PATH make -kf "$makefile/Makefile" "${@:2}" >>out 2>&1
}

@test "makefile" {
	need svm-train
	twice makefile
	[ "$(complete)" = 6 ]
	[ "$(ls done/ | sort -n)" = "$(seq 6)" ]
	grep -q SV digits.model
}

@test "makefile: a trial that failed is a result, and its target is made" {
	campaign 'exit 1' -j8 $(seq -f done/%g 6)
	[ "$(complete)" = 0 ]
	[ "$(find done/ -size +0 -name '[1-6]' | wc -l)" = 6 ]
	# But there is no best to make a model of.
	run -2 campaign 'exit 1'
	[ ! -e digits.model ]
}

@test "makefile: a trial that was given back, and its target fails" {
	run -2 campaign 'kill $PPID; exec tail -f /dev/null' -j2 done/1 done/2
	[ -z "$(ls done/)" ]
	jq -se 'map(select(.trial)) | group_by(.trial) | map(add) |
	    length == 2 and all(.state == "waiting" and .by == null)' \
	    trials.jsonl
	campaign 'echo "Cross Validation Accuracy = 98.5%"' done/1 done/2
	[ "$(complete)" = 2 ]
}

@test "makefile: when the search is over, targets are made without a trial" {
	svm='echo "Cross Validation Accuracy = 98.5%"'
	sed '$a stop: {target: 98}' "$makefile/space.yaml" |
	    hpo-space -o trials.jsonl -
	campaign "$svm"
	[ "$(complete)" = 1 ]
	[ "$(find done/ -empty -name '[2-6]' | wc -l)" = 5 ]
	[ -e digits.model ]
	# Another rule gives them another chance.
	hpo-space "$makefile/space.yaml" | hpo-tell trials.jsonl
	find done/ -type f -empty -delete
	campaign "$svm"
	[ "$(complete)" = 6 ]
}

@test "no story is untested" {
	for d in "$BATS_TEST_DIRNAME"/../../examples/*/; do
		grep -q "@test \"$(basename "$d")\"" "$BATS_TEST_FILENAME"
		[ -s "$d/README.md" ]
	done
}
