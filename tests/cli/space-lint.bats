#!/usr/bin/env bats
# Advice about spaces: hpo-space --lint, and the warning of rules that leave
# hardly anything.
bats_require_minimum_version 1.5.0

setup() {
	set -o pipefail # what prints nothing is no proof
	cd "$BATS_TEST_TMPDIR"
}

# PLACE FIELD of each piece of advice about file $1, which there is.
advice() {
	run --separate-stderr -1 hpo-space --lint "$@"
	[ -z "$stderr" ]
	sed "s/^$1:\([0-9]*:[0-9]*\): \([^:]*\): ..*/\1 \2/" <<<"$output"
}

# That the inline space has no advice.
fine() {
	run --separate-stderr -0 hpo-space --lint minimize=e "$@"
	[ -z "$output$stderr" ]
}

# That it has one piece, at PLACE and about FIELD $1.
one() {
	run --separate-stderr -1 hpo-space --lint minimize=e "${@:2}"
	[ -z "$stderr" ] && [ "${#lines[@]}" = 1 ]
	[[ $output == "argument $1: "?* ]]
}

@test "advice is placed and ordered as mistakes are" {
	cat >space <<-'END'
	minimize: loss
	params:
	  lr: float(1e-5, 1)
	  o:
	    p:
	      wd: {type: float, low: 1e-6,
	        high: 1}
	  k: [1, 2, 4]
	  s: {type: float, low: 0, high: 1, step: 0.3}
	sampler: grid
	require:
	  - lr < 2
	  - lr + s < -1 + lr + 1.005
	forbid: k == 1 and s < 0.1
	END
	advice space >got
	cat >want <<-'END'
	3:19 params.lr.high
	7:15 params.o.p.wd.high
	8:6 params.k.choices
	9:34 params.s.high
	10:10 sampler
	END
	diff want got
	# a warning of the check is advice, and no warning then
	run --separate-stderr -0 hpo-space space
	[[ $stderr == *"space:9:34: warning: params.s.high: "* ]]
	# as JSON
	run --separate-stderr -1 hpo-space --lint --format json space
	jq -r '"\(.file):\(.line):\(.column): \(.field): \(.text)"' \
	    <<<"$output" >json
	run -1 hpo-space --lint --format text space
	diff json - <<<"$output"
}

@test "three decades without log" {
	one '2:15: params.x.high' x='float(1e-3, 1)'
	one '2:10: params.x.high' x='int(1, 1000)'
	one '2:10: params.x.high' x='int(1, 9001, step=3)'
	fine x='log(1e-5, 1)' y='logint(1, 9000)'
	fine x='float(1.001e-3, 1)' y='int(1, 999)'
	fine x='float(0, 1e6)' y='float(-1e6, -1)'
	fine x='int(1, 1001, step=100)' y='float(1, 1001, step=100)'
	fine a='float(1, 2)' x='float(1e-3, "1000 * a")'
}

@test "choices that are numbers, and many of them" {
	one '2:3: params.x.choices' x='choice(16, 32, 48.5)'
	fine x='choice(16, 32)' y='ordinal(16, 32, 48)' z='choice(1, 2, null)'
	many=$(seq -s ', ' -f 'c%.0f' 50)
	fine x="choice($many)" y="ordinal($many, c51)"
	one '2:3: params.x.choices' x="choice($many, c51)"
}

@test "rules that leave less than 1 %: a warning, and advice" {
	cat >space <<-'END'
	minimize: e
	params: {a: "float(0, 1)", b: "float(0, 1)"}
	require:
	  - a < 2
	  - a + b < 0.05
	forbid:
	  - a > 0.9
	END
	[ "$(advice space)" = '5:5 require' ]
	run --separate-stderr -0 hpo-space space
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == "hpo-space: space:5:5: warning: require: "* ]]
	[ "$(hpo-space -q space 2>&1)" = "$output" ]
	sed -i 's/0.05/0.3/' space # 4.5 %
	run --separate-stderr -0 hpo-space space
	[ -z "$stderr" ]
	run -0 hpo-space --lint space
	# forbid alone, no list
	echo '{minimize: e, params: {a: "float(0, 1)"}, forbid: a < 0.999}' >space
	[ "$(advice space)" = '1:51 forbid' ]
	# bounds between which there is hardly ever anything
	printf '%s\n' 'minimize: e' 'params:' '  a: float(0, 1)' \
	    '  b: {type: float, low: a, high: 0.001}' >space
	[ "$(advice space)" = '3:3 params' ]
}

