#!/usr/bin/env bats
# hpo-ask: points are proposed, recorded and printed.
bats_require_minimum_version 1.5.0
set -o pipefail

# A header: $1 the space, $2 more keys (with a comma before).
header() {
	printf '{"hpo":1,"seq":0,"study":"s","seed":"7","space":{%s},"objectives":[{"metric":"e","goal":"minimize"}],"id":"7c1f09aa"%s}\n' "$1" "${2-}"
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	tree='"kernel":{"type":"categorical","choices":["rbf","poly"]},"C":{"type":"float","low":0.001,"high":1000,"log":true},"gamma":{"type":"float","low":1e-05,"high":10,"log":true,"when":"kernel == '\''rbf'\''"},"degree":{"type":"int","low":2,"high":5,"when":"kernel == '\''poly'\''"}'
	twenty='"a":{"type":"int","low":1,"high":4},"b":{"type":"ordinal","choices":["u","v","w","x","y"]}'
	header "$tree" >trials
	host=$(uname -n)
	boot=$(head -c 4 /proc/sys/kernel/random/boot_id)
}

# A full identity of this shell, or with start time $1.
identity() {
	local start
	start=${1:-$(sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 20)}
	echo "$host:$boot:$$:$start"
}

# The merge of all lines of trial $1 of the file $2, without the keys $3.
merged() {
	jq -Rnc --argjson t "$1" '[inputs | fromjson? | objects
	    | select(.trial == $t)] | add | del(.asked, .seq)' "${2:-trials}"
}

@test "what is recorded is printed, with the study" {
	hpo-ask trials >out
	[ "$(tail -n 1 trials | jq -cS .)" = "$(jq -cS 'del(.study)' out)" ]
	[ "$(jq -c .study out)" = '{"id":"7c1f09aa","name":"s","seed":"7","metrics":["e"],"params":["kernel","C","gamma","degree"]}' ]
	[ "$(jq -c 'keys_unsorted' <(tail -n 1 trials))" = '["trial","seq","state","params","by","asked","ask"]' ]
	[ "$(jq -r .by out)" = "$host" ]
	[ "$(jq -c .ask out)" = '{"sampler":"sobol","v":1,"seen":0,"pending":0,"method":"auto","mv":2,"i":0,"why":"design"}' ]
}

@test "-n 5 equals five times -n 1, seen aside" {
	for m in random sobol grid auto tpe; do
		header "$tree" >one
		header "$tree" >five
		set --
		[ $m != grid ] || set -- -O n=4
		hpo-ask -m $m "$@" -n 5 five >a
		for _ in 1 2 3 4 5; do
			hpo-ask -m $m "$@" one
		done >b
		[ "$(wc -l <a)" = 5 ]
		diff <(jq -c '[.trial, .seq, .params, (.ask | del(.seen))]' a) \
		    <(jq -c '[.trial, .seq, .params, (.ask | del(.seen))]' b)
		[ "$(jq -c .ask.seen a | sort -u)" = 0 ]
		[ "$(jq -c .ask.seen b | tr '\n' ' ')" = "0 1 2 3 4 " ]
		[ "$(jq -c .ask.pending a | tr '\n' ' ')" = "0 1 2 3 4 " ]
	done
}

@test "a filter: whole lines are equal, if each is appended" {
	hpo-ask -n 5 <trials >five
	cp trials grown
	for _ in 1 2 3 4 5; do
		hpo-ask - <grown >line
		cat line >>grown
	done
	cmp five <(tail -n 5 grown)
	[ "$(jq -c '[.by, has("seq"), has("asked"), has("uid")]' five | sort -u)" = '["-",false,false,false]' ]
	[ "$(jq -c .ask.pending five | tr '\n' ' ')" = "0 1 2 3 4 " ]
	cmp trials <(header "$tree")
}

@test "the same bytes under a locale with a decimal comma" {
	localedef -i de_DE -f UTF-8 "$BATS_TEST_TMPDIR/de_DE.UTF-8" || {
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no localedef, or no de_DE"
	}
	[ "$(LOCPATH=$BATS_TEST_TMPDIR LC_ALL=de_DE.UTF-8 locale decimal_point)" = , ]
	hpo-ask -n 20 <trials >a
	LOCPATH=$BATS_TEST_TMPDIR LC_ALL=de_DE.UTF-8 hpo-ask -n 20 <trials >b
	cmp a b
	cp trials german
	hpo-ask -n 20 trials >a
	LOCPATH=$BATS_TEST_TMPDIR LC_ALL=de_DE.UTF-8 hpo-ask -n 20 german >b
	cmp <(jq -c '[.params, .ask]' a) <(jq -c '[.params, .ask]' b)
}

@test "the same bytes by whatever instructions the CPU has" {
	hpo-ask -n 300 <trials >a
	for features in -FMA,-FMA4 -AVX2 -AVX512F -AVX2,-AVX512F,-FMA,-FMA4; do
		GLIBC_TUNABLES=glibc.cpu.hwcaps=$features hpo-ask -n 300 <trials >b
		cmp a b
	done
}

@test "the seed of the header matters, --seed is recorded" {
	hpo-ask <trials >a
	sed 's/"seed":"7"/"seed":"8"/' trials | hpo-ask >b
	hpo-ask --seed 8 <trials >c
	[ "$(jq -c .params a)" != "$(jq -c .params b)" ]
	[ "$(jq -c .params b)" = "$(jq -c .params c)" ]
	[ "$(jq -c .ask.seed c)" = '"8"' ]
	[ "$(jq -c .ask.seed a)" = null ]
	run -2 hpo-ask --seed -1 <trials
	run -2 hpo-ask --seed 18446744073709551616 <trials
	hpo-ask --seed 18446744073709551615 <trials | grep -c 18446744073709551615
}

