#!/usr/bin/env bats
# Several lines of ask, run and tell that work on one file at once.
#
# ROUNDS is how often 16 of them search together, 1 if not set; ROUNDS=20 is
# the long form.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	PATH=${BUILD?}/tests/faults:$PATH
}

# A line whose statuses go to the file status.$1; the rest is of hpo-run.
line() {
	local i=$1
	shift
	inject log 1 KILL 0 40000 -- hpo-ask -q --follow -j 2 trials '|' \
	    hpo-run -q -j 2 "$@" '|' hpo-tell -q trials >"status.$i"
}

# Trials 1 to $1 are complete, each once, and each was evaluated once.
all_once() {
	jq -se --argjson n "$1" 'map(.seq) == [range(length)] and
	    (map(select(.state == "complete").trial) | sort == [range(1; $n + 1)])
	    ' trials
	[ "$(awk '$1 == "start" { print $2 }' log | sort -n | uniq -c |
	    awk '$1 == 1' | wc -l)" = "$1" ]
	[ "$(grep -c ^start log)" = "$1" ]
}

@test "16 lines at once, ${ROUNDS-1} times: each trial evaluated once" {
	local n=120 round i lines
	for ((round = 0; round < ${ROUNDS-1}; round++)); do
		rm -rf trials runs log
		lines=()
		hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=$n
		for ((i = 0; i < 16; i++)); do
			line $i -- work log 5 60 3>&- &
			lines+=($!)
		done
		wait "${lines[@]}"
		all_once $n
		for ((i = 0; i < 16; i++)); do
			[[ "$(cut -d' ' -f3- status.$i)" == [04]' 0 '[01] ]]
		done
	done
}

# native: whether the first line asks for what it lost before the second does is
# a matter of time.
# bats test_tags=native
@test "hpo-tell killed, the line given elsewhere while hpo-run still runs" {
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=6
	cat >payload <<-'END'
		echo "start $HPO_TRIAL" >>log
		until [ -e go ]; do :; done
		echo "$HPO_TRIAL"
	END
	mkfifo lines
	hpo-tell -q trials <lines 3>&- &
	local teller=$! first second
	inject /dev/null 1 KILL 0 40000 -- \
	    hpo-ask -q --follow -j 2 trials '|' \
	    hpo-run -q -j 2 -- sh payload '|' sh -c 'exec cat >lines' \
	    3>&- >status.1 &
	first=$!
	until [ "$(grep -c '"running"' trials)" = 2 ]; do :; done
	kill -KILL $teller
	wait $teller || true
	line 2 -- sh payload 2>err 3>&- &
	second=$!
	until [ "$(grep -c 'is being run already' err)" = 2 ]; do :; done
	[ "$(wc -l <log)" = 2 ]
	touch go
	wait $first $second
	all_once 6
	[ "$(cut -d' ' -f3- status.2)" = "0 0 0" ]
}
