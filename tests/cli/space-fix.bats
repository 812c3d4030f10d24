#!/usr/bin/env bats
# Spaces in which parameters are fixed: hpo-space --fix.
bats_require_minimum_version 1.5.0

setup() {
	tests=$BATS_TEST_DIRNAME
	set -o pipefail # what prints nothing is no proof
	cd "$BATS_TEST_TMPDIR"
	cat >space <<-'END'
	minimize: loss
	params:
	  kernel: {type: categorical, choices: [rbf, poly, 3, '3', null], help: h}
	  C: log(1e-3, 1e3)
	  n: {type: int, low: 1, high: 9, step: 2, default: 3, unit: m, meta: {a: 1}}
	  gamma: {type: float, low: 1e-5, high: 10, when: kernel == 'rbf'}
	  degree: {type: int, low: 2, high: 5, when: "kernel == 'poly'"}
	  shift: {type: int, low: 1, high: n, when: "kernel == 'poly'"}
	require: C * gamma <= 1e3
	END
}

# The canonical domain of parameter $1 of the space with the options $2...
domain() {
	hpo-space -q "${@:2}" space | jq -c ".space[\"$1\"]"
}

@test "what is fixed is a constant, with all that is not its domain" {
	[ "$(domain kernel --fix kernel=rbf)" = \
	    '{"type":"const","value":"rbf","help":"h"}' ]
	[ "$(domain kernel --fix kernel=3)" = \
	    '{"type":"const","value":3,"help":"h"}' ]
	[ "$(domain kernel --fix 'kernel="3"')" = \
	    '{"type":"const","value":"3","help":"h"}' ]
	[ "$(domain kernel --fix "kernel='rbf'")" = \
	    '{"type":"const","value":"rbf","help":"h"}' ]
	[ "$(domain kernel --fix kernel=null)" = \
	    '{"type":"const","value":null,"help":"h"}' ]
	[ "$(domain n --fix n=5)" = \
	    '{"type":"const","value":5,"unit":"m","meta":{"a":1}}' ]
	# as the default it stays that of trials without it
	[ "$(domain n --fix n=3.0)" = \
	    '{"type":"const","value":3,"default":3,"unit":"m","meta":{"a":1}}' ]
	[ "$(domain degree --fix degree=0x3)" = \
	    '{"type":"const","value":3,"when":"kernel == '"'poly'"'"}' ]
	# the rest is as it was
	hpo-space --fix n=5 --fix C=2 space |
	    jq -c 'del(.space.n, .space.C)' >got
	hpo-space space | jq -c 'del(.space.n, .space.C)' | diff - got
	hpo-space --fix n=5 --fix C=2 space |
	    jq -e '.space | .n.value == 5 and .C == {"type": "const", "value": 2}'
}

@test "it is done before whatever else is asked for" {
	hpo-space --fix kernel=poly --sample 20 space 2>err |
	    jq -se 'length == 20 and all(.kernel == "poly" and has("degree"))'
	run --separate-stderr -1 hpo-space -q --fix n=3 --diff space \
	    --format json space
	[ "$(jq -r .field <<<"$output")" = params.n ]
	fixed=(--fix C=1 --fix kernel=poly --fix degree=3 --fix gamma=1)
	[ "$(hpo-space -q "${fixed[@]}" --count space)" = 25 ]
	hpo-space -o trials --fix n=3 space
	hpo-space --fix n=3 trials | cmp - <(hpo-space trials)
	hpo-space minimize=e x='int(1, 3)' y=bool --fix y=true |
	    jq -e '.space.y.value'
}

@test "what can no longer be active is told, and its condition stays" {
	run --separate-stderr -0 hpo-space --fix kernel=rbf space
	[ "$(cut -d : -f 2-4 <<<"$stderr")" = \
	    $' --fix: warning: params.degree\n --fix: warning: params.shift' ]
	jq -e '.space.degree.when == "kernel == '"'poly'"'"' <<<"$output"
	jq -e '.space.shift.when == "kernel == '"'poly'"'"' <<<"$output"
	# it is a header, and a study can be made of it
	hpo-space -q - <<<"$output" | diff - <(echo "$output")
	hpo-space -q -o trials - <<<"$output"
	hpo-ask -m sobol -n 20 trials | jq -se 'all(.params | keys
	    == ["C", "gamma", "kernel", "n"])'
	run --separate-stderr -0 hpo-space -q --fix kernel=rbf space
	[ -z "$stderr" ]
}

