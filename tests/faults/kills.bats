#!/usr/bin/env bats
# Searches whose stages are killed, or told to end, at random moments, and the
# same line again: see kills.sh.
#
# KILLS is how often each is done, 2 if not set; KILLS=100 is the long form.
# SEED makes others.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
}

n=${KILLS-2}

# Do $1 as often as n says; in the long form, show what was done.
storm() {
	[ -n "${KILLS-}" ] || export TRIALS=16 LONGEST=150
	"$BATS_TEST_DIRNAME/kills.sh" "$1" "${2-$n}" >out
	cat out
	[ "$(cut -d' ' -f2 out)" -ge "$n" ] || [ "$1" = forget ]
	[ -z "${KILLS-}" ] || sed 's/^/# /' out >&3
}

@test "hpo-ask killed $n times: each trial complete once, none done again" {
	storm ask
	grep -q ' 0 evaluated again' out
}

@test "hpo-run killed $n times: done again only what it took along" {
	storm run
}

@test "hpo-tell killed $n times: each trial complete once, none done again" {
	storm tell
	grep -q ' 0 evaluated again' out
}

@test "hpo-tell killed, and no results kept: some are done again" {
	storm forget 100 # it ends with the first
}

@test "a random stage killed $n times" {
	storm any
}

@test "two stages killed at once, $n times" {
	storm two
}

@test "all three stages killed at once, $n times" {
	storm all
}

@test "one of 16 lines on one file killed, $n times" {
	storm many
}

@test "INT, as by Ctrl-C, $n times: all die of it" {
	storm INT
}

@test "INT twice within 2 seconds, $n times: all die of it" {
	storm INT2
}

@test "TERM to the whole line, $n times: all die of it" {
	storm TERM
}

@test "HUP to the whole line, $n times: it ends, and none is done again" {
	storm HUP
	grep -q ' 0 evaluated again' out
}

# Tests that need a command: without it they are skipped, or fail.
needs() {
	command -v "$1" >/dev/null || [ -n "${TESTS_MUST_RUN-}" ] ||
	    skip "no $1"
}

@test "a loop of bash or dash, while LINE, left by INT, $n times" {
	needs dash
	storm INT-while
}

@test "a loop of bash or dash, LINE || break, left by INT, $n times" {
	needs dash
	storm INT-break
}

@test "a loop of bash or dash without an end, left by INT, $n times" {
	needs dash
	storm INT-loop
}

@test "all loops left by INT twice, and by TERM, $n times each" {
	[ -n "${KILLS-}" ] || skip "only with KILLS"
	needs dash
	for signal in INT2 TERM; do
		storm $signal-while
		storm $signal-break
		storm $signal-loop
	done
}
