#!/usr/bin/env bats
# Spaces shrunk to the region of the best trials: hpo-space --narrow.
bats_require_minimum_version 1.5.0

setup() {
	tests=$BATS_TEST_DIRNAME
	set -o pipefail # what prints nothing is no proof
	cd "$BATS_TEST_TMPDIR"
}

# Trials of the space in file $1, $2 of them, whose loss is the jq expression
# $3 of params.
search() {
	cp "$1" trials
	hpo-ask -m random -n "$2" trials |
	    jq -c --slurpfile first "${first:-/dev/null}" "{trial, state: \"complete\", metrics: {loss: (.params | $3)}}" |
	    hpo-tell trials
}

# That header $1 is narrower than, or as wide as, header $2: its points are
# points there.
check_within() {
	hpo-space -q --sample 40 "$1" | jq -c '{params: .}' >lines
	cp "$2" within
	hpo-tell within <lines
}

# That the points on stdin are points of header $1.
check_points() {
	cp "$1" holding
	jq -c '{params: .}' | hpo-tell holding
}

# The domain that x has after 120 trials with the loss $2, canonical domain $1
# before; what is narrower holds the best point and lies in what was.
narrowed() {
	printf 'minimize: loss\nparams:\n  x: %s\n  y: float(0, 1)\n' "$1" |
	    hpo-space - >header
	search header 120 "$2"
	hpo-space --narrow trials >new 2>why
	[ "$(wc -l <why)" = 1 ]
	grep -q '^hpo-space: trials: params\.x: ' why
	hpo-space new | cmp - new
	check_within new header
	check_points new < <(hpo-report best trials | jq -c .params)
	jq -c .space.x new
}

@test "each kind of parameter is narrowed on its scale" {
	narrowed 'float(-10, 10)' '.x - 4 | fabs' |
	    jq -e '.low > -1 and .low < 4 and .high > 4 and .high < 9'
	narrowed 'log(1e-6, 1)' '.x | log10 + 3 | fabs' |
	    jq -e '.low > 1e-5 and .low < 1e-3 and .high > 1e-3 and .high < 0.1 and .log'
	narrowed '{type: float, low: 0, high: 4, step: 0.125, unit: m}' '.x' |
	    jq -e '.low == 0 and (.high * 8 | . == floor) and .high < 2
		and .step == 0.125 and .unit == "m"'
	narrowed 'int(1, 199, step=2)' '.x - 21 | fabs' |
	    jq -e '.low < 21 and .high > 21 and .high < 99
		and ((.low - 1, .high - 1) % 2 == 0) and .step == 2'
	narrowed 'logint(1, 1000000)' '.x' | jq -e '.low == 1 and .high < 1000'
	narrowed 'pow2(1, 1048576)' '.x | log2 - 5 | fabs' |
	    jq -e '.low > 1 and .low < 32 and .high > 32 and .high < 16384
		and (.low | log2 | . == floor)'
	narrowed 'ordinal(a, b, c, d, e, f, g, h)' '{b: 1, c: 0, d: 1}[.x] // 5' |
	    jq -e '.choices | index("c") and length < 6 and . == sort'
	narrowed 'bool(help=h)' 'if .x then 0 else 1 end' |
	    jq -ce '. == {"type": "const", "value": true, "help": "h"}'
	narrowed '[a, b, c]' 'if .x == "a" then 1 else 0 end' |
	    jq -ce '. == {"type": "categorical", "choices": ["b", "c"]}'
	narrowed '{type: float, low: 0.5, high: 0.999, rlog: true}' '1 - .x' |
	    jq -e '.low > 0.9 and .high == 0.999 and .rlog'
	narrowed '{type: categorical, choices: [a, b, c], weights: [1, 2, 3]}' \
	    'if .x == "b" then 1 else 0 end' |
	    jq -ce '.choices == ["a", "c"] and .weights == [1, 3]'
	narrowed '{type: ordinal, choices: [1, 2, 4, 8, 16, 32], spacing: log,
	    weights: [1, 2, 3, 4, 5, 6]}' '.x - 4 | fabs' |
	    jq -ce '(.choices | length) < 6 and (.choices | length) == (.weights | length)
		and .weights[.choices | index(4)] == 3 and .spacing == "log"'
	narrowed 'float(0, 1, prior=normal(0.5, 0.3))' '.x' |
	    jq -ce '.high < 0.5 and .prior == {"normal": [0.5, 0.3]}'
	narrowed 'float(0, 1, prior=beta(2, 1))' '.x' |
	    jq -ce '.high < 0.9 and (has("prior") | not)'
}

