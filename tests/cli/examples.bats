#!/usr/bin/env bats
# Every story of examples/, in its short form, twice: the second time the
# finished search is shown.

setup() {
	cd "$BATS_TEST_TMPDIR"
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

@test "no story is untested" {
	for d in "$BATS_TEST_DIRNAME"/../../examples/*/; do
		grep -q "@test \"$(basename "$d")\"" "$BATS_TEST_FILENAME"
		[ -s "$d/README.md" ]
	done
}
