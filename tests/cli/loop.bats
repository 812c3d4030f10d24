#!/usr/bin/env bats
# The loop of hpo(7), alone and in company.
set -o pipefail

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	printf '%s\n' 'minimize: error' 'stop: {trials: 24}' \
	    'params: {x: "float(-1, 2)"}' >space.yaml
	hpo-space -o trials.jsonl space.yaml
}

# The loop, its command given.
loop() {
	while :; do
		hpo-ask trials.jsonl | hpo-run -q -- "$@" |
		    hpo-tell trials.jsonl || break
	done
}

trials() {
	jq -cs 'map(select(.trial)) | group_by(.trial) | map(add)' trials.jsonl
}

@test "the loop ends by itself, with every trial complete" {
	loop sh -c 'echo "$1"' - {x}
	trials | jq -e 'length == 24 and all(.state == "complete")'
	# On stdout is the point itself.
	trials | jq -e 'all(.metrics.error == .params.x)'
	run -1 --separate-stderr hpo-ask trials.jsonl
	[ -z "$output" ]
}

@test "8 loops on one file: exactly its trials, none asked twice" {
	pids=()
	for _ in 1 2 3 4 5 6 7 8; do
		loop sh -c 'echo "$HPO_TRIAL" >>ran; echo "$1"' - {x} &
		pids+=($!)
	done
	wait "${pids[@]}"
	trials | jq -e 'map(.trial) == [range(1; 25)]'
	trials | jq -e 'all(.state == "complete")'
	[ "$(sort -n ran)" = "$(seq 24)" ]
	[ "$(jq -c 'select(.ask) | .trial' trials.jsonl | sort -n)" = \
	    "$(seq 24)" ]
	jq -se 'map(.seq) == [range(length)]' trials.jsonl
}

@test "a mistyped command stops the loop at the first trial, none is lost" {
	loop no-such-command {x}
	trials | jq -e 'length == 1 and .[0].state == "waiting" and
	    .[0].by == null'
	loop sh -c 'echo "$1"' - {x}
	trials | jq -e 'length == 24 and all(.state == "complete")'
}

@test "2 more trials: a new header by pipe" {
	loop sh -c 'echo "$1"' - {x}
	sed -i 's/24/26/' space.yaml
	hpo-space space.yaml | hpo-tell trials.jsonl
	loop sh -c 'echo "$1"' - {x}
	trials | jq -e 'length == 26 and all(.state == "complete")'
}
