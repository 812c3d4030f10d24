#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	dir=runs/7c1f09aa
}

# A waiting line as hpo-ask prints it: trial $1, params $2, more keys $3.
ask() {
	printf '{"trial":%s,"seq":%s,"state":"waiting","params":%s,"by":"here",%s"ask":{"sampler":"sobol","v":1,"seen":0,"pending":0},"study":{"id":"7c1f09aa","name":"t","seed":"7","metrics":["error"],"params":["x","lr","name","degree"]}}\n' \
	    "$1" "$1" "${2-"{\"x\":$1}"}" "${3-}"
}

# The shell text $1 as an executable file named payload.
payload() {
	printf '#!/bin/sh\n%s\n' "$1" >payload
	chmod +x payload
}

# Key $1 of the last line of trial $2 in the file out.
last() {
	jq -c "select(.trial == $2) | .$1" out | tail -n 1
}

# Wait until the file $1 is there.
await() {
	until [ -e "$1" ]; do
		read -rt 0.01 <>/dev/fd/"${quiet_fd?}" || true
	done
}

# Whether the process $1 lives; what is left of a dead one does not count.
alive() {
	[[ $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) == [^ZX]* ]]
}

# A descriptor on which nothing ever comes, for await.
open_quiet() {
	mkfifo quiet
	exec {quiet_fd}<>quiet
}

