#!/usr/bin/env bats
# A reader in a search is stopped by SIGSTOP: who writes to it goes on with what
# it has and holds no lock meanwhile, and after SIGCONT the search comes to its
# end.
#
# FOLLOWED is how many trials a follower keeps open for a reader that is
# stopped, 300 if not set, so that they do not fit into a pipe; FOLLOWED=3000 is
# the long form.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	PATH=${BUILD?}/tests/faults:$PATH
	mkfifo points lines
}

# Nothing is left stopped.
teardown() {
	for pid in $ask $runner $tell $reader; do
		kill -KILL "$pid" || true
		kill -CONT "$pid" || true
	done 2>/dev/null
}

begin() {
	hpo-space -o trials 'x=float(0,1)' minimize=error "stop.trials=$1"
}

# The stages, each in the background, which each becomes; $stopped is one that
# begins stopped.
stopped=
stage() {
	local how='exec "$@"'
	[ "$stopped" != "$1" ] || how='kill -STOP $$; exec "$@"'
	exec sh -c "$how" - "$@"
}
ask() { stage hpo-ask -q --follow -j "$1" trials >points 3>&- & ask=$!; }
runner() { stage hpo-run -q "$@" <points >lines 3>&- & runner=$!; }
tell() { stage hpo-tell -q trials <lines 3>&- & tell=$!; }

# The stage whose number is in the variable $1 ends well.  Then the number may
# be another's, and is forgotten.
ends() {
	local rc=0
	wait "${!1}" || rc=$?
	unset "$1"
	return $rc
}

# All three end well, and then all $1 trials are complete, each once.
all_end() {
	ends ask
	ends runner
	ends tell
	jq -se --argjson n "$1" 'map(.seq) == [range(length)] and
	    (map(select(.state == "complete").trial) | sort == [range(1; $n + 1)])
	    ' trials
}

# Until trial lines that say $1 are as many as $2.
wait_for() {
	until [ "$(grep -c "$1" trials)" -ge "$2" ]; do :; done
}

# Other commands on the file work, at once; a trial is asked, and told.
others_work() {
	local t
	t=$(timeout 10 hpo-ask -q trials | jq .trial)
	timeout 10 hpo-tell -q trials -t "$t" error=1
	timeout 10 hpo-report trials >/dev/null
	timeout 10 hpo-ask -q -n 3 - <trials >/dev/null
}

@test "hpo-tell stopped: what is asked runs, and is kept; no more is asked" {
	begin 20
	stopped=hpo-tell
	ask 4
	runner -j 4 -- work log 5 50
	tell
	until [ "$(find runs -name exit.json | wc -l)" = 4 ]; do :; done 2>/dev/null
	others_work
	[ "$(grep -c ^end log)" = 4 ]
	[ "$(grep -c '"asked"' trials)" = 5 ]
	run -1 grep running trials
	kill -0 $ask
	kill -0 $runner
	kill -CONT $tell
	all_end 20
	[ "$(grep -c ^start log)" = 19 ]
}

@test "hpo-tell stopped under 12 trials of 4000 steps: none is lost" {
	begin 12
	seq 4000 | sed 's/.*/{"step":&,"error":1}/' >steps
	stopped=hpo-tell
	ask 12
	# Its output does not fit into a pipe, either.
	runner -j 8 -- sh -c 'cat steps >>$HPO_REPORT
	    cat steps steps; echo; echo $HPO_TRIAL; echo end >>log'
	tell
	# More than the pipe and the queue of hpo-run hold, but what has ended is
	# on the disk; no other starts.
	until [ "$(find runs -name exit.json | wc -l)" = 8 ]; do :; done 2>/dev/null
	[ "$(wc -l <log)" = 8 ]
	kill -CONT $tell
	all_end 12
	[ "$(jq -s 'map(select(.step)) | length' trials)" = 48000 ]
}

@test "hpo-run stopped: others work, its payloads end, and it goes on" {
	begin 20
	ask 4
	runner -j 4 -- work log 5 50
	tell
	wait_for '"complete"' 2
	kill -STOP $runner
	others_work
	kill -0 $ask
	kill -0 $tell
	kill -CONT $runner
	all_end 20
	[ "$(grep -c ^start log)" = 19 ]
}

@test "a follower whose ${FOLLOWED-300} trials do not fit into the pipe" {
	local n=${FOLLOWED-300}
	begin "$n"
	hpo-ask trials >/dev/null
	stopped=hpo-run
	ask "$n"
	runner -j 2 -- echo 1
	tell
	wait_for '"asked"' "$n"
	timeout 10 hpo-tell -q trials -t 1 error=1
	timeout 10 hpo-report trials >/dev/null
	run -4 timeout 10 hpo-ask -q trials
	echo '{"params":{"x":0.5}}' | timeout 10 hpo-tell -q trials
	timeout 10 hpo-ask -q trials | jq -e .trial | {
		read -r t
		timeout 10 hpo-tell -q trials -t "$t" error=1
	}
	kill -CONT $runner
	all_end $((n + 1))
}

@test "hpo-tell --tee with a reader that is stopped holds no lock" {
	begin 20
	mkfifo copy
	stopped='cat'
	stage cat <copy >copied 3>&- &
	reader=$!
	hpo-ask -q trials >/dev/null
	seq 3000 | sed 's/.*/{"trial":1,"step":&,"metrics":{"error":1}}/' >steps
	hpo-tell -q --tee trials <steps >copy 3>&- &
	tell=$!
	wait_for '"step"' 1
	others_work
	[ "$(grep -c '"step"' trials)" -lt 3000 ]
	kill -CONT $reader
	ends tell
	ends reader
	[ "$(wc -l <copied)" = 3000 ]
	[ "$(grep -c '"step"' trials)" = 3000 ]
	others_work
}
