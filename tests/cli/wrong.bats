#!/usr/bin/env bats
# What goes wrong every day: each program says it in one line, with the right
# status, and no trial is lost.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
	hpo-space -o trials x='float(0,1)' minimize=error stop.trials=9
}

# One line on standard error, from program $1.
one_line() {
	[ "${#stderr_lines[@]}" = 1 ]
	[[ ${stderr_lines[0]} == "$1: "?* ]]
}

state() {
	jq -Rnr --argjson t "$1" '[inputs | fromjson? | objects
	    | select(.trial == $t)] | add | .state' trials
}

@test "a mistyped command stops the loop at the first trial, which waits again" {
	rounds=0
	while :; do
		rounds=$((rounds + 1))
		[ $rounds -lt 9 ]
		hpo-ask trials | hpo-run -- ./no-such-program {x} 2>err |
		    hpo-tell trials || break
	done
	[ $rounds = 1 ]
	[ "$(wc -l <err)" = 1 ]
	[ "$(state 1)" = waiting ]
	[ "$(hpo-ask trials | jq .trial)" = 1 ]
	run --separate-stderr -2 hpo-run -- ./no-such-program {x} \
	    < <(hpo-ask trials)
	one_line hpo-run
}

@test "a mistyped command with eight lines at once gives all back" {
	hpo-ask -n 8 trials | run_quietly || true
	[ "$(hpo-ask -n 8 trials | jq .trial | sort -n | tr '\n' ' ')" = '1 2 3 4 5 6 7 8 ' ]
}

run_quietly() {
	hpo-run -j 3 -- ./no-such-program {x} 2>/dev/null | hpo-tell trials
}

@test "a mistyped parameter in the command: the same" {
	hpo-ask trials | hpo-run -- echo {lr} 2>err | hpo-tell trials && false
	[ "$(wc -l <err)" = 1 ]
	[ "$(state 1)" = waiting ]
	run -2 hpo-run -- echo {lr} < <(hpo-ask trials)
}

@test "a missing data file is a failed trial that says so" {
	hpo-ask trials | hpo-run -q -- cat no-such-data | hpo-tell trials
	[ "$(state 1)" = failed ]
	jq -e 'select(.reason) | .reason | test("no-such-data")' trials
}

@test "twenty failures in a row end the search, and it says how to go on" {
	hpo-space x='float(0,1)' minimize=error stop.trials=60 | hpo-tell trials
	rounds=0
	while :; do
		rounds=$((rounds + 1))
		[ $rounds -lt 40 ]
		hpo-ask trials 2>err | hpo-run -q -- false | hpo-tell trials ||
		    break
	done
	[ $rounds = 21 ]
	grep -q hpo-tell err
	run -1 hpo-ask trials
}

@test "a wrong metric name: failed, and the reason names both" {
	hpo-ask -n 2 trials | hpo-run -q -- echo '{"loss":1}' | hpo-tell trials
	[ "$(state 1)$(state 2)" = failedfailed ]
	jq -es 'any(.reason // "" | contains("error") and contains("loss"))' trials
	run --separate-stderr -2 hpo-tell trials -t 3 loss=1
	one_line hpo-tell
}

@test "a missing trial file" {
	for command in 'hpo-ask absent' 'hpo-tell absent' 'hpo-tell absent -t 1 error=1' \
	    'hpo-report absent'; do
		run --separate-stderr -2 $command </dev/null
		one_line "${command%% *}"
	done
	run --separate-stderr -2 hpo-space absent.yaml
	one_line hpo-space
	[ ! -e absent ]
}

@test "an unwritable folder" {
	hpo-ask trials >line
	echo >runs # as root nothing else is unwritable
	run --separate-stderr -3 hpo-run -- echo 1 <line
	one_line hpo-run
	[ "$(jq -c '[.trial, .state, .by]' <<<"$output")" = '[1,"waiting",null]' ]
	run --separate-stderr -3 hpo-space -o no/such/folder x='float(0,1)' minimize=e
	one_line hpo-space
	if [ "$(id -u)" != 0 ]; then
		mkdir shut
		cp trials shut
		chmod a-w shut shut/trials
		run --separate-stderr -3 hpo-ask shut/trials
		one_line hpo-ask
		run --separate-stderr -3 hpo-space -o shut/new x='float(0,1)' minimize=e
		one_line hpo-space
		chmod -R u+w shut
	fi
}

