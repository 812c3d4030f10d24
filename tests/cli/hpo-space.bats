#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	tests=$BATS_TEST_DIRNAME
	cd "$BATS_TEST_TMPDIR"
	cat >space.yaml <<-'EOF'
	study: digits
	minimize: error
	params:
	  kernel: choice(rbf, poly)
	  C: log(1e-3, 1e3)
	  gamma: {type: float, low: 1e-5, high: 10, log: true, when: "kernel == 'rbf'"}
	  degree: {type: int, low: 2, high: 5, when: "kernel == 'poly'"}
	seed: 7
	stop: {trials: 60}
	EOF
	header='{"hpo":1,"seq":0,"study":"digits","seed":"7","space":{'
	header+='"kernel":{"type":"categorical","choices":["rbf","poly"]},'
	header+='"C":{"type":"float","low":0.001,"high":1000,"log":true},'
	header+='"gamma":{"type":"float","low":1e-05,"high":10,"log":true,"when":"kernel == '"'rbf'"'"},'
	header+='"degree":{"type":"int","low":2,"high":5,"when":"kernel == '"'poly'"'"}},'
	header+='"objectives":[{"metric":"error","goal":"minimize"}],"stop":{"trials":60}}'
}

# The domain of parameter x written as $1, canonical.
domain() {
	hpo-space minimize=loss "x=$1" |
	    sed 's/.*"space":{"x":\(.*\)},"objectives".*/\1/'
}

# LINE:COLUMN:FIELD of each complaint about file $1 in what is on stdin.
complaints() {
	sed -n "s/^hpo-space: $1:\([0-9]*:[0-9]*\): \(.*\)/\1:\2/p" |
	    sed 's/^\([0-9]*:[0-9]*\):\([^:]*[^ :]\): .*/\1:\2/; t
	        s/^\([0-9]*:[0-9]*\):.*/\1:/'
}

@test "a space in YAML becomes the header" {
	[ "$(hpo-space space.yaml)" = "$header" ]
	[ "$(hpo-space <space.yaml)" = "$header" ]
	[ "$(hpo-space - <space.yaml)" = "$header" ]
}

@test "a header comes out unchanged, with id, seq and all" {
	hpo-space space.yaml >one
	hpo-space one | cmp - one
	echo '{"hpo":1,"seq":17,"seed":"18446744073709551615","space":{"a":{"type":"ordinal","choices":[1.0,"1",null,true,"é😀\"\\"],"default":"1","unit":"m","help":"h","meta":{"z":[1,{}]}},"b":{"type":"bool","when":"a in (1, null)"},"c":{"type":"const","value":""},"d":{"type":"pow2","low":1,"high":1024,"default":8},"e":{"type":"float","low":-0.5,"high":0.5,"step":0.25},"f.g-h":{"type":"int","low":0,"high":9007199254740990,"step":2}},"objectives":[{"metric":"x/y z","goal":"maximize","target":0.5}],"stop":{"trials":1,"failures":0},"points":[{"a":1.0},{"f.g-h":4.0}],"sampler":"auto","tags":{"a":"b"},"meta":[1.5e+300],"id":"7c1f09aa"}' >two
	hpo-space two | cmp - two
}

@test "the short forms are their long forms" {
	[ "$(domain 'float(0, 1)')" = '{"type":"float","low":0,"high":1}' ]
	[ "$(domain 'log(1e-3,1000.0)')" = '{"type":"float","low":0.001,"high":1000,"log":true}' ]
	[ "$(domain 'float(0.5, 1, step=0.125, default=1)')" = '{"type":"float","low":0.5,"high":1,"step":0.125,"default":1}' ]
	[ "$(domain 'int(1, 8.0)')" = '{"type":"int","low":1,"high":8}' ]
	[ "$(domain 'int(low=1, high=0x10, step=1)')" = '{"type":"int","low":1,"high":16}' ]
	[ "$(domain 'logint(1, 1024)')" = '{"type":"int","low":1,"high":1024,"log":true}' ]
	[ "$(domain 'pow2(16, 1024, default=64)')" = '{"type":"pow2","low":16,"high":1024,"default":64}' ]
	[ "$(domain 'choice(rbf, "a, b", 3, 1e-05, true, null, 010)')" = '{"type":"categorical","choices":["rbf","a, b",3,1e-05,true,null,"010"]}' ]
	[ "$(domain 'ordinal(s, m, l, default=m)')" = '{"type":"ordinal","choices":["s","m","l"],"default":"m"}' ]
	[ "$(domain 'bool')" = '{"type":"bool"}' ]
	[ "$(domain 'bool(default=true)')" = '{"type":"bool","default":true}' ]
	[ "$(domain 'const(x)')" = '{"type":"const","value":"x"}' ]
	[ "$(domain '30')" = '{"type":"const","value":30}' ]
	[ "$(domain 'adam')" = '{"type":"const","value":"adam"}' ]
}