@test "a vector of numbers: the range of all its values" {
	narrowed '{type: float, low: 0, high: 1, shape: 3, default: [0.9, 0.6, 0.7]}' \
	    '.x | map(. - 0.7 | fabs) | max' |
	    jq -e '.low > 0.1 and .low < 0.6 and .high > 0.8 and .shape == 3
		and .default == [0.9, 0.6, 0.7]'
	grep -q 'best 18 of 120 trials' why
	# values at both ends, each near to its own: all of the range is needed
	printf 'minimize: loss\nparams: {x: "float(0, 1, shape=2)"}\n' |
	    hpo-space - >header
	search header 200 '[.x[0], 1 - .x[1]] | max'
	run -1 hpo-space -q --narrow trials
	# what is named, and a default outside of it
	cat >space <<-'END'
	minimize: loss
	params:
	  n: {type: int, low: 1, high: 512, log: true, shape: 4, default: [9, 300, 9, 9]}
	  o: ordinal(1, 2, 4, 8, 16, 32, 64, 128, spacing=log, shape=2)
	  b: bool(shape=2)
	  y: {type: float, low: 0, high: 1, when: "o[1] > 32"}
	points: [{n: [1, 60, 1, 1]}]
	END
	hpo-space space >header
	search header 400 '(.n | add) + (.o | add)'
	hpo-space --narrow trials >new 2>why
	jq -e '.space | .n.low == 1 and .n.high >= 60 and .n.high < 300
	    and (.n | has("default") | not) and .n.shape == 4
	    and (.o.choices | .[0] == 1 and .[-1] == 32)
	    and .b == {type: "bool", shape: 2}' new
	grep -q 'params\.n: .*default' why
	hpo-space -q new | cmp - new
	check_within new header
	check_points new < <(hpo-report best trials | jq -c .params)
}

@test "what is no more than chance, and bounds by others, are left alone" {
	echo '{minimize: loss, params: {x: "float(0, 1)", y: "float(0, 1)",
	    k: [a, b, c], n: "int(1, 9)", below: {type: int, low: 1, high: n}},
	    require: x < 2 + y, stop: {trials: 900}}' | hpo-space - >header
	search header 100 .x
	run --separate-stderr -0 hpo-space --narrow trials
	jq -c 'del(.space.x.high, .id)' <<<"$output" |
	    diff <(jq -c 'del(.space.x.high)' header) -
	[ "${#stderr_lines[@]}" = 1 ]
	run --separate-stderr -0 hpo-space -q --narrow trials
	[ -z "$stderr" ] && [ "$(jq .space.x.high <<<"$output")" != 1 ]
	# hardly any searches of which nothing is to be learnt
	n=0
	for seed in {1..40}; do
		sed "s/\"seed\":\"0\"/\"seed\":\"$seed\"/" header >seeded
		search seeded 60 '.x * 1e6 | floor % 997'
		! hpo-space -q --narrow trials >new 2>why || n=$((n + 1))
	done
	[ $n -le 4 ]
}

@test "the goal, and the given space, count" {
	hpo-space x='float(0, 1)' maximize=loss >header
	search header 60 '-(.x - 0.8 | fabs)'
	hpo-space --narrow trials | jq -e '.space.x | .low > 0.5 and .high > 0.8'
	sed 's/maximize/minimize/' header >other
	hpo-space --narrow trials other | jq -e '.space.x | .low < 0.1 and .high < 0.5'
	hpo-space --narrow trials minimize=loss x='float(0, 1)' |
	    jq -e '.space.x.high < 0.5'
	hpo-space --narrow - <trials | cmp - <(hpo-space --narrow trials)
	hpo-space --narrow - other <trials | cmp - <(hpo-space --narrow trials other)
	# of a fixed parameter only trials with its value
	hpo-space x='float(0, 1)' k=bool minimize=loss >header
	search header 200 'if .k then .x else 1 - .x end'
	hpo-space --fix k=true --narrow trials |
	    jq -e '.space.x | .low == 0 and .high < 0.5'
	hpo-space --fix k=false --narrow trials |
	    jq -e '.space.x | .low > 0.5 and .high == 1'
}

