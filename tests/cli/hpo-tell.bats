#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	cat >trials <<'END'
{"hpo":1,"seq":0,"study":"s","seed":"7","space":{"x":{"type":"float","low":0,"high":1},"n":{"type":"int","low":1,"high":8,"default":4}},"objectives":[{"metric":"e","goal":"minimize"}],"id":"7c1f09aa"}
{"trial":1,"seq":1,"state":"waiting","params":{"x":0.5,"n":3},"by":"host"}
{"trial":2,"seq":2,"state":"waiting","params":{"x":0.25,"n":4}}
END
	runner=elsewhere:aaaa:17:98123
}

# Line $1 of the trial file, keys sorted, without the keys $2.
line() {
	sed -n "$1p" trials | jq -cS "del(.ended, .seq${2:+, $2})"
}

last() {
	tail -n 1 trials | jq -cS "del(.ended, .seq)"
}

# The merge of all lines of trial $1: what any reader sees.
merged() {
	jq -Rnc --argjson t "$1" '[inputs | fromjson? | objects
	    | select(.trial == $t)] | add' trials
}

count() {
	wc -l <trials
}

@test "a result is recorded, with the next seq, and passed on by --tee" {
	echo '{"trial":1,"state":"complete","metrics":{"e":0.1,"n":3},"x":[1.0]}' |
	    hpo-tell --tee trials >out
	[ "$(tail -n 1 trials)" = '{"trial":1,"seq":3,"state":"complete","metrics":{"e":0.1,"n":3},"x":[1.0]}' ]
	cmp out <(tail -n 1 trials)
}

@test "metrics without a state complete the trial" {
	echo '{"trial":1,"metrics":{"e":0.1}}' | hpo-tell trials
	[ "$(last)" = '{"metrics":{"e":0.1},"state":"complete","trial":1}' ]
}

@test "unknown keys are kept, also on a line of their own" {
	echo '{"trial":1,"tags":{"mine":"yes"},"note":null}' | hpo-tell trials
	[ "$(last)" = '{"note":null,"tags":{"mine":"yes"},"trial":1}' ]
}

@test "the same result again writes nothing" {
	echo '{"trial":1,"state":"complete","metrics":{"e":0.1}}' >in
	hpo-tell trials <in
	cp trials before
	hpo-tell trials <in
	hpo-tell trials -t 1 e=0.1
	cmp trials before
}

@test "another result is refused, or recorded by --amend" {
	hpo-tell trials -t 1 e=0.1
	cp trials before
	for other in '{"trial":1,"state":"complete","metrics":{"e":0.2}}' \
	    '{"trial":1,"state":"failed"}' \
	    '{"trial":1,"state":"complete","attempt":2,"metrics":{"e":0.1}}'; do
		run -2 hpo-tell trials <<<"$other"
	done
	run -2 hpo-tell trials -t 1 e=0.2
	cmp trials before
	hpo-tell trials -t 1 --amend 'wrong file' e=0.2
	[ "$(merged 1 | jq -c '[.state, .metrics, .reason]')" = '["complete",{"e":0.2},"wrong file"]' ]
}

@test "a bad line is named, the good ones are kept, the status is 2" {
	printf '{"trial":1,"metrics":{"e":1}}\nnonsense\n{"trial":0}\n{"trial":2,"metrics":{"e":2}}' >in
	run --separate-stderr -2 hpo-tell trials <in
	[ "$(tail -n +4 trials | jq -c .trial)" = $'1\n2' ]
	[[ ${stderr_lines[0]} =~ "<stdin>:2:"[0-9]+": " ]]
	[[ ${stderr_lines[1]} == *"<stdin>:3: "*"'trial'"* ]]
}

