#!/usr/bin/env bats
# What is other in one space than in another, and what becomes of trials:
# hpo-space --diff.
bats_require_minimum_version 1.5.0

setup() {
	set -o pipefail # what prints nothing is no proof
	cd "$BATS_TEST_TMPDIR"
}

# CHANGE FIELD TRIALS of each difference; status 1.
differences() {
	run --separate-stderr -1 hpo-space --diff "$@" --format json
	[ -z "$stderr" ]
	jq -r 'select(.field) | "\(.change) \(.field) \(.trials)"' <<<"$output"
}

# That from domain $1 of x to domain $2 the differences are the other words.
domains() {
	hpo-space minimize=e x="$1" >old
	differences old minimize=e x="$2" >got
	printf '%s\n' "${@:3}" | diff - got
}

@test "equal spaces: nothing, and 0" {
	cat >space.yaml <<-'END'
	minimize: e
	params: {o: {x: "log(1e-5, 1)"}, k: [a, b]}
	require: o.x < 0.5
	stop: {time: 2h}
	END
	hpo-space space.yaml >header
	hpo-space -o trials space.yaml
	for old in space.yaml header trials; do
		for new in space.yaml header trials; do
			run --separate-stderr -0 hpo-space --diff $old $new
			[ -z "$output$stderr" ]
			run -0 hpo-space --diff $old --format json - <$new
			[ -z "$output" ]
		done
	done
	hpo-space minimize=e x=bool y=bool >one
	run -0 hpo-space --diff one y=bool minimize=e x=bool
	[ -z "$output" ]
	run -0 hpo-space --diff - one <one
}

@test "numbers: wider ranges keep all trials, narrower ones do not" {
	domains 'float(0, 1)' 'float(-1, 2)' 'changed params.x.low kept' \
	    'changed params.x.high kept'
	domains 'float(0, 1)' 'float(0.1, 0.9)' 'changed params.x.low outside' \
	    'changed params.x.high outside'
	domains 'float(1, 2)' 'log(1, 2)' 'added params.x.log kept'
	domains 'float(0, 1)' 'float(0, 1, step=0.5)' \
	    'added params.x.step outside'
	domains 'float(0, 1, step=0.5)' 'float(0, 1)' \
	    'removed params.x.step kept'
	domains 'float(0, 1, step=0.5)' 'float(0, 1, step=0.25)' \
	    'changed params.x.step kept'
	domains 'float(0, 1, step=0.25)' 'float(0, 1, step=0.5)' \
	    'changed params.x.step outside'
	domains 'int(1, 9, step=2)' 'int(0, 9, step=3)' \
	    'changed params.x.low outside' 'changed params.x.step outside'
	domains 'int(2, 10, step=2)' 'int(0, 10, step=2)' \
	    'changed params.x.low kept'
	domains 'int(1, 9, step=2)' 'int(0, 9)' \
	    'changed params.x.low kept' 'removed params.x.step kept'
	domains 'float(0, 1)' 'int(0, 1)' 'changed params.x outside'
}

@test "lists: their sizes, and what they are of" {
	domains 'subset(a, b, c, min=1, max=2)' 'subset(a, b, c)' \
	    'removed params.x.min kept' 'removed params.x.max kept'
	domains 'subset(a, b, c)' 'subset(a, b, c, min=1, max=2)' \
	    'added params.x.min outside' 'added params.x.max outside'
	domains 'subset(a, b, c, min=1)' 'subset(a, b, c, min=2)' \
	    'changed params.x.min outside'
	domains 'subset(a, b, c, max=1)' 'subset(a, b, c, max=2)' \
	    'changed params.x.max kept'
	domains 'subset(a, b)' 'subset(a, b, c, max=2)' \
	    'changed params.x.choices kept' 'added params.x.max kept'
	domains 'permutation(a, b)' 'permutation(b, a)' \
	    'changed params.x.choices kept'
	domains 'permutation(a, b)' 'permutation(a, b, c)' \
	    'changed params.x.choices outside'
	domains 'permutation(a, b)' 'permutation(a, c)' \
	    'changed params.x.choices outside'
	domains 'simplex(2)' 'simplex(3)' 'changed params.x.shape outside'
	domains 'int(1, 2)' 'int(1, 2, shape=1)' 'added params.x.shape outside'
}

