#!/usr/bin/env bats
# Lines that hpo-tell hears and does not take as they are.
set -o pipefail

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	hpo-space -o trials 'x=float(0,1)' minimize=error
	hpo-ask -n 2 trials >/dev/null
}

# Tell the line $2, and expect status $1 and no line more in the file.
not_taken() {
	cp trials before
	run -"$1" --separate-stderr hpo-tell trials <<<"$2"
	cmp trials before
}

@test "running after the end, or of an older attempt, is not written" {
	printf '{"trial":1,"state":"%s","attempt":%s}\n' running 1 waiting 2 \
	    running 2 | hpo-tell trials
	not_taken 0 '{"trial":1,"state":"running","attempt":1}'
	[ -n "$stderr" ]
	hpo-tell trials -t 1 error=0.5
	not_taken 0 '{"trial":1,"state":"running","attempt":2}'
	[ -n "$stderr" ]
}

@test "waiting while it runs, with the same attempt, is not written" {
	echo '{"trial":1,"state":"running","attempt":1}' | hpo-tell trials
	not_taken 0 '{"trial":1,"state":"waiting","attempt":1,"by":null}'
	[ -n "$stderr" ]
	[ "$(jq -s 'map(select(.trial == 1)) | add.state' trials)" = '"running"' ]
}

@test "a metric that is no objective and not finite is left out, and said" {
	run -0 --separate-stderr hpo-tell trials \
	    <<<'{"trial":1,"state":"complete","metrics":{"error":0.5,"b":NaN}}'
	[ -n "$stderr" ]
	[ "$(tail -n 1 trials | jq -c .metrics)" = '{"error":0.5}' ]
}

@test "a failed end after steps has no step, and no metrics of one" {
	echo '{"trial":1,"state":"running","attempt":1}' | hpo-tell trials
	hpo-tell trials -t 1 --step 3 error=0.7
	echo '{"trial":1,"state":"failed","reason":"why"}' | hpo-tell trials
	[ "$(jq -s 'map(select(.trial == 1)) | add |
	    .state == "failed" and .step == null and .metrics == {}' trials)" = true ]
}

@test "keys of a wrong type: status 2, and nothing is written" {
	for line in '{"trial":1,"state":3}' '{"trial":1,"metrics":[1]}' \
	    '{"trial":2,"by":7,"state":"running"}' '[1]'; do
		not_taken 2 "$line"
		[[ $stderr == *:1:* ]]
	done
}

# native: strace.
# bats test_tags=native
@test "a file system without locks: refused, status 3, nothing is written" {
	strace -V >/dev/null 2>&1 || {
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no strace"
	}
	! grep -q __asan_init "$(command -v hpo-tell)" ||
	    skip "leaks are not looked for under strace"
	cp trials before
	for error in ENOLCK EOPNOTSUPP EIO; do
		for command in 'hpo-tell trials -t 1 error=0.5' 'hpo-ask trials'; do
			# shellcheck disable=SC2086 # words
			run -3 --separate-stderr strace -qq -o traced \
			    -P trials -e trace=fcntl \
			    -e inject=fcntl:error=$error $command
			[ -n "$stderr" ]
			[ -z "$output" ]
			cmp trials before
		done
	done
}

# native: strace.
# bats test_tags=native
@test "files that cannot be looked at: status 3, as from no other input" {
	strace -V >/dev/null 2>&1 || {
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no strace"
	}
	export ASAN_OPTIONS=${ASAN_OPTIONS+$ASAN_OPTIONS:}detect_leaks=0
	failed=0
	for n in {1..12}; do
		for last in '' +; do
			rc=0
			echo '{"trial":1,"step":1,"metrics":{"e":1}}' |
			    strace -qq -o trace \
				-e trace=newfstatat,fstat \
				-e inject=newfstatat,fstat:error=EIO:when=$n$last \
				hpo-tell trials 2>err || rc=$?
			[ $rc = 0 ] || [ $rc = 3 ] || [ $rc = 127 ]
			[ $rc != 3 ] || failed=$((failed + 1))
		done
	done
	[ $failed -gt 0 ]
}