@test "what is no line of ours is refused" {
	cp trials before
	for bad in '[]' '{}' '{"trial":"1"}' '{"trial":1.5}' \
	    '{"trial":1,"state":"done"}' '{"trial":1,"metrics":{"e":"0.1"}}' \
	    '{"trial":1,"trial":2}' '{"trial":1,"step":-1}' \
	    '{"trial":1,"by":7}' '{"trial":99,"state":"complete","metrics":{"e":1}}' \
	    '{"params":{"x":2}}' '{"params":{"y":1}}' '{"params":{"n":1.5}}' \
	    '{"params":{"x":0.1},"state":"complete"}' \
	    '{"space":{"x":{"type":"flaot"}},"objectives":[{"metric":"e","goal":"minimize"}]}'; do
		run -2 hpo-tell trials <<<"$bad"
	done
	cmp trials before
}

@test "an end that cannot be recorded makes an open trial failed" {
	run -2 hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"other":1}}'
	# what was measured is kept
	[ "$(merged 1 | jq -c '[.state, .metrics]')" = '["failed",{"other":1}]' ]
	[[ $(merged 1 | jq -r .reason) == "refused: "* ]]
	run -2 hpo-tell trials <<<'{"trial":2,"state":"complete","metrics":{"e":"low"}}'
	[ "$(merged 2 | jq -r .state)" = failed ]
}

@test "params never change" {
	cp trials before
	run -2 hpo-tell trials <<<'{"trial":1,"params":{"x":0.6,"n":3}}'
	cmp trials before
	echo '{"trial":1,"state":"complete","params":{"n":3.0,"x":0.5},"metrics":{"e":1}}' |
	    hpo-tell trials
	[ "$(merged 1 | jq -r .state)" = complete ]
}

@test "what is not finite is a failure, or left out" {
	echo '{"trial":1,"state":"complete","metrics":{"e":NaN,"m":2}}' | hpo-tell trials
	[ "$(merged 1 | jq -c '[.state, .metrics, .reason]')" = '["failed",{"m":2},"nonfinite: e"]' ]
	hpo-tell trials -t 2 e=0.5 m=-inf
	[ "$(merged 2 | jq -c '[.state, .metrics]')" = '["complete",{"e":0.5}]' ]
	# a constraint on it makes it a failure
	head -n 1 trials | jq -c '.subject_to = ["m <= 3 or b > 1"]' | hpo-tell trials
	hpo-ask trials >asked
	echo "{\"trial\":$(jq .trial asked),\"state\":\"complete\",\"metrics\":{\"e\":1,\"m\":NaN}}" | hpo-tell trials
	[ "$(merged "$(jq .trial asked)" | jq -c '[.state, .metrics, .reason]')" = '["failed",{"e":1},"nonfinite: m"]' ]
}

@test "-t makes a line of its operands" {
	hpo-tell trials -t 1 e=0.02 epochs=5
	[ "$(last)" = '{"metrics":{"e":0.02,"epochs":5},"state":"complete","trial":1}' ]
	hpo-tell trials -t 2 --failed 'no "luck"'
	[ "$(last)" = '{"metrics":{},"reason":"no \"luck\"","state":"failed","trial":2}' ]
}

@test "wrong usage, or not all objectives, writes nothing and gives 2" {
	cp trials before
	for args in '' 'trials e=1' '-t 0 trials e=1' '-t 1e3 trials e=1' \
	    '-t 1 trials' '-t 1 trials e' '-t 1 trials =1' '-t 1 trials e=x' \
	    '-t 1 trials n=3' '-t 1 trials e=1 e=2' '--tee' 'absent' \
	    '-t 1 trials --step 1' '-t 1 trials --step x e=1' \
	    '-t 1 trials --failed a --cancel' '--reap trials e=1' \
	    '--reap=soon trials' '-t 99 trials e=1' '. -t 1 e=1'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 hpo-tell $args </dev/null
	done
	cmp trials before
	[ ! -e absent ]
}