@test "in mid-search: the header is told, and points are asked between its ends" {
	hpo-space x='log(1e-4, 1)' minimize=loss stop.trials=90 >header
	search header 40 '.x | log10 + 2 | fabs'
	hpo-space --narrow trials | hpo-tell trials
	jq -se 'map(select(.space))[1] | .id and .stop.trials == 90
	    and .space.x.high < 1' trials
	hpo-ask -m random -n 50 trials >asked
	hpo-space trials | jq -c .space.x >domain
	jq -ne '[inputs] | .[0] as $d | .[1:] | length == 50 and
	    all(.params.x | . >= $d.low and . <= $d.high)' domain asked
	# nothing is asked by the same evidence twice
	hpo-space --narrow trials >/dev/null || [ $? = 1 ]
}

@test "points that are enqueued, waiting or running stay" {
	echo '{minimize: loss, params: {x: "float(0, 1)", k: [a, b, c], o: "ordinal(1, 2, 3, 4, 5, 6, 7, 8)"},
	    points: [{x: 0.8, k: b}]}' | hpo-space - >header
	search header 400 '.x * 9 + if .k == "a" then 0 else 9 end + .o'
	hpo-space --narrow trials 2>/dev/null | jq -e '.space
	    | .x.high == 0.8 and .k.choices == ["a", "b"] and .o.choices[-1] < 8'
	echo '{"params": {"x": 0.85, "k": "c", "o": 8}}' | hpo-tell trials
	hpo-space --narrow trials 2>/dev/null | jq -e '.space
	    | .x.high == 0.85 and .k.choices == ["a", "b", "c"]
	    and .o.choices[-1] == 8'
	hpo-ask trials >/dev/null
	hpo-space -q --narrow trials >new
	check_points new \
	    < <(jq -c .params <<<'{"params": {"x": 0.85, "k": "c", "o": 8}}')
}

@test "choices that conditions name stay, unless one is left" {
	cat >space <<-'END'
	minimize: loss
	params:
	  k: [a, b, c]
	  x: {type: float, low: 0, high: 1, when: k == 'b'}
	  y: {type: int, low: 1, high: z, when: k == 'b'}
	  z: int(1, 9)
	END
	hpo-space space >header
	search header 400 'if .k == "a" then .z elif .k == "b" then 50 else .z / 2 end'
	hpo-space --narrow trials | jq -e '.space | .k.choices == ["a", "b", "c"]'
	search header 400 'if .k == "a" then .z else 50 end'
	run --separate-stderr -0 hpo-space --narrow trials
	jq -e '.space | .k == {"type": "const", "value": "a"}
	    and .x.when == "k == '"'b'"'"' <<<"$output"
	[ "$(grep -c 'params\.[xy]: can no longer be active' <<<"$stderr")" = 2 ]
	echo "$output" >new
	hpo-space -q new | cmp - new
	check_within new header
}

@test "a default outside is gone, or stays where rules need it" {
	hpo-space x='float(0, 1, default=0.9)' minimize=loss >header
	search header 60 '.x'
	hpo-space --narrow trials | jq -e '.space.x | .high < 0.9 and
	    (has("default") | not)'
	hpo-space x='float(0, 1, default=0.2)' minimize=loss >header
	search header 60 '.x - 0.2 | fabs'
	hpo-space --narrow trials | jq -e '.space.x.default == 0.2'
	echo '{minimize: loss, params: {x: "float(0, 1, default=0.9)", y: "float(0, 1, default=0.95)"},
	    require: "x > 0.8 or y < 0.5"}' | hpo-space - >header
	search header 200 '.x + .y'
	hpo-space --narrow trials >new
	hpo-space new | cmp - new
	check_within new header
}

@test "too little evidence: 1, and nothing is printed" {
	refused() {
		run --separate-stderr -1 hpo-space --narrow trials "$@"
		[ -z "$output" ] && [ "${#stderr_lines[@]}" = 1 ]
	}
	hpo-space x='float(0, 1)' y=bool minimize=loss >header
	cp header trials
	refused
	search header 19 .x
	refused
	search header 20 .x
	hpo-space --narrow trials
	search header 60 1
	refused
	search header 60 '.x * 1e9 | floor % 1000'
	refused
	# trials of another space, results that are not there
	search header 60 .x
	refused minimize=loss x='float(0, 1)' z=bool
	refused minimize=other x='float(0, 1)' y=bool
	sed 's/complete/failed/' trials >failed
	mv failed trials
	refused
}