@test "a trial gets a running and a final line" {
	ask 1 | hpo-run -- echo 0.25 >out
	[ "$(jq -c '[.trial,.state,.attempt,.reason,.exit]' out)" = '[1,"running",1,null,null]
[1,"complete",1,null,0]' ]
	[ "$(last metrics 1)" = '{"error":0.25}' ]
	[[ $(jq -r 'select(.state=="running").by' out) =~ ^[^:]+:[0-9a-f]{4}:[0-9]+:[0-9]+$ ]]
	[ "$(jq -s 'map(has("seq") or has("study")) | any' out)" = false ]
	[ "$(jq '.seconds >= 0' <<<"$(tail -n 1 out)")" = true ]
}

@test "runs/ holds the evidence, and exit.json is the final line" {
	ask 17 '{"x":1.50,"lr":5e-05}' | hpo-run -- sh -c 'echo 3; echo no >&2' >out
	[ "$(cd $dir && find . | sort)" = ".
./17
./17/1
./17/1/err
./17/1/exit.json
./17/1/out
./17/checkpoint
./17/params.json" ]
	[ "$(cat $dir/17/params.json)" = '{"x":1.5,"lr":5e-05}' ]
	[ "$(cat $dir/17/1/out)" = 3 ]
	[ "$(cat $dir/17/1/err)" = no ]
	tail -n 1 out | cmp - $dir/17/1/exit.json
	[ "$(stat -c %a $dir/17)" = 700 ]
}

@test "a line without a study: metric value, folder 00000000" {
	echo '{"trial":3,"state":"waiting","params":{"x":1}}' |
	    hpo-run -- echo 2 >out
	[ "$(last metrics 3)" = '{"value":2}' ]
	[ -s runs/00000000/3/1/exit.json ]
}

@test "the environment says all there is to know" {
	ask 4 '{"x":2.385,"lr":1e-05,"name":"a b","degree":3}' \
	    '"attempt":2,"fidelity":9,' |
	    HPO_P_OLD=1 HPO_DEADLINE=1 hpo-run --time 1h -- \
	    sh -c 'env | grep ^HPO_ | sort >env; echo 1' >out
	d=$PWD/$dir/4
	sed -i '/^HPO_RUNNER=/s/=.*/=R/; s/^\(HPO_DEADLINE=[0-9]*\)$/\1/' env
	now=$(date +%s)
	deadline=$(sed -n 's/^HPO_DEADLINE=//p' env)
	[ "$deadline" -ge $((now + 3500)) ]
	[ "$deadline" -le $((now + 3600)) ]
	seed=$(sed -n 's/^HPO_SEED=//p' env)
	[ "$(grep -v 'DEADLINE\|SEED' env)" = "HPO_ATTEMPT=2
HPO_CHECKPOINT=$d/checkpoint
HPO_DIR=$d
HPO_FIDELITY=9
HPO_PARAMS=$d/params.json
HPO_P_DEGREE=3
HPO_P_LR=1e-05
HPO_P_NAME=a b
HPO_P_X=2.385
HPO_REPORT=$d/2/report.jsonl
HPO_RUNNER=R
HPO_TRIAL=4" ]
	[ "$(last fidelity 4)" = 9 ]
	# The seed is the trial's, whatever the attempt.
	ask 4 '{"x":2.385,"lr":1e-05,"name":"a b","degree":3}' \
	    '"attempt":3,"fidelity":27,' |
	    hpo-run -- sh -c 'echo $HPO_SEED >seed; echo 1' >out
	[ "$(cat seed)" = "$seed" ]
}

@test "--clean-env passes on little" {
	ask 1 | FOO=1 hpo-run --clean-env -- \
	    sh -c 'echo "{\"error\":${FOO-0},\"x\":$HPO_P_X}"' >out
	[ "$(last metrics 1)" = '{"error":0,"x":1}' ]
}

@test "two parameters of one variable end the run" {
	sed 's/"degree"/"X"/' <<<"$(ask 1; ask 2)" >in
	run -2 --separate-stderr hpo-run -- true <in
	[ "$(jq -c '[.trial,.state,.by]' <<<"$output")" = '[1,"waiting",null]
[2,"waiting",null]' ]
	[ ! -e $dir/1 ]
}

@test "arguments arrive byte for byte" {
	payload 'shift; for a; do printf "<%s>" "$a"; done >args; echo 1'
	v='a b\"c'"'"'$(id);*?\\n\t{x}|&<>`~#é'
	ask 1 "{\"x\":-1.0,\"name\":\"$v\"}" |
	    hpo-run -- ./payload - '--n={name}' '{name}' '{x}' 'a{x}b{x}' \
	    '{{x}' '${x}' '{ x }' '{"x":1}' '{}' '{x' '' '--d={degree}' \
	    '{degree:-3}' 'q{degree:-}' '{trial}/{attempt}' '{lr:-{x}' '$x' \
	    >out
	w=$(jq -rn "\"$v\"")
	printf '<%s>' "--n=$w" "$w" -1.0 a-1.0b-1.0 '{{x}' '${x}' '{ x }' \
	    '{"x":1}' '{}' '{x' '' 3 q 1/1 '{x' '$x' >want
	cmp args want
}

@test "the value of hpo-run's own names" {
	ask 5 '{"x":1}' '"fidelity":3,' | hpo-run -- \
	    sh -c 'echo "$@" >args; echo 1' - '{dir}' '{params}' '{fidelity}' '{seed}' >out
	d=$PWD/$dir/5
	[[ $(cat args) =~ ^$d\ $d/params.json\ 3\ [0-9]+$ ]]
	# A parameter hides them; fidelity is left out where there is none.
	echo '{"trial":1,"state":"waiting","params":{"seed":"s","dir":2}}' |
	    hpo-run -- sh -c 'echo "$@" >args; echo 1' - '{seed}' '{dir}' '-f={fidelity}' >out
	[ "$(cat args)" = 's 2' ]
}

@test "a bad template: all lines come back, status 2" {
	for t in '{absent}' '--x={absent}' '{degree}' '{fidelity}'; do
		rm -rf runs
		run -2 --separate-stderr hpo-run -j 2 -- echo "$t" \
		    < <(ask 1; ask 2; ask 3 '{"x":1}' '"attempt":4,')
		[ "$(jq -c '[.trial,.state,.attempt,.by]' <<<"$output")" = '[1,"waiting",1,null]
[2,"waiting",1,null]
[3,"waiting",4,null]' ]
		[ "$(jq -r .reason <<<"$output" | grep -c '^not started: ')" = 3 ]
		[ ! -e $dir/1 ]
	done
	run -2 --separate-stderr hpo-run -- echo '{name}' \
	    <<<"$(ask 1 '{"name":"--rm"}')"
	[ "$(jq -r .state <<<"$output")" = waiting ]
}

@test "a bad template later: what runs ends, the rest comes back" {
	run -2 --separate-stderr hpo-run -- echo '{x}' \
	    < <(ask 1; ask 2 '{"lr":1}'; ask 3)
	[ "$(jq -c '[.trial,.state]' <<<"$output")" = '[1,"running"]
[1,"complete"]
[2,"waiting"]
[3,"waiting"]' ]
}

# native: valgrind ends what fails to execute.
# bats test_tags=native
@test "an unknown command: all lines come back, status 2" {
	touch no-x
	printf 'nonsense' >no-exec
	chmod +x no-exec
	printf '#!/no/such/interpreter\n' >no-interpreter
	chmod +x no-interpreter
	for c in no-such-command ./absent ./no-x ./no-exec ./no-interpreter .; do
		rm -rf runs
		run -2 --separate-stderr hpo-run -- "$c" < <(ask 1; ask 2)
		[ "$(jq -c '[.trial,.state,.by]' <<<"$output")" = '[1,"waiting",null]
[2,"waiting",null]' ]
		[ ! -e $dir/1/1 ]
	done
}

@test "lines that a pipe holds back come back, too" {
	mkfifo in
	hpo-run -- no-such-command <in >out 3>&- &
	exec 9>in
	ask 1 >&9
	ask 2 >&9
	exec 9>&-
	rc=0
	wait $! || rc=$?
	[ $rc = 2 ]
	[ "$(jq -c '[.trial,.state]' out)" = '[1,"waiting"]
[2,"waiting"]' ]
}

@test "a command that is gone later fails that trial" {
	payload 'rm payload; echo 1'
	run -0 --separate-stderr hpo-run -q -- ./payload < <(ask 1; ask 2)
	[ "$(jq -c '[.trial,.state,.exit]' <<<"$output")" = '[1,"running",null]
[1,"complete",0]
[2,"failed",null]' ]
}

# native: valgrind ends what fails to execute.
# bats test_tags=native
@test "an argument that is too long fails that trial" {
	printf -v long '%0200000d' 0
	run -0 --separate-stderr hpo-run -q -- sh -c 'echo 1' - '{name}' \
	    < <(ask 1 "{\"name\":\"$long\"}"; ask 2 '{"name":"a"}')
	[ "$(jq -c '[.trial,.state]' <<<"$output")" = '[1,"failed"]
[2,"running"]
[2,"complete"]' ]
}

@test "an unwritable folder: lines come back, status 3" {
	touch runs
	run -3 --separate-stderr hpo-run -- echo 1 < <(ask 1; ask 2)
	[ "$(jq -c '[.trial,.state]' <<<"$output")" = '[1,"waiting"]
[2,"waiting"]' ]
	run -3 --separate-stderr hpo-run --runs a/b/c -- echo 1 < <(ask 1)
	mkdir shared
	chmod 777 shared
	run -3 --separate-stderr hpo-run --runs shared -- echo 1 < <(ask 1)
}

@test "what is no waiting line is named, the rest goes on, status 2" {
	{
		echo nonsense
		ask 1
		echo '{"hpo":1,"space":{}}'
		echo '{"trial":2,"state":"running"}'
		echo '{"trial":2,"state":"waiting"}'
		ask 3
		ask 4 | sed 's/7c1f09aa/..\/../'
	} >in
	run -2 --separate-stderr hpo-run -q -- echo 1 <in
	[ "$(jq -c '[.trial,.state]' <<<"$output")" = '[1,"running"]
[1,"complete"]
[3,"running"]
[3,"complete"]' ]
	for n in 1 3 4 5 7; do
		[[ $stderr == *"<stdin>:$n:"* ]]
	done
}

@test "final lines pass, without their study, and in order" {
	f='{"trial":9,"state":"complete","metrics":{"error":1e0},"x":[1.0]}'
	{
		echo "$f"
		ask 1
		echo '{"trial":8,"state":"failed","study":{"id":"7c1f09aa"}}'
	} | hpo-run -- echo 1 >out
	[ "$(head -n 1 out)" = "$f" ]
	[ "$(tail -n 1 out)" = '{"trial":8,"state":"failed"}' ]
	[ "$(jq .trial out | tr '\n' ' ')" = '9 1 1 8 ' ]
}

@test "no input: nothing is made, status 0" {
	hpo-run -- true </dev/null >out
	[ ! -s out ]
	[ ! -e runs ]
}

@test "the result: lines in HPO_REPORT come first" {
	ask 1 | hpo-run -- sh -c 'echo 9
	    echo "{\"error\":1,\"n\":2,\"trial\":7,\"s\":\"x\"}" >>$HPO_REPORT
	    printf "{\"metrics\":{\"error\":3,\"b\":4},\"c\":5}" >>$HPO_REPORT' >out
	[ "$(last metrics 1)" = '{"error":3,"b":4}' ]
	[ "$(last step 1)" = null ]
	[ "$(jq -s 'map(has("step"))|any' out)" = false ]
}

@test "the result: steps are passed on, and give what is missing" {
	ask 1 | hpo-run -- sh -c 'cd $(dirname $HPO_REPORT)
	    echo "{\"step\":1,\"error\":0.5,\"acc\":1}" >>report.jsonl
	    echo "{\"step\":2,\"metrics\":{\"error\":0.25}}" >>report.jsonl
	    echo "{\"time\":7}" >>report.jsonl' >out
	[ "$(jq -c 'select(.step)' out)" = '{"trial":1,"attempt":1,"step":1,"metrics":{"error":0.5,"acc":1}}
{"trial":1,"attempt":1,"step":2,"metrics":{"error":0.25}}' ]
	[ "$(last metrics 1)" = '{"time":7,"error":0.25}' ]
	[ "$(tail -n 1 out | jq -c 'has("step"), .step')" = 'true
null' ]
}

@test "the result: the last line of a long HPO_REPORT counts" {
	ask 1 | hpo-run -q -- sh -c '{ echo "{\"step\":1,\"error\":9}"
	    head -c 80000000 /dev/zero | tr "\0" x
	    echo; echo "{\"error\":0.25}"; } >>$HPO_REPORT' >out
	[ "$(last metrics 1)" = '{"error":0.25}' ]
}

@test "the result: what goes on reporting does not hold up the end" {
	ask 1 | hpo-run -q --keep-children -- sh -c '
	    setsid sh -c "echo \$\$ >left
	        while :; do echo \"{\\\"error\\\":4}\"; done" >>$HPO_REPORT &
	    until [ -s left ]; do :; done; echo 1' >out
	kill "$(cat left)"
	[ "$(last state 1)" = '"complete"' ]
}

@test "a step is passed on while the payload runs" {
	mkfifo out go
	hpo-run -q -- sh -c 'echo "{\"step\":3,\"error\":1}" >>$HPO_REPORT
	    read x <go; echo 2' < <(ask 1) >out 3>&- &
	pid=$!
	exec 8<out
	read -r running <&8
	read -r step <&8
	[ "$(jq -c '[.step,.metrics]' <<<"$step")" = '[3,{"error":1}]' ]
	[ "$(jq -r .state <<<"$running")" = running ]
	echo >go
	read -r final <&8
	[ "$(jq -c .metrics <<<"$final")" = '{"error":1}' ]
	wait $pid
}

@test "the result: --metric finds the last match, stdout before stderr" {
	ask 1 | hpo-run --metric 'error=error: ([^ ]+)' \
	    --metric 'mem=mem=([0-9]+)' -- sh -c 'echo "error: 5 error: 0.5 x"
	    echo "error: 0.5x"; echo "error: 7 mem=3" >&2' >out
	[ "$(last metrics 1)" = '{"error":0.5,"mem":3}' ]
}

@test "the result: --metric step=" {
	ask 1 | hpo-run --metric 'error=loss ([0-9.]+)' \
	    --metric 'step=^epoch ([0-9]+)' -- printf '%s\n' 'loss 9' \
	    'epoch 1 loss 0.5' 'epoch 2' 'loss 0.25' >out
	[ "$(jq -c 'select(.step) | [.step,.metrics.error]' out)" = '[1,0.5]
[2,0.25]' ]
	[ "$(last metrics 1)" = '{"error":0.25}' ]
}

@test "the result: the last line that is not blank" {
	ask 1 | hpo-run -- printf '%s\n' 'a 1' ' -2.5e-3 ' '' '  ' >out
	[ "$(last metrics 1)" = '{"error":-0.0025}' ]
	ask 2 | hpo-run -- printf '%s\n' 1 '{"error":3,"k":"s","n":4}' >out
	[ "$(last metrics 2)" = '{"error":3,"n":4}' ]
	ask 3 | sed 's/"metrics":\["error"\]/"metrics":["a","b"]/' |
	    hpo-run -- echo 5 >out
	[ "$(last reason 3)" = '"no result"' ]
}

@test "0 without the objectives is failed" {
	for text in '' 'error 0.5' '0.5 %' '{"other":1}' '[1]' '{"error":"1"}'; do
		rm -rf runs
		ask 1 | hpo-run -- echo "$text" >out
		[[ $(last '| [.state,.reason,.exit]' 1) == '["failed","no result'*'",0]' ]]
	done
}

@test "what a constraint names and is not finite is a failure; its last step counts" {
	ask 1 | jq -c '.study.constraints = ["m"]' >line
	hpo-run -- echo '{"error":1,"m":NaN,"b":NaN}' <line >out
	[ "$(last '| [.state,.reason]' 1)" = '["failed","nonfinite: m"]' ]
	rm -rf runs
	hpo-run -- sh -c 'echo "{\"step\":1,\"m\":3,\"b\":4}" >>$HPO_REPORT; echo 1' <line >out
	[ "$(last '| [.state,.metrics]' 1)" = '["complete",{"m":3,"error":1}]' ]
}

@test "what is not finite: failed, or left out" {
	for text in nan -inf NaN Infinity '{"error":NaN}' '{"error":-Infinity,"a":1}' \
	    '{"error":"nan"}' '{"error":1e999}'; do
		rm -rf runs
		ask 1 | hpo-run -- echo "$text" >out
		[ "$(last '| [.state,.reason]' 1)" = '["failed","nonfinite: error"]' ]
	done
	# As hpo-tell writes it inside of a payload, and with a step.
	for text in '"NaN"' '"Infinity"' '"-Infinity"' 'NaN,"step":1'; do
		rm -rf runs
		ask 1 | hpo-run -- sh -c 'echo "$1" >>$HPO_REPORT; echo 1' \
		    sh "{\"error\":$text}" >out
		[ "$(last '| [.state,.reason]' 1)" = '["failed","nonfinite: error"]' ]
	done
	rm -rf runs
	ask 1 | hpo-run -- echo '{"error":1,"a":NaN,"b":"NaN","c":2}' >out
	[ "$(last metrics 1)" = '{"error":1,"c":2}' ]
}

@test "another status is failed, with its last words" {
	ask 1 | hpo-run -- sh -c 'echo 1
	    printf "one\ntwo\n\n\033[31mthree\nfour" >&2; exit 3' >out
	[ "$(last '| [.state,.exit,.reason,.metrics]' 1)" = '["failed",3,"two\n\\x1b[31mthree\nfour",null]' ]
	ask 2 | hpo-run -- sh -c 'kill -9 $$' >out
	[ "$(last '| [.state,.exit]' 2)" = '["failed",137]' ]
	ask 3 | hpo-run -- sh -c 'printf "%02000d" 0 >&2; exit 1' >out
	[ "$(last '| .reason|length' 3)" = 500 ]
}

@test "75 is again, with the next attempt" {
	ask 1 '{"x":1}' '"attempt":3,' | hpo-run -- sh -c 'exit 75' >out
	[ "$(tail -n 1 out)" = '{"trial":1,"state":"waiting","attempt":4,"by":null,"reason":"requeued","again":1,"idle":1}' ]
	[ ! -e $dir/1/3/exit.json ]
	# The next attempt finds its checkpoint.
	ask 1 '{"x":1}' '"attempt":4,' | hpo-run -- \
	    sh -c 'ls -d $HPO_CHECKPOINT >&2; echo $HPO_ATTEMPT' >out
	[ "$(last metrics 1)" = '{"error":4}' ]
	[ -d $dir/1/3 ]
}

@test "a stop makes it pruned, with the last step's metrics" {
	ask 1 | hpo-run -- sh -c '
	    echo "{\"step\":1,\"error\":2,\"a\":1}" >>$HPO_REPORT
	    echo "{\"step\":2,\"error\":1}" >>$HPO_REPORT
	    echo worse than the median >$HPO_DIR/stop; exit 7' >out
	[ "$(last '| [.state,.exit,.reason,.metrics,.step]' 1)" = '["pruned",7,"worse than the median",{"error":1},null]' ]
	# It is taken away before the next attempt.
	ask 1 '{"x":1}' '"attempt":2,"fidelity":2,' | hpo-run -- echo 1 >out
	[ "$(last state 1)" = '"complete"' ]
}

@test "--retries: the last try counts" {
	payload 'echo x >>tries; [ $(wc -l <tries) = 3 ] && echo 1'
	ask 1 | hpo-run -q --retries 2 -- ./payload >out
	[ "$(jq -r .state out)" = 'running
complete' ]
	[ "$(find $dir -name exit.json)" = $dir/1/1/exit.json ]
	[ -d $dir/1/1.old-2 ]
	rm tries
	ask 2 | hpo-run -q --retries 1 -- ./payload >out
	[ "$(jq -r .state out)" = 'running
failed' ]
	[ "$(wc -l <tries)" = 2 ]
}

@test "--retries: tries that are left are not forgotten" {
	open_quiet
	mkfifo go
	{ ask 1; ask 2 '{"y":1}'; } >in
	hpo-run -q -j 2 --retries 2 -- sh -c 'touch here; read x <go; exit 1' \
	    sh {x} <in >out 3>&- &
	pid=$!
	until grep -q '"not started' out; do await here; done
	echo >go
	rc=0
	wait $pid || rc=$?
	[ $rc = 2 ]
	[ "$(tail -n 1 out)" = '{"trial":1,"state":"waiting","attempt":2,"by":null,"reason":"interrupted"}' ]
	[ -z "$(find $dir -name exit.json)" ]
}

@test "--retries: a next try that cannot begin" {
	rc=0
	ask 1 | hpo-run -q --retries 2 -- sh -c 'rm -r $HPO_DIR; exit 1' >out || rc=$?
	[ $rc = 3 ]
	[ "$(tail -n 1 out)" = '{"trial":1,"state":"waiting","attempt":2,"by":null,"reason":"interrupted"}' ]
}

@test "what ended before is not run again" {
	ask 1 '{"x":1.0}' | hpo-run -- sh -c 'echo x >>ran; echo 1' >first
	ask 2 | hpo-run -- sh -c 'echo x >>ran; exit 1' >>first
	{
		ask 1 '{"x":1}' '"attempt":2,'
		ask 2
	} | hpo-run -- sh -c 'echo x >>ran; echo 2' >out 2>err
	[ -s err ]
	[ "$(grep -v running first)" = "$(cat out)" ]
	[ "$(wc -l <ran)" = 2 ]
	# But it is at another fidelity.
	ask 1 '{"x":1}' '"attempt":2,"fidelity":3,' | hpo-run -- echo 2 >out
	[ "$(last '| [.attempt,.metrics.error,.fidelity]' 1)" = '[2,2,3]' ]
	# The newest of equal fidelity counts.
	ask 1 '{"x":1}' '"attempt":3,' | hpo-run -- echo 3 >out
	[ "$(last '| [.attempt,.metrics.error]' 1)" = '[1,1]' ]
}

@test "the folder of a dead attempt and of other params is moved aside" {
	mkdir -p $dir/1/1 $dir/1/1.old-1
	echo '{"x":1}' >$dir/1/params.json
	touch $dir/1/1/out
	ask 1 | hpo-run -- echo 1 >out
	[ -e $dir/1/1.old-2/out ]
	[ -e $dir/1/1/exit.json ]
	ask 1 '{"x":2}' | hpo-run -- echo 2 >out
	[ "$(last metrics 1)" = '{"error":2}' ]
	[ -e $dir/1.old-1/1/exit.json ]
	[ "$(cat $dir/1/params.json)" = '{"x":2}' ]
	[ ! -e $dir/1/1.old-2 ]
}

@test "links are not followed" {
	mkdir -p elsewhere $dir
	ln -s "$PWD/elsewhere" $dir/1
	run -3 --separate-stderr hpo-run -- echo 1 <<<"$(ask 1)"
	[ "$(jq -r .state <<<"$output")" = waiting ]
	[ -z "$(ls elsewhere)" ]
}

@test "--cwd is made for each trial; the command is found from here" {
	payload 'pwd >&2; echo 1'
	ask 1 | hpo-run --cwd '{dir}' -- ./payload >out
	[ "$(cat $dir/1/1/err)" = "$PWD/$dir/1" ]
	run -2 --separate-stderr hpo-run --cwd absent -- ./payload <<<"$(ask 2)"
	[ "$(jq -r .state <<<"$output")" = waiting ]
}

@test "the payload has descriptors 0 1 2, an empty mask, no core, its session" {
	exec 7<.
	ask 1 | hpo-run -q -- ls /proc/self/fd >out
	[ "$(tr '\n' ' ' <$dir/1/1/out)" = '0 1 2 3 ' ] # 3 is ls's own
	ask 2 | hpo-run -q -- sh -c 'readlink /proc/self/fd/0 >in
	    ulimit -c >core; cat /proc/self/status >status
	    cut -d" " -f6 /proc/$$/stat >sid; echo $$ >pid; echo 1' >out
	[ "$(cat in)" = /dev/null ]
	[ "$(cat core)" = 0 ]
	[ "$(sed -n 's/^SigBlk:\t//p' status)" = 0000000000000000 ]
	# 32 and 33 are the C library's own, and make(1) hands them on ignored
	ignored=$(sed -n 's/^SigIgn:\t//p' status)
	[ $((0x$ignored & ~0x180000000)) = 0 ]
	cmp sid pid
}

@test "SIGCHLD ignored by the parent: statuses are what they are" {
	ask 1 | env --ignore-signal=CHLD \
	    hpo-run -q -- sh -c 'echo 0.5; exit 3' >out
	[ "$(last '| [.state,.exit]' 1)" = '["failed",3]' ]
	ask 2 | env --ignore-signal=CHLD \
	    hpo-run -q -- sh -c 'grep SigIgn /proc/self/status; echo 0.5' >out
	ignored=$(sed -n 's/^SigIgn:\t//p' $dir/2/1/out)
	[ $((0x$ignored & 0x10000)) = 0 ]
}

@test "the payload does not eat the input" {
	{ ask 1; ask 2; ask 3; } | hpo-run -- sh -c 'cat; echo 1' >out
	[ "$(grep -c complete out)" = 3 ]
}

@test "-j: so many at a time, and each as soon as its line comes" {
	mkfifo in out a b
	hpo-run -q -j 2 -- sh -c 'read x <$HPO_P_NAME; echo $x' <in >out 3>&- &
	pid=$!
	exec 9>in 8<out
	ask 1 '{"name":"a"}' >&9
	read -r line <&8
	ask 2 '{"name":"b"}' >&9
	read -r line <&8
	[ "$(jq -c '[.trial,.state]' <<<"$line")" = '[2,"running"]' ]
	echo 5 >b
	read -r line <&8
	[ "$(jq -c '[.trial,.metrics.error]' <<<"$line")" = '[2,5]' ]
	echo 6 >a
	read -r line <&8
	[ "$(jq -c '[.trial,.metrics.error]' <<<"$line")" = '[1,6]' ]
	exec 9>&-
	wait $pid
}

@test "-j: no more at a time with --retries, either" {
	payload 'echo start >>log; seq 9999; echo end >>log; exit 1'
	for ((i = 1; i <= 8; i++)); do
		ask $i
	done >in
	# To put such output in order takes several turns.
	hpo-run -q -j 2 --retries 3 --output-cap 1000 -- ./payload <in >out
	[ "$(grep -c start log)" = 32 ]
	[ "$(jq -c 'select(.state == "failed") | .trial' out | wc -l)" = 8 ]
	awk '{ n += $1 == "start" ? 1 : -1; most = n > most ? n : most }
	    END { exit most > 2 }' log
}

# 75 by an attempt with the keys $1 that does $2; what comes of it.
again() {
	rm -f $dir/1/*/exit.json # of an earlier call
	ask 1 '{"x":1}' "$1" | hpo-run -q "${@:3}" -- sh -c "$2; exit 75" >out
	last '| [.state,.reason,.again,.idle]' 1
}

@test "75 twice in a row without progress is failed" {
	one='["waiting","requeued",1,1]' none='["failed","no progress",null,null]'
	[ "$(again '' :)" = "$one" ]
	[ "$(again '"attempt":2,"again":1,"idle":1,' :)" = "$none" ]
	# Each of these is progress: a file, a longer one, a newer one.
	more() { echo '["waiting","requeued",'"$1"',0]'; }
	[ "$(again '"attempt":3,"again":1,"idle":1,' \
	    'mkdir $HPO_CHECKPOINT/d; : >$HPO_CHECKPOINT/d/f')" = "$(more 2)" ]
	[ "$(again '"attempt":4,"again":2,"idle":1,' \
	    'echo 1 >>$HPO_CHECKPOINT/d/f')" = "$(more 3)" ]
	[ "$(again '"attempt":5,"again":3,"idle":1,' \
	    'echo 2 >$HPO_CHECKPOINT/d/f')" = "$(more 4)" ]
	# And this is none: the same files are there.
	[ "$(again '"attempt":6,"again":4,"idle":1,' \
	    'cat $HPO_CHECKPOINT/d/f')" = "$none" ]
	# A higher step than the file has is progress, one that it had is not.
	step='echo "{\"step\":5,\"error\":1}" >>$HPO_REPORT'
	[ "$(again '"attempt":7,"step":4,"again":5,"idle":1,' "$step")" = "$(more 6)" ]
	[ "$(again '"attempt":8,"step":5,"again":6,"idle":1,' "$step")" = "$none" ]
}

@test "75 more often than --again is failed" {
	come_on='echo >>$HPO_CHECKPOINT/f'
	[ "$(again '"again":19,' "$come_on")" = '["waiting","requeued",20,0]' ]
	[ "$(again '"attempt":2,"again":20,' "$come_on" | jq -c '.[0]')" = '"failed"' ]
	[ "$(again '"attempt":3,"again":2,' "$come_on" --again 2 | jq -c '.[0]')" = '"failed"' ]
	[ "$(again '"attempt":4,"again":99,' "$come_on" --again 0)" = '["waiting","requeued",100,0]' ]
	run -2 hpo-run --again x -- true </dev/null
}

@test "a trial that runs is not run twice at a time: the second waits" {
	mkfifo go
	open_quiet
	{ ask 1; ask 1; } >in
	hpo-run -q -j 2 -- sh -c 'touch here; read x <go; echo 1' <in >out 2>err 3>&- &
	pid=$!
	await here
	echo >go
	rc=0
	wait $pid || rc=$?
	[ $rc = 0 ]
	[ "$(grep -c running out)" = 1 ]
	[ "$(jq -c 'select(.metrics) | .metrics.error' out)" = $'1\n1' ]
}

# Start hpo-run, $pid, with trial 1, which ends with 1 when go is written to.
hold_trial() {
	mkfifo go
	open_quiet
	hpo-run -q -- sh -c 'touch here; read x <go; echo 1' < <(ask 1) >first 3>&- &
	pid=$!
	await here
}

@test "nor by another hpo-run: it emits the result of the first" {
	hold_trial
	hpo-run -q -j 2 -- sh -c '[ $HPO_TRIAL = 2 ] && touch there; echo 2' \
	    < <(ask 1 '{"x":1}' '"attempt":2,'; ask 2) >out 2>err 3>&- &
	other=$!
	await there # the other slot is free meanwhile
	[ ! -s err ] || grep -q 'trial 1' err
	echo >go
	wait $pid
	wait $other
	[ "$(last '| [.state,.attempt,.metrics.error]' 1)" = '["complete",1,1]' ]
	[ "$(last '| .metrics.error' 2)" = 2 ]
	[ ! -e $dir/1/2 ]
}

@test "what waits for another hpo-run is given back on TERM, and runs if that dies" {
	hold_trial
	{
		ask 1 '{"x":1}' '"attempt":2,'
		mkfifo end
		read -r _ <end
	} | { hpo-run -q -- sh -c 'echo 2' >out 2>err 3>&- & echo $! >second; wait; } &
	until grep -qs 'trial 1' err; do
		read -rt 0.01 <>/dev/fd/"$quiet_fd" || true
	done
	kill -TERM "$(cat second)"
	until [ -s out ]; do
		read -rt 0.01 <>/dev/fd/"$quiet_fd" || true
	done
	echo >end
	[ "$(last '| [.state,.attempt,.by,.reason[:11]]' 1)" = '["waiting",2,null,"not started"]' ]
	ask 1 '{"x":1}' '"attempt":2,' | hpo-run -q -- sh -c 'echo 2' >out 2>err 3>&- &
	other=$!
	kill -KILL $pid
	wait $other
	[ "$(last '| [.state,.attempt,.metrics.error]' 1)" = '["complete",2,2]' ]
}

@test "--time: TERM, then KILL; failed for time" {
	ask 1 | hpo-run -q --time 0.05 -- sh -c 'trap "echo t >&2; exit 1" TERM
	    while :; do read x <>/proc/self/fd/0 || :; done 2>/dev/null' >out
	[ "$(last '| [.state,.reason]' 1)" = '["failed","time"]' ]
	ask 2 | hpo-run -q --time 0.05s --kill-after 0.05 -- \
	    sh -c 'trap "" TERM; while :; do :; done' >out
	[ "$(last '| [.state,.reason,.exit]' 2)" = '["failed","time",137]' ]
	[ "$(last '| .seconds >= 0.1' 2)" = true ]
}

@test "TERM: what runs is given back, and what waits; it dies of TERM" {
	open_quiet
	mkfifo in
	hpo-run -q -- sh -c 'touch here; exec tail -f /dev/null' <in >out 3>&- &
	pid=$!
	exec 9>in
	{ ask 1; ask 2 '{"x":1}' '"attempt":2,'; ask 3; } >&9
	await here
	kill -TERM $pid
	exec 9>&-
	rc=0
	wait $pid || rc=$?
	[ $rc = 143 ]
	[ "$(jq -c 'select(.state=="waiting")|[.trial,.attempt,.by,.reason[:11]]' out | sort)" = '[1,2,null,"interrupted"]
[2,2,null,"not started"]
[3,1,null,"not started"]' ]
	[ ! -e $dir/1/1/exit.json ]
}

@test "TERM: a payload that ends well is complete, 75 is interrupted" {
	open_quiet
	for end in 'echo 1; exit 0' 'exit 75'; do
		rm -rf runs here
		hpo-run -q -- sh -c "trap '$end' TERM; touch here
		    while :; do :; done" < <(ask 1) >out 3>&- &
		pid=$!
		await here
		kill -TERM $pid
		rc=0
		wait $pid || rc=$?
		[ $rc = 143 ]
		last '| [.state,.reason]' 1 >>all
	done
	[ "$(cat all)" = '["complete",null]
["waiting","interrupted"]' ]
}

@test "INT twice: KILL at once" {
	open_quiet
	payload 'trap "" TERM; touch here; while :; do :; done'
	hpo-run -q -- ./payload < <(ask 1) >out 3>&- &
	pid=$!
	await here
	kill -INT $pid
	# Two that come at once are one: wait until the first was heard.
	until grep -q "SigPnd:.*0000$" /proc/$pid/status &&
	    grep -q "ShdPnd:.*0000$" /proc/$pid/status; do :; done
	kill -INT $pid
	rc=0
	wait $pid || rc=$?
	[ $rc = 130 ]
	[ "$(last '| [.state,.attempt,.reason]' 1)" = '["waiting",2,"interrupted"]' ]
}

@test "TERM while the reader stands still: 5 seconds, or a second TERM" {
	open_quiet
	mkfifo full
	exec 8<>full
	cat >payload <<-'EOF'
		#!/bin/sh
		seq -f '{"step":%.0f,"error":1}' 2000 >>$HPO_REPORT
		trap 'echo 1; exit 0' TERM
		touch here$HPO_TRIAL
		while :; do :; done
	EOF
	chmod +x payload
	for t in 1 2; do
		hpo-run -q -- ./payload < <(ask $t) >full 3>&- 8>&- &
		pids[t]=$!
		await here$t
		kill -TERM ${pids[t]}
		await $dir/$t/1/exit.json
	done
	kill -TERM ${pids[2]}
	for t in 2 1; do
		rc=0
		wait ${pids[t]} || rc=$?
		[ $rc = 143 ]
		[ "$(jq -r .state $dir/$t/1/exit.json)" = complete ]
	done
}

@test "USR1 gives a status line, and nothing else" {
	open_quiet
	mkfifo go
	hpo-run -q -- sh -c 'touch here; read x <go; echo 1' < <(ask 1) >out 2>err 3>&- &
	pid=$!
	await here
	[ ! -s err ]
	kill -USR1 $pid
	until [ -s err ]; do :; done
	echo >go
	wait $pid
	[ "$(wc -l <err)" = 1 ]
}

@test "TSTP stops all that runs, CONT lets it go on" {
	open_quiet
	mkfifo go
	hpo-run -q -- sh -c 'echo $$ >child; touch here; read x <go; echo 1' \
	    < <(ask 1) >out 3>&- &
	pid=$!
	await here
	kill -TSTP $pid
	for p in $pid "$(cat child)"; do
		until [[ $(sed 's/.*) //' "/proc/$p/stat") == T* ]]; do :; done
	done
	kill -CONT $pid
	echo >go
	wait $pid
	[ "$(last state 1)" = '"complete"' ]
}

@test "what a payload leaves behind is ended, also in a session of its own" {
	payload 'sh -c "setsid sh -c \"echo \\\$\\\$ >left; exec tail -f /dev/null\" &"
	    until [ -s left ]; do :; done; echo 1'
	ask 1 | hpo-run -q -- ./payload >out
	run ! alive "$(cat left)"
	[ "$(last '| [.state,.left_behind]' 1)" = '["complete",1]' ]
	rm left
	ask 2 | hpo-run -q --keep-children -- ./payload >out
	kill "$(cat left)"
	[ "$(last '| [.state,.left_behind]' 2)" = '["complete",null]' ]
}

@test "children that hpo-run did not start are left alone" {
	open_quiet
	mkfifo go
	# One that is there, and one that its parent leaves to hpo-run later.
	ask 1 >in
	sh -c 'tail -f /dev/null & echo $! >first
	    sh -c "tail -f /dev/null & echo \$! >second; touch here; read x <go" &
	    exec hpo-run -q -- sh -c "echo >go
	        until grep -q \"^PPid:.\$PPID\$\" /proc/\$(cat second)/status
	        do :; done; tail -f /dev/null & echo \$! >third; echo 1"' <in >out 3>&-
	for n in first second; do
		alive "$(cat $n)"
		kill "$(cat $n)"
	done
	run ! alive "$(cat third)"
	[ "$(last '| [.state,.left_behind]' 1)" = '["complete",1]' ]
}

@test "what one trial leaves behind is not blamed on another" {
	open_quiet
	mkfifo go
	{ ask 1; ask 2; } >in
	hpo-run -q -j 2 -- sh -c 'if [ $HPO_TRIAL = 2 ]; then read x <go; echo 2; exit
	    fi; sh -c "trap \"\" TERM; touch left; while :; do :; done" &
	    until [ -e left ]; do :; done
	    echo $$ >here.new; mv here.new here; echo 1' <in >out 3>&- &
	pid=$!
	await here
	while alive "$(cat here)"; do :; done
	echo >go
	wait $pid
	[ "$(last '| [.state,.left_behind]' 1)" = '["complete",1]' ]
	[ "$(last '| [.state,.left_behind]' 2)" = '["complete",null]' ]
}

# native: valgrind 3.19 has no pidfd_open(2).
# bats test_tags=native
@test "KILL of hpo-run ends its children, and the trial can be run again" {
	open_quiet
	hpo-run -q -- sh -c 'setsid sh -c "echo \$\$ >left; exec tail -f /dev/null" &
	    until [ -s left ]; do :; done
	    touch here; exec tail -f /dev/null' < <(ask 1) >out 3>&- &
	pid=$!
	await here
	kill -KILL $pid
	wait $pid || true
	alive "$(cat left)"
	ask 1 '{"x":1}' '"attempt":2,' | hpo-run -q -- echo 1 >out
	run ! alive "$(cat left)"
	[ "$(last state 1)" = '"complete"' ]
}

@test "of much output the first and the last part is kept" {
	ask 1 | hpo-run -q --output-cap 1000 -- sh -c 'seq 100000; seq 9 >&2
	    echo 0.5' >out
	[ "$(last metrics 1)" = '{"error":0.5}' ]
	f=$dir/1/1/out
	[ "$(stat -c %s $f)" -lt 1100 ]
	{ seq 100000; echo 0.5; } >all
	cmp <(head -c 500 $f) <(head -c 500 all)
	cmp <(tail -c 500 $f) <(tail -c 500 all)
	missing=$(($(stat -c %s all) - 1000))
	grep -q "$missing bytes" $f
	[ "$(ls -A $dir/1/1)" = 'err
exit.json
out' ]
}

@test "100 MB of output at a small cap, and a long line" {
	ask 1 | hpo-run -q --output-cap 64K -- \
	    sh -c 'head -c 100000000 /dev/zero | tr "\0" x; echo; echo 2' >out
	[ "$(last metrics 1)" = '{"error":2}' ]
	[ "$(stat -c %s $dir/1/1/out)" -lt 65700 ]
}

@test "output after one stream was closed" {
	ask 1 | hpo-run -q -- sh -c 'exec >&-; echo late >&2; exit 3' >out
	[ "$(last '| [.exit,.reason]' 1)" = '[3,"late"]' ]
}

# native: a limit of descriptors.
# bats test_tags=native
@test "many trials need few descriptors" {
	for i in $(seq 500); do
		ask "$i"
	done >in
	(ulimit -n 40 && hpo-run -q -j 2 -- true <in >out)
	[ "$(grep -c '"no result"' out)" = 500 ]
}

@test "a reader that leaves: what runs ends into runs/, status 3" {
	open_quiet
	mkfifo out go
	{ ask 1; ask 2; } >in
	hpo-run -q -- sh -c 'touch here; read x <go; echo 1' <in >out 2>err 3>&- &
	pid=$!
	exec 8<out
	await here
	exec 8<&-
	echo >go
	rc=0
	wait $pid || rc=$?
	[ $rc = 3 ]
	[ "$(jq -r .state $dir/1/1/exit.json)" = complete ]
	[ ! -e $dir/2 ]
	# The same line again finds the result.
	hpo-run -q -- echo 2 <in 2>err | cat >out2
	[ "$(jq -c 'select(.trial==1).metrics' out2)" = '{"error":1}' ]
}

@test "a closed or full standard output: status 3" {
	rc=0
	ask 1 | hpo-run -q -- echo 1 >&- 2>err || rc=$?
	[ $rc = 3 ]
	rc=0
	ask 2 | hpo-run -q -- echo 1 >/dev/full 2>err || rc=$?
	[ $rc = 3 ]
}

@test "a full disk does not make a trial fail" {
	{ ask 1; ask 2; } >in
	rc=0
	(ulimit -f 8 && hpo-run -q -- sh -c 'seq 9999; echo 1' <in | cat >out
	    exit "${PIPESTATUS[0]}") 2>err || rc=$?
	[ $rc = 3 ]
	[ "$(last '| [.state,.attempt]' 1)" = '["waiting",2]' ]
	[ "$(last '| [.state,.attempt]' 2)" = '["waiting",1]' ]
}

@test "a slow reader does not hold up the payloads" {
	mkfifo out
	for i in $(seq 1000); do
		ask "$i"
	done >in
	hpo-run -q -j 2 -- echo 1 <in >out 3>&- &
	pid=$!
	open_quiet
	exec 8<out
	await $dir/700/1/exit.json
	cat <&8 >all
	wait $pid
	[ "$(grep -c complete all)" = 1000 ]
}

@test "one line a trial on standard error, none with -q" {
	ask 1 | hpo-run -- echo 1 2>err >out
	[ "$(wc -l <err)" = 1 ]
	ask 2 | hpo-run -q -- echo 1 2>err >out
	[ ! -s err ]
}

@test "wrong usage is 2" {
	for args in '' '-j 0 -- true' '-j x -- true' '-x none -- true' \
	    '--metric x -- true' '--metric x=1 -- true' '--metric x=( -- true' \
	    '--time 1y -- true' '--time -1 -- true' '--retries -1 -- true' \
	    '--output-cap 1 -- true' '--'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 hpo-run $args </dev/null
	done
}