@test "a point without a number is enqueued, once for each uid" {
	printf '{"params":{"x":0.75,"n":8},"uid":"01A","tags":{"a":1}}\n{"params":{"x":1}}\n' >in
	hpo-tell trials <in
	[ "$(line 4)" = '{"params":{"n":8,"x":0.75},"state":"waiting","tags":{"a":1},"trial":3,"uid":"01A"}' ]
	[ "$(line 5 .uid)" = '{"params":{"n":4,"x":1},"state":"waiting","trial":4}' ]
	[[ $(sed -n 5p trials | jq -r .uid) =~ ^[0-9A-HJKMNP-TV-Z]{26}$ ]]
	head -n 1 in | hpo-tell trials
	[ "$(count)" = 5 ]
}

@test "an ask made elsewhere takes the next number, no other" {
	run -2 hpo-tell trials <<<'{"trial":4,"state":"waiting","params":{"x":0.1,"n":1},"by":"-"}'
	[ "$(count)" = 3 ]
	echo '{"trial":3,"state":"waiting","params":{"x":0.1,"n":1},"by":"-","study":{"id":"7c1f09aa"}}' >in
	hpo-tell trials <in
	[ "$(last | jq -cS 'del(.asked)')" = '{"by":"-","params":{"n":1,"x":0.1},"state":"waiting","trial":3}' ]
	last | jq -e .asked # so that it can be reaped by age
	hpo-tell trials <in
	[ "$(count)" = 4 ]
}

@test "lines of another study are refused" {
	run -2 hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"e":1},"study":{"id":"00000000"}}'
	[ "$(count)" = 3 ]
}

@test "a new header keeps the study's id" {
	sed 1q trials | jq -c 'del(.id) | .stop = {trials: 90}' >header
	hpo-tell trials <header
	[ "$(tail -n 1 trials | jq -c '[.id, .stop.trials, .seq]')" = '["7c1f09aa",90,3]' ]
	run -2 hpo-tell trials <<<"$(jq -c '.id = "00000000"' header)"
	[ "$(count)" = 4 ]
}

