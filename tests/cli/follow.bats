#!/usr/bin/env bats
# hpo-ask --follow and --for: asking as long as the search goes on, and again
# and again for the same.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# The reader of a follower, as hpo-run and hpo-tell would be: trial $1 starts,
# ends, comes back for reason $2 (its attempt being $3).
starts() { echo "{\"trial\":$1,\"state\":\"running\"}" | hpo-tell -q trials; }
ends() { hpo-tell -q trials -t "$1" error=1; }
comes_back() {
	echo "{\"trial\":$1,\"state\":\"waiting\",\"attempt\":$3,\"by\":null,\"reason\":\"$2\"}" |
	    hpo-tell -q trials || true
}

# Start hpo-ask --follow with these options: its pid in $pid, its lines on
# descriptor 8.
follow() {
	mkfifo lines
	# Bash starts jobs deaf to INT, unless told otherwise.
	env --default-signal=INT hpo-ask --follow "$@" trials >lines 2>err 3>&- &
	pid=$!
	exec 8<lines
}

# The number of its next trial; fails if there is none.
next() {
	read -rt 20 line <&8 && jq .trial <<<"$line"
}

# Pass some time, in which nothing comes.
pass() {
	[ -p nothing ] || mkfifo nothing
	read -rt 0.01 <>nothing || true
}

# It ends with status $1.
ends_with() {
	rc=0
	wait "$pid" || rc=$?
	[ $rc = "$1" ]
}

@test "--follow keeps W of its own open, and ends with the search" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=5
	hpo-ask trials >/dev/null # somebody else's
	follow -j 2
	[ "$(next)" = 2 ]
	[ "$(next)" = 3 ]
	starts 2
	ends 2
	[ "$(next)" = 4 ]
	ends 4
	[ "$(next)" = 5 ]
	ends 1
	ends 3
	ends 5
	run -1 next # its end
	ends_with 0
	[[ $(jq -r 'select(.trial == 4 and .asked) | .by' trials) =~ ^[^:]+:[0-9a-f]{4}:$pid:[0-9]+$ ]]
}

@test "--follow: 0 and no line if the search is over, 4 if others hold trials" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=1
	hpo-ask trials >/dev/null
	run -4 hpo-ask -q --follow trials
	[ "$output" = "" ]
	ends 1
	run -0 hpo-ask -q --follow -j 7 trials
	[ "$output" = "" ]
}

@test "--follow --wait waits for what others hold" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=1
	hpo-ask trials >/dev/null
	follow --wait
	comes_back 1 'not started: a test' 1
	[ "$(next)" = 1 ]
	ends 1
	run -1 next
	ends_with 0
}

@test "--follow hands out again what comes back, but not to a reader that ends" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=9
	follow -j 2
	[ "$(next)" = 1 ]
	[ "$(next)" = 2 ]
	starts 1
	comes_back 1 requeued 2
	read -rt 20 line <&8
	[ "$(jq -c '[.trial,.attempt]' <<<"$line")" = '[1,2]' ]
	starts 1
	comes_back 1 lost 3
	[ "$(next)" = 1 ]
	comes_back 2 'not started: no room' 1
	starts 1
	ends 1
	run -1 next
	ends_with 3
	[ "$(grep -c . err)" = 1 ]
	[ "$(jq -s 'map(select(.trial == 2)) | add | .by' trials)" = null ]
}

@test "--follow gives back what was not started when its reader is gone" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=9
	follow -j 3
	[ "$(next)" = 1 ]
	[ "$(next)" = 2 ]
	[ "$(next)" = 3 ]
	starts 2
	exec 8<&-
	ends_with 3
	[ "$(jq -sc 'map(select(.trial)) | group_by(.trial) | map(add)
	    | map([.trial, .state, .by])' trials)" = \
	    "$(jq -nc --arg h "$(hostname)" '[[1,"waiting",null],[2,"running",$h],[3,"waiting",null]]')" ]
}

@test "--follow: INT and TERM ask no more, and leave what was printed" {
	for sig in INT TERM; do
		rm -f trials lines
		hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=9
		follow -j 2
		[ "$(next)" = 1 ]
		[ "$(next)" = 2 ]
		before=$(cksum <trials)
		kill -$sig $pid
		ends_with $((128 + $(kill -l $sig)))
		run -1 next
		[ "$(cksum <trials)" = "$before" ]
		# Then its owner is dead, and the next one finds that.
		[ "$(hpo-ask -q trials | jq .trial)" = 1 ]
	done
}

