#!/usr/bin/env bats
# The limit of lost attempts: a payload that takes its hpo-run, or the whole
# line, with it each time fails in the end.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	PATH=${BUILD?}/tests/faults:$PATH
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
}

# The file payload: trial 2 notes its attempt, and does $1 once it is recorded
# that it runs.
payload() {
	cat >payload <<-END
		[ \$HPO_TRIAL = 2 ] || { echo 1; exit; }
		echo \$HPO_ATTEMPT >>attempts
		runs='^{"trial":2,.*"running","attempt":'\$HPO_ATTEMPT,
		until grep -q "\$runs" trials; do :; done
		$1
	END
}

# The three stages, with --lost $1 if it is given, one argument a line.
stages() {
	local lost=(${1+--lost "$1"})
	printf '%s\n' hpo-ask -q --follow -j 1 "${lost[@]}" trials '|' \
	    hpo-run -q -j 1 -- sh payload '|' hpo-tell -q "${lost[@]}" trials
}

# Give the line $1 times, with --lost $2.
lines() {
	local n=$1 i line
	shift
	mapfile -t line < <(stages "$@")
	for ((i = 0; i < n; i++)); do
		inject log 1 KILL 0 20000 -- "${line[@]}" 2>>err
	done
}

# State, attempt and reason of trial 2.
end() {
	jq -rs 'map(select(.trial == 2)) | add |
	    "\(.state) \(.attempt) \(.reason)"' trials
}

@test "hpo-run killed by its payload at each attempt: lost after 1 + 3" {
	payload 'kill -KILL $PPID'
	lines 4
	[ "$(paste -sd' ' attempts)" = "1 2 3 4" ]
	[ "$(end)" = "failed 4 lost" ]
	lines 1
	[ "$(wc -l <attempts)" = 4 ]
	[ "$(jq .state trials | grep -c complete)" = 2 ]
}

@test "the whole line killed by a payload at each attempt: lost after 1 + 3" {
	payload 'kill -KILL -$(cut -d" " -f5 /proc/$PPID/stat)'
	lines 4
	[ "$(paste -sd' ' attempts)" = "1 2 3 4" ]
	[ "$(end)" = "running 4 null" ]
	lines 1
	[ "$(end)" = "failed 4 lost" ]
	[ "$(wc -l <attempts)" = 4 ]
	[ "$(jq .state trials | grep -c complete)" = 2 ]
}

@test "--lost 1 is 1 + 1 attempts, --lost 0 has no limit in 6" {
	payload 'kill -KILL $PPID'
	lines 2 1
	[ "$(paste -sd' ' attempts)" = "1 2" ]
	[ "$(end)" = "failed 2 lost" ]
	rm -r trials runs attempts
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=3
	lines 6 0
	[ "$(paste -sd' ' attempts)" = "1 2 3 4 5 6" ]
	# The follower may be quicker than the news of its reader's death: then
	# it hands the trial out once more, and gives it back.
	[[ $(end) == "waiting 7 lost" || $(end) == "waiting 7 not started: "* ]]
}