@test "points of the header, then the default, then the sampler" {
	header "${tree/\"log\":true,\"when\"/\"log\":true,\"default\":0.01,\"when\"}" \
	    ',"points":[{"kernel":"poly","degree":3},{"C":2.385,"gamma":1}]' >trials
	hpo-ask -n 3 trials >a
	hpo-ask trials >>a
	[ "$(jq -r .ask.sampler a | tr '\n' ' ')" = "points points default sobol " ]
	[ "$(head -n 3 a | grep -o '"params":{[^}]*}')" = '"params":{"kernel":"poly","C":1.0,"degree":3}
"params":{"kernel":"rbf","C":2.385,"gamma":1.0}
"params":{"kernel":"rbf","C":1.0,"gamma":0.01}' ]
	# A point that a trial has, even a cancelled one, is not asked again.
	(header "$tree" ',"points":[{"kernel":"poly","degree":3}]'
	echo '{"trial":4,"state":"cancelled","params":{"kernel":"poly","C":1,"degree":3}}') >trials
	[ "$(hpo-ask trials | jq -c '[.trial, .ask.sampler]')" = '[5,"sobol"]' ]
}

@test "what waits unclaimed is handed out first, by number" {
	cat >>trials <<'END'
{"trial":1,"seq":1,"state":"waiting","params":{"kernel":"poly","C":1,"degree":2},"by":"host","note":1}
{"trial":2,"seq":2,"state":"waiting","params":{"kernel":"poly","C":2,"degree":2},"uid":"01J","tags":{"a":1}}
{"trial":3,"seq":3,"state":"running","params":{"kernel":"poly","C":3,"degree":2},"by":"host"}
{"trial":3,"seq":4,"state":"waiting","attempt":2,"by":null,"reason":"lost"}
END
	hpo-ask -n 3 trials >out
	[ "$(jq -c '[.trial, .attempt, .by]' out)" = "[2,null,\"$host\"]
[3,2,\"$host\"]
[4,null,\"$host\"]" ]
	[ "$(jq -cS 'del(.seq, .asked, .study)' out | head -n 1)" = "$(jq -nc --arg h "$host" '{by:$h,params:{C:2,degree:2,kernel:"poly"},state:"waiting",tags:{a:1},trial:2,uid:"01J"}')" ]
	[ "$(sed -n 6p trials | jq -c 'del(.asked)')" = '{"trial":2,"seq":5,"state":"waiting","by":"'"$host"'"}' ]
	[ "$(jq -c 'select(.seq) | .seq' trials | tr '\n' ' ')" = "0 1 2 3 4 5 6 7 " ]
	# Handed out once: the next ask makes a new one.
	[ "$(hpo-ask trials | jq .trial)" = 5 ]
}

@test "a filter hands out what waits, too" {
	echo '{"trial":2,"seq":2,"state":"waiting","params":{"kernel":"poly","C":2,"degree":2},"uid":"01J","asked":"x"}' >>trials
	[ "$(hpo-ask <trials | jq -c 'del(.study)')" = '{"trial":2,"state":"waiting","params":{"kernel":"poly","C":2,"degree":2},"by":"-"}' ]
}

@test "trials forbids new numbers only, and counts all but cancelled ones" {
	header "$tree" ',"stop":{"trials":3}' >trials
	hpo-ask -q -n 5 trials >out
	[ "$(wc -l <out)" = 3 ]
	run --separate-stderr -4 hpo-ask trials
	[[ "$stderr" == *"$host"* && "$stderr" == *"hpo-tell --reap=10m trials"* ]]
	[[ "$stderr" == *"hpo-tell --cancel"* ]]
	[ -z "$output" ]
	cat >>trials <<'END'
{"trial":1,"seq":4,"state":"cancelled"}
{"trial":2,"seq":5,"state":"waiting","attempt":2,"by":null}
{"trial":3,"seq":6,"state":"failed"}
END
	[ "$(hpo-ask -n 9 trials | jq -c .trial | tr '\n' ' ')" = "2 4 " ]
	echo '{"trial":2,"seq":9,"state":"complete","metrics":{"e":1}}
{"trial":4,"seq":10,"state":"pruned"}' >>trials
	run --separate-stderr -1 hpo-ask trials
	[ -n "$stderr" ]
	run --separate-stderr -1 hpo-ask -q trials
	[ -z "$stderr" ]
}

@test "target: nothing more is handed out" {
	header "$tree" ',"stop":{"target":0.1}' >trials
	hpo-ask -q -n 3 trials >out
	echo '{"trial":1,"state":"complete","metrics":{"e":0.2}}
{"trial":2,"state":"pruned","metrics":{"e":0.05}}
{"trial":3,"state":"waiting","by":null}' >>trials
	cp trials ended
	[ "$(hpo-ask trials | jq .trial)" = 3 ]
	# Reached: what is unclaimed is not open, what is claimed is.
	echo '{"trial":1,"state":"complete","metrics":{"e":0.1}}' >>ended
	run -1 hpo-ask ended
	echo '{"trial":3,"state":"running","by":"host"}' >>ended
	run -4 hpo-ask ended
	sed 's/minimize/maximize/' trials >up
	run -4 hpo-ask up
}

@test "failures: the last ones since the last header" {
	header "$tree" ',"stop":{"failures":3}' >trials
	hpo-ask -q -n 5 trials >out
	echo '{"trial":2,"state":"complete","metrics":{"e":1}}
{"trial":1,"state":"failed"}
{"trial":3,"state":"failed"}' >>trials
	[ "$(hpo-ask trials | jq .trial)" = 6 ]
	echo '{"trial":4,"state":"failed"}' >>trials
	run -4 hpo-ask trials
	echo '{"trial":5,"state":"failed"}
{"trial":6,"state":"cancelled"}
{"trial":6,"state":"failed"}' >>trials
	run --separate-stderr -1 hpo-ask trials
	# The message says how to go on.
	[[ "$stderr" == *"sed -n 1p trials | hpo-tell trials"* ]]
	sed -n 1p trials >>trials
	[ "$(hpo-ask trials | jq .trial)" = 7 ]
	# 0: off.
	sed -i 's/"failures":3/"failures":0/' trials
	echo '{"trial":7,"state":"failed"}' >>trials
	hpo-ask trials
}

@test "failures acts unasked, after 20" {
	for i in $(seq 19); do
		echo '{"trial":'"$i"',"state":"failed","params":{}}'
	done >>trials
	hpo-ask -q trials
	echo '{"trial":20,"state":"failed"}' >>trials
	run -1 hpo-ask trials
}

# NUMBER STATE [VALUE]: the last line of a trial that asked and ended.
ended() {
	echo '{"trial":'"$1"',"state":"'"$2"'","params":{}'"${3:+,\"metrics\":{\"e\":$3\}}"'}'
}

@test "target: what is not trained in full does not reach it" {
	header "$tree" ',"stop":{"target":0.1}' >trials
	echo '{"trial":1,"state":"complete","params":{},"fidelity":9,"metrics":{"e":0.05}}' >>trials
	hpo-ask trials
	echo '{"trial":1,"state":"complete","fidelity":null}' >>trials
	run -4 hpo-ask trials
}

@test "patience: results since the best, the earlier of equal ones" {
	header "$tree" ',"stop":{"patience":3}' >trials
	for i in 1 2 3 4; do ended $i failed; done >>trials
	hpo-ask -q trials >out # number 5; there is no best yet
	{
		ended 6 complete 0.5
		ended 7 complete 0.25
		ended 8 complete 0.25
		ended 9 cancelled
		ended 10 pruned 0.1
	} >>trials
	cp trials up
	hpo-ask -q trials >out # number 11
	ended 5 failed >>trials
	cp trials other
	run --separate-stderr -4 hpo-ask trials # 11 is held
	ended 11 cancelled >>trials
	run --separate-stderr -1 hpo-ask trials
	# A better one, whatever its number, lets it go on.
	ended 11 complete 0.125 >>other
	hpo-ask -q other
	# The order of ends counts, not that of numbers: 6 is the best now.
	sed -i 's/minimize/maximize/' up
	ended 5 complete 0.125 >>up
	run -1 hpo-ask up
}

@test "patience: a higher fidelity is the better one" {
	header "$tree" ',"stop":{"patience":2}' >trials
	for i in 1 2 3; do
		echo '{"trial":'$i',"state":"complete","params":{},"fidelity":1,"metrics":{"e":'$i'}}'
	done >>trials
	cp trials other
	run -1 hpo-ask trials
	echo '{"trial":4,"state":"complete","params":{},"fidelity":3,"metrics":{"e":9}}' >>other
	hpo-ask other
}

@test "time: the sum of seconds spent, by all trials" {
	header "$tree" ',"stop":{"time":7200}' >trials
	{
		ended 1 complete 0.5
		echo '{"trial":1,"seconds":3600}'
		ended 2 failed
		echo '{"trial":2,"seconds":3599.5}'
	} >>trials
	hpo-ask trials # number 3
	echo '{"trial":3,"state":"pruned","seconds":0.5}' >>trials
	run -1 hpo-ask trials
}

@test "improvement: three asks running that expect less" {
	header "$tree" ',"stop":{"improvement":0.01}' >trials
	n=0
	# Natural logarithms: e^-4 is above, e^-5 below.
	for acq in -5 -5 -4 -5 null -5; do
		n=$((n + 1))
		ended $n complete 0.5
		echo '{"trial":'$n',"ask":{"sampler":"x","acq":'$acq'}}'
	done >>trials
	hpo-ask -q trials >out # number 7, without acq
	ended 7 complete 0.5 >>trials
	hpo-ask -q trials >out # number 8
	ended 8 complete 0.5 >>trials
	echo '{"trial":8,"ask":{"acq":-4.7}}' >>trials
	run -1 hpo-ask trials
}

@test "improvement: what a model expects ends a search, in units of the objective" {
	for with in 'minimize 0.001 1' 'maximize 0.001 -1' 'minimize 1 1000' \
	    'maximize 1 -1000'; do
		read -r goal least scale <<<"$with"
		hpo-space x='float(0, 1)' y='float(0, 1, prior=center(0.5, low))' \
		    "$goal=e" stop.improvement="$least" stop.trials=60 >search
		while hpo-ask -q search >one; do
			jq -c --argjson s "$scale" '{trial, state: "complete", metrics: {e: ($s *
			    (pow(.params.x - 0.3; 2) + pow(.params.y - 0.6; 2)))}}' one |
			    hpo-tell -q search
		done
		run -1 hpo-report stop --format json search
		jq -se 'any(.rule == "improvement" and .fired)' <<<"$output"
		jq -sc 'map(.ask.acq // empty)' search >acq
		[ "$(jq 'length < 30' acq)" = true ]
		jq -e --argjson least "$least" '(.[-3:] | all(exp < $least))
		    and (.[-4] | exp >= $least) and (.[0] | exp < 1e3 * $least)' acq
		hpo-report best search | jq -e --argjson least "$least" \
		    '(.metrics.e | fabs) < $least'
	done
}