@test "groups are a way of writing names, a list is choices" {
	hpo-space - >out <<-'EOF'
	maximize: {metric: score, target: 1}
	params:
	  optimizer:
	    lr: log(1e-5, 1)
	    sgd: {momentum: "float(0, 1)"}
	  kernel: [rbf, 'a b', 3]
	EOF
	[ "$(jq -c '.space|keys_unsorted' out)" = '["optimizer.lr","optimizer.sgd.momentum","kernel"]' ]
	[ "$(jq -c .space.kernel out)" = '{"type":"categorical","choices":["rbf","a b",3]}' ]
	[ "$(jq -c .objectives out)" = '[{"metric":"score","goal":"maximize","target":1}]' ]
}

@test "stop rules are kept in one form, times in seconds" {
	for rule in 'time=2h time 7200' 'time=90 time 90' 'time=1.5m time 90' \
	    'time=0.5 time 0.5' 'time=1d time 86400' 'time=0.25s time 0.25' \
	    'patience=30 patience 30' 'improvement=1e-3 improvement 0.001'; do
		# shellcheck disable=SC2086  # words on purpose
		set -- $rule
		hpo-space x='int(1,8)' minimize=loss "stop.$1" >out
		[ "$(jq -c .stop out)" = "{\"$2\":$3}" ]
		hpo-space out | cmp - out
	done
	hpo-space x='int(1,8)' minimize=loss stop.improvement=0.5 stop.time=3 \
	    stop.patience=4 stop.failures=5 stop.target=6 stop.trials=7 |
	    jq -c .stop >got
	echo '{"trials":7,"target":6,"failures":5,"patience":4,"time":3,"improvement":0.5}' | diff - got
}

@test "JSON is read to the letter" {
	printf '\xef\xbb\xbf  {\t"minimize":"a","params":{"x":{"type":"const","value":"\\ud83d\\ude00\\/\xe2\x80\xa8\x7f"},"y":{"type":"float","low":-1E-2,"high":1}}}\r\n' >in
	hpo-space in >out
	printf '%b' '"\xf0\x9f\x98\x80/' '\\u2028\\u007f"},"y":{"type":"float","low":-0.01,' >want
	grep -qaFf want out
	jq -e '.space.x.value == "\ud83d\ude00/\u2028\u007f"' out
	printf "\t\n\t%s\t\n" "$(cat out)" | hpo-space - | cmp - out
}

@test "the command line is a space, too" {
	hpo-space study=x lr='log(1e-5,1e-1)' o.layers='int(1,8)' minimize=loss \
	    seed=7 stop.trials=60 sampler=sobol noise=0.5 >out
	[ "$(jq -c '[.study,.seed,.stop,.sampler,.noise,.objectives]' out)" = \
	    '["x","7",{"trials":60},"sobol",0.5,[{"metric":"loss","goal":"minimize"}]]' ]
	[ "$(jq -c '.space|keys_unsorted' out)" = '["lr","o.layers"]' ]
	run --separate-stderr -2 hpo-space lr='log(0,1)' stop.trials=x q=$'\xff' q=1 l='[1]' c='log(1'
	[ -z "$output" ]
	sed 's/^hpo-space: \([^:]*:[0-9]*\): \([^:]*\): .*/\1 \2/' <<<"$stderr" |
	    grep -v minimize >got
	cat >want <<-'EOF'
	argument 1:8 params.lr.low
	argument 2:13 stop.trials
	argument 3:3 params.q
	argument 4:1 params.q
	argument 5:3 params.l
	argument 6:6 params.c
	EOF
	diff want got
}

