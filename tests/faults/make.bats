#!/usr/bin/env bats
# The campaign of examples/makefile, killed and given again: as many trials as
# targets, each complete once, and none evaluated again when its result was in
# the file.
#
# KILLS is how often each way, 5 if not set; KILLS=20 is the long form.  SEED
# makes other moments.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	unset MAKEFLAGS MFLAGS MAKELEVEL # those of make check
	campaign=$(realpath "$BATS_TEST_DIRNAME/../../examples/makefile/Makefile")
	RANDOM=${SEED-1}
	kills=${KILLS-5}
	export TRIALS=$((10 * kills))
	mkfifo quiet
	touch log
	programs
}

# In front of the programs: a svm-train that notes when it is run for a trial,
# and that was there already; and no limit for attempts that are lost.
programs() {
	local p
	mkdir bin
	cat >bin/svm-train <<-'EOF'
		#!/bin/bash
		for model; do :; done
		[ "$HPO_TRIAL" ] || exec touch "$model"
		echo "start $HPO_TRIAL" >>log
		grep -q "{\"trial\":$HPO_TRIAL,.*\"state\":\"complete\"" trials.jsonl &&
		    echo "again $HPO_TRIAL" >>log
		read -rt "$(printf 0.%03d $((50 + HPO_SEED % 150)))" <>quiet
		echo "Cross Validation Accuracy = 9$((HPO_SEED % 10))%"
	EOF
	for p in hpo-ask hpo-tell; do
		printf '#!/bin/sh\nexec "%s" --lost 0 "$@"\n' \
		    "$(command -v $p)" >bin/$p
	done
	chmod +x bin/*
	PATH=$PWD/bin:$PATH
}

# Start make in a group of its own: its id is in pid.  Whatever it leaves
# behind holds the lock.
begin() {
	(flock -s 9
	 exec setsid env --default-signal=INT make -j8 -f "$campaign") \
	    9>lock >>out 2>&1 3>&- &
	pid=$!
	# A signal would miss it, or be ignored, before it is make.
	while [ "$(cat /proc/$pid/comm 2>/dev/null || echo make)" != make ]; do
		:
	done
}

# Kill it so many times, with signal $1, in the midst of it: $2 is - for the
# group.  In met is how often the next one had to meet what was left behind.
killed() {
	local i rc hit=0
	met=0
	for ((i = 0; i < kills; i++)); do
		rc=0
		begin
		read -rt "$(printf '0.%03d' $((RANDOM % 250)))" <>quiet || true
		kill -"$1" -- "$2$pid" 2>/dev/null || true
		wait $pid || rc=$?
		[ $rc = 0 ] || : $((hit += 1))
		flock -n lock true || : $((met += 1))
	done
	[ $hit -gt $((kills / 2)) ]
	begin
	wait $pid
	flock lock true
	check
}

check() {
	# A target with nothing in it would have no trial.
	[ "$(find done/ -size +0 -name '*[0-9]' ! -name '*.*' | wc -l)" = "$TRIALS" ]
	# A killed hpo-tell may leave a line that is torn.
	[ "$(jq -Rn --argjson n "$TRIALS" '[inputs | fromjson? | objects] |
	    (map(.seq) == [range(length)]) and
	    (map(select(.trial)) | group_by(.trial) | length == $n and
		all((add | .state) == "complete" and
		    (map(select(.state == "complete")) | length == 1)) and
		(map(add.for | tonumber) | sort) == [range(1; $n + 1)])' \
	    trials.jsonl)" = true ]
	run ! grep again log
	# The second time nothing is done.
	cp trials.jsonl before
	cp log log.before
	make -q -f "$campaign"
	make -j8 -f "$campaign" >/dev/null
	cmp trials.jsonl before
	cmp log log.before
}

@test "make -j8 and its group killed ${KILLS-5} times, and given again" {
	killed KILL -
	[ "$(grep -c start log)" -gt "$TRIALS" ]
}

@test "make -j8 alone killed ${KILLS-5} times, what it left met by the next" {
	killed KILL ''
	[ $met -gt 0 ]
	# Nothing else was killed, so nothing was run twice.
	[ "$(grep start log | sort | uniq -d | wc -l)" = 0 ]
}

@test "INT to make -j8 and its group ${KILLS-5} times, and given again" {
	killed INT -
	[ "$(grep -c start log)" -gt "$TRIALS" ]
}