@test "trials that break a constraint are none of the best" {
	hpo-space x='float(0, 1)' minimize=loss |
	    jq -c '.subject_to = ["size < 0.5"]' >header
	cp header trials
	hpo-ask -m random -n 80 trials | jq -c '{trial, state: "complete",
	    metrics: {loss: .params.x, size: (1 - .params.x)}}' | hpo-tell trials
	hpo-space --narrow trials |
	    jq -e '.space.x | .low > 0.5 and .low < 0.6 and .high < 0.8'
}

@test "wrong files" {
	for text in '' '{minimize: e, params: {x: bool}}' $'\x7fELF\x01' \
	    '{"trial":1,"params":{"x":1}}'; do
		printf '%s\n' "$text" >wrong
		run --separate-stderr -2 hpo-space --narrow wrong
		[ -z "$output" ] && [ -n "$stderr" ]
		run --separate-stderr -2 hpo-space --narrow wrong x=bool minimize=e
		[ -z "$output" ] && [ -n "$stderr" ]
	done
	for args in '--narrow absent' '--narrow' '--narrow - -' \
	    '--narrow absent x=bool minimize=e' '--narrow - --diff - x=bool'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr -2 hpo-space $args </dev/null
		[ -z "$output" ] && [ -n "$stderr" ]
	done
	# damage is named, and passed over
	hpo-space x='float(0, 1)' minimize=loss >header
	search header 60 .x
	hpo-space --narrow trials >want
	{ cat trials; echo '{"trial":61,'; } >torn
	run --separate-stderr -0 hpo-space --narrow torn
	[ "$output" = "$(<want)" ]
	grep -q '^hpo-space: torn:1[0-9]*: skipped' <<<"$stderr"
	for args in '--lint torn' '--diff torn x=bool minimize=loss' \
	    '--lint --narrow torn'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr hpo-space $args
		[ "$status" -le 1 ]
		[ "$(grep -c '^hpo-space: torn:1[0-9]*: skipped' <<<"$stderr")" = 1 ]
	done
	run --separate-stderr -0 hpo-space --narrow - <torn
	[ -z "$(grep -v '^hpo-space: standard input:' <<<"$stderr")" ]
}

# native: a limit of CPU time.
# bats test_tags=native
@test "a hundred thousand trials take no time" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	hpo-space minimize=loss $(seq -f 'x%.0f=float(0,1)' 20) k='choice(a, b)' >trials
	awk 'BEGIN { srand(1); for (i = 1; i <= 100000; i++) {
	    printf "{\"trial\":%d,\"seq\":%d,\"state\":\"complete\",\"params\":{", i, i
	    for (j = 1; j <= 20; j++) { x[j] = rand(); printf "\"x%d\":%.12f,", j, x[j] }
	    printf "\"k\":\"%s\"},\"metrics\":{\"loss\":%.9g}}\n",
		x[20] < 0.5 ? "a" : "b", x[1] + x[2] / 10 } }' >>trials
	(ulimit -t 2; hpo-space -q --narrow trials >new)
	jq -e '.space | .x1.high < 0.1 and .x7.high == 1' new
	(ulimit -t 2; hpo-space --lint trials >lint || [ $? = 1 ])
	(ulimit -t 2; hpo-space --diff trials new >differing || [ $? = 1 ])
	tail -n 1 differing | grep -q ' of 100000 trials stay'
}

# native: many programs are started.
# bats test_tags=native
@test "made up spaces: within the old one, with the best point, and read back" {
	python3 "$tests/made_spaces.py" 60 >spaces
	narrower=0
	while read -r; do
		hpo-space -q <<<"$REPLY" | sed 's/"metric":"[^"]*"/"metric":"loss"/' >old
		# Near to the first point, as far as numbers and choices go.
		hpo-space -q --sample 1 old >first
		first=first search old 150 "[to_entries[] | .value as \$v
		    | (\$first[0][.key]) as \$w | if (\$v | type) == \"number\" and
			(\$w | type) == \"number\" then (\$v - \$w | fabs)
		    elif \$v == \$w then 0 else 1 end] | add" 2>err || {
			cat err
			false
		}
		rc=0
		hpo-space -q --narrow trials >new 2>why || rc=$?
		[ $rc != 1 ] || continue
		[ $rc = 0 ] || { cat why old; false; }
		hpo-space -q new | cmp - new
		check_within new old
		check_points new < <(hpo-report best trials | jq -c .params)
		narrower=$((narrower + 1))
	done <spaces
	[ $narrower -gt 20 ]
}
