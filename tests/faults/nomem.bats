#!/usr/bin/env bats
# Memory that is not there: status 3 and a message, and nothing is lost.
# nomem.sh and pipeline.sh, which make faults runs, are the long forms: every
# allocation.

setup() {
	bats_require_minimum_version 1.5.0
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer has an allocator of its own'
}

# The short form for these scenes, of which nothing is to be found.
short() {
	run -0 "$BATS_TEST_DIRNAME/nomem.sh" --short "$@"
	# a loop that ends at once would find nothing either
	[ "${output%% *}" -gt $(($# * 50)) ]
}

@test "hpo-space: allocations 1 to 20 and every 31st fail, once and for good" {
	short space_file space_print space_inline space_show
}

@test "hpo-ask: allocations 1 to 20 and every 31st fail, once and for good" {
	short ask ask_for ask_filter ask_five ask_tsv
}

@test "hpo-tell: allocations 1 to 20 and every 31st fail, once and for good" {
	short tell_pipe tell_direct tell_failed reap
}

@test "hpo-run: allocations 1 to 20 and every 31st fail, once and for good" {
	short run run_pipe
}

@test "hpo-report: allocations 1 to 20 and every 31st fail, once and for good" {
	short report report_table report_json report_best report_plot
}

@test "a pipeline, ask, run or tell: every 149th allocation fails, once and for good" {
	run -0 "$BATS_TEST_DIRNAME/pipeline.sh" --short
	[ "${output%% *}" -gt 20 ]
}
