#!/usr/bin/env bats
# Process trees that payloads leave behind (see tree.c): none of them outlives
# hpo-run, however that ends, but for KILL: then what is left of a trial is
# ended before its next attempt.
#
# TREES is the number of payloads that leave a tree, 30 if not set; TREES=1000
# is the long form, with 1 round of interruptions for 15 of them.  SEED makes
# others.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	trees=${TREES-30}
	rounds=$(((trees + 14) / 15))
	slots=4
	[ "$trees" -le 100 ] || slots=16
	export SEED=${SEED-1}
	tree=${BUILD?}/tests/faults/tree
	dir=runs/7c1f09aa
}

# Waiting lines of trials $1 to $2, attempt $3.
ask() {
	jq -nc --argjson from "$1" --argjson to "$2" --argjson n "${3-1}" \
	    'range($from; $to + 1) | {trial: ., state: "waiting", attempt: $n,
		params: {x: 1}, study: {id: "7c1f09aa", name: "t", seed: "7",
		metrics: ["error"], params: ["x"]}}'
}

# No process of a tree is left; names those that are.
nobody() {
	local held
	[ -z "$("$tree" --alive records | tee /dev/stderr)" ] || return 1
	# This knows of those, too, that could not note themselves.
	for held in $dir/*/held; do
		[ ! -e "$held" ] || flock -n "$held" true || return 1
	done
}

# In the file out, trial and left_behind of each complete trial, in order.
left_said() {
	jq -r 'select(.state == "complete") |
	    "\(.trial) \(.left_behind // 0)"' out | sort -n
}

# The same by what the processes noted.
left_noted() {
	awk '{ n[$1] += $3 == "child" } END { for (t in n) print t, n[t] }' \
	    records | sort -n
}

@test "trees of ${TREES-30} payloads, 4 at once: all ended, all counted" {
	ask 1 "$trees" | hpo-run -q -j $slots -- "$tree" records deaf >out
	nobody
	[ "$(left_said | wc -l)" = "$trees" ]
	diff <(left_said) <(left_noted)
	# Among them were trees of several processes, or this tests nothing.
	left_noted | awk '$2 > 3 { n++ } END { exit n < NR / 10 }'
	[ "$(jq -s 'map(select(.metrics.error == 0.5)) | length' out)" = "$trees" ]
}

@test "trees without an environment of ${TREES-30} payloads: all ended" {
	ask 1 "$trees" | hpo-run -q -j $slots -- "$tree" records bare >out
	nobody
	[ "$(left_said | wc -l)" = "$trees" ]
}

@test "trees without an environment, one payload at a time: all counted" {
	ask 1 "$trees" | hpo-run -q -- "$tree" records bare >out
	nobody
	diff <(left_said) <(left_noted)
}

# Begin hpo-run with trials $1 to $2 and the words $3; its id is in pid.
begin() {
	ask "$1" "$2" >in
	# Bash starts jobs deaf to INT, unless told otherwise.
	env --default-signal=INT hpo-run -q -j $slots --kill-after 0.2s -- \
	    "$tree" records "$3" <in >out 3>&- &
	pid=$!
	# Under valgrind it has another name.
	until grep -Eqx 'hpo-run|memcheck-.*' /proc/$pid/comm ||
	    ! kill -0 $pid; do
		:
	done 2>/dev/null
}

# Pass a random time, up to $1 ms.
pass() {
	read -rt "$(printf '0.%03d' $((RANDOM % $1)))" <>quiet || true
}

# A round for each way to interrupt: signals $@, at random moments.
interrupted() {
	local round sig trial=1 rc
	RANDOM=$SEED
	mkfifo quiet
	touch records
	for ((round = 0; round < rounds; round++)); do
		rm -f out
		begin $trial $((trial + 7)) "bare deaf $word"
		for sig; do
			pass 60
			kill -"$sig" $pid || true
		done
		rc=0
		wait $pid || rc=$?
		# It may have been at its end.
		[ $rc = 0 ] || [ $rc = $((128 + $(kill -l "$1"))) ]
		nobody
		# Each has a last line that says what became of it, unless the
		# signal came before hpo-run had read anything.
		[ ! -s out ] || [ "$(jq -s 'group_by(.trial) | map(last.state) |
		    length == 8 and all(. != "running")' out)" = true ]
		: $((trial += 8))
	done
}

@test "INT at a random moment, 8 payloads with trees, a round for 15 of ${TREES-30}: nobody left" {
	word=slow interrupted INT
}

@test "INT twice at random moments, payloads that do not end: nobody left" {
	word=long interrupted INT INT
}

@test "TERM at a random moment, payloads that do not end: nobody left" {
	word=long interrupted TERM
}

# native: valgrind 3.19 has no pidfd_open(2).
# bats test_tags=native
@test "KILL, and the same lines again: a round for 15 of ${TREES-30}, trees ended before" {
	RANDOM=$SEED
	mkfifo quiet
	touch records
	for ((round = 1; round <= rounds; round++)); do
		begin 1 4 long
		until [ "$(grep -c payload records)" = 4 ]; do
			pass 10
		done
		pass 50
		kill -KILL $pid
		wait $pid || true
		# The payloads die with it; what they left may be alive.
		while "$tree" --alive records | grep -q payload; do
			pass 10
		done
		"$tree" --alive records | wc -l >>survived
		# A payload that finds anything of an earlier one fails.
		ask 1 4 2 | hpo-run -q -j $slots -- "$tree" records '' >out
		nobody
		[ "$(jq -s 'map(select(.state == "complete")) | length' out)" = 4 ]
		rm -r $dir
		: >records
	done
	# There was something to end.
	awk '{ n += $1 } END { exit n == 0 }' survived
}
