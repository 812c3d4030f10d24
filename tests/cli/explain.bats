#!/usr/bin/env bats
# hpo-ask --explain: why a trial was asked, in words; the first of each line
# says what it is about.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >space.yaml <<-END
	maximize: gain
	params:
	  kernel: choice(rbf, poly)
	  C:      log(1e-3, 1e3)
	  gamma:  {type: float, low: 1e-5, high: 10, log: true, when: "kernel == 'rbf'"}
	points: [{kernel: poly, C: 1}]
	END
	hpo-space -o trials space.yaml
}

# Ask for $1 more with the options that follow, and tell what they gave.
search() {
	hpo-ask -q -n "$1" "${@:2}" trials >asked
	jq -c '{trial, state: "complete", metrics: {gain: -((.params.C | log) * (.params.C | log) +
	    (.params.gamma // 1 | log))}}' asked | hpo-tell -q trials
}

# What --explain says of trial $1 under the word $2.
line() {
	hpo-ask --explain "$1" "${3-trials}" | grep "^$2 " | cut -c 12-
}

@test "where a point came from, and what was known then" {
	for _ in 1 2 3 4; do search 4; done
	[ "$(line 1 'made by')" = points ]
	[ "$(line 2 'made by')" = "sobol, chosen by auto: design" ]
	[ "$(line 1 'had seen')" = "0 trials of the space" ]
	[ "$(line 7 'had seen')" = "6 trials of the space: 4 complete, 2 pending" ]
	[ "$(line 7 again)" = equal ]
	best=$(jq -c 'select(.state == "complete" and .trial <= 12)' trials |
	    jq -rs 'max_by(.metrics.gain).trial')
	[[ $(line 13 'best then') == "trial $best: gain = "* ]]
	[[ $(line 13 nearest) == "trial "*" away, whose value was "* ]]
	run -1 line 1 nearest
	run -1 line 1 'best then'
	[[ $(hpo-ask --explain 2 trials | sed -n 1p) == "trial 2: --kernel="*" --C="* ]]
	hpo-ask --explain 13 trials >file
	hpo-ask --explain 13 <trials | cmp - file
}

@test "what a model expected is beside what came" {
	search 12
	search 3 -m gp
	for n in 13 14 15; do
		jq -s --argjson n $n 'map(select(.trial == $n)) | add
		    | "\(.ask.mean) \(.ask.sd) \(.metrics.gain)"' trials |
		    tr -d '"' >numbers
		read -r mean sd gain <numbers
		line $n expected | awk -v m="$mean" -v s="$sd" '{
		    exit !($3 - m < 1e-5 * (1 + m * m) && m - $3 < 1e-5 * (1 + m * m) &&
			$7 / s > 0.99 && $7 / s < 1.01) }'
		line $n came | awk -v m="$mean" -v s="$sd" -v g="$gain" '{
		    far = (g - m) / s; if (far < 0) far = -far
		    exit !($2 / far > 0.9 && $2 / far < 1.1 &&
			$5 == (g < m ? "less" : "more")) }'
	done
	[[ $(line 13 'made by') == "gp"* ]]
}

@test "the best candidates of a model, the asked one first" {
	search 12
	search 1 -m tpe -O gamma=0.3
	search 1 -m gp
	[ "$(line 13 options)" = '{"gamma":0.3}' ]
	for n in 13 14; do
		point=$(hpo-ask --explain $n trials | sed -n '1s/^trial [0-9]*: //p')
		[[ $(line $n candidates) == *" $point" ]]
		hpo-ask --explain $n trials | sed -n '/^candidates/,$p' | cut -c 12- >list
		[ "$(wc -l <list)" = 5 ]
		cut -d ' ' -f 1 list | sort -grc
		[ "$(sed 's/^[^-]*[0-9.e+ -]* --/--/' list | sort -u | wc -l)" = 5 ]
	done
	run -1 line 2 candidates
}

@test "repeats, points that were told, and those of others" {
	search 8
	hpo-ask -q --confirm 1 trials
	hpo-tell -q trials <<<'{"params":{"kernel":"poly","C":2}}'
	[[ $(line 9 'made by') == confirm* ]]
	[[ $(line 9 nearest) == "trial $(jq 'select(.trial == 9 and .ask).ask.of' trials), 0 away"* ]]
	[ "$(line 9 again)" = equal ]
	[ "$(line 9 came)" = waiting ]
	run -0 hpo-ask --explain 10 trials
	sed 's/"v":1/"v":99/; s/"sampler":"sobol"/"sampler":"oracle"/' trials >others
	[[ $(line 3 again others) == cannot* ]]
	[ "$(line 3 'had seen' others)" = "2 trials of the space: 2 pending" ]
	sed '/"trial":4,/s/"kernel":"rbf",/&"other":1,/; /"trial":4,/s/"C":/"C":9/' trials >touched
	[[ $(line 4 again touched) == different* ]]
}

@test "a trial that is not there, and what does not go with it" {
	search 2
	for with in 3 0 x '1 -n 2' '1 -m tpe' '1 --for a' '1 --verify' '1 --confirm 1' '1 --format args'; do
		# shellcheck disable=SC2086 # words on purpose
		run --separate-stderr -2 hpo-ask --explain $with trials
		[ -z "$output" ]
	done
}