# native: a limit of CPU time.
# bats test_tags=native
@test "rules on thousands of parameters take no time to be looked at" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	x=$(seq -f 'x%.0f: "float(0, 1)"' -s ', ' 4000)
	echo "{minimize: e, params: {$x}, require: $(seq -f x%.0f -s + 4000) < 1}" >space
	(ulimit -t 1; hpo-space space >/dev/null)
	(ulimit -t 3; hpo-space --lint space >/dev/null || [ $? = 1 ])
}

@test "the sampler of the header, and what it cannot do" {
	fine x='int(1, 9)' sampler=grid
	one '3:9: sampler' x='float(0, 1)' sampler=grid
	for s in auto random sobol tpe; do
		fine x='float(0, 1)' y='bool(when="x < 0.5")' sampler=$s
	done
}

# Trials at these values of x and y, the first the best.
tell_points() {
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++)
	    printf "{\"trial\":%d,\"state\":\"complete\",\"params\":{\"x\":%.6g,\"y\":%.6g},\"metrics\":{\"e\":%d}}\n",
		i, (i * 7 % n) / n, '"$2"', i }'
}

@test "a bound that the best trials of a file are near" {
	hpo-space minimize=e x='float(0, 1)' y='float(0, 4)' >trials
	tell_points 100 '4 - i / 60' >>trials
	[ "$(advice trials)" = "$(hpo-space trials |
	    grep -bo '"high":4' | cut -d : -f 1 |
	    awk '{ print "1:" $1 + 8, "space.y.high" }')" ]
	# the newest header; one that is wider
	hpo-space minimize=e x='float(0, 1)' y='float(0, 4.02)' >>trials
	[[ $(advice trials) == "102:"*" space.y.high" ]]
	hpo-space minimize=e x='float(0, 1)' y='float(0, 8)' >>trials
	run --separate-stderr -0 hpo-space --lint trials
	# too few
	hpo-space minimize=e x='float(0, 1)' y='float(0, 4)' >few
	tell_points 9 '4 - i / 60' >>few
	run --separate-stderr -0 hpo-space --lint few
	# the other goal: other trials are the best
	hpo-space maximize=e x='float(0, 1)' y='float(0, 4)' >most
	cp most low
	tell_points 100 '4 - i / 60' >>most
	run --separate-stderr -0 hpo-space --lint most
	tell_points 100 '2 - i / 50' >>low
	[[ $(advice low) == "1:"*" space.y.low" ]]
}

@test "wrong usage of --lint" {
	for args in '--lint --count x=bool minimize=e' \
	    '--format json x=bool minimize=e' \
	    '--lint --format xml x=bool minimize=e' \
	    '--lint -o t x=bool minimize=e' '--lint absent' \
	    '--lint x=int(3,1) minimize=e'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr -2 hpo-space $args
		[ -z "$output" ] && [ -n "$stderr" ]
	done
	: >empty
	run -2 hpo-space --lint empty
	[ ! -e t ]
}

@test "bounds of what is in a list, if somebody wrote them" {
	cat >space <<-'END'
	minimize: e
	params: {w: {type: float, low: 0, high: 1, shape: 2}, z: simplex(3),
	  p: "permutation(a, b, c, d, e)"}
	END
	hpo-space space >trials
	# the best begin with e, have hardly any first share, and w[1] is high
	jq -nc 'range(1; 61) | . as $i | ($i <= 9) as $best
	    | (if $best then $i / 1000 else 0.8 end) as $z
	    | {trial: $i, attempt: 1, state: "complete", metrics: {e: $i},
	       params: {w: [$i * 37 % 60 / 60, if $best then 1 else 0 end],
	         z: [$z, 0.1, 0.9 - $z],
	         p: (if $best then ["e", "a", "b", "c", "d"]
	             else ["a", "b", "c", "d", "e"] end)}}' >>trials
	[ "$(hpo-report best --format args trials | wc -l)" = 1 ]
	run --separate-stderr -1 hpo-space --lint --format json trials
	[ "$(jq -r '.field, .text' <<<"$output" | sed 's/: .*//')" = \
	    $'space.w.high\nw[1]' ]
	hpo-report trials | grep '^warning.*bound' >warnings
	[ "$(wc -l <warnings)" = 1 ]
	grep -q 'w\[1\]' warnings
}