@test "--follow: INT while nobody reads what it prints gives that back" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=900
	follow -j 900
	[ "$(next)" = 1 ]
	kill -INT $pid
	ends_with $((128 + $(kill -l INT)))
	[ "$(jq -s 'map(select(.trial)) | group_by(.trial) | map(add) |
	    last | [.trial, .state, .by] == [900, "waiting", null]' trials)" = true ]
}

@test "--follow gives back also what it prints as its reader leaves" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=900
	{ hpo-ask -q --follow -j 900 trials || echo $? >status; } |
	    head -c 1000 >begin
	[ "$(stat -c %s begin)" = 1000 ]
	[ "$(cat status)" = 3 ]
	[ "$(jq -sc 'map(select(.trial)) | group_by(.trial) | map(add) |
	    map(select(.state == "waiting" and .by == null)) | length' trials)" = 900 ]
}

@test "--follow prints the names of --format tsv once" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	follow --format tsv
	read -r line <&8
	[ "$line" = $'trial\tx' ]
	for t in 1 2 3; do
		read -r line <&8
		[ "${line%%$'\t'*}" = $t ]
		ends $t
	done
	wait $pid
}

@test "--follow and -j with what does not go with them" {
	hpo-space -o trials 'x=float(0,1)' minimize=error
	run -2 hpo-ask --follow <trials
	run -2 hpo-ask --follow -n 2 trials
	run -2 hpo-ask --follow --for a trials
	run -2 hpo-ask -j 2 trials
	run -2 hpo-ask --follow -j 0 trials
	[ "$(wc -l <trials)" = 1 ]
}

@test "--for: one trial for each key, the same for ever" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	[ "$(hpo-ask --for a trials | jq -c '[.trial,.for]')" = '[1,"a"]' ]
	[ "$(hpo-ask --for 'b c' trials | jq -c '[.trial,.for]')" = '[2,"b c"]' ]
	# Waiting, asked by one that ended: handed out again.
	[ "$(hpo-ask --for a trials | jq -c '[.trial,.attempt]')" = '[1,null]' ]
	# Others do not get it, nor another key.
	[ "$(hpo-ask trials | jq .trial)" = 3 ]
	run -4 hpo-ask -q trials
	run -4 hpo-ask -q --for d trials
	# Running under an owner that may live.
	starts 1
	run -4 hpo-ask -q --for a trials
	[ "$output" = "" ]
	# Ended: its final line, and nothing is written.
	ends 1
	before=$(cksum <trials)
	[ "$(hpo-ask --for a trials | jq -c '[.trial,.state,.metrics.error]')" = '[1,"complete",1]' ]
	hpo-ask --for a trials | hpo-run -q -- false | hpo-tell trials
	[ "$(cksum <trials)" = "$before" ]
	# Of others only what has no key matters to a key without a trial.
	ends 3
	run -1 hpo-ask -q --for d trials
	[ "$(hpo-ask --for 'b c' trials | jq .trial)" = 2 ]
}

@test "--for of a trial that has ended: its lines, merged, and the study" {
	hpo-space -o trials 'x=float(0,1)' minimize=error
	hpo-ask --for a trials >/dev/null
	hpo-tell -q trials <<-'END'
	{"trial":1,"state":"running","attempt":1,"by":"gone","started":"2024-01-01T00:00:00.000Z"}
	{"trial":1,"attempt":1,"step":3,"metrics":{"error":0.75}}
	{"trial":1,"attempt":1,"state":"complete","metrics":{"error":0.5,"loss":2},"seconds":0.25,"note":"x"}
	END
	hpo-ask --for a trials >out
	[ "$(jq 'has("study")' out)" = true ]
	cmp <(jq -S 'del(.study)' out) \
	    <(jq -sS 'map(select(.trial == 1)) | add' trials)
	# The same at any time.
	cmp out <(hpo-ask --for a trials)
}

