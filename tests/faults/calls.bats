#!/usr/bin/env bats
# System calls that fail, or at which the program is killed: status 3 and a
# message, and nothing is lost.  calls.sh, which make faults runs, is the long
# form: every scene, every error.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	export ASAN_OPTIONS=detect_leaks=0 # it uses ptrace(2), as strace does
	strace -qq -o trace -e inject=fsync:error=EIO true 2>/dev/null ||
	    [ -n "${TESTS_MUST_RUN-}" ] || skip 'no strace that can inject'
}

# The short form for these scenes, of which nothing is to be found.
short() {
	run -0 "$BATS_TEST_DIRNAME/calls.sh" --short "$@"
	# a loop that ends at once would find nothing either
	[ "${output%% *}" -gt $(($# * 15)) ]
}

@test "hpo-space: each call fails once, and from the first on" {
	short space_file space_print
}

@test "hpo-ask: each call fails once, and from the first on" {
	short ask ask_for ask_filter
}

@test "hpo-tell: each call fails once, and from the first on" {
	short tell_pipe tell_direct reap
}

@test "hpo-run: each call fails once, and from the first on" {
	short run_pipe
}

@test "hpo-run, with a result that was kept: each call fails once, and from the first on" {
	short run_again run_other
}

@test "hpo-report: each call fails once, and from the first on" {
	short report
}

@test "hpo-space -o, hpo-ask, hpo-tell, hpo-run: killed once at each call that others see" {
	short --kill space_file ask tell_pipe run
}

# hpo-tell trials -t 1 error=0.5 at a limit of 1 KiB that its line crosses, and
# may not take back what it wrote.
torn_tell() {
	(
		ulimit -f 1
		trap '' XFSZ
		strace -qq -o trace -e trace=write,ftruncate \
		    -e inject=ftruncate:error=EIO:when=1+ \
		    hpo-tell trials -t 1 error=0.5 2>err
	)
}

@test "8 short writes that cannot be taken back: the next line is whole" {
	for rest in 1 2 5 10 20 40 60 79; do
		rm -f trials
		hpo-space -o trials 'x=float(0,1)' minimize=error
		hpo-ask trials >/dev/null
		fill=$((1024 - rest - $(stat -c %s trials)))
		printf '{"note":"%s"}\n' "$(head -c $((fill - 12)) /dev/zero | tr '\0' x)" \
		    >>trials
		cp trials before
		run -3 torn_tell
		[ -s err ]
		grep -q 'ftruncate.*INJECTED' trace
		[ "$(stat -c %s trials)" = 1024 ]
		cmp <(head -c "$(stat -c %s before)" trials) before
		hpo-tell trials -t 1 error=0.5
		[ "$(jq -R 'fromjson? | select(.metrics.error == 0.5)' trials |
		    jq -s length)" = 1 ]
		[ "$(grep -c . trials)" = 5 ] # one of them is the fragment
		hpo-report table --format json trials 2>/dev/null |
		    jq -e '.state == "complete"'
	done
}