@test "a first header without id counts as having its hash" {
	sed -i '1s/,"id":"7c1f09aa"//' trials
	jq -c '.stop = {trials: 90}' <(sed 1q trials) | hpo-tell trials
	# FNV-1a, 32 bits, by its definition
	want=$(sed 1q trials | tr -d '\n' | od -An -v -tu1 -w1 | awk '
	    BEGIN { h = 2166136261 }
	    { x = 0; b = $1; g = h % 256; p = 1
	      for (i = 0; i < 8; i++) { if (g % 2 != b % 2) x += p
	        g = int(g / 2); b = int(b / 2); p *= 2 }
	      h = h - h % 256 + x
	      lo = h % 65536; hi = (h - lo) / 65536
	      # h * 16777619 = h * 2^24 + h * 403, modulo 2^32
	      h = ((h % 256) * 16777216 + lo * 403 + (hi * 403 % 65536) * 65536) % 4294967296 }
	    END { printf "%08x", h }')
	[ "$(tail -n 1 trials | jq -r .id)" = "$want" ]
}

@test "the owner of a running trial is who will record its end" {
	mkfifo in
	hpo-tell --tee trials <in >out &
	pid=$!
	exec 9>in
	echo '{"trial":1,"state":"running","attempt":1,"by":"'$runner'"}' >&9
	echo '{"trial":2,"state":"running"}' >&9
	until [ "$(count)" = 5 ]; do :; done
	by=$(line 4 | jq -r .by)
	[[ $by == *:*:$pid:* ]]
	[ "$(line 4 '.by, .started')" = '{"attempt":1,"exit":null,"reason":null,"state":"running","trial":1}' ]
	line 4 | jq -e .started
	[ "$(line 5 | jq -r .by)" = "${by%%:*}" ]
	exec 9>&-
	rc=0
	wait $pid || rc=$?
	[ $rc = 1 ]
	# the input ended: what an hpo-run held is given back, the other is not
	[ "$(last)" = '{"attempt":2,"by":null,"reason":"lost","state":"waiting","trial":1}' ]
	[ "$(count)" = 6 ]
}

@test "attempts do not jump, states are not set by notes" {
	cp trials before
	for bad in '{"trial":1,"state":"running","attempt":2}' \
	    '{"trial":1,"attempt":9,"step":1,"metrics":{"e":1}}' \
	    '{"trial":1,"attempt":2,"tags":{}}' '{"trial":1,"by":"me"}' \
	    '{"trial":1,"reason":"x"}' '{"trial":1,"space":{},"state":"failed"}' \
	    '{"trial":1,"state":"complete","params":{"x":0.1,"n":1},"metrics":{"e":1}}' \
	    '{"trial":1,"step":1.5,"metrics":{"e":1}}'; do
		run -2 hpo-tell trials <<<"$bad"
		[ "$(merged 1 | jq -r .state)" != running ]
		cmp trials before || { # an end that breaks a rule
			[ "$(merged 1 | jq -r .state)" = failed ]
			cp before trials
		}
	done
	hpo-tell trials <<<'{"trial":1,"state":"running","metrics":{"e":1}}'
	[ "$(merged 1 | jq -c .metrics)" = null ]
	hpo-tell trials -v -t 1 e=1 2>err
	grep -q '1 lines' err
}

@test "results of another point with that number are not booked" {
	cp trials before
	printf '%s\n' '{"trial":1,"state":"running","attempt":1,"by":"'$runner'","params":{"x":0.9,"n":3}}' \
	    '{"trial":1,"state":"complete","attempt":1,"metrics":{"e":1}}' >in
	run -2 hpo-tell trials <in
	cmp trials before
	printf '%s\n' '{"trial":1,"state":"running","attempt":1,"by":"'$runner'","params":{"x":0.5,"n":3}}' \
	    '{"trial":1,"state":"complete","attempt":1,"metrics":{"e":1}}' >in
	hpo-tell trials <in
	[ "$(merged 1 | jq -c .state)" = '"complete"' ]
	[ "$(line 4 | jq .params)" = null ] # the file has them
}

@test "lost too often is failed" {
	for attempt in 1 2 3; do
		run -1 hpo-tell trials --lost 2 <<<'{"trial":1,"state":"running","attempt":'$attempt',"by":"'$runner'"}'
	done
	[ "$(merged 1 | jq -c '[.state, .reason, .attempt]')" = '["failed","lost",3]' ]
}

@test "the end of the input: 1 if nothing was said, or something came back" {
	run -1 hpo-tell trials </dev/null
	run -1 hpo-tell trials <<<''
	echo '{"trial":1,"state":"running","attempt":1}' | hpo-tell trials
	run -1 hpo-tell trials <<<'{"trial":1,"state":"waiting","attempt":2,"by":null,"reason":"interrupted"}'
	run -1 hpo-tell trials <<<'{"trial":2,"state":"waiting","attempt":1,"by":null,"reason":"not started: x"}'
	echo '{"trial":1,"state":"running","attempt":2}' | hpo-tell trials
	run -0 hpo-tell trials <<<'{"trial":1,"state":"waiting","attempt":3,"by":null,"reason":"requeued"}'
	printf '{"trial":1,"state":"running","attempt":3,"by":"%s"}\n{"trial":1,"state":"complete","attempt":3,"metrics":{"e":1}}\n' $runner |
	    hpo-tell trials
	[ "$(merged 1 | jq -c '[.state, .attempt]')" = '["complete",3]' ]
}

@test "waiting lines: given back, or left alone" {
	echo '{"trial":1,"state":"waiting","attempt":1,"by":null,"reason":"not started: x"}' >in
	run -1 hpo-tell trials <in
	[ "$(count)" = 4 ]
	run -1 hpo-tell trials <in # nobody holds it: not written again
	[ "$(count)" = 4 ]
	sed -n 3p trials | hpo-tell trials # as hpo-ask printed it
	[ "$(count)" = 4 ]
	run -2 hpo-tell trials <<<'{"trial":2,"state":"waiting","attempt":2}'
	[ "$(count)" = 4 ]
}

@test "attempts fence: the old one writes no steps and starts nothing" {
	echo '{"trial":1,"state":"running","attempt":1}' | hpo-tell trials
	run -1 hpo-tell trials <<<'{"trial":1,"state":"waiting","attempt":2,"by":null,"reason":"lost"}'
	cp trials before
	hpo-tell trials <<<'{"trial":1,"attempt":1,"step":3,"metrics":{"e":1}}'
	hpo-tell trials -q <<<'{"trial":1,"state":"running","attempt":1}'
	cmp trials before
	# but its late result is welcome while there is none
	hpo-tell trials <<<'{"trial":1,"state":"complete","attempt":1,"metrics":{"e":1}}'
	[ "$(merged 1 | jq -r .state)" = complete ]
}

@test "steps are recorded until the end, which takes the step back" {
	hpo-tell trials -t 1 --step 1 e=0.9
	[ "$(last)" = '{"metrics":{"e":0.9},"step":1,"trial":1}' ]
	echo '{"trial":1,"step":2.0,"metrics":{"e":0.8}}' | hpo-tell trials
	hpo-tell trials -t 1 e=0.7
	[ "$(merged 1 | jq -c '[.state, .step, .metrics.e]')" = '["complete",null,0.7]' ]
	run -1 hpo-tell trials -t 1 --step 3 e=0.6
	[ "$(merged 1 | jq -c '.metrics.e')" = 0.7 ]
}

@test "a step is answered with 1 when the trial shall stop" {
	mkdir -p runs/7c1f09aa/1
	hpo-tell trials -t 1 --step 1 e=0.9
	touch runs/7c1f09aa/1/stop
	run -1 hpo-tell trials -t 1 --step 2 e=0.9
	[ "$(merged 1 | jq -c '.step')" = 2 ]
}

@test "inside a payload results go to HPO_REPORT" {
	export HPO_REPORT=$PWD/report HPO_DIR=$PWD/dir
	mkdir dir
	hpo-tell --step 3 loss=0.4
	hpo-tell e=0.25 n=2
	[ "$(cat report)" = '{"step":3,"metrics":{"loss":0.4}}
{"metrics":{"e":0.25,"n":2}}' ]
	touch dir/stop
	run -1 hpo-tell --step 4 loss=0.3
	HPO_REPORT=$PWD/absent/report run -3 hpo-tell e=1
}

@test "--cancel ends a trial that is no evidence" {
	hpo-tell trials -t 1 --cancel
	[ "$(last)" = '{"metrics":{},"state":"cancelled","trial":1}' ]
}

@test "--reap gives back what the dead held, by age also the rest" {
	host=$(hostname)
	boot=$(cut -c1-4 /proc/sys/kernel/random/boot_id)
	start=$(awk '{ print $22 }' /proc/$$/stat)
	cat >>trials <<END
{"trial":2,"seq":3,"state":"running","attempt":1,"by":"$host:$boot:$$:1"}
{"trial":3,"seq":4,"state":"running","attempt":1,"by":"$host:$boot:$$:$start","params":{"x":0,"n":1}}
{"trial":4,"seq":5,"state":"running","attempt":1,"by":"elsewhere:$boot:$$:1","params":{"x":0,"n":2}}
{"trial":5,"seq":6,"state":"waiting","by":"$host:ffff:1:1","params":{"x":0,"n":3}}
END
	hpo-tell -q trials --reap
	[ "$(tail -n +8 trials | jq -c '[.trial, .attempt, .by]')" = $'[2,2,null]\n[5,null,null]' ]
	run -1 hpo-tell trials --reap
	hpo-tell -q trials --reap=0 # trial 1: "host", no time: as old as can be
	[ "$(tail -n +10 trials | jq -c '[.trial, .by]')" = '[1,null]' ]
	cp trials before
	run -1 hpo-tell trials --reap=0
	cmp trials before
}

@test "a torn last line is closed, the next line is whole" {
	printf '{"trial":1,"seq":3,"sta' >>trials
	hpo-tell trials -t 1 e=1
	[ "$(sed -n 5p trials | jq -c '[.trial, .seq]')" = '[1,3]' ]
}

@test "an unterminated last line that is one counts" {
	printf '{"trial":1,"seq":3,"state":"complete","metrics":{"e":5}}' >>trials
	run -2 hpo-tell trials -t 1 e=1
	hpo-tell trials -t 2 e=1
	[ "$(sed -n 5p trials | jq -c '[.trial, .seq]')" = '[2,4]' ]
	[ "$(count)" = 5 ]
}

@test "blank lines, CRLF and a byte order mark are tolerated" {
	sed -i '1s/^/\xef\xbb\xbf/; s/$/\r/' trials
	printf '\xef\xbb\xbf{"trial":1,"metrics":{"e":1}}\r\n\r\n\n{"trial":2,"metrics":{"e":2}}\r\n' |
	    hpo-tell trials
	[ "$(tail -n 2 trials | jq -c '[.trial, .seq]')" = $'[1,3]\n[2,4]' ]
}

@test "a line that is too long is skipped" {
	{
		echo '{"trial":1,"metrics":{"e":1}}'
		printf '{"trial":2,"x":"%01100000d"}\n' 0
		echo '{"trial":2,"metrics":{"e":2}}'
	} >in
	run --separate-stderr -2 hpo-tell trials <in
	[ "$(tail -n +4 trials | jq -c .trial)" = $'1\n2' ]
	[[ $stderr == *"<stdin>:2: "* ]]
}

@test "damaged lines in the file hide nothing" {
	printf '\0\0\0\n{"trial":1,"state":"complete","metrics":{"e":NaN}}\nhalf a li\n' >>trials
	hpo-tell trials -t 1 e=0.5
	[ "$(merged 1 | jq -c '.metrics')" = '{"e":0.5}' ]
	[ "$(tail -n 1 trials | jq .seq)" = 3 ]
}

@test "no header, or none that is valid, gives 2" {
	: >empty
	echo '{"trial":1,"seq":0}' >headless
	echo '{"space":{"x":7}}' >wrong
	for f in empty headless wrong; do
		run -2 hpo-tell $f -t 1 e=1
	done
}

@test "forty writers: nothing lost, seq dense" {
	pids=()
	for w in $(seq 40); do
		for i in $(seq 25); do
			echo "{\"params\":{\"x\":0.$w,\"n\":4},\"tags\":{\"i\":$i}}"
		done | hpo-tell trials &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	[ "$(jq .seq trials)" = "$(seq 0 1002)" ]
	[ "$(tail -n +2 trials | jq .trial)" = "$(seq 1002)" ]
}

@test "what readers would skip is refused, and the trial fails" {
	for big in '"tags":{"log":"'"$(printf '%070000d' 0)"'"}' \
	    '"metrics":{"e":1'"$(printf ',"m%d":1' {1..10001})"'}' \
	    '"note":['"$(yes '"'"$(printf '%060000d' 0)"'",' | head -n 17 | tr -d '\n')"'"'"$(printf '%028450d' 0)"'"]'; do
		cp trials before
		echo '{"trial":1,"state":"complete","metrics":{"e":1},'"$big"'}' >in
		[ "$(wc -c <in)" -lt 1048576 ] # it grows by seq and ended
		[[ $big != '"metrics"'* ]] || echo '{"trial":1,"state":"complete",'"$big"'}' >in
		run -2 hpo-tell trials <in
		[ "$(merged 1 | jq -r .state)" = failed ]
		[ "$(hpo-report table --format csv --columns trial,state trials | tail -n 2)" = $'1,failed\n2,waiting' ]
		cp before trials
	done
	run -2 hpo-tell trials -t 1 --failed "$(printf '%070000d' 0)"
	cmp trials before
}

@test "a line that is no JSON still ends its trial, if it says so" {
	run -2 hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"e":1},"note":"\u0000"}'
	[ "$(merged 1 | jq -r .state)" = failed ]
	run -2 hpo-tell trials <<<'{"trial":2,"state":"complete","metrics":{"e":'
	[ "$(merged 2 | jq -r .state)" = failed ]
}