@test "a finite space: all points once, then exit 1" {
	for m in random sobol grid auto tpe; do
		header "$twenty" >trials
		run --separate-stderr -0 hpo-ask -m $m -n 25 trials
		[ "$(jq -c .params <<<"$output" | sort -u | wc -l)" = 20 ]
		[ "${#lines[@]}" = 20 ]
		run -4 hpo-ask -m $m trials
		seq 20 | sed 's/.*/{"trial":&,"state":"failed"}/' >>trials
		sed -i 's/"id"/"stop":{"failures":0},"id"/' trials
		run -1 hpo-ask -m $m trials
		# A cancelled trial gives its point free.
		echo '{"trial":7,"state":"cancelled"}' >>trials
		hpo-ask -m $m trials >out
		cmp <(merged 7 | jq -c .params) <(jq -c .params out)
		run -4 hpo-ask -m $m trials
	done
}

@test "rules that no point keeps: 2, with the rule, and nothing printed" {
	hpo-space -o none - <<-END
	{minimize: l, params: {x: "float(0, 1)", y: "float(0, 1)"}, require: [x > y + 0.5, y > x - 0.5]}
	END
	for m in random sobol auto; do
		run --separate-stderr -2 hpo-ask -m $m none
		[ -z "$output" ]
		[[ $stderr == *require* && $stderr == *0.5* ]]
	done
	# the model alone; a grid of it has no points, and so is over
	run --separate-stderr -2 hpo-ask -m tpe -O n0=0 <none
	[ -z "$output" ] && [ -n "$stderr" ]
	run --separate-stderr -1 hpo-ask -m grid -O n=5 <none
	[ -z "$output" ]
}

