#!/usr/bin/env bats
# The world around the programs: few descriptors, no HOME, no time zone, odd
# masks, closed streams, clocks that jump, a decimal comma, a PATH of somebody
# else.  Under each of them the loop of ask, run and tell ends by itself, with
# as many trials as the header has.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=6
}

# Ask, run and tell until there is nothing to do, $slots (2) trials at a time;
# $@ before each program.
campaign() {
	local rounds=0
	while "$@" hpo-ask -n 2 trials |
	    "$@" hpo-run -q -j ${slots-2} -- sh -c 'touch "$HPO_DIR/made"; echo 0.5' |
	    "$@" hpo-tell trials; do
		[ $((rounds += 1)) -lt 9 ]
	done
	whole
}

# The file trials is in order: 6 complete trials, each run once.
whole() {
	[ "$(jq -s '(map(.seq) == [range(length)]) and (map(select(.trial)) |
	    group_by(.trial) | length == 6 and
	    all((add | .state) == "complete" and
		(map(select(.state == "running")) | length) == 1))' \
	    trials)" = true ]
}

# native: limits of descriptors.
# bats test_tags=native
@test "16 descriptors: asking, telling, reporting, defining" {
	ulimit -n 16
	hpo-space 'x=float(0,1)' minimize=error stop.trials=6 >/dev/null
	for trial in {1..6}; do
		[ "$(hpo-ask trials | jq .trial)" = $trial ]
		hpo-tell trials -t $trial error=0.5
	done
	run -1 hpo-ask trials
	hpo-report trials >/dev/null
	[ "$(hpo-report best --format json trials | jq -s length)" = 1 ]
}