@test "numbers beyond what JSON readers hold" {
	hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"e":1e999},"seconds":NaN}'
	[ "$(merged 1 | jq -c '[.state, .reason, .seconds]')" = '["failed","nonfinite: e",null]' ]
	hpo-tell trials <<<'{"trial":2,"state":"complete","metrics":{"e":12345678901234567890}}'
	[ "$(merged 2 | jq -c '[.state, .metrics.e > 1e19]')" = '["complete",true]' ]
}

@test "the same result through jq, and after another objective" {
	hpo-tell trials -t 1 e=1.0
	hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"e":1}}'
	[ "$(count)" = 4 ]
	sed 1q trials | jq -c 'del(.id) | .objectives[0].metric = "f"' | hpo-tell trials
	hpo-tell trials <<<'{"trial":1,"state":"complete","metrics":{"e":1}}'
	[ "$(count)" = 5 ]
}

@test "a blank line behind a result does not hold it back" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	exec 9>in 8<out
	printf '{"trial":2,"metrics":{"e":5}}\n\n\r\n' >&9
	read -r got <&8
	[ "$(jq .trial <<<"$got")" = 2 ]
	exec 9>&- 8<&-
	wait $!
}

@test "lines for a study whose file was replaced are refused" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	pid=$!
	exec 9>in 8<out
	echo '{"trial":2,"metrics":{"e":5}}' >&9
	read -r _ <&8
	sed '1s/7c1f09aa/0a0a0a0a/; 4d' trials >new
	mv new trials
	cp trials before
	echo '{"trial":1,"metrics":{"e":5}}' >&9
	exec 9>&- 8<&-
	rc=0
	wait $pid || rc=$?
	[ $rc = 2 ]
	cmp trials before
}