@test "a new header in mid-search: old trials count as far as they fit" {
	hpo-space -o t minimize=l x='float(0, 1)' k='choice(a, b)'
	hpo-ask -m random -n 20 t |
	    jq -c '{trial, state: "complete", metrics: {l: .params.x}}' | hpo-tell t
	# narrower in x, one choice more, and a parameter with a default
	hpo-space minimize=l x='float(0, 0.5)' k='choice(a, b, c)' y='int(1, 9, default=3)' | hpo-tell t
	run -0 hpo-ask -m tpe -O n0=1 -n 30 t
	jq -se '[.[] | select(.trial == 21) | .ask.sampler] == ["default"]' <<<"$output"
	jq -se 'all(.params.x <= 0.5 and .params.y >= 1)' <<<"$output"
	jq -se '[.[].params.k] | index("c") != null' <<<"$output"
	# the model has the old trials, with the default of y
	jq -se '[.[] | select(.ask.why == "model")] | length > 20' <<<"$output"
	[ "$(hpo-report table t)" ]
}

@test "grid: rules and bounds are kept, and what it cannot do is told" {
	hpo-space -o t - <<-'END'
	minimize: l
	params: {a: "int(1, 4)", b: {type: int, low: 1, high: a}, c: {type: bool, when: a > 2 and b > 1}}
	forbid: a == 4 and b == 4
	END
	hpo-ask -m grid -n 99 <t >out
	[ "$(wc -l <out)" = "$(hpo-space --count t)" ]
	[ "$(jq -c .params out | sort -u | wc -l)" = "$(wc -l <out)" ]
	jq -se 'map(.params) | all(.b <= .a and (.a != 4 or .b != 4) and has("c") == (.a > 2 and .b > 1))' out
	run -2 hpo-ask -m grid -O n.b=2 <t
	[[ $output == *"'b'"* ]]
}

@test "grid: n, n.NAME and order" {
	run --separate-stderr -2 hpo-ask -m grid trials
	[[ "$stderr" == *"'C'"*"continuous"* || "$stderr" == *"continuous"*"'C'"* ]]
	hpo-ask -m grid -O n=3 -O n.C=2 -O n.degree=2 -O order=lex -n 99 --format tsv <trials >out
	cmp out <(printf '%s\t%s\t%s\t%s\t%s\n' trial kernel C gamma degree \
	    1 rbf 0.001 1e-05 "" 2 rbf 1000.0 1e-05 "" 3 rbf 0.001 0.01 "" \
	    4 rbf 1000.0 0.01 "" 5 rbf 0.001 10.0 "" 6 rbf 1000.0 10.0 "" \
	    7 poly 0.001 "" 2 8 poly 1000.0 "" 2 9 poly 0.001 "" 5 \
	    10 poly 1000.0 "" 5)
	hpo-ask -m grid -O n=3 -O order=lex -n 99 --format tsv <trials |
	    cut -f 2- | sort >want
	hpo-ask -m grid -O n=3 -n 99 --format tsv <trials |
	    cut -f 2- | sort | cmp - want
	[ "$(hpo-ask -m grid -O n=3 -O order=lex <trials | jq -cS .ask.options)" = '{"n":3,"order":"lex"}' ]
	[ "$(hpo-ask -m grid -O n=3 -O order=shuffle <trials | jq -cS .ask.options)" = '{"n":3}' ]
	# With another grid the points that are there are passed over.
	hpo-ask -m grid -O n=2 -n 99 trials >out
	[ "$(wc -l <out)" = 12 ]
	run -4 hpo-ask -m grid -O n=2 trials
	hpo-ask -m grid -O n=3 -n 99 trials >>out
	[ "$(jq -c .params out | sort -u | wc -l)" = "$(wc -l <out)" ]
	[ "$(wc -l <out)" = "$(wc -l <want | awk '{ print $1 - 1 }')" ]
}

@test "wrong samplers and options are 2, with a suggestion" {
	run --separate-stderr -2 hpo-ask -m sobl <trials
	[[ "$stderr" == *"'sobol'"* ]]
	run --separate-stderr -2 hpo-ask -m grid -O ordr=lex <trials
	[[ "$stderr" == *"'order'"* ]]
	run --separate-stderr -2 hpo-ask -m grid -O order=shufle <trials
	[[ "$stderr" == *"'shuffle'"* ]]
	run --separate-stderr -2 hpo-ask -m grid -O n.gama=3 <trials
	[[ "$stderr" == *"gama"* ]]
	run -2 hpo-ask -m grid -O n=0 <trials
	run -2 hpo-ask -m grid -O n.kernel=2 <trials
	run -2 hpo-ask -m grid -O n <trials
	run -2 hpo-ask -m sobol -O n=3 <trials
	run -2 hpo-ask -O n=3 <trials
	run --separate-stderr -2 hpo-ask -m tpe -O gama=0.2 <trials
	[[ "$stderr" == *"'gamma'"* ]]
	run --separate-stderr -2 hpo-ask -m tpe -O weights=unifrom <trials
	[[ "$stderr" == *"'uniform'"* ]]
	for o in gamma=0 gamma=1 gamma=nan gamma=0.2x gamma= candidates=0 \
	    candidates=x candidates=10001 n0=-1 n0=x weights= gamma.C=0.2; do
		run -2 hpo-ask -m tpe -O $o <trials
	done
	run -2 hpo-ask -m auto -O gamma=0.2 <trials
	run -2 hpo-ask -m auto -O n0.C=3 <trials
	# Also when nothing would be made.
	header "$tree" ',"stop":{"failures":1}' >over
	echo '{"trial":1,"state":"failed","params":{}}' >>over
	run -1 hpo-ask <over
	run -2 hpo-ask -m sobl <over
	run -2 hpo-ask --format jsn <trials
	run -2 hpo-ask -n 0 <trials
	run -2 hpo-ask -n 2x <trials
	run -2 hpo-ask --wait <trials
	run -2 hpo-ask trials trials
	run -2 hpo-ask nosuchfile
	echo '{"trial":1,"state":"waiting","params":{}}' >headless
	run -2 hpo-ask headless
	run -2 hpo-ask </dev/null
}