@test "points that have other values are left out, and told" {
	echo 'points: [{kernel: rbf, C: 1}, {kernel: poly}, {n: 5}]' >>space
	run --separate-stderr -0 hpo-space --fix kernel=rbf space
	jq -ce '.points == [{"kernel": "rbf", "C": 1}, {"n": 5}]' <<<"$output"
	[ "$(grep -c 'warning: points: number 2 ' <<<"$stderr")" = 1 ]
	run --separate-stderr -0 hpo-space --fix kernel=poly --fix n=3 space
	jq -ce '.points == [{"kernel": "poly"}]' <<<"$output"
	run --separate-stderr -0 hpo-space --fix kernel=null --fix n=3 space
	jq -e 'has("points") | not' <<<"$output"
}

@test "mistakes have the place in the option" {
	run --separate-stderr -2 hpo-space --fix kernel=no --fix C=1e9 \
	    --fix c=1 --fix n=2 --fix n=3 --fix n=3 --fix degree=2.5 \
	    --fix n --fix =3 --fix C=$'\xff' --fix C='"1"' --fix C=.nan space
	[ -z "$output" ]
	sed -n 's/^hpo-space: --fix \([0-9]*:[0-9]*\): \([^:]*\): .*/\1 \2/p' \
	    <<<"$stderr" >got
	cat >want <<-'END'
	1:8 kernel
	2:3 C
	3:1 c
	4:3 n
	5:1 n
	6:1 n
	7:8 degree
	10:1 C
	11:1 C
	12:1 C
	END
	diff want got
	[ "${#stderr_lines[@]}" = 12 ]
}

@test "an error is told as that of a wrong point" {
	hpo-space -o trials space
	for value in 1e300 2.5 8 '"x"'; do
		for name in kernel C n degree; do
			[ "$value" != 8 ] || [ $name != C ] || continue
			run --separate-stderr hpo-space --fix "$name=$value" space
			[ "$status" != 0 ] || continue
			text=${stderr#*: "$name": }
			echo '{"params":{"kernel":"poly","C":1,"n":3,"degree":2,"shift":1}}' |
			    jq -c ".params[\"$name\"] = $value" >point
			run --separate-stderr -2 hpo-tell trials <point
			[[ $stderr == *"$text"* ]]
		done
	done
}

@test "a space of which nothing is left, and lists" {
	run --separate-stderr -2 hpo-space --fix kernel=rbf --fix gamma=10 \
	    --fix C=1000 space
	[ -z "$output" ]
	[[ $stderr == *"--fix: require: "* ]]
	echo '{minimize: e, params: {a: "int(1, 9)", b: {type: int, low: a, high: 5}}}' >bound
	[ "$(hpo-space --fix a=4 --count bound)" = 2 ]
	run --separate-stderr -2 hpo-space --fix a=6 bound
	[ -z "$output" ]
	echo '{minimize: e, params: {k: [a, b], s: {type: subset, choices: [x, y], min: 1, when: "k == '"'a'"'"},
	    w: {type: int, low: 1, high: 3, shape: 2}}}' >lists
	for word in 's=["x"]' 'w=[1, 2]' 'w[0]=1' 's["x"]=1'; do
		run --separate-stderr -2 hpo-space --fix "$word" lists
		[ -z "$output" ] && [ "${#stderr_lines[@]}" = 1 ]
	done
	run --separate-stderr -0 hpo-space --fix k=b lists
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == *": params.s: can no longer be active"* ]]
	[ "$(hpo-space -q - --count <<<"$output")" = 9 ]
}

# native: many programs are started.
# bats test_tags=native
@test "the points of a fixed space are points of the space that was fixed" {
	python3 "$tests/made_spaces.py" 60 >spaces
	n=0
	while read -r; do
		hpo-space -q <<<"$REPLY" >old
		hpo-space --sample 3 old >points
		# each parameter of the third, and two at once
		jq -r 'select(input_line_number == 3) | to_entries[]
		    | select(.value | type != "array")
		    | "\(.key)=\(.value | tojson)"' points >words
		mapfile -t words <words
		for i in "${!words[@]}"; do
			fixed=(--fix "${words[i]}")
			[ $i = 0 ] || fixed+=(--fix "${words[i - 1]}")
			hpo-space -q "${fixed[@]}" old >new
			hpo-space -q --sample 9 new >samples
			jq -c '{params: .}' samples >lines
			cp old trials
			hpo-tell trials <lines
			n=$((n + $(wc -l <samples)))
		done
	done <spaces
	[ $n -gt 1000 ]
}