# The n-th call of $2 fails in hpo-tell $3 ...
failing() {
	ASAN_OPTIONS=detect_leaks=0 strace -qq -o trace -e trace="$2" \
	    -e inject="$2:error=EIO:when=$1" hpo-tell "${@:3}"
}

# native: strace.
# bats test_tags=native
@test "a second try after a failed sync syncs" {
	run -3 failing 1 fdatasync trials -t 1 e=0.7
	ASAN_OPTIONS=detect_leaks=0 strace -qq -o trace -e trace=fdatasync hpo-tell trials -t 1 e=0.7
	grep -q 'fdatasync.*= 0' trace
	[ "$(count)" = 4 ]
	hpo-tell trials <<<'{"params":{"x":1},"uid":"01B"}'
	ASAN_OPTIONS=detect_leaks=0 strace -qq -o trace -e trace=fdatasync hpo-tell trials <<<'{"params":{"x":1},"uid":"01B"}'
	grep -q 'fdatasync.*= 0' trace
}

# native: strace.
# bats test_tags=native
@test "whatever call fails: status 3 and a message, or the result is there" {
	for call in newfstatat fcntl pread64 read write fdatasync openat lseek; do
		n=0
		while :; do
			n=$((n + 1))
			cp trials new
			rc=0
			failing $n $call new -t 1 e=0.5 2>err || rc=$?
			grep -q INJECTED trace || break
			case $rc in
			0) jq -e 'select(.trial == 1 and .state == "complete")' new >/dev/null ;;
			127) ;; # the program did not even start
			*)
				# the sanitizer cannot read what it shall not do
				! grep -q 'not work under ptrace' err || continue
				[ $rc = 3 ]
				[ -s err ]
				;;
			esac
		done
		[ $n -gt 1 ]
	done
}