@test "the header names the sampler, -m overrides it" {
	header "$tree" ',"sampler":"random"' >trials
	[ "$(hpo-ask trials | jq -c '[.ask.sampler, .ask.why]')" = '["random",null]' ]
	[ "$(hpo-ask -m sobol trials | jq -c '[.ask.sampler, .ask.i, .ask.why]')" = '["sobol",0,null]' ]
	[ "$(hpo-ask -m auto trials | jq -c '[.ask.sampler, .ask.i, .ask.why]')" = '["sobol",1,"design"]' ]
}

# Ask for $1 points with the options that follow, and tell what they are worth.
search() {
	hpo-ask -q -n "$1" "${@:2}" trials | jq -c '{trial, seq: (.seq + 100),
	    state: "complete", metrics: {e: ((.params.C | log) -
		(.params.gamma // 1 | log) + (.params.degree // 0))}}' >told
	cat told >>trials
}

@test "auto: a design, then a model; why says so" {
	search 3
	search 5
	[ "$(jq -r 'select(.ask) | "\(.ask.sampler) \(.ask.why)"' trials |
	    sort -u)" = "sobol design" ]
	search 2 # the space has 4 parameters, so n0 is 10
	hpo-ask trials >out
	[ "$(jq -c '.ask | del(.seen, .mean, .sd, .acq)' out)" = '{"sampler":"gp","v":1,"pending":0,"method":"auto","mv":2,"why":"model"}' ]
	jq -e '.ask | .sd > 0 and (.mean | type) == "number" and (.acq | type) == "number"' out
	[ "$(jq .ask.seen out)" = "$(head -n -1 trials | jq -s 'map(.seq) | max')" ]
	# A quarter of the budget, if that is less; -O n0 before all.
	header "$tree" ',"stop":{"trials":16}' >trials
	search 4
	[ "$(hpo-ask <trials | jq -r .ask.sampler)" = gp ]
	[ "$(hpo-ask -O n0=5 <trials | jq -c '[.ask.sampler, .ask.options]')" = '["sobol",{"n0":5}]' ]
	[ "$(hpo-ask -O n0=0 <trials | jq -c '[.ask.sampler, .ask.options]')" = '["gp",{"n0":0}]' ]
}

@test "auto does not wait for the results of many workers" {
	hpo-ask -n 40 trials >out
	[ "$(jq -r .ask.sampler out | sort -u)" = sobol ]
	jq -c '{trial, state: "complete", metrics: {e: .params.C}}' out |
	    head -n 19 >told
	cat told >>trials
	[ "$(hpo-ask -n 3 trials | jq -r .ask.sampler | tr '\n' ' ')" = "gp gp gp " ]
}

@test "tpe: the same bytes twice, as a filter, and on any processor" {
	search 15
	hpo-ask -m tpe -n 3 <trials >want
	hpo-ask -m tpe -n 3 <trials | cmp - want
	for off in FMA AVX2 AVX512F FMA,-AVX2,-AVX2_Usable,-FMA_Usable,-AVX512F; do
		GLIBC_TUNABLES=glibc.cpu.hwcaps=-$off \
		    hpo-ask -m tpe -n 3 <trials | cmp - want
	done
	hpo-ask -m tpe -n 3 trials >out
	cmp <(jq -c .params want) <(jq -c .params out)
}

@test "tpe: -n 5 is five times -n 1 with a model, too" {
	search 12
	cp trials other
	hpo-ask -m tpe -n 5 trials | jq -c '[.trial, .params]' >want
	for _ in 1 2 3 4 5; do
		hpo-ask -m tpe other
	done | jq -c '[.trial, .params]' | cmp - want
	[ "$(cut -d , -f 2- want | sort -u | wc -l)" = 5 ]
}

@test "tpe: options change the point, and are recorded if they do" {
	search 30
	hpo-ask -m tpe <trials >plain
	hpo-ask -m tpe -O gamma=0.15 -O candidates=24 -O weights=ei <trials |
	    cmp - plain
	hpo-ask -m tpe -O gamma=0.5 -O candidates=3 -O weights=uniform \
	    <trials >out
	[ "$(jq -c .ask.options out)" = '{"gamma":0.5,"candidates":3,"weights":"uniform"}' ]
	! cmp -s <(jq .params out) <(jq .params plain)
}

@test "tpe: a search of 200 trials finds what there is to find" {
	header '"x":{"type":"float","low":-1,"high":1},"n":{"type":"int","low":1,"high":50},"k":{"type":"categorical","choices":["a","b","c"]}' >trials
	for _ in $(seq 40); do
		hpo-ask -q -n 5 trials | jq -c '{trial, state: "complete",
		    metrics: {e: ((.params.x - 0.385) * (.params.x - 0.385) +
			(.params.n - 17) * (.params.n - 17) / 100 +
			(if .params.k == "b" then 0 else 1 end))}}' >told
		cat told >>trials
	done
	[ "$(jq -s 'map(.metrics.e // empty) | min < 0.005' trials)" = true ]
}

@test "--list names the samplers that -m takes" {
	hpo-ask --list >out
	for m in $(cut -d ' ' -f 1 out); do
		hpo-ask -m "$m" -O n=2 <trials || hpo-ask -m "$m" <trials
	done
	[ "$(cut -d ' ' -f 1 out | tr '\n' ' ')" = "auto forest gp grid halton lhs random sobol tpe " ]
}

@test "formats: tsv, args, env" {
	header '"lr":{"type":"const","value":0.1},"my-name.x":{"type":"categorical","choices":["it'\''s a\tb\\"]},"nl":{"type":"const","value":"a\n\nb"},"e":{"type":"const","value":""},"x":{"type":"bool"},"y":{"type":"int","low":1,"high":2,"when":"x == true"}' \
	    ',"points":[{"x":false},{"x":true,"y":2}]' >trials
	hpo-ask -n 2 --format tsv <trials >out
	cmp out <(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' \
	    trial lr my-name.x nl e x y \
	    1 0.1 'it'\''s a\tb\\' 'a\n\nb' "" false "" \
	    2 0.1 'it'\''s a\tb\\' 'a\n\nb' "" true 2)
	hpo-ask -n 2 --format args <trials >out
	[ "$(wc -l <out)" = 2 ]
	while read -r t a; do
		eval "set -- $a"
		[ "$1" = --lr=0.1 ]
		[ "$2" = $'--my-name.x=it\'s a\tb\\' ]
		[ "$3" = $'--nl=a\n\nb' ]
		[ "$4" = --e= ]
		[ $# = $((t + 4)) ]
	done <out
	hpo-ask -n 2 --format env <trials >out
	[ "$(wc -l <out)" = 2 ]
	[ "$(sh -c "$(sed -n 2p out)"'; echo "$HPO_TRIAL:$HPO_P_LR:$HPO_P_MY_NAME_X:$HPO_P_NL:$HPO_P_Y"')" = $'2:0.1:it\'s a\tb\\:a\n\nb:2' ]
}

@test "the dead are reaped: waiting, running, and lost too often" {
	dead=$(identity 1)
	cat >>trials <<END
{"trial":1,"seq":1,"state":"waiting","params":{"kernel":"poly","C":1,"degree":2},"by":"$dead"}
{"trial":2,"seq":2,"state":"waiting","params":{"kernel":"poly","C":2,"degree":2}}
{"trial":2,"seq":3,"state":"running","by":"$dead","reason":null}
{"trial":3,"seq":4,"state":"running","by":"$(identity)","params":{"kernel":"poly","C":3,"degree":2}}
{"trial":4,"seq":5,"state":"running","by":"elsewhere:aaaa:1:1","params":{"kernel":"poly","C":4,"degree":2}}
{"trial":5,"seq":6,"state":"running","by":"$dead","job":"slurm:17","params":{"kernel":"poly","C":5,"degree":2}}
{"trial":6,"seq":7,"state":"running","by":"$host","params":{"kernel":"poly","C":6,"degree":2}}
END
	hpo-ask -q -n 3 trials >out
	[ "$(jq -c '[.trial, .attempt, .reason]' out)" = '[1,null,"given back: its asker died"]
[2,2,"lost"]
[7,null,null]' ]
	[ "$(jq -c .ask.seen <(tail -n 1 trials))" = 9 ]
	# A filter reaps nothing.
	echo '{"trial":1,"seq":99,"state":"running","by":"'"$dead"'"}' >>trials
	cp trials before
	[ "$(hpo-ask <trials | jq .trial)" = 8 ]
	cmp trials before
}

@test "--lost: a trial that was lost so often fails" {
	dead=$(identity 1)
	echo '{"trial":1,"seq":1,"state":"waiting","params":{"kernel":"poly","C":1,"degree":2}}' >>trials
	for attempt in 1 2 3; do
		[ "$(hpo-ask -q trials | jq .trial)" = 1 ]
		echo '{"trial":1,"state":"running","attempt":'$attempt',"by":"'"$dead"'","reason":null,"exit":null}' >>trials
	done
	[ "$(hpo-ask -q trials | jq -c '[.trial, .attempt]')" = '[1,4]' ]
	echo '{"trial":1,"state":"running","attempt":4,"by":"'"$dead"'","reason":null}' >>trials
	cp trials unlimited
	[ "$(hpo-ask -q trials | jq .trial)" = 2 ]
	[ "$(merged 1 | jq -c '[.state, .reason, .attempt]')" = '["failed","lost",4]' ]
	[ "$(hpo-ask -q --lost 0 unlimited | jq -c '[.trial, .attempt]')" = '[1,5]' ]
}

@test "--wait hands out what comes" {
	header "$tree" ',"stop":{"trials":1}' >trials
	hpo-ask -q trials >out
	mkfifo said
	hpo-ask --wait -v trials >got 2>said &
	pid=$!
	exec 4<said
	read -r _ <&4
	echo '{"trial":1,"state":"waiting","by":null}' >>trials
	wait $pid
	[ "$(jq .trial got)" = 1 ]
}

@test "--wait ends when the search is over, or by a signal" {
	header "$tree" ',"stop":{"trials":1}' >trials
	hpo-ask -q trials >out
	mkfifo said
	hpo-ask --wait -v trials >got 2>said &
	pid=$!
	exec 4<said
	read -r _ <&4
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	[ $rc = 143 ]
	hpo-ask --wait trials >got 2>err &
	pid=$!
	echo '{"trial":1,"state":"complete","metrics":{"e":1}}' >>trials
	rc=0
	wait $pid || rc=$?
	[ $rc = 1 ]
	[ "$(wc -l <err)" = 1 ]
}

@test "8 askers at once: dense numbers, no point twice" {
	header "$tree" ',"stop":{"trials":60}' >trials
	for i in 1 2 3 4 5 6 7 8; do
		while hpo-ask -q trials >>out.$i; do :; done &
		pids[i]=$!
	done
	wait "${pids[@]}"
	cmp <(cat out.* | jq .trial | sort -n) <(seq 60)
	cmp <(jq 'select(.trial) | .trial' trials) <(seq 60)
	cmp <(jq .seq trials) <(seq 0 60)
	[ "$(cat out.* | jq -c .params | sort -u | wc -l)" = 60 ]
	# As one asker would have made them.
	header "$tree" | hpo-ask -n 60 | jq -c .params |
	    cmp - <(jq -c 'select(.trial) | .params' trials)
}

@test "8 askers at once in a space of 20 points" {
	header "$twenty" >trials
	for i in 1 2 3 4 5 6 7 8; do
		while hpo-ask -q -m random trials >>out.$i; do :; done &
		pids[i]=$!
	done
	wait "${pids[@]}"
	[ "$(cat out.* | jq -c .params | sort -u | wc -l)" = 20 ]
	[ "$(cat out.* | wc -l)" = 20 ]
}

@test "damaged lines are named and skipped, a torn one is closed" {
	hpo-ask -q trials >out
	printf 'nonsense\n{"trial":1,"state":"ru' >>trials
	run --separate-stderr -0 hpo-ask trials
	[[ "$stderr" == *"trials:3:"* ]]
	[ "$(jq .trial <<<"$output")" = 2 ]
	[ "$(tail -n 1 trials | jq -c '[.trial, .seq]')" = '[2,2]' ]
	run --separate-stderr -0 hpo-ask -q trials
	[ -z "$stderr" ]
}

@test "a full disk: status 3, nothing printed, the file as before" {
	hpo-ask -q -n 3 trials >out
	cp trials before
	run --separate-stderr -3 bash -c 'ulimit -f 2; hpo-ask -n 40 trials'
	[ -z "$output" ]
	cmp trials before
}

@test "an output that is full, or closed: status 3" {
	rc=0
	hpo-ask <trials >/dev/full || rc=$?
	[ $rc = 3 ]
	rc=0
	hpo-ask --list >/dev/full || rc=$?
	[ $rc = 3 ]
	cp trials before
	rc=0
	hpo-ask trials >&- || rc=$?
	[ $rc = 3 ]
	cmp trials before
	[ "$(hpo-ask trials <&- 2>&- | jq .trial)" = 1 ]
}

# Fill the pipe $1, which is open for reading and writing.
fill() {
	dd if=/dev/zero of="$1" bs=4096 oflag=nonblock 2>dd.err || :
}

# Wait until process $1 notes signals, as hpo-ask does before it reads.
await_ready() {
	until [ "$(cat /proc/"$1"/comm)" = hpo-ask ] &&
	    (( 0x$(sed -n 's/^SigCgt:\t//p' /proc/"$1"/status) & 2 )); do
		kill -0 "$1"
	done
}

@test "what cannot be printed is given back, and handed out next" {
	given_back='["waiting",null,null,"not started: its asker could not print it"]'
	for format in jsonl tsv; do
		header "$tree" >trials
		rc=0
		hpo-ask -n 2 --format $format trials >/dev/full || rc=$?
		[ $rc = 3 ]
		for t in 1 2; do
			[ "$(merged $t | jq -c '[.state, .attempt, .by, .reason]')" = "$given_back" ]
		done
		[ "$(jq .seq trials | tr '\n' ' ')" = "0 1 2 3 4 " ]
		[ "$(hpo-ask -n 3 trials | jq .trial | tr '\n' ' ')" = "1 2 3 " ]
	done
	# A try again keeps its attempt.
	echo '{"trial":1,"state":"waiting","attempt":2,"by":null,"reason":"lost"}' >>trials
	run -3 bash -c 'hpo-ask trials >/dev/full'
	[ "$(merged 1 | jq -c '[.attempt, .by]')" = '[2,null]' ]
	# A filter has nothing to give back.
	cp trials before
	run -3 bash -c 'hpo-ask <trials >/dev/full'
	cmp trials before
}

@test "what is printed in part is given back in part" {
	hpo-ask -n 300 <trials | jq -c .params >want
	mkfifo pipe
	exec 4<>pipe
	hpo-ask -n 300 trials >&4 & # more than a pipe takes
	pid=$!
	head -c 1 <&4 >out
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	[ $rc = 143 ]
	exec 5<pipe
	exec 4>&-
	cat <&5 >>out
	n=$(wc -l <out)
	[ "$n" -gt 0 ]
	[ "$n" -lt 300 ]
	[ -n "$(tail -c 1 out)" ]
	hpo-ask -n $((300 - n)) trials >rest
	cmp <(jq .trial rest) <(seq $((n + 1)) 300)
	(head -n "$n" out; cat rest) | jq -c .params | cmp - want
}

@test "nobody reads: given back, in silence" {
	mkfifo pipe
	exec 4<>pipe
	exec 5>pipe
	exec 4<&-
	run -3 --separate-stderr bash -c 'hpo-ask -n 3 trials >&5'
	[ -z "$stderr" ]
	[ "$(hpo-ask -n 4 trials | jq .trial | tr '\n' ' ')" = "1 2 3 4 " ]
}

@test "a signal while nobody reads: given back" {
	mkfifo pipe
	exec 4<>pipe
	fill pipe
	for signal in INT TERM HUP; do
		for wait in "" --wait; do
			header "$tree" >trials
			env --default-signal=HUP hpo-ask $wait -n 2 trials >&4 &
			pid=$!
			until grep -q '"trial":2' trials; do kill -0 $pid; done
			kill -$signal $pid
			rc=0
			wait $pid || rc=$?
			[ $rc = $((128 + $(kill -l $signal))) ]
			[ "$(hpo-ask -n 3 trials | jq .trial | tr '\n' ' ')" = "1 2 3 " ]
		done
	done
}

@test "what somebody else took meanwhile is not given back" {
	mkfifo pipe
	exec 4<>pipe
	fill pipe
	hpo-ask -n 3 trials >&4 &
	pid=$!
	until grep -q '"trial":3' trials; do kill -0 $pid; done
	echo '{"trial":1,"seq":4,"state":"waiting","by":null}
{"trial":1,"seq":5,"state":"waiting","by":"'"$host"'"}
{"trial":3,"seq":6,"state":"cancelled"}' >>trials
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	[ $rc = 143 ]
	[ "$(merged 1 | jq -r .by)" = "$host" ]
	[ "$(merged 2 | jq -c .by)" = null ]
	[ "$(merged 3 | jq -r .state)" = cancelled ]
}

# native: valgrind catches signals itself.
# bats test_tags=native
@test "a signal before anything is recorded: nothing is" {
	mkfifo pipe
	exec 4<>pipe
	echo nonsense >>trials
	cp trials before
	for wait in "" --wait; do
		fill pipe # where it would name the damaged line
		hpo-ask $wait trials 2>&4 >out &
		pid=$!
		await_ready $pid
		kill -INT $pid
		# Its message may come now, or never.
		while [[ $(sed 's/.*) //' /proc/$pid/stat 2>/dev/null) == [^ZX]* ]]; do
			read -rN 65536 -t 0.01 -u 4 _ || true
		done
		rc=0
		wait $pid || rc=$?
		[ $rc = 130 ]
		[ ! -s out ]
		cmp trials before
	done
}

@test "numbers of a file as high as they go" {
	echo '{"trial":1,"seq":9223372036854775807,"state":"failed","params":{},"ask":{"sampler":"sobol","i":9223372036854775807}}
{"trial":2,"seq":2,"state":"failed","params":{},"ask":{"sampler":"sobol","i":-9223372036854775808}}
{"trial":3,"seq":3,"state":"failed","params":{},"ask":{"sampler":"sobol","i":4}}
{"trial":2147483640,"seq":9223372036854775807,"state":"failed","params":{}}' >>trials
	for m in sobol random grid; do
		hpo-ask -q -m $m -O n=3 <trials >out || hpo-ask -q -m $m <trials >out
		[ "$(jq .trial out)" = 2147483641 ]
		[ $m != sobol ] || [ "$(jq .ask.i out)" = 5 ]
	done
	hpo-ask -q trials
	run -2 hpo-ask -q -n 8 trials
	[ "$(hpo-ask -q -n 6 trials | jq .trial | tail -n 1)" = 2147483647 ]
	run -2 hpo-ask -q trials
}

@test "an unreadable file: status 3" {
	# root reads everything, unless it has lost that right
	[ "$(id -u)" != 0 ] || deny=(setpriv '--inh-caps=-dac_override,-dac_read_search'
	    '--bounding-set=-dac_override,-dac_read_search')
	chmod 000 trials
	run -3 "${deny[@]}" hpo-ask trials
}

@test "tpe: which of equal results are the best does not change by a tag" {
	header '"x":{"type":"float","low":0,"high":1}' >trials
	hpo-ask -q -n 30 -m random trials >asked
	seq -f '{"trial":%g,"state":"complete","metrics":{"e":1}}' 30 >>trials
	hpo-ask -m tpe <trials | jq -c .params >want
	echo '{"trial":1,"seq":999,"tags":{"note":"good"}}' >>trials
	hpo-ask -m tpe <trials | jq -c .params | diff want -
}

# What is to be asked next of the lines on stdin, under the header of $1, a list
# of constraints, and more keys $2.
next_of() {
	header '"x":{"type":"float","low":0,"high":1}' ",\"subject_to\":[$1]${2-}" >trials
	cat >>trials
	hpo-ask "${@:3}" <trials >out && jq -c .params out
}

# Trials from 1 on with these pairs of metrics e and m, m left out if it is -.
told() {
	local i=0 m
	while [ $# -gt 0 ]; do
		m=",\"m\":$2"
		[ "$2" != - ] || m=
		echo "{\"trial\":$((++i)),\"seq\":$i,\"state\":\"complete\",\"params\":{\"x\":0.$i},\"metrics\":{\"e\":$1$m}}"
		shift 2
	done
}

@test "subject_to: what breaks it reaches no target, and is no improvement" {
	stop=',"stop":{"target":0.5}'
	told 0.1 9 0.9 1 | next_of '"m <= 3"' "$stop"
	run -1 next_of '"m <= 9"' "$stop" < <(told 0.1 9 0.9 1)
	run -1 next_of '"m <= 3"' "$stop" < <(told 0.1 - 0.9 1) # unknown
	told 0.1 - | next_of '"m is not null and m <= 3"' "$stop"
	stop=',"stop":{"patience":2}'
	told 2 1 1 9 3 1 | run -1 next_of '"m <= 3"' "$stop"
	told 2 1 1 9 3 1 | next_of '"m <= 9"' "$stop"
	told 2 9 1 9 3 9 | next_of '"m <= 3"' "$stop" # no best yet
}

@test "subject_to: a printed line says which metrics it names" {
	header '"x":{"type":"float","low":0,"high":1}' ',"subject_to":["m <= 3 and metrics.b > e","m > 0"]' >trials
	[ "$(hpo-ask <trials | jq -c .study.constraints)" = '["m","b","e"]' ]
	header '"x":{"type":"float","low":0,"high":1}' >trials
	[ "$(hpo-ask <trials | jq -c .study.constraints)" = null ]
}

@test "subject_to: trials are judged by the last header" {
	header '"x":{"type":"float","low":0,"high":1}' ',"stop":{"target":0.5}' >trials
	told 0.1 9 >>trials
	cp trials loose
	run -1 hpo-ask <trials
	head -n 1 loose | jq -c '.subject_to = ["m <= 3"]' | hpo-tell trials
	hpo-ask <trials
	head -n 1 loose | jq -c '.subject_to = ["m <= 10"]' | hpo-tell trials
	run -1 hpo-ask <trials
}

@test "subject_to: a model stays away from what breaks it, whatever its value" {
	# low x has the best values, and breaks it below 0.5
	seq 40 | awk '{ x = $1 / 41; printf "{\"trial\":%d,\"seq\":%d,\"state\":\"complete\",\"params\":{\"x\":%.3f},\"metrics\":{\"e\":%.3f,\"m\":%.3f}}\n", $1, $1, x, x, x }' >lines
	next_of '' '' -n 10 -m tpe <lines >free
	jq -se 'map(.x) | add / length < 0.3' free
	next_of '"m >= 0.5"' '' -n 10 -m tpe <lines >kept
	jq -se 'map(.x) | (map(select(. < 0.45)) | length) <= 2 and add / length < 0.75' kept
	# where none breaks it, it changes nothing
	next_of '"m >= 0"' '' -n 10 -m tpe <lines | diff free -
	next_of '"other >= 9"' '' -n 10 -m tpe <lines | diff free -
	# all break it: near to where that is least
	next_of '"m >= 2"' '' -n 10 -m tpe <lines | jq -se 'map(.x) | add / length > 0.7'
	# others do not look at results
	for sampler in sobol random; do
		next_of '"m >= 0.5"' '' -n 5 -m $sampler <lines >a
		next_of '' '' -n 5 -m $sampler <lines | diff a -
	done
}