@test "every mistake is told with its place and field, and nothing else" {
	LC_ALL=C awk '/^#/ { next }
	    /^== / { sub(/ ! .*/, ""); n++; line = 0; f = sprintf("case%03d", n); fields = split(substr($0, 4), field, " ")
	        printf "" >(f ".yaml"); printf "" >(f ".want"); k = 0; next }
	    { line++
	      while ((at = index($0, "@")) > 0) {
	        before = substr($0, 1, at)
	        gsub(/[\200-\277]/, "", before) # columns count characters
	        printf "%d:%d:%s\n", line, length(before), field[++k] == "-" ? "" : field[k] >(f ".want")
	        sub(/@/, "") }
	      print >(f ".yaml") }' "$tests/space-errors.txt"
	[ -e case040.want ]
	bad=0
	for want in case*.want; do
		f=${want%.want}.yaml
		rc=0
		hpo-space -q "$f" >out 2>err || rc=$?
		complaints "$f" <err >got
		if [ $rc != 2 ] || [ -s out ] || ! diff "$want" got; then
			echo "status $rc for:"
			cat "$f" err
			bad=1
		fi
	done
	[ $bad = 0 ]
}

@test "a step that does not reach high lowers it, with a warning" {
	run --separate-stderr -0 hpo-space minimize=l x='float(0, 1, step=0.3)'
	[[ $output == *'"high":0.9,"step":0.3'* ]]
	[[ $stderr == *"argument 2:12: warning: params.x.high: "* ]]
	run --separate-stderr -0 hpo-space -q minimize=l x='int(1, 8, step=3)'
	[[ $output == *'"high":7,"step":3'* ]]
	[ -z "$stderr" ]
	run --separate-stderr -0 hpo-space minimize=l x='float(0, 1, step=0.1)' y='float(1e6, 1000001, step=0.1)'
	[ -z "$stderr" ]
}

@test "hostile input is refused at once" {
	refused() {
		local want=$1
		shift
		rc=0
		(ulimit -t 5; exec hpo-space "$@") >out 2>err </dev/null || rc=$?
		[ $rc = 2 ]
		[ ! -s out ]
		grep -q "^hpo-space: $want" err
	}
	head -c 300000 /dev/zero | tr '\0' '[' >deep
	refused deep:1:65: deep
	printf 'a: {"b": ' >deep
	for _ in {1..2000}; do printf '{x: ' >>deep; done
	refused deep:1: deep
	truncate -s 100M big
	refused "'big'" big
	{ echo 'a: &a [x]'; for i in {1..40}; do echo "b$i: [*a, *a]"; done; } >bomb
	refused bomb:1:4: bomb
	printf 'a: b\0c\n' >nul
	refused nul:1:5: nul
	printf 'minimize: l\nparams: {a: \xff}\n' >bytes
	refused bytes:2:13: bytes
	printf 'minimize: l\nparams: {a: "\x7f"}\n' >control
	refused control:2:14: control
	head -c 100000 /proc/self/exe >binary
	refused binary:1: binary
	printf '{"minimize":"l","params":{"a":"\\u0000"}}' >json
	refused json:1:31: json
	printf '{"minimize":"l","params":{"a":"\\ud83d"}}' >json
	refused json:1: json
	{ printf 'minimize: l\nparams:\n  a: "'; head -c 70000 /dev/zero | tr '\0' x; echo '"'; } >long
	refused long:3:6: long
	{ printf 'minimize: l\nparams:\n'; seq -f '  p%.0f: bool' 10002; } >many
	refused many: many
	{ printf 'minimize: l\nmeta:\n'; seq -f '  - %.0f' 100000; } >many
	refused many: many
	{ printf 'minimize: l\nparams:\n'; seq -f '  p%.0f: lg(1, 2)' 9000; } >wrong
	refused wrong:3: wrong
	[ "$(wc -l <err)" = 9000 ]
	: >empty
	refused empty:1:1: empty
	refused "cannot open 'absent'" absent
}