@test "a line is recorded as soon as it comes" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	exec 9>in 8<out
	echo '{"trial":2,"metrics":{"e":5}}' >&9
	read -r got <&8
	[ "$(sed -n 4p trials)" = "$got" ]
	exec 9>&- 8<&-
	wait $!
}

@test "--tee: a reader that leaves does not stop the recording" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	exec 9>in 8<out
	echo '{"trial":1,"metrics":{"e":5}}' >&9
	read -r _ <&8
	exec 8<&-
	echo '{"trial":2,"metrics":{"e":6}}' >&9
	exec 9>&-
	wait $!
	[ "$(tail -n +4 trials | jq -c .trial)" = $'1\n2' ]
}

@test "of HUP, INT and TERM it dies, but not before its input ends" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	pid=$!
	exec 9>in 8<out
	echo '{"trial":1,"metrics":{"e":5}}' >&9
	read -r _ <&8
	kill -HUP $pid
	kill -TERM $pid
	echo '{"trial":2,"metrics":{"e":6}}' >&9
	read -r _ <&8
	exec 9>&- 8<&-
	rc=0
	wait $pid || rc=$?
	[ $rc = 129 ] || [ $rc = 143 ]
	[ "$(count)" = 5 ]
}

@test "a full disk is reported, and the file left as it was" {
	printf '{"note":"%01500d"}\n' 0 >>trials
	cp trials before
	run -3 bash -c 'ulimit -f 2
	    printf "{\"trial\":1,\"x\":\"%0900d\"}\n" 0 | hpo-tell trials'
	cmp trials before
}

