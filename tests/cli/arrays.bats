#!/usr/bin/env bats
# Parameters whose values are lists: vectors, subsets, permutations, simplexes.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >space <<-'EOF'
		minimize: e
		params:
		  w: {type: float, low: 0, high: 1, shape: 3}
		  n: {type: int, low: 1, high: 64, log: true, shape: 2}
		  f: {type: subset, choices: [a, b, c, 5], min: 1, max: 2}
		  s: subset(x, y, z)
		  o: permutation(p, q, r, s)
		  m: simplex(4)
		  k: {type: int, low: 1, high: "n[0]", when: "'a' in f"}
		  c: {type: ordinal, choices: [null, "1", 1], shape: 2}
		require: ["w[0] <= w[1]", "not ('x' in s and 'y' in s)",
		  "m[0] + m[1] <= 0.6"]
	EOF
}

# Whether each of the lines on standard input is a point of the space.
are_points() {
	jq -se 'length > 0 and all(
	    (.w | length == 3 and all(0 <= . and . <= 1) and .[0] <= .[1]) and
	    (.n | length == 2 and all(1 <= . and . <= 64 and . == floor)) and
	    (.f | length >= 1 and length <= 2 and . - ["a", "b", "c", 5] == []
		and unique == sort) and
	    (.s | . - ["x", "y", "z"] == [] and
		(index("x") and index("y") | not)) and
	    (.o | sort == ["p", "q", "r", "s"]) and
	    (.m | length == 4 and all(0 <= .) and (add - 1 | fabs) <= 1e-12
		and .[0] + .[1] <= 0.6) and
	    (if .f | index("a") then 1 <= .k and .k <= .n[0]
		else has("k") | not end) and
	    (.c | length == 2 and . - [null, "1", 1] == []))'
}

# Results for all trials that wait in the file $1.
finish() {
	jq -Rc 'fromjson? | objects | select(.trial and .params) |
	    {trial, state: "complete", metrics: {e: (.params.m[0] +
		.params.w[2] - (.params.o | index("s")) / 4)}}' "$1" |
	    hpo-tell -q "$1" 2>/dev/null || true
}

@test "a header with lists is read into itself" {
	hpo-space space >header
	hpo-space header | cmp - header
	jq -e '.space | .w.shape == 3 and .f.min == 1 and
	    (.s | has("min") or has("max") | not) and .m.shape == 4' header
}

@test "every sampler keeps to lists" {
	hpo-space --sample 300 space | are_points
	for sampler in random sobol tpe; do
		hpo-space space >trials
		for _ in 1 2 3 4 5 6; do
			hpo-ask -m "$sampler" -n 12 trials >/dev/null
			finish trials
		done
		[ "$(jq -r 'select(.params) | .trial' trials | wc -l)" -ge 72 ]
		jq -c 'select(.params) | .params' trials | are_points
	done
}

@test "a grid of lists has each point once, and the count knows" {
	hpo-space minimize=e s='subset(x, y, z)' o='permutation(a, b, c)' \
	    b='bool(shape=2)' i='subset(1, 2, 3, max=1)' >g
	[ "$(hpo-space --count g)" = $((8 * 6 * 4 * 4)) ]
	hpo-ask -m grid -n 1000 g >asked
	[ "$(wc -l <asked)" = 768 ]
	[ "$(jq -c .params asked | sort -u | wc -l)" = 768 ]
	run -4 hpo-ask -m grid g
	hpo-space minimize=e v='float(0, 1, shape=2)' >g
	hpo-ask -m grid -O n.v=3 -n 100 g | jq -c .params.v | sort >got
	for a in 0 0.5 1; do for b in 0 0.5 1; do echo "[$a,$b]"; done; done |
	    sort | diff - got
}

@test "points that are given are completed, and put in order" {
	hpo-space space >trials
	echo '{"params": {"w": [0.1, 0.2, 1], "f": [5, "b"], "c": [1, null],
	    "m": [0.1, 0.2, 0.3, 0.4], "o": ["s", "r", "q", "p"]}}' |
	    jq -c . | hpo-tell trials
	hpo-ask trials | jq -e '.params == {w: [0.1, 0.2, 1], n: [6, 6],
	    f: ["b", 5], s: [], o: ["s", "r", "q", "p"],
	    m: [0.1, 0.2, 0.3, 0.4], c: [1, null]}'
	echo '{"params": {"m": [0.333333333333333, 0.2, 0.3, 0.166666666667]}}' |
	    hpo-tell trials
	hpo-ask trials | jq -e '.params.m | .[3] == 0.166666666667'
}

@test "shares whose sum is 1 but for its rounding are kept" {
	hpo-space minimize=e m='simplex(3)' >trials
	for m in '[0.9,0.1,0.0]' '[0.7,0.2,0.1]' '[0.8,0.2,0.0]' \
	    '[0.6,0.4,0.0]' '[0.3,0.7,0.0]' '[0.4,0.6,0.0]' '[1.0,0.0,0.0]'; do
		hpo-tell trials <<<"{\"params\": {\"m\": $m}}"
		hpo-ask trials | jq -e ".params.m == $m"
		echo '{"minimize": "e", "params": {"m": {"type": "simplex",
		    "shape": 3, "default": '"$m"'}}}' | hpo-space |
		    hpo-ask -n 1 | jq -e ".params.m == $m"
	done
	# 1e-10 too much, and digits that sums do not have
	for m in '[0.5, 0.5000000001, 0]' '[0.5, 0.5, 1e-10]' \
	    '[0.1234567890126, 0.8765432109874, 0]' \
	    '[0.3333333333333333, 0.6666666666666667, 1e-17]'; do
		hpo-tell trials <<<"{\"params\": {\"m\": $m}}"
		hpo-ask trials | jq -e ".params.m | (add - 1 | fabs) <= 1e-12 and
		    (. - $m | length <= 2)"
	done
}