# native: a limit of CPU time.
# bats test_tags=native
@test "ten thousand parameters are read in no time" {
	{ printf 'minimize: l\nparams:\n  p0: bool\n'
	  for i in {1..9999}; do echo "  p$i: bool(when='p$((i - 1)) == true')"; done
	} >chain
	[ "$( (ulimit -t 5; hpo-space --count chain) )" = 10001 ]
}

@test "-o starts a study, and does nothing when told again" {
	hpo-space -o trials.jsonl space.yaml
	[ "$(wc -l <trials.jsonl)" = 1 ]
	[ "$(jq -c 'del(.id)' trials.jsonl)" = "$(jq -c . <<<"$header")" ]
	[[ $(jq -r .id trials.jsonl) =~ ^[0-9a-f]{8}$ ]]
	cp trials.jsonl before
	run --separate-stderr -0 hpo-space -o trials.jsonl space.yaml
	[ -z "$output$stderr" ]
	run --separate-stderr -0 hpo-space -v -o trials.jsonl space.yaml
	[ -n "$stderr" ]
	cmp before trials.jsonl
	# whatever else the file holds, its last header counts
	echo '{"trial":1,"seq":1,"state":"waiting","params":{}}' >>trials.jsonl
	hpo-space -o trials.jsonl space.yaml
	hpo-space -o other space.yaml
	[ "$(jq .id other)" != "$(jq .id trials.jsonl)" ]
}

@test "-o refuses any other file, and leaves it as it is" {
	hpo-space -o trials.jsonl space.yaml
	cp trials.jsonl before
	sed 's/trials: 60/trials: 100/' space.yaml >more.yaml
	run --separate-stderr -2 hpo-space -o trials.jsonl more.yaml
	[[ $stderr == *"| hpo-tell trials.jsonl"* ]]
	cmp before trials.jsonl
	hpo-space more.yaml | sed 's/"seq":0/"seq":1/' >>trials.jsonl
	hpo-space -o trials.jsonl more.yaml
	run -2 hpo-space -o trials.jsonl space.yaml
	cp space.yaml copy
	run -2 hpo-space -o space.yaml space.yaml
	cmp copy space.yaml
	: >empty
	run -2 hpo-space -o empty space.yaml
	[ ! -s empty ]
	run -3 hpo-space -o no/such/folder space.yaml
	run -2 hpo-space -o absent more.yaml x
	printf 'params: {}\n' >wrong
	run -2 hpo-space -o absent wrong
	[ ! -e absent ]
}

@test "many starting one study agree" {
	for i in {1..8}; do
		hpo-space -o trials.jsonl space.yaml &
		pids[i]=$!
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	[ "$(wc -l <trials.jsonl)" = 1 ]
	[ "$(find . -name '.*' -type f)" = '' ]
}

@test "a trial file is a space, too: its newest header" {
	hpo-space -o trials x='float(0, 1)' minimize=e
	hpo-space x='float(0, 1)' y=bool minimize=e | hpo-tell trials
	hpo-ask -n 3 trials >/dev/null
	hpo-space trials | jq -e '.space | keys == ["x", "y"]'
	hpo-space <trials | cmp - <(hpo-space trials)
	cat trials | hpo-space - | cmp - <(hpo-space trials)
	[ "$(hpo-space --count trials)" = infinite ]
	hpo-space --sample 3 trials | jq -se 'all(has("y"))'
	# whatever stands before it, and however long it is
	{ printf '\xef\xbb\xbf'; tail -n +3 trials; head -n 2 trials
	    for i in {1..30}; do printf '{"note":"%060000d"}\n' "$i"; done
	} >large
	[ "$(stat -c %s large)" -gt 1048576 ]
	hpo-space large | cmp - <(hpo-space trials)
	hpo-space <(cat large) | cmp - <(hpo-space trials)
	# an end that is torn
	head -c -5 trials >torn
	hpo-space torn | cmp - <(hpo-space trials)
}