# native: limits of descriptors.
# bats test_tags=native
@test "5 to 130 descriptors, 8 slots: what cannot run comes back, status 3" {
	export ASAN_OPTIONS=${ASAN_OPTIONS+$ASAN_OPTIONS:}detect_leaks=0
	ran=0
	for n in {5..20} {25..130..15}; do
		rm -rf runs
		hpo-space -o few$n 'x=float(0,1)' minimize=error stop.trials=6
		hpo-ask -n 6 few$n >lines
		rc=0
		# Hard as well: hpo-run raises the soft limit as far as it may.
		(ulimit -n $n && exec hpo-run -q -j 8 -- sh -c 'echo 0.5') \
		    <lines >out 2>err || rc=$?
		[ $rc = 0 ] || { [ $rc = 3 ] && [ -s err ]; } ||
		    { [ $n -lt 8 ] && [ $rc = 127 ]; } # not even libraries
		[ $rc != 0 ] || : $((ran += 1))
		[ $rc != 127 ] || continue
		# Every trial has a line that is its end, or gives it back.
		[ "$(jq -s 'group_by(.trial) | length == 6 and
		    all(last | .state == "complete" or
			.state == "waiting" and .by == null)' out)" = true ]
		hpo-tell few$n <out || [ $? = 1 ]
		while hpo-ask few$n | hpo-run -q -- echo 0.5 |
		    hpo-tell few$n; do
			:
		done
		jq -s 'map(select(.trial)) | group_by(.trial) | map(add) |
		    length == 6 and all(.state == "complete")' few$n | grep -q true
	done
	[ $ran -gt 0 ]
}

@test "no HOME, no TZ, a TZ that is none, no environment at all" {
	for world in '-u HOME -u TZ' 'TZ=nonsense' 'TZ=:/etc/passwd' \
	    "-i PATH=$PATH" "-u PATH"; do
		rm -rf trials runs
		env hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=6
		programs=$(dirname "$(command -v hpo-ask)")
		# shellcheck disable=SC2086 # words
		while env $world "$programs/hpo-ask" trials |
		    env $world "$programs/hpo-run" -q -- sh -c 'echo 0.5' |
		    env $world "$programs/hpo-tell" trials; do
			:
		done
		whole
		# Times are of the world, not of the place.
		asked=$(jq -r 'select(.asked).asked' trials | tail -n 1)
		[ $(($(date +%s) - $(date -d "$asked" +%s))) -lt 60 ]
	done
}

@test "umask 000 and 077: who may read and write what" {
	for mask in 000 077; do
		rm -rf trials runs
		umask $mask
		hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=6
		campaign
		[ "$(stat -c %a trials)" = $(($mask == 0 ? 666 : 600)) ]
		# Others may look at no evidence, whatever the mask.
		find runs -type d ! -perm 700 | run ! grep .
		[ "$(find runs -name exit.json | wc -l)" = 6 ]
		# And the payload has the mask that we were given.
		[ "$(stat -c %a runs/*/1/made)" = $(($mask == 0 ? 666 : 600)) ]
	done
}

@test "each standard stream closed, of each program: nothing in a wrong file" {
	hpo-ask trials | hpo-run -q -- echo 0.5 | hpo-tell trials
	hpo-ask trials >line
	{
		hpo-run -q -- echo 0.5 <line
		echo '{"trial":2,"state":"nonsense"}' # that is said on stderr
		echo '{"params":{"x":0.25}}'
	} >told
	for closed in '<&-' '>&-' '2>&-' '<&- >&-' '>&- 2>&-' '<&- >&- 2>&-'; do
		for command in 'hpo-ask trials' 'hpo-report trials' \
		    'hpo-report best trials' 'hpo-run -q -- echo 0.5' \
		    'hpo-tell --tee trials' 'hpo-tell trials -t 2 error=0.5' \
		    'hpo-space --show space' "hpo-space -o new 'x=float(0,1)' minimize=e" \
		    'hpo-ask nothing' 'hpo-tell nothing'; do
			cp trials kept
			: >space
			rm -rf runs new nothing
			input=told
			[[ $command != hpo-run* ]] || input=line
			rc=0
			bash -c "$command <$input >out 2>err $closed" || rc=$?
			[ $rc -lt 4 ] # no signal, no abort
			# All that is in the file are lines, the old ones first.
			head -n "$(wc -l <kept)" trials | cmp - kept
			jq -se 'map(.seq) == [range(length)]' trials >sound
			[ ! -e nothing ]
			[ ! -e new ] || [ "$(jq -s length new)" = 1 ]
			[ ! -e runs ] || find runs -name exit.json \
			    -exec jq -es 'length == 1' {} + >sound
			mv kept trials
		done
	done
}

# Skip unless there is a faketime that works.
need_faketime() {
	command -v faketime >/dev/null || {
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no faketime"
	}
	# Its library would have to come after that of the sanitizer.
	! ldd "$(command -v hpo-ask)" | grep -q lib.san || skip "a sanitizer"
	! nm "$(command -v hpo-ask)" | grep -q __asan_init || skip "a sanitizer"
	export FAKETIME_DONT_FAKE_MONOTONIC=1
	[ "$(faketime -f +1h date +%s)" -gt $(($(date +%s) + 3500)) ]
}

@test "a clock that jumps by an hour between ask, run and tell, both ways" {
	need_faketime
	n=0
	until [ "$(jq -s 'map(.trial // 0) | max' trials)" = 6 ] ||
	    [ $((n += 1)) = 9 ]; do
		set -- +1h -1h +0
		[ $((n % 2)) = 0 ] || set -- -1h +1h -1h
		faketime -f "$1" hpo-ask trials |
		    faketime -f "$2" hpo-run -q -- sh -c 'echo 0.5' |
		    faketime -f "$3" hpo-tell trials
	done
	whole
	run -1 --separate-stderr faketime -f -1h hpo-ask trials
	# It took no hour, and not less than nothing.
	jq -se 'map(.seconds | numbers) | length == 6 and
	    all(. >= 0 and . < 60)' trials
}

@test "a clock that jumps while a trial runs: nobody alive is reaped" {
	need_faketime
	mkfifo go
	hpo-ask trials |
	    hpo-run -q -- sh -c 'touch here; read -r x <go; echo 0.5' |
	    hpo-tell trials 3>&- &
	pid=$!
	until [ "$(jq -s 'last.state' trials)" = '"running"' ]; do
		:
	done
	for jump in +1h -1h +1000d; do
		faketime -f $jump hpo-ask -n 1 trials >out
		[ "$(jq .trial out)" != 1 ]
	done
	if hpo-tell --help | grep -q -e --reap; then
		for jump in +1h -1h +1000d; do
			faketime -f $jump hpo-tell --reap trials || [ $? = 1 ]
		done
	fi
	jq -se 'map(select(.trial == 1)) | last.state == "running"' trials
	echo >go
	wait $pid
	jq -se 'map(select(.trial == 1)) | last | .state == "complete" and
	    .seconds < 60' trials
}

@test "a decimal comma: the same points, and results are what they are" {
	localedef -i de_DE -f UTF-8 "$BATS_TEST_TMPDIR/de_DE.UTF-8" || {
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no localedef, or no de_DE"
	}
	cp trials plain
	export LOCPATH=$BATS_TEST_TMPDIR
	slots=1 # points depend on the order of results
	campaign env LC_ALL=de_DE.UTF-8
	jq -se 'map(.metrics | objects | .error) | unique == [0.5]' trials
	mv trials german
	mv plain trials
	rm -r runs
	campaign env LC_ALL=C
	points() { jq -c 'select(.params) | [.trial, .params]' "$1" | sort -u; }
	diff <(points german) <(points trials)
}

@test "a hostile PATH: none of our programs runs what is in it" {
	mkdir evil
	for name in sh env date hostname uname getconf hpo-tell stty tput less; do
		printf '#!/bin/sh\n: >%s\n' "$PWD/evil/ran" >evil/$name
		chmod +x evil/$name
	done
	programs=$(dirname "$(command -v hpo-ask)")
	while PATH=evil:. "$programs/hpo-ask" trials |
	    PATH=evil:. "$programs/hpo-run" -q -- /bin/echo 0.5 |
	    PATH=evil:. "$programs/hpo-tell" trials; do
		:
	done
	PATH=evil:. "$programs/hpo-report" trials >/dev/null
	PATH=evil:. "$programs/hpo-space" 'y=float(0,1)' minimize=e >/dev/null
	[ ! -e evil/ran ]
	whole
}
