#!/bin/bash
# storm.sh KILLS: a storm (see storm.c) of that many SIGKILLs on trial files in
# memory, a new file every 50; ends with 1 if anything acknowledged was lost or
# a file is out of order.
#
# storm.sh --unguarded KILLS: the same with programs that do not close a torn
# line: ends with 0 as soon as they have lost lines, with 1 if they never do.
#
# The programs stand in $BUILD; SEED is that of the first round.
set -u
writers=8 round=50 seed=${SEED:-1} unguarded=
if [ "${1-}" = --unguarded ]; then
	unguarded=1
	PATH=$BUILD/unguarded:$PATH
	shift
fi
kills=${1:?KILLS}

# On disk a command mostly sits in its sync, and is seldom torn.
memory=/dev/shm
[ -d $memory ] && [ -w $memory ] || memory=${TMPDIR:-/tmp}
dir=$(mktemp -d "$memory/hpo-storm.XXXXXX") || exit 3
trap 'rm -rf "$dir"' EXIT

one_round() {
	rm -f "$dir"/*
	hpo-space -o "$dir/trials" 'x=float(0,1)' minimize=error || return
	"$BUILD/tests/faults/storm" "$dir/trials" "$dir/acks" \
	    $writers $round "$seed"
	failed=$?
	# A few more than asked for: each writer may be in the midst of one.
	"$BUILD/tests/faults/storm_check" "$dir/trials" \
	    $((round + writers)) "$dir"/acks.*
}

for ((done = 0; done < kills; done += round)); do
	one_round
	lost=$?
	if [ -n "$unguarded" ]; then
		[ $lost = 1 ] && exit 0
	elif [ $lost != 0 ] || [ $failed != 0 ]; then
		echo "round with SEED=$seed: kept in $dir.kept" >&2
		cp -r "$dir" "$dir.kept"
		exit 1
	fi
	((seed++))
done
[ -z "$unguarded" ]