@test "mistakes of a trial file: the newest header that is right counts" {
	hpo-space x='float(0, 1)' minimize=e >trials
	echo '{"space":{"x":{"type":"bool","default":3}}}' >>trials
	hpo-space trials | jq -e '.space.x.type == "float"'
	# a header alone is told all that is wrong
	tail -n 1 trials >wrong
	run --separate-stderr -2 hpo-space wrong
	[ "$(complaints wrong <<<"$stderr" | cut -d : -f 3)" = \
	    $'minimize\nspace.x.default' ]
	cat wrong wrong >wrongs
	run --separate-stderr -2 hpo-space wrongs
	[ -z "$output" ] && [ "${#stderr_lines[@]}" = 1 ]
	# places are those in the file
	{ hpo-space x=bool minimize=e; hpo-space x='float(0, 1)' minimize=e |
	    sed 's/"high":1/"high":1,"step":0.3/'; } >steps
	run --separate-stderr -0 hpo-space steps
	[[ $stderr == *"steps:2:"*": warning: space.x.high: "* ]]
}

@test "--count counts what rules and bounds leave" {
	printf '%s\n' 'minimize: l' 'params: {a: "int(1, 9)", b: "int(1, 9)",' \
	    '  c: {type: int, low: 1, high: a}, d: {type: bool, when: a > b}}' \
	    'require: a + b <= 9' 'forbid: a == b and c == 1' >space
	want=0
	for a in {1..9}; do for ((b = 1; a + b <= 9; b++)); do
		for ((c = 1; c <= a; c++)); do
			[ $a = $b ] && [ $c = 1 ] || : $((want += a > b ? 2 : 1))
		done
	done; done
	[ "$(hpo-space --count space)" = $want ]
	sed 's/int(1, 9)/int(1, 9000)/g' space >large
	[ "$( (ulimit -t 5; hpo-space --count large) )" = $want ]
	# 10^12 combinations: sums of 3 that are at most 300
	x='int(1, 10000)'
	printf '%s\n' 'minimize: l' "params: {a: '$x', b: '$x', c: '$x', d: bool}" \
	    'require: a + b + c <= 300' >sum
	[ "$( (ulimit -t 5; hpo-space --count sum) )" = $((300 * 299 * 298 / 6 * 2)) ]
	# what no box shows, one by one
	y='int(1, 700)'
	printf '%s\n' 'minimize: l' "params: {a: '$y', b: '$y'}" \
	    'require: a * b % 7 == 3' >scattered
	[ "$( (ulimit -t 20; hpo-space --count scattered) )" = $((700 / 7 * 700 / 7 * 6)) ]
}

@test "--count estimates what takes too long to count" {
	y='int(1, 700000)'
	printf '%s\n' 'minimize: l' "params: {a: '$y', b: '$y'}" \
	    'require: a * b % 7 == 3' >scattered
	run -0 hpo-space --count scattered
	[[ $output =~ ^~[0-9.e+]+$ ]]
	# one in 49 / 6; 20000 draws are within 5 of their errors
	awk -v n="${output#?}" 'BEGIN { p = n / 700000 ^ 2; exit !(p > 0.11 && p < 0.134) }'
}

@test "a space of which one point in 10^5 keeps a rule has samples all the same" {
	x=$(seq -f 'x%.0f: "float(0, 1)"' -s ', ' 10)
	echo "{minimize: l, params: {$x}, require: $(seq -f x%.0f -s + 10) <= 1.5}" >space
	hpo-space --sample 300 space | jq -se 'length == 300 and all(add <= 1.5)'
	# as uniform ones: 1.5 10 / 11 in the mean, of which 0.04 is 5 errors
	hpo-space --sample 300 space | jq -se 'map(add) | add / length | . > 1.32 and . < 1.40'
	echo '{minimize: l, params: {x: "float(0, 1)", y: "float(0, 1)"}, require: [x > y + 0.5, y > x - 0.5]}' >none
	run --separate-stderr -1 hpo-space --sample 3 none
	[ -z "$output" ] && [ -n "$stderr" ]
}

