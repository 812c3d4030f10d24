#!/usr/bin/env bats
# hpo-ask --candidates: points are chosen among given ones, each once.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >space.yaml <<-'EOF'
		study: c
		minimize: e
		seed: 3
		stop: {trials: 1000}
		params:
		  lr: log(1e-5, 1)
		  k: choice(a, b)
		  n: {type: int, low: 1, high: 9, when: "k == 'a'"}
	EOF
	hpo-space space.yaml >trials
	hpo-space space.yaml --sample 40 --seed 5 >pool
	[ "$(sort -u pool | wc -l)" = 40 ]
	samplers=$(hpo-ask --list | cut -d ' ' -f 1)
}

# All params of the lines of stdin, in canonical form, sorted.
points() {
	jq -cS .params | sort
}

@test "every sampler takes each candidate once, and then the search is over" {
	for m in $samplers; do
		hpo-ask -m "$m" --candidates pool -n 100 <trials >out
		cmp <(points <out) <(jq -cS . pool | sort)
		cp trials copy
		hpo-ask -m "$m" --candidates pool -n 30 copy >first
		for t in $(jq .trial first); do
			echo "{\"trial\":$t,\"state\":\"complete\",\"metrics\":{\"e\":$((t * 7919 % 101))}}"
		done | hpo-tell copy
		hpo-ask -m "$m" --candidates pool -n 4 copy >>first
		for _ in 1 2 3 4 5 6; do
			hpo-ask -m "$m" --candidates pool copy
		done >>first
		cmp <(points <first) <(points <out)
		run -4 hpo-ask -m "$m" --candidates pool copy
	done
	for t in $(seq 31 40); do
		echo "{\"trial\":$t,\"state\":\"complete\",\"metrics\":{\"e\":1}}"
	done | hpo-tell copy
	run -1 hpo-ask --candidates pool copy
}

@test "asks among candidates are the same again, and parts of a batch" {
	for m in $samplers; do
		hpo-ask -m "$m" --candidates pool -n 5 <trials >five
		hpo-ask -m "$m" --candidates pool -n 5 <trials | cmp - five
		cp trials copy
		hpo-ask -m "$m" --candidates pool -n 2 copy >parts
		hpo-ask -m "$m" --candidates pool -n 3 copy >>parts
		cmp <(jq -c .params five) <(jq -c .params parts)
		[ "$(jq -r .ask.candidates five parts | sort -u | wc -l)" = 1 ]
	done
}

@test "the point of a cancelled trial may be chosen again, others not" {
	hpo-ask --candidates pool -n 40 trials >out
	hpo-tell trials -t 7 --cancel
	hpo-tell trials -t 8 --failed=broken
	hpo-ask --candidates pool -n 40 trials >again
	cmp <(points <again) <(sed -n 7p out | points)
}

@test "the header's points and the default are asked if they are among them" {
	sed -n 3p pool >third
	hpo-space space.yaml |
	    jq -c --slurpfile p third '.points = $p + [{"lr":0.5,"k":"b"}]' >trials
	hpo-ask --candidates pool -n 50 trials >out
	[ "$(wc -l <out)" = 40 ]
	cmp <(sed -n 1p out | points) <(jq -cS . third)
	[ "$(jq -r .ask.sampler out | grep -c points)" = 1 ]
}

@test "waiting trials are handed out, candidates or not" {
	echo '{"params":{"lr":0.5,"k":"b"}}' | hpo-tell trials
	hpo-ask --candidates pool -n 50 trials >out
	[ "$(sed -n 1p out | jq -c .params)" = '{"lr":0.5,"k":"b"}' ]
	[ "$(wc -l <out)" = 41 ]
}