@test "a wrong list is refused, and says why" {
	hpo-space space >trials
	for wrong in '{"w": 1}' '{"w": [1, 1]}' '{"w": [0.5, 2, 1]}' \
	    '{"f": []}' '{"f": ["a", "a"]}' '{"f": ["a", "b", "c"]}' \
	    '{"f": ["d"]}' '{"o": ["p", "q", "r"]}' \
	    '{"o": ["p", "q", "r", "r"]}' '{"m": [0.5, 0.5, 0.5, 0.5]}' \
	    '{"m": [1, 0, 0]}' '{"m": [2, -1, 0, 0]}' '{"m": ["a", 1, 0, 0]}' \
	    '{"s": {"x": true}}' '{"w[0]": 1}' '{"c": [1, "2"]}'; do
		run -2 --separate-stderr hpo-tell trials \
		    <<<"{\"params\": $wrong}"
		[ -z "$output" ]
		[[ $stderr == *"'"[wfomsc]* ]]
	done
	[ "$(wc -l <trials)" = 1 ]
}

@test "lists are a column each, and as text for the shell" {
	hpo-space space >trials
	hpo-ask -n 30 trials >/dev/null
	finish trials
	hpo-report table --format csv trials | sed -n 1p >got
	[ "$(cat got)" = trial,state,e,w,n,f,s,o,m,k,c,seconds ]
	hpo-report table --format json trials |
	    jq -se 'all(.o | length == 4)'
	hpo-report best --format args trials | grep -F -- " --o='["
	for plot in history slice parallel; do
		hpo-report plot "$plot" trials >plot
		[ -s plot ]
	done
}

@test "the draws of a subset that is held to a size, and of a simplex, are fair" {
	hpo-space minimize=e f='subset(a, b, c, d, e, min=2, max=2)' \
	    m='simplex(3)' >header
	hpo-space --sample 20000 header >sample
	# 10 pairs, 2000 each, sd 42.
	jq -c .f sample | sort | uniq -c | awk '{ n++; if ($1 < 1780 || $1 > 2220)
	    bad = 1 } END { exit bad || n != 10 }'
	# Each share has the density 2 (1 - x): half of it below 1 - sqrt(1/2).
	for i in 0 1 2; do
		jq ".m[$i]" sample | awk '{ n += $1 < 1 - sqrt(0.5) }
		    END { exit n < 9630 || n > 10370 }'
	done
}

@test "a payload is given lists as JSON" {
	hpo-space minimize=e w='int(1, 9, shape=2)' s='subset(a, b, min=2)' >trials
	hpo-ask -n 3 trials | hpo-run -- sh -c \
	    'echo "$1 $2 $HPO_P_W" >>seen; echo e=1' - {w} {s} | hpo-tell trials
	[ "$(wc -l <seen)" = 3 ]
	grep -xc '\[[1-9],[1-9]\] \["a","b"\] \[[1-9],[1-9]\]' seen | grep -qx 3
}

@test "a default that is a list stands in parentheses in a short form" {
	hpo-space minimize=e w='int(1, 9, shape=2, default=(3, 5))' \
	    s='subset(a, b, default=())' t='subset(a, "b)", default=("b)", a))' \
	    o='permutation(a, b, default=( b , a ))' \
	    m='simplex(3, default=(0.7, 0.2, 0.1))' | hpo-ask |
	    jq -e '.params == {w: [3, 5], s: [], t: ["a", "b)"], o: ["b", "a"],
		m: [0.7, 0.2, 0.1]}'
	for wrong in 'int(1, 9, default=(3))' 'float(0, 1, shape=2, default=(1))' \
	    'int(1, 9, shape=2, default=(1,))' 'choice(a, weights=())'; do
		run -2 --separate-stderr hpo-space minimize=e x="$wrong"
		[[ $stderr == *:*": params.x"* ]]
	done
}

@test "long vectors are found in order" {
	for op in '<=' '>='; do
		jq -n --arg op "$op" '{minimize: "e", params: {v: {type: "float",
		    low: 1, high: 500, log: true, shape: 40}},
		    require: [range(39) | "v[\(.)] \($op) v[\(. + 1)]"]}' |
		    hpo-space >trials 2>err
		for sampler in random sobol tpe; do
			hpo-ask -m "$sampler" -n 8 trials
		done | jq -se --arg op "$op" 'length == 24 and all(.params.v |
		    length == 40 and . == (sort |
			if $op == "<=" then . else reverse end))'
	done
}

# native: limits of memory.
# bats test_tags=native
@test "a condition of a long list is read once" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	# 60 kB for 1000 values, which was 1000 of them in 1 GB.
	jq -n '{minimize: "e", params: {n: {type: "int", low: 1, high: 9},
	    v: {type: "float", low: 0, high: 1, shape: 1000,
		when: ([range(6000) | "n < 10"] | join(" or "))}}}' >space
	(ulimit -v 150000; exec hpo-space --sample 1 space) |
	    jq -e '(.v | length) == 1000'
}