@test "--count counts conditions, too" {
	count() { hpo-space --count minimize=l "$@"; }
	[ "$(count x='int(1, 8)' y=bool z=3)" = 16 ]
	[ "$(count k='choice(a, b, c)' x='int(1, 5, when="k == '"'a'"'")' y='bool(when="k in ('"'a', 'b'"')")')" = 13 ]
	[ "$(count x='int(1, 8)' y='float(0, 1)')" = infinite ]
	[ "$(count x='int(1, 9007199254740991)' y='int(1, 9007199254740991)')" = 18446744073709551615 ]
}

@test "--sample gives points of the space, the same for the same seed" {
	hpo-space --sample 200 space.yaml >one
	[ "$(wc -l <one)" = 200 ]
	hpo-space --sample 200 --seed 7 space.yaml | cmp - one
	hpo-space --sample 50 space.yaml | cmp - <(head -50 one)
	hpo-space --sample 200 --seed 8 space.yaml >two
	run -1 cmp -s one two
	[ "$(jq -c 'select((.C < 0.001) or (.C > 1000) or (.kernel == "rbf") == has("degree") or (.kernel == "poly") == has("gamma"))' one)" = '' ]
	{ cat space.yaml; echo points:; sed 's/^/  - /' one; } >points.yaml
	hpo-space points.yaml >out
}

@test "--show names every parameter" {
	hpo-space --show space.yaml >out
	for name in kernel C gamma degree; do
		[ "$(grep -c "^$name " out)" = 1 ]
	done
	# nothing of it can reach the terminal as a command
	printf 'minimize: l\nparams: {a: ["\\e[31m", "\\u202e"]}\n' >evil
	hpo-space --show evil >out
	run -1 grep -q $'\e' out
}

@test "what cannot be written is status 3" {
	rc=0
	hpo-space space.yaml >/dev/full 2>err || rc=$?
	[ $rc = 3 ]
	rc=0
	hpo-space --sample 100000 space.yaml >/dev/full 2>err || rc=$?
	[ $rc = 3 ]
	mkdir tight
	(ulimit -f 0; trap '' XFSZ; rc=0; hpo-space -o tight/t space.yaml 2>err || rc=$?; [ $rc = 3 ])
	[ -z "$(ls -A tight)" ]
}

@test "wrong usage gives 2" {
	for args in 'a b' 'space.yaml x=bool' 'x=bool space.yaml' \
	    '--sample 0 space.yaml' '--sample x space.yaml' '--seed 3 space.yaml' \
	    '--sample 3 --seed -1 space.yaml' '--count --show space.yaml' \
	    '--sample 3 --seed 18446744073709551616 space.yaml' \
	    '--count -o t space.yaml'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 hpo-space $args </dev/null
	done
	[ ! -e t ]
}

@test "the examples of hpo-space(5) run" {
	page() { mandoc -Tascii "$tests/../../man/hpo-space.5" | col -bx; }
	page | sed -n '/^EXAMPLES/,/^SEE ALSO/s/^ *\$ //p' >run.sh
	[ -s run.sh ]
	sh -e run.sh
	page | sed -n '/study: digits/,/points:/p' >described.yaml
	[ "$(hpo-space described.yaml | jq '.space|length')" = 5 ]
}

@test "-o on what is no regular file" {
	mkfifo pipe
	ln -s nowhere link
	mkdir folder
	for f in pipe link folder; do
		run -2 hpo-space -o $f x=bool minimize=e
	done
	[ ! -e nowhere ]
}

@test "whole bounds that doubles would round are refused" {
	run -2 hpo-space x='int(0, 9007199254740992)' minimize=e
	run -0 hpo-space x='int(0, 9007199254740991)' minimize=e
}