@test "a file that is replaced meanwhile is followed" {
	mkfifo in out
	hpo-tell --tee trials <in >out &
	exec 9>in 8<out
	echo '{"trial":1,"metrics":{"e":5}}' >&9
	read -r _ <&8
	cp trials new
	mv new trials
	echo '{"trial":2,"metrics":{"e":5}}' >&9
	read -r _ <&8
	exec 9>&- 8<&-
	wait $!
	[ "$(jq -c .seq trials)" = "$(seq 0 4)" ]
}

@test "an unreadable file, a closed stdout" {
	run -3 bash -c 'hpo-tell --tee trials -t 1 e=1 >/dev/full'
	run -2 hpo-tell "$PWD" -t 1 e=1
	[ "$(merged 1 | jq -r .state)" = complete ]
}

@test "a trial file told to itself is refused" {
	before=$(cksum <trials)
	run -2 hpo-tell trials <trials
	run -2 hpo-tell trials 0<>trials
	[ "$(cksum <trials)" = "$before" ]
	cp trials copy
	hpo-tell trials <copy
}

@test "an input that does not wait, as others may leave it" {
	mkfifo in
	exec 8<>in 7<in
	dd iflag=nonblock count=0 status=none <&7
	hpo-tell trials <&7 8>&- 3>&- &
	exec 7<&-
	# It sleeps when there is nothing to read, or has failed.
	until [[ $(sed 's/.*) //' /proc/$!/stat) == [SZ]* ]]; do :; done
	echo '{"trial":1,"metrics":{"e":1}}' >&8
	exec 8>&-
	wait $!
	[ "$(tail -n 1 trials | jq .metrics.e)" = 1 ]
}

@test "for names a trial for ever" {
	printf '%s\n' '{"params":{"x":0.25},"for":"a"}' | hpo-tell trials
	t=$(tail -n 1 trials | jq .trial)
	before=$(cksum <trials)
	for key in '"b"' null '""'; do
		run -2 hpo-tell trials <<<"{\"trial\":$t,\"for\":$key}"
		run -2 hpo-tell trials <<<"{\"trial\":1,\"for\":$key}"
	done
	run -2 hpo-tell trials <<<"{\"trial\":$t,\"for\":7}"
	run -2 hpo-tell trials <<<'{"params":{"x":0.5},"for":"a"}'
	run -2 hpo-tell trials <<<'{"params":{"x":0.5},"for":""}'
	run -2 hpo-tell trials <<<'{"params":{"x":0.5},"for":7}'
	# The same point again is there.
	hpo-tell trials <<<'{"params":{"x":0.25},"for":"a"}'
	[ "$(cksum <trials)" = "$before" ]
	hpo-tell trials <<<"{\"trial\":$t,\"for\":\"a\",\"tags\":{\"b\":1}}"
}