# The same on a disk that is full: $1 makes it so, for a command.
full_disk() {
	# hpo-space: nothing is left behind
	printf 'minimize: e\nparams: {x: {type: float, low: 0, high: 1, help: "%02000d"}}\n' 0 >large.yaml
	run --separate-stderr -3 $1 hpo-space -o new large.yaml
	one_line hpo-space
	[ -z "$(find . -name '*new*')" ]
	# hpo-ask: nothing is handed out
	cp trials before
	run --separate-stderr -3 $1 hpo-ask trials
	one_line hpo-ask
	[ -z "$output" ]
	cmp trials before
	# hpo-tell: nothing is acknowledged
	run --separate-stderr -3 $1 hpo-tell --tee trials \
	    <<<'{"params":{"x":0.5}}'
	one_line hpo-tell
	[ -z "$output" ]
	cmp trials before
}

@test "a full disk, by ulimit -f" {
	printf '{"note":"%01020d"}\n' 0 >>trials
	cat >full <<'END'
#!/bin/bash
ulimit -f 1 # KiB
exec "$@"
END
	chmod +x full
	full_disk ./full
}

@test "a full disk, a small tmpfs" {
	alone=(unshare -m)
	[ "$(id -u)" = 0 ] || alone=(unshare -rm)
	# where the root is no mount point, as after chroot(8)
	"${alone[@]}" true 2>/dev/null || alone+=(--propagation unchanged)
	"${alone[@]}" true 2>/dev/null ||
	    { [ -z "${TESTS_MUST_RUN-}" ] && skip 'no namespaces here'; }
	mkdir small
	"${alone[@]}" bash -euc '
	    mount -t tmpfs -o size=64k none small
	    trap "umount -l \"$PWD/small\"" EXIT
	    hpo-space -o small/trials x="float(0,1)" minimize=e stop.trials=999
	    cd small
	    head -c 100000 /dev/zero >fill 2>/dev/null || true
	    status() { local rc=0; "$@" 2>../err || rc=$?; echo $rc; wc -l <../err; }
	    [ "$(status hpo-space -o new x="float(0,1)" minimize=e | xargs)" = "3 1" ]
	    [ ! -e new ]
	    while hpo-ask trials >/dev/null 2>../err; do :; done
	    [ "$(wc -l <../err)" = 1 ]
	    [ "$(status hpo-ask trials | xargs)" = "3 1" ]
	    rm fill
	    hpo-ask trials >/dev/null
	    jq -e . trials >/dev/null
	    [ "$(jq -s "map(.seq) == [range(length)]" trials)" = true ]'
}

@test "a closed stdout" {
	hpo-ask trials | hpo-run -q -- echo 2 | hpo-tell trials
	for command in 'hpo-ask trials' 'hpo-report trials' \
	    "hpo-space --show 'x=float(0,1)' minimize=e" \
	    'hpo-report best trials' 'hpo-ask --list' \
	    "hpo-space 'x=float(0,1)' minimize=e"; do
		for how in '>&-' '>/dev/full'; do
			run -3 bash -c "$command $how 2>err"
			[ "$(wc -l <err)" = 1 ]
		done
	done
	run -3 bash -c 'hpo-tell --tee trials >/dev/full' <<<'{"params":{"x":0.5}}'
	run -3 bash -c 'hpo-tell --tee trials >&-' <<<'{"params":{"x":0.25}}'
	# What a result is worth is not lost: hpo-run has it in runs/.
	hpo-ask trials >line
	run -3 bash -c 'hpo-run -q -- echo 1 <line >&-'
	[ "$(hpo-run -q -- false <line | tail -n 1 | jq -r .state)" = complete ]
}

@test "a closed stdin" {
	run -1 bash -c 'hpo-tell trials <&-'
	run -2 bash -c 'hpo-ask <&-'
	run -2 bash -c 'hpo-space <&-'
	run -0 bash -c 'hpo-run -- true <&-'
	run -0 bash -c 'hpo-ask trials <&-'
	[ "$(jq -c .trial trials)" = $'null\n1' ]
}