@test "subject_to is kept as a list, behind the objectives, and read into itself" {
	sed 's/^seed: 7/subject_to: memory <= 16/' space.yaml >one
	sed 's/^seed: 7/subject_to: [memory <= 16, "metrics.C > 1 or error < 1"]/' space.yaml >two
	sed 's/^seed: 7/subject_to: []/' space.yaml >empty
	hpo-space one | jq -e '.subject_to == ["memory <= 16"]
	    and (keys_unsorted | index("subject_to") == index("objectives") + 1
	        and index("subject_to") == index("stop") - 1)'
	hpo-space two | jq -e '.subject_to == ["memory <= 16", "metrics.C > 1 or error < 1"]'
	hpo-space empty | jq -e 'has("subject_to") | not'
	for space in one two empty; do
		hpo-space $space >header
		[ "$(hpo-space header)" = "$(cat header)" ]
	done
}

@test "noise is kept, before stop, and shown; false is none" {
	for noise in true 0.25 1e-3; do
		sed "s/^seed: 7/noise: $noise/" space.yaml >noisy
		hpo-space noisy >header
		jq -e --argjson noise "$noise" '.noise == $noise
		    and (keys_unsorted | index("noise") == index("stop") - 1)' header
		[ "$(hpo-space header)" = "$(cat header)" ]
		hpo-space --show header | grep -c '^digits.*, noise'
		run -1 hpo-space --diff space.yaml --format json header
		jq -es 'any(.field == "noise" and .trials == "judged")' <<<"$output"
	done
	sed 's/^seed: 7/noise: false/' space.yaml | hpo-space | jq -e 'has("noise") | not'
	hpo-space --show space.yaml >shown
	run -1 grep noise shown
}

@test "a constraint that always holds is a warning" {
	sed 's/^seed: 7/subject_to: abs(error) >= 0/' space.yaml >always
	run --separate-stderr -0 hpo-space always
	[ -n "$output" ]
	[[ ${#stderr_lines[@]} = 1 && $stderr == *" always:$(grep -n subject_to always | cut -d: -f1):13: "*subject_to* ]]
}

@test "--show tells scales, bases, weights and priors" {
	hpo-space --show minimize=e 'a=pow2(1,1000,base=10)' \
	    'b=rlog(0.9,0.99,prior=beta(2,5))' \
	    'c=choice(p,q,weights=(1,3))' 'd=ordinal(1,2,9,spacing=log)' >out
	grep -q '^a  *pow2  *1 to 1000, base 10' out
	grep -q '^b  *float  *0.9 to 0.99, rlog, prior {"beta":\[2,5\]}' out
	grep -q '^c  *categorical  *p, q, weights \[1,3\]' out
	grep -q '^d  *ordinal  *1, 2, 9, spaced by log' out
}

@test "--grid has each point once, as many as are counted" {
	hpo-space minimize=e a='int(1, 9)' b='int(1, a)' k='choice(u, v)' \
	    >header
	jq -c '.space.n = {type: "int", low: 1, high: 3, when: "k == \"u\""} |
	    .space.s = {type: "subset", choices: [1, 2, 3], min: 1, max: 2} |
	    .require = ["a + b <= 12", "n is null or n < b"]' header >space
	hpo-space --grid space >points
	[ "$(wc -l <points)" = "$(hpo-space --count space)" ]
	[ "$(sort -u points | wc -l)" = "$(wc -l <points)" ]
	jq -se 'all(.b <= .a and .a + .b <= 12 and (.n == null or .n < .b) and
	    (has("n") == (.k == "u")) and (.s | length >= 1 and length <= 2))' \
	    points
	jq -c '[.a, .b]' points | uniq >pairs
	[ "$(sort -u pairs | wc -l)" = "$(wc -l <pairs)" ]
	hpo-ask -m grid -n 10000 space | jq -cS .params | sort >asked
	jq -cS . points | sort | cmp - asked
}

@test "--grid passes over what rules refute, and needs an end of values" {
	{
		echo 'minimize: e'
		echo 'params:'
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
			echo "  x$i: int(1, 100)"
		done
		echo 'require: x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 +' \
		    'x10 + x11 + x12 <= 13'
	} >space
	[ "$( (ulimit -t 5; hpo-space --grid space) | wc -l)" = 13 ]
	run -2 --separate-stderr hpo-space --grid minimize=e x='float(0, 1)'
	[ -z "$output" ]
	[[ $stderr == *"'x'"* ]]
}
