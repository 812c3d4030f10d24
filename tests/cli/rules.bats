#!/usr/bin/env bats
# Spaces whose parameters depend on each other, and that have rules: by the
# commands.
set -o pipefail

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
}

# A space of two floats with a rule that hardly any point keeps, or none.
narrow() {
	printf '%s\n' 'minimize: e' 'params: {a: "float(0, 1)", b: "float(0, 1)"}' \
	    'require: ["a >= 0", "'"$1"'"]'
}

@test "a point that hardly anything keeps is made, and says so" {
	narrow 'a + b < 0.0001' >space
	hpo-space space >header
	for sampler in random sobol tpe; do
		hpo-ask -n 3 -m "$sampler" <header >asked
		jq -se 'length == 3 and all(.params.a + .params.b < 0.0001)' asked
	done
	hpo-ask -m random <header |
	    jq -e '.ask.why == "made to keep the rules"'
	hpo-space --sample 3 space | jq -se 'length == 3 and all(.a + .b < 0.0001)'
}

@test "where no point is found the rule is named, and nothing asked" {
	# Which intervals do not refute as a whole.
	narrow 'a * a - 2 * a * b + b * b < -1e-9' >space
	hpo-space -o trials.jsonl space
	cp trials.jsonl before
	for sampler in random sobol tpe; do
		run -2 --separate-stderr hpo-ask -m "$sampler" trials.jsonl
		[ -z "$output" ]
		[[ $stderr == *'a * a - 2 * a * b'* ]]
	done
	cmp before trials.jsonl
	run -1 --separate-stderr hpo-space --sample 3 space
	[ -z "$output" ]
}

@test "a default outside its bounds is replaced by their middle" {
	hpo-space minimize=e a='int(1, 9, default=2)' b='int(1, a, default=7)' \
	    >header
	hpo-ask <header | jq -e '.params == {a: 2, b: 1} or .params == {a: 2, b: 2}'
	hpo-space minimize=e a='int(8, 9, default=8)' b='int(1, a, default=7)' \
	    >header
	hpo-ask <header | jq -e '.params == {a: 8, b: 7}'
}

@test "an old trial has the default of a parameter that came later" {
	hpo-space -o trials.jsonl minimize=e x='int(1, 2)'
	hpo-ask -n 2 trials.jsonl >asked
	hpo-space minimize=e x='int(1, 2)' y='choice(a, b, default=b)' |
	    hpo-tell trials.jsonl
	hpo-ask -n 9 trials.jsonl | jq -se 'map(.params | [.x, .y]) | sort ==
	    [[1, "a"], [2, "a"]]'
	# Without a default it is of another space.
	hpo-space minimize=e x='int(1, 2)' z='choice(a, b)' |
	    hpo-tell trials.jsonl
	hpo-ask -n 9 trials.jsonl | jq -se 'length == 4'
}

@test "a bound may be a name that has the letters of numbers, as a header too" {
	printf '%s\n' 'minimize: l' 'params:' '  e: int(1, 4)' '  b1: int(1, 9)' \
	    '  x: {type: int, low: e, high: 9}' \
	    '  y: {type: int, low: b1, high: "9+e"}' >space
	hpo-space space >header
	hpo-space header | cmp - header
	hpo-space --sample 100 header |
	    jq -se 'all(.e <= .x and .b1 <= .y and .y <= 9 + .e)'
}

# A space of $3 points over a, b and c from 1 to $1, with rule $2: samplers ask
# each once, and then say that it is exhausted.
exhaust() {
	hpo-space minimize=e a="int(1, $1)" b="int(1, $1)" c="int(1, $1)" |
	    jq -c --arg rule "$2" '.require = [$rule]' >header
	[ "$(hpo-space --count header)" = "$3" ]
	for sampler in random sobol tpe; do
		rm -f trials.jsonl
		hpo-space -o trials.jsonl header
		run -0 --separate-stderr hpo-ask -n $(($3 - 2)) -m $sampler trials.jsonl
		jq -c '{trial, state: "complete", metrics: {e: .params.a}}' \
		    <<<"$output" | hpo-tell trials.jsonl
		for ((i = 0; i < 4; i++)); do
			rc=0
			hpo-ask -m $sampler trials.jsonl >line 2>err || rc=$?
			[ $rc = 0 ] || break
			jq -c '{trial, state: "complete", metrics: {e: 1}}' line |
			    hpo-tell trials.jsonl
		done
		[ $rc = 1 ]
		[[ $(<err) == *exhausted*"$3"* ]]
		jq -se --argjson n "$3" 'map(.params | values) |
		    unique | length == $n' trials.jsonl
	done
}

@test "no point comes twice where rules leave few of very many" {
	exhaust 100 'a + b + c <= 6' 20
	exhaust 1000000 'a + b + c <= 6' 20
}

@test "no point comes twice where they are counted only by looking at all" {
	exhaust 40 '(a * b + c * c) % 1499 == 2' 35
}

@test "values of an int whose low depends on others are right" {
	cat >space <<-'EOF'
		minimize: e
		params:
		  k: {type: int, low: 1, high: 3, default: 2}
		  n: {type: int, low: k, high: 9, default: 4}
		  v: {type: int, low: k, high: 9, shape: 2, default: [9, 4]}
		  w: {type: bool, when: "n == 4 and v[0] in (8, 9)"}
		points: [{k: 3, n: 4, v: [5, 3]}]
	EOF
	hpo-space space >trials
	hpo-space trials | cmp - trials
	hpo-ask -n 2 trials | jq -se 'map(.params) == [
	    {k: 3, n: 4, v: [5, 3]}, {k: 2, n: 4, v: [9, 4], w: false}]'
	for wrong in 'default: 4/default: 4.5' 'n == 4/n == 4.5' \
	    'n: 4, v/n: 4.5, v' 'default: 4/default: 10'; do
		sed "s/$wrong/" space >wrong
		run -2 --separate-stderr hpo-space wrong
		[ -z "$output" ]
	done
}

@test "a warning names the bound that is sometimes not known" {
	run -0 --separate-stderr hpo-space minimize=e k='int(1, 3)' \
	    j='int(4, 5, when="k > 1")' n='int(k, j)'
	[[ $stderr == *params.n.high:* && $stderr != *params.n.low* ]]
}
