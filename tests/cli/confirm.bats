#!/usr/bin/env bats
# hpo-ask --confirm: the best point is asked again, as new trials.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	hpo-space x='float(0, 1)' y='choice(a, b)' minimize=e >quiet
	jq -c '.noise = 0.1' quiet >noisy
}

# A file of the header $1 with the results that follow, of points of their own.
results() {
	cp "$1" trials
	local n=0
	for e in "${@:2}"; do
		n=$((n + 1))
		echo '{"trial":'$n',"seq":'$n',"state":"complete","params":{"x":'0.$n',"y":"a"},"metrics":{"e":'"$e"'}}'
	done >>trials
}

# A further result $2 of trial $1's point, its standard error $3 if given.
again() {
	local n
	n=$(jq -s 'map(.trial // 0) | max + 1' trials)
	jq -c --argjson n "$n" --argjson e "$2" --argjson se "${3-null}" \
	    'select(.trial == '"$1"' and .params) | .trial = $n | .seq = $n
	    | .metrics = ({e: $e, e_se: $se} | del(.[] | select(. == null)))' trials >line
	cat line >>trials
}

# The trial that is confirmed.
confirmed() {
	hpo-ask --confirm 1 <trials | jq .ask.of
}

@test "the best point is asked so often again, as trials of its own" {
	results quiet 3 1 2
	hpo-ask --confirm 3 trials >out
	jq -es 'map(.trial) == [4, 5, 6] and all(.params == {x: 0.2, y: "a"})
	    and all(.ask | .sampler == "confirm" and .v == 1 and .of == 2
		and .mean == 1 and (has("sd") | not) and .seen == 3)
	    and map(.ask.pending) == [0, 1, 2]' out
	[ "$(tail -n 3 trials | jq -c .params | sort -u)" = '{"x":0.2,"y":"a"}' ]
	run -0 hpo-ask --verify trials
	jq -e '.equal == 3 and .told == 3' <<<"$output"
	hpo-ask trials | jq -e '.params.x != 0.2'
	hpo-run -- echo 7 <out | hpo-tell trials
	[ "$(jq -c 'select(.state == "complete") | .metrics.e' trials | tr '\n' ' ')" = "3 1 2 7 7 7 " ]
}

@test "also from a pipe, in other formats, and upwards" {
	results quiet 3 1 2
	cksum trials >before
	hpo-ask --confirm 2 <trials | jq -es 'map(.trial) == [4, 5] and all(.by == "-")'
	cksum trials | cmp - before
	[ "$(hpo-ask --confirm 1 --format args trials)" = "4 --x=0.2 --y=a" ]
	sed -i 's/minimize/maximize/' trials
	hpo-ask --confirm 1 <trials | jq -e '.ask.of == 1 and .ask.mean == 3'
}

@test "without noise it is the best value, the first of equals" {
	results quiet 3 1 2 1
	[ "$(confirmed)" = 2 ]
	again 3 2
	[ "$(confirmed)" = 2 ]
	again 1 0.5
	[ "$(confirmed)" = 2 ] # its point has 3 and 0.5, so there is noise
}

@test "with noise a lucky result is not the best" {
	results noisy 1 0.50 0.45 1.2 0.9 1.1
	[ "$(confirmed)" = 3 ]
	for e in 0.5 0.48 0.5 0.49; do again 2 $e; done
	again 3 0.6
	[ "$(confirmed)" = 2 ]
	hpo-ask --confirm 1 <trials | jq -e '.ask | .mean > 0.49 and .mean < 0.55
	    and .sd > 0.04 and .sd < 0.05 and .why == "best by 5 results"'
}

@test "results weigh by their standard errors" {
	results quiet 3 1 2
	again 2 9 0.01
	again 3 2 0.01
	[ "$(confirmed)" = 3 ]
}

@test "only what is complete and feasible can be the best" {
	results quiet 3 1 2
	echo '{"trial":4,"seq":4,"state":"failed","params":{"x":0.9,"y":"b"},"metrics":{"e":0}}' >>trials
	[ "$(confirmed)" = 2 ]
	jq -c 'if .space then .subject_to = ["e >= 2"] else . end' trials >bound
	mv bound trials
	[ "$(confirmed)" = 3 ]
}

@test "it may be asked when the search is over, or all points were" {
	hpo-space x='int(1, 2)' minimize=e stop.trials=2 stop.target=5 >trials
	hpo-ask -n 2 trials | jq -c '{trial, state: "complete", metrics: {e: .params.x}}' >told
	hpo-tell trials <told
	run -1 hpo-ask trials
	hpo-ask --confirm 2 trials | jq -es 'map(.params.x) == [1, 1]'
	hpo-ask --verify trials | jq -e '.equal == 4'
	run -4 hpo-ask trials
}

@test "nothing to confirm, and what does not go with it" {
	cp quiet trials
	run --separate-stderr -1 hpo-ask --confirm 2 trials
	[ -z "$output" ]
	hpo-ask trials
	run --separate-stderr -4 hpo-ask --confirm 2 trials
	for with in '-n 2' '-m tpe' '-O n0=1' '--seed 1' '--for a' --follow --wait --verify \
	    '--candidates trials'; do
		# shellcheck disable=SC2086 # words on purpose
		run --separate-stderr -2 hpo-ask --confirm 1 $with trials
		[ -z "$output" ]
	done
	run -2 hpo-ask --confirm 0 trials
}