@test "--for takes a free trial that has no key, and what was lost" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	printf '%s\n' '{"params":{"x":0.25}}' '{"params":{"x":0.5},"for":"b"}' |
	    hpo-tell trials
	[ "$(hpo-ask --for a trials | jq -c '[.trial,.params.x]')" = '[1,0.25]' ]
	[ "$(hpo-ask --for c trials | jq .trial)" = 3 ]
	[ "$(hpo-ask --for b trials | jq -c '[.trial,.params.x]')" = '[2,0.5]' ]
	starts 2
	comes_back 2 lost 2
	[ "$(hpo-ask --for b trials | jq -c '[.trial,.attempt]')" = '[2,2]' ]
	# Free, a trial with a key is anybody's who asks without one.
	comes_back 3 'not started: a test' 1
	run -1 hpo-ask -q --for d trials
	[ "$(hpo-ask trials | jq .trial)" = 3 ]
}

@test "--for: running under a dead owner is the next attempt; a live one holds" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	hpo-ask --for a trials >/dev/null
	mkfifo in
	hpo-tell trials <in 3>&- &
	pid=$!
	exec 9>in
	{ hpo-run -q -- true < <(hpo-ask --for a trials) || [ $? = 3 ]; } |
	    head -n 1 >&9
	until [ "$(jq -s 'map(select(.trial)) | add | .state' trials)" = '"running"' ]; do
		pass
	done
	run -4 hpo-ask -q --for a trials
	kill -KILL $pid
	ends_with 137
	[ "$(hpo-ask -q --for a trials | jq -c '[.trial,.attempt]')" = '[1,2]' ]
}

@test "--for --wait waits until the trial of the key has ended" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	hpo-ask --for a trials >/dev/null
	starts 1
	hpo-ask --wait --for a trials >out 2>err 3>&- &
	pid=$!
	ends 1
	ends_with 0
	[ "$(jq .state out)" = '"complete"' ]
}

@test "--for: a wrong key, or what does not go with it" {
	hpo-space -o trials 'x=float(0,1)' minimize=error
	run -2 hpo-ask --for '' trials
	run -2 hpo-ask --for $'\xff' trials
	run -2 hpo-ask --for "$(printf %01001d 1)" trials
	run -2 hpo-ask --for a -n 2 trials
	run -2 hpo-ask --for a <trials
	[ "$(wc -l <trials)" = 1 ]
}

@test "--wait says whom it waits for, in the end, but not with -q" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=1
	hpo-ask trials >/dev/null
	hpo-ask --wait -q trials 2>quiet 3>&- &
	pid=$!
	hpo-ask --wait trials 2>err 3>&- &
	until grep -q 'trial 1 by' err; do pass; done
	ends 1
	wait $! || [ $? = 1 ]
	ends_with 1
	[ ! -s quiet ]
}

@test "--follow ends when hpo-tell has died, also behind a tee" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=5
	mkfifo go
	hpo-ask --follow -j 2 trials 2>err | tee asked |
	    hpo-run -q -j 2 -- sh -c 'read -r _ <go; echo 1' |
	    { echo $BASHPID >tell; exec hpo-tell trials; } 3>&- &
	until [ "$(grep -cs running trials)" = 2 ]; do pass; done
	kill -KILL "$(cat tell)"
	printf '\n\n' >go
	wait $! || [ $? = 137 ]
	[ "$(jq -s 'map(select(.trial)) | group_by(.trial) | map(add)
	    | all(.state == "waiting" and .by == null)' trials)" = true ]
}

@test "--for with a format that does not show that a trial has ended: 1" {
	hpo-space -o trials 'x=float(0,1)' minimize=error
	[ "$(hpo-ask --for a --format args trials | cut -c1-6)" = '1 --x=' ]
	ends 1
	for format in args env tsv; do
		run -1 --separate-stderr hpo-ask --for a --format $format trials
		[ "$output" = "" ]
		[ "${#stderr_lines[@]}" = 1 ]
	done
}

@test "what is said of holders fits who they are" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	hpo-ask -n 3 trials >/dev/null
	hint() { # of what hpo-ask says with trial 1 held by $1
		sed "s/\"trial\":1,\(.*\)\"by\":\"[^\"]*\"/\"trial\":1,\1\"by\":\"$1\"/" trials >t
		ends() { hpo-tell -q t -t "$1" error=1; }
		ends 2
		ends 3
		run -4 --separate-stderr hpo-ask t
		grep -o 'reap[=0-9m]*' <<<"$stderr" || echo none
	}
	self="$(hostname):$(head -c 4 /proc/sys/kernel/random/boot_id):$$:$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)"
	[ "$(hint here)" = reap=10m ]
	[ "$(hint other:1234:1:1)" = reap ]
	[ "$(hint "$self")" = none ]
}
