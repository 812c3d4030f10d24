#!/usr/bin/env bats
# hpo-ask --verify: every point of a file is what asking again gives, whoever
# asked for it, and a point that was touched is not.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >space.yaml <<-END
	minimize: e
	params:
	  kernel: choice(rbf, poly)
	  C:      log(1e-3, 1e3)
	  gamma:  {type: float, low: 1e-5, high: 10, log: true, default: 0.01, when: "kernel == 'rbf'"}
	  degree: {type: int, low: 2, high: 5, when: "kernel == 'poly'"}
	points: [{kernel: poly, C: 1, degree: 3}]
	END
	hpo-space -o trials space.yaml
}

# Ask for $1 more with the options that follow, and tell what they gave; every
# seventh fails.
search() {
	hpo-ask -q -n "$1" "${@:2}" trials >asked
	jq -c 'if .trial % 7 == 0 then {trial, state: "failed", reason: "out of memory"}
	    else {trial, state: "complete", metrics: {e: ((.params.C // 1 | log) -
		(.params.gamma // 1 | log) + (.params.degree // 0))}} end' asked |
	    hpo-tell -q trials
}

# What --verify counts in the file $1 (trials), without what is 0.
counts() {
	hpo-ask --verify "${1-trials}" | tail -n 1 |
	    jq -c 'del(.[] | select(. == 0))'
}

@test "points, defaults, designs and models are made again, from a pipe too" {
	for _ in 1 2 3 4 5 6; do search 5; done
	[ "$(counts)" = '{"points":30,"equal":30}' ]
	jq -r '.ask | values | .sampler' trials | sort -u >samplers
	[ "$(grep -cx 'default\|points\|sobol' samplers)" = 3 ]
	[ "$(wc -l <samplers)" -gt 3 ]
	cksum trials >before
	hpo-ask --verify <trials >one
	hpo-ask --verify trials >two
	cmp one two
	cksum trials | cmp - before
}

@test "whatever the sampler, its options and the seed, taking turns" {
	search 4 -m random
	search 2 -m grid -O n=4
	search 2 -m grid -O n=3 -O n.gamma=2 -O order=lex
	search 3 -m sobol --seed 18446744073709551615
	search 2 -m tpe -O n0=0 -O gamma=0.3 -O weights=uniform
	search 2 -m tpe -O n0=100 -O candidates=7
	search 2 -m auto -O n0=100
	search 2 -m auto -O n0=0 --seed 3
	search 1
	[ "$(counts)" = '{"points":20,"equal":20}' ]
	for key in n n.gamma order n0 gamma candidates weights; do
		jq -es --arg key $key 'any(.ask.options[$key])' trials
	done
}

@test "with late results, requeues, cancelled trials, keys and what was told" {
	search 8
	hpo-ask -q -n 6 trials >late
	search 2
	hpo-tell -q trials <<-END
	{"trial":10,"state":"running"}
	{"trial":10,"state":"waiting","attempt":2,"by":null,"reason":"requeued"}
	{"trial":11,"state":"cancelled"}
	{"params":{"kernel":"rbf","C":3,"gamma":1}}
	END
	hpo-ask --for a trials
	hpo-ask --for b trials
	search 3
	hpo-tell -q trials -t 13 e=-9
	search 3
	jq -sc 'map(select(.params)) | length' trials >points
	[ "$(counts)" = '{"points":'"$(cat points)"',"equal":'"$(($(cat points) - 1))"',"told":1}' ]
}

@test "each with the header of its time" {
	search 9
	sed 's/1e3)/1e4)/; s/^minimize/seed: 5\nmaximize/' space.yaml | hpo-space | hpo-tell trials
	search 9
	sed 's/^points.*/sampler: random/; s/degree: /more: bool\n  &/' space.yaml | hpo-space | hpo-tell trials
	search 4
	hpo-space space.yaml | hpo-tell trials
	search 4
	[ "$(grep -c '"space"' trials)" = 4 ]
	[ "$(counts)" = '{"points":26,"equal":26}' ]
}

@test "searches with many askers, and asks made elsewhere" {
	hpo-space stop.trials=60 x='float(0,1)' y='int(1,90)' minimize=e >header
	hpo-space -o many header
	ids=()
	for _ in 1 2 3 4; do
		hpo-ask -q --follow -j 3 many |
		    hpo-run -q -j 3 -- echo '{x}' | hpo-tell -q many &
		ids+=($!)
	done
	for _ in 1 2 3 4 5 6; do
		hpo-ask -q <many | hpo-tell -q many || true
	done
	wait "${ids[@]}" || true
	n=$(jq -s 'map(.trial // 0) | max' many)
	[ "$n" -ge 60 ]
	[ "$(counts many)" = '{"points":'"$n"',"equal":'"$n"'}' ]
}

@test "a file that was cut anywhere" {
	for _ in 1 2 3 4 5; do search 4; done
	all=$(wc -l <trials)
	for ((i = 1; i <= all; i += 3)); do
		sed -n "1,${i}p" trials >part
		hpo-ask --verify part | jq -es 'last | .equal == .points'
	done
	head -c -9 trials >part
	echo >>part
	run --separate-stderr -0 hpo-ask --verify part
	[[ $stderr == *"part:$all: "* ]]
	run --separate-stderr -0 hpo-ask -q --verify part
	[ -z "$stderr" ]
}

@test "one changed digit is found, and said" {
	for _ in 1 2 3 4 5; do search 4; done
	for trial in 3 9 14 20; do
		jq -c --argjson t $trial 'if .trial == $t and .params
		    then .params.C *= 1.001 else . end' trials >touched
		run -1 hpo-ask --verify touched
		jq -es --argjson t $trial 'first | .trial == $t and .verdict == "different"
		    and .key == "C" and (.file / .again - 1.001 | fabs) < 1e-9' <<<"$output"
	done
	# What else is said of the ask.
	for change in '.pending += 1' '.why = "model"' '.options = {n0: 3}' '.odd = 1'; do
		jq -c 'if .trial == 5 and .ask then .ask |= ('"$change"') else . end' trials >touched
		run -1 hpo-ask --verify touched
		jq -es 'first | .trial == 5 and .verdict == "different"' <<<"$output"
	done
	# The sampler that is named, and what follows from the results.
	jq -c 'if .ask.why == "model" then .ask.sampler = "random" else . end' trials >touched
	run -1 hpo-ask --verify touched
	sed '/"trial":5,/s/"e":-*[0-9.]*/"e":-99/' trials >touched
	run -1 hpo-ask --verify touched
	# Of integers and choices, too, and of parameters that are not there.
	jq -c 'if .params.degree then .params.degree = 7 - .params.degree else . end' trials >touched
	run -1 hpo-ask --verify touched
	jq -es 'first | .key == "degree" and .file + .again == 7' <<<"$output"
	jq -c 'if .trial == 20 and .params then .params.more = 1 else . end' trials >touched
	run -1 hpo-ask --verify touched
	jq -es 'first | .trial == 20 and .key == "more"
	    and has("again") == false' <<<"$output"
}

@test "last digits may differ, and are shown" {
	for _ in 1 2 3 4; do search 4; done
	jq -c 'if .trial == 16 and .params then .params.C *= 1.0000001 else . end' trials >other
	run -0 hpo-ask --verify other
	jq -es 'length == 2 and (first | .trial == 16 and .verdict == "near" and .key == "C")
	    and (last | .near == 1 and .equal == 15 and .different == 0)' <<<"$output"
}

# The mathematical library has other ways without these; where the machine has
# none of them, all is equal.
@test "on another machine points are near" {
	local GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F,-AVX2_Usable,-FMA_Usable
	for _ in 1 2 3 4 5; do search 4; done
	for _ in 1 2 3; do search 4 -m tpe; done
	export GLIBC_TUNABLES
	run -0 hpo-ask --verify trials
	jq -es 'last | .different == 0 and .equal + .near == 32' <<<"$output"
}

@test "what is said to have been expected is looked at" {
	for _ in 1 2 3 4; do search 4; done
	jq -es 'any(.ask.mean and .ask.sd and .ask.acq)' trials
	for key in mean sd acq; do
		jq -c --arg key $key 'if .trial == 16 and .ask then .ask[$key] *= 1.01 else . end' trials >touched
		run -1 hpo-ask --verify touched
		jq -es --arg key $key 'first | .trial == 16 and .key == $key' <<<"$output"
		jq -c --arg key $key 'if .trial == 16 and .ask then .ask |= del(.[$key]) else . end' trials >touched
		run -1 hpo-ask --verify touched
	done
}

@test "what another version or program asked is counted, and no error" {
	search 12
	sed '/"trial":12,/s/"v":1/"v":99/; /"trial":11,/s/"sampler":"[a-z]*"/"sampler":"oracle"/
	    /"trial":10,/s/"mv":[0-9]*/"mv":99/; /"trial":9,/s/"seen"/"read"/' trials >other
	[ "$(counts other)" = '{"points":12,"equal":8,"version":2,"unknown":2}' ]
}

@test "points that were chosen among candidates, if these are given" {
	hpo-space space.yaml --sample 40 >pool
	search 4
	search 6 --candidates pool
	search 6 --candidates pool -m tpe -O n0=0
	search 3
	search 4 --candidates pool -m grid
	[ "$(hpo-ask --verify --candidates pool trials)" = \
	    '{"points":23,"equal":23,"near":0,"different":0,"told":0,"version":0,"unknown":0,"chosen":0}' ]
	[ "$(counts)" = '{"points":23,"equal":7,"chosen":16}' ]
	sed 1d pool >other
	run -0 hpo-ask --verify --candidates other trials
	jq -e '.chosen == 16' <<<"$output"
}

@test "--verify stands alone, and needs a header" {
	for with in '-n 2' '-m tpe' '-O n0=1' '--seed 1' '--for a' --follow --wait '--format args'; do
		# shellcheck disable=SC2086 # words on purpose
		run --separate-stderr -2 hpo-ask --verify $with trials
		[ -z "$output" ]
	done
	run -2 hpo-ask --verify none
	echo '{"trial":1,"params":{}}' >headless
	run -2 hpo-ask --verify headless
	[ "$(counts)" = '{}' ]
}