@test "choices, defaults, conditions and what is for people" {
	domains 'choice(a, b)' 'choice(b, a, c)' 'changed params.x.choices kept'
	domains 'choice(a, b)' 'choice(b, c)' 'changed params.x.choices outside'
	domains 'choice(a, b)' 'ordinal(a, b)' 'changed params.x.type kept'
	domains 'choice(1, 1.5)' 'choice(1.0, 1.5)' \
	    'changed params.x.choices kept'
	domains 'const(a)' 'choice(a, b)' 'changed params.x kept'
	domains 'choice(a, b)' 'const(a)' 'changed params.x outside'
	domains 'const(a)' 'const(b)' 'changed params.x.value outside'
	domains bool 'bool(default=true)' 'added params.x.default default'
	domains 'bool(default=true)' bool 'removed params.x.default without'
	domains bool 'bool(unit=m, help=h)' 'added params.x.unit none' \
	    'added params.x.help none'
	hpo-space minimize=e k=bool x=bool >old
	[ "$(differences old minimize=e k=bool x='bool(when="k == true")')" = \
	    'added params.x.when active' ]
}

@test "parameters that come and go, and what else a header has" {
	cat >old.yaml <<-'END'
	{minimize: e, params: {a: bool, gone: bool, "b.c": bool}, seed: 3,
	 require: [a == true or gone == true, b.c == false or a == false],
	 stop: {trials: 60, time: 30}, points: [{a: true}], meta: {x: 1}}
	END
	cat >new.yaml <<-'END'
	{maximize: e, params: {new: "bool(default=true)", a: bool, b: {c: bool},
	 fresh: bool}, require: b.c == false or a == false, forbid: fresh != a,
	 stop: {trials: 100, patience: 9}, points: [{a: false}], study: s}
	END
	differences old.yaml new.yaml >got
	cat >want <<-'END'
	removed params.gone with
	added params.new default
	added params.fresh without
	changed seed none
	removed require kept
	removed objectives judged
	added objectives judged
	changed stop.trials none
	removed stop.time none
	added stop.patience none
	removed points none
	added points none
	removed meta none
	added study none
	added forbid against
	END
	sort want | diff - <(sort got)
	head -n 3 want | diff - <(head -n 3 got)
	# the same lines as text, aligned
	run -1 hpo-space --diff old.yaml new.yaml
	[ "${#lines[@]}" = "$(wc -l <want)" ]
	grep -q '^~  stop.trials  *60 -> 100$' <<<"$output"
	[ "$(grep -bo 'trials w.*' <<<"${lines[1]}" | cut -d : -f 1)" = \
	    "$(grep -bo 'trials w.*' <<<"${lines[2]}" | cut -d : -f 1)" ]
}

@test "how many trials of a file stay is what its readers find" {
	hpo-space -o trials minimize=e x='float(0, 1)' k='choice(a, b)'
	hpo-ask -m random -n 80 trials |
	    jq -c '{trial, state: "complete", metrics: {e: .params.x}}' |
	    hpo-tell trials
	want=$(jq 'select(.params and .params.x <= 0.3 and .params.k == "a")
	    | .trial' trials | wc -l)
	[ "$want" -gt 3 ]
	hpo-space minimize=e x='float(0, 0.3)' k='choice(a, c)' >new
	run -1 hpo-space --diff trials new
	[ "${lines[-1]}" = "= $want of 80 trials stay" ]
	run -1 hpo-space --format json --diff trials new
	[ "${lines[-1]}" = '{"change":"trials","from":80,"to":'"$want"'}' ]
	# a new parameter: by its default, or not
	hpo-space minimize=e x='float(0, 1)' k='choice(a, b)' y='bool(default=true)' >new
	run -1 hpo-space --diff trials new
	[ "${lines[-1]}" = '= 80 of 80 trials stay' ]
	hpo-space minimize=e x='float(0, 1)' k='choice(a, b)' y=bool >new
	run -1 hpo-space --diff trials new
	[ "${lines[-1]}" = '= 0 of 80 trials stay' ]
}

@test "nothing of a space reaches the terminal as a command" {
	printf 'minimize: l\nparams: {a: ["\\e[31m", "\\u202e"]}\n' >evil
	run -1 hpo-space --diff evil minimize=l b=bool
	[[ $output != *$'\e'* ]]
	run -1 hpo-space --diff evil --format json minimize=l b=bool
	[[ $output != *$'\e'* ]]
}

@test "wrong usage of --diff, and wrong spaces on either side" {
	hpo-space minimize=e x=bool >good
	echo '{minimize: e, params: {x: int(3, 1)}}' >bad
	: >empty
	for args in '--diff good bad' '--diff bad good' '--diff empty good' \
	    '--diff good empty' '--diff absent good' '--diff good absent' \
	    '--diff - -' '--diff -' '--diff good --count good' \
	    '--diff good -o t good' '--diff good --format xml good' \
	    '--diff good good good' '--diff'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr -2 hpo-space $args <good
		[ -z "$output" ] && [ -n "$stderr" ]
	done
	[ ! -e t ]
}