@test "lines that are no points are named, all of them" {
	cat >bad <<-'EOF'
		{"lr":0.1,"k":"b"}
		{"lr":2,"k":"b"}
		{"lr":0.1,"k":"c"}

		{"lr":0.1,"k":"a"}
		{"lr":0.1,"k":"b","n":2}
		{"lr":0.1,"kk":"b"}
		{"lr":0.1,
		[0.1]
	EOF
	run -2 --separate-stderr hpo-ask --candidates bad trials
	[ -z "$output" ]
	[ "$(grep -o 'bad:[0-9]*:[0-9]*' <<<"$stderr" | tr '\n' ' ')" = \
	    "bad:2:2 bad:3:11 bad:5:1 bad:6:19 bad:7:11 bad:8:11 bad:9:1 " ]
	[ "$(grep -o "parameter '[a-z]*'" <<<"$stderr" | tr '\n' ' ')" = \
	    "parameter 'lr' parameter 'k' parameter 'n' parameter 'n' parameter 'kk' " ]
	[ "$(wc -l <trials)" = 1 ]
	: >empty
	run -2 hpo-ask --candidates empty trials
	run -2 hpo-ask --candidates no-such-file trials
	run -2 hpo-ask -m grid -O n=3 --candidates pool trials
	run -2 hpo-ask --candidates - <trials
}

@test "a point that breaks a rule is refused, defaults are filled in" {
	hpo-space - >trials <<-'EOF'
		minimize: e
		params:
		  x: float(0, 1)
		  y: {type: float, low: 0, high: 1, default: 0.25}
		require: ["x + y <= 1"]
	EOF
	printf '%s\n' '{"x":0.5,"y":0.9}' '{"x":0.5,"y":0.1}' >bad
	run -2 --separate-stderr hpo-ask --candidates bad <trials
	[ "$(grep -c '^hpo-ask: bad:1:1: ' <<<"$stderr")" = 1 ]
	[ "$(grep -c '^hpo-ask: bad:' <<<"$stderr")" = 1 ]
	printf '%s\n' '{"x":0.5}' '{"y":0.25,"x":0.5}' '{"x":0.5,"y":0.1}' |
	    hpo-ask --candidates - -n 9 trials >out
	cmp <(points <out) <(printf '%s\n' '{"x":0.5,"y":0.1}' '{"x":0.5,"y":0.25}')
}

@test "marks of other systems, blanks and the order of keys do not matter" {
	{
		printf '\357\273\277'
		sed -n 1,3p pool | jq -cS 'to_entries | reverse | from_entries' |
		    sed 's/,/ , /g; s/$/\r/'
	} >marked
	hpo-ask --candidates marked -n 9 trials >out
	cmp <(points <out) <(sed -n 1,3p pool | jq -cS . | sort)
}

@test "8 askers at once choose different candidates" {
	for i in 1 2 3 4 5 6 7 8; do
		for _ in 1 2 3 4 5; do
			hpo-ask --candidates pool trials
		done >out.$i &
		pids+=($!)
	done
	wait "${pids[@]}"
	cmp <(cat out.? | points) <(jq -cS . pool | sort)
}

@test "a search that is followed goes through all candidates" {
	hpo-ask --follow -j 3 --candidates pool trials |
	    hpo-run -j 3 -q -- echo {lr} | hpo-tell trials
	[ "$(jq -c 'select(.state == "complete")' trials | wc -l)" = 40 ]
	cmp <(jq -c 'select(.params)' trials | points | uniq) <(jq -cS . pool | sort)
}

@test "candidates are looked at anew when the header changes" {
	hpo-ask --follow -j 1 --candidates pool trials >out &
	pid=$!
	until [ -s out ]; do :; done
	hpo-space lr='log(1e-5, 1)' k='choice(a, b)' minimize=e 'stop.trials=100' |
	    hpo-tell trials
	echo '{"trial":1,"state":"complete","metrics":{"e":1}}' | hpo-tell trials
	rc=0
	wait $pid || rc=$?
	[ $rc = 2 ]
}

@test "the candidate nearest to the sampler's point is asked" {
	hpo-space x='float(0, 1)' y='log(1e-4, 1)' k='choice(a, b)' minimize=e >trials
	# The places of a grid of 3 x 3 x 2, which points fall on one or the other.
	for x in 0.1 0.5 0.9; do
		for y in 0.001 0.01 0.1; do
			printf '{"x":%s,"y":%s,"k":"%s"}\n' $x $y a $x $y b
		done
	done >grid
	for m in sobol halton; do
		for s in 1 2 3 4 5 6 7 8; do
			hpo-ask -m $m --seed $s <trials | jq -c '.params
			    | .x |= (if . < 0.3 then 0.1 elif . < 0.7 then 0.5 else 0.9 end)
			    | .y |= (log10 | if . < -2.5 then 0.001
				elif . < -1.5 then 0.01 else 0.1 end)'
			hpo-ask -m $m --seed $s --candidates grid <trials | jq -c .params
		done
	done >both
	[ "$(sort -u both | wc -l)" -gt 6 ]
	cmp <(sed -n 'p;n' both) <(sed -n 'n;p' both)
}

@test "models choose among all candidates where results are good" {
	hpo-space x='float(0, 1)' minimize=e >trials
	hpo-space x='float(0, 1)' minimize=e --sample 2000 >many
	hpo-ask -m random -n 20 trials >out
	jq -c '{trial, state: "complete", metrics: {e: (.params.x - 0.3 | . * .)}}' out |
	    hpo-tell trials
	for m in auto gp tpe; do
		hpo-ask -m $m --candidates many <trials |
		    jq -e '.params.x | . > 0.2 and . < 0.4' >/dev/null
	done
}

@test "random draws each candidate as often as others" {
	for s in $(seq 200); do
		hpo-ask -m random --seed "$s" --candidates <(sed -n 1,4p pool) <trials
	done | jq -cS .params | sort | uniq -c | awk '
	    { n++; if ($1 < 30 || $1 > 75) bad = 1 } END { exit bad || n != 4 }'
}
