#!/bin/bash
# kills.sh WHAT N: searches with the line
#   hpo-ask --follow | hpo-run | hpo-tell
# to which N times something is done at a random moment, after which the same
# line is given again.  WHAT is done:
#   ask run tell  that stage is killed
#   any two all   a random one, two, all three are killed at once
#   INT TERM HUP  the signal to the process group, as Ctrl-C does
#   INT2          INT twice within 2 seconds; half of the payloads are deaf to
#                 TERM, and have to be killed then
# and with -while, -break or -loop behind one of these, as in INT-while, the
# line stands in a shell loop, one time of bash, one time of dash:
#   while LINE; do :; done
#   while :; do LINE || break; done
#   while :; do LINE; done
# many is all, to one of 16 such lines that work on the same file.
# forget is tell without the results that hpo-run keeps: it ends as soon as an
# evaluation was done again, and fails if none is.
#
# Each line has to end by itself, at most 5 s after the longest payload could,
# leave no payload, and have the status that is documented.  The last line of a
# search must end it: each trial complete once, the file in order, nothing
# evaluated again whose result could be known.
#
# Only where hpo-run was killed, or told twice to end, between the last write
# of a payload and its exit.json, nobody knows the result.  Such are counted:
# that end is at most 250 ms from that moment (1 ms as a rule, but 16 lines on
# 2 processors keep an hpo-run waiting), and has no exit.json.
#
# Prints what was done and how often.  The programs stand in $BUILD; TRIALS is
# the number of trials of a search, 40 if not set, LONGEST the milliseconds that
# payloads take at most, 300; SEED makes other searches.
set -u
what=${1:?WHAT} wanted=${2:?N}
PATH=$BUILD/tests/faults:$PATH
RANDOM=${SEED-1}
trials=${TRIALS-40} slots=8 lines=1 longest=${LONGEST-300}
limit=$((longest + 5000)) # ms
[ $what != many ] || lines=16 slots=2 trials=$((trials * 4))
searches=0 hits=0 rounds=0 again=0 window=0 slowest=0
declare -A stage=([ask]=1 [run]=2 [tell]=3)

dir=$(mktemp -d) || exit 3
cd "$dir" || exit 3
trap 'cd / && rm -rf "$dir"' EXIT

fail() {
	echo "$what, SEED=${SEED-1}, search $searches: $* (kept in $dir.kept)" >&2
	cp -r "$dir" "$dir.kept"
	exit 1
}

line=(hpo-ask -q --follow -j "$slots" --lost 0 trials '|'
    hpo-run -q -j "$slots" -- work log 20 "$longest" '|'
    hpo-tell -q --lost 0 trials)

# What inject(1) is to do, at these microseconds: sets whom, signal, command.
choose() {
	local at=$((RANDOM % 3 + 1))
	signal=KILL command=("${line[@]}")
	case $what in
	ask | run | tell) whom=${stage[$what]} ;;
	forget) whom=3 ;;
	any) whom=$at ;;
	two) whom=$at,$((at % 3 + 1)) ;;
	all | many) whom=1,2,3 ;;
	*)
		whom=0 signal=${what%%[2-]*}
		in_loop
		;;
	esac
}

# The line in a loop, if it is to be in one.
in_loop() {
	local shell=bash loop
	[ $((rounds % 2)) = 0 ] || shell=dash
	case $what in
	*-while) loop="while echo >>turns; ${line[*]}; do :; done" ;;
	*-break) loop="while :; do echo >>turns; ${line[*]} || break; done" ;;
	*-loop) loop="while :; do echo >>turns; ${line[*]}; done" ;;
	*) return ;;
	esac
	command=("$shell" -c "$loop")
}

# A moment, in microseconds, of what is left of the search; also at once, and
# after the last end.
moment() {
	local left ms us
	left=$((trials - $(ended | wc -l)))
	ms=$((left * (20 + longest) / 2 / slots / lines + longest / 2))
	[ $left -gt $((slots * lines)) ] || ms=$((ms + longest))
	us=$(((RANDOM * 32768 + RANDOM) % (ms * 1000) + 1))
	[ $((RANDOM % 8)) != 0 ] || us=$((RANDOM % 5000 + 1))
	case $what in
	INT2*) us+=,$((us + RANDOM * longest / 32 + 1)) ;;
	esac
	echo $us
}

# The trials that were evaluated.
ended() {
	awk '$1 == "end" { print $2 }' log | sort -un
}

# The statuses of the stages ask, run, tell are what they may be.
check_killed() {
	local i=1 s good=("0 3 4" "0 2 3" "0 1 2")
	for s; do
		case ",$whom," in
		*,$i,*) good[i - 1]+=" KILL" ;;
		esac
		[[ " ${good[i - 1]} " == *" $s "* ]] || fail "status $s of stage $i"
		((i++))
	done
}

# All died of the signal, unless the search had ended; hpo-run takes HUP only
# from a terminal.
check_told() {
	local run=$2
	[ "$(ended | wc -l)" -lt $trials ] || return
	[ "$signal" != HUP ] || [[ $run != [023] ]] || run=HUP
	[ "$1 $run $3" = "$signal $signal $signal" ] ||
	    fail "statuses $*, not of $signal"
}

# The loop was left: it has not begun another turn, unless the search had ended.
check_loop() {
	local turns
	turns=$(cat turns 2>>err | wc -l)
	if [ "$(ended | wc -l)" -lt $trials ]; then
		[ "$turns" -le 1 ] || fail "$turns turns of the loop"
		[ "$1" = "$signal" ] || fail "status $1 of the loop"
	elif [[ $what != *-loop ]]; then
		[ "$turns" -le 2 ] || fail "$turns turns of a loop that had ended"
	fi
}

check_statuses() {
	case $what in
	*-while | *-break | *-loop) check_loop "$@" ;;
	INT* | TERM | HUP) check_told "$@" ;;
	*) check_killed "$@" ;;
	esac
}

# The other lines that work on the file.
start_others() {
	local i
	for ((i = 1; i < lines; i++)); do
		inject log 1 KILL 0 20000 -- "${line[@]}" >injected.$i 2>>err &
	done
}

# They have ended as they should.
end_others() {
	local i
	wait
	for ((i = 1; i < lines; i++)); do
		[[ "$(cut -d' ' -f3- injected.$i)" == [04]' 0 '[01] ]] ||
		    fail "another line: $(cat injected.$i; tail -n 3 err)"
	done
}

# Give the line once, with an injection.
one_round() {
	local hit ms statuses
	choose
	rm -f turns
	[ $what != forget ] || find . -name exit.json -delete
	start_others
	inject log "$whom" $signal "$(moment)" $limit -- "${command[@]}" \
	    >injected 2>>err || fail "it did not end: $(tail -n 3 err)"
	read -r hit ms statuses <injected
	end_others
	# shellcheck disable=SC2086
	check_statuses $statuses
	((rounds++))
	[ "$hit" != 0 ] || return
	((hits++))
	[ "$ms" -le $slowest ] || slowest=$ms
}

# Give it without: that ends the search.
last_round() {
	local hit ms statuses
	inject log 1 KILL 0 20000 -- "${line[@]}" >injected 2>>err ||
	    fail "the last line did not end"
	read -r hit ms statuses <injected
	[ "$statuses" = "0 0 0" ] || [ "$statuses" = "0 0 1" ] ||
	    fail "statuses $statuses of the last line"
	((rounds++))
}

# The evaluations that were done again after their end: trial, attempt, and the
# milliseconds between that end and the nearest signal to hpo-run.
repeated() {
	awk '$1 == "signal" && $2 ~ /[02]/ { signal[++n] = $3 }
	    $1 == "end" { end[$2] = $5; attempt[$2] = $3 }
	    $1 == "start" && $2 in end {
		again[$2 " " attempt[$2]] = end[$2]
		delete end[$2]
	    }
	    END {
		for (a in again) {
			near = 1e9
			for (i = 1; i <= n; i++) {
				d = signal[i] - again[a]
				d = d < 0 ? -d : d
				near = d < near ? d : near
			}
			print a, int(near * 1000 + 1)
		}
	    }' log
}

# Nobody knows how it ended: that is the only excuse.
check_repeat() {
	local trial=$1 attempt=$2 ms=$3 study
	study=$(echo runs/*)
	case $what in
	ask | tell | INT | INT-* | TERM* | HUP*) fail "trial $trial was done again" ;;
	esac
	[ "$ms" -le 250 ] || fail "trial $trial was done again, $ms ms from a signal"
	[ ! -e "$study/$trial/$attempt/exit.json" ] ||
	    [ -e "$study/$trial/$attempt.old-1" ] ||
	    fail "trial $trial was done again, and has its exit.json"
	[ "$ms" -le $window ] || window=$ms
}

check_repeats() {
	local trial attempt ms
	while read -r trial attempt ms; do
		((again++))
		[ $what = forget ] || check_repeat "$trial" "$attempt" "$ms"
	done < <(repeated)
}

# What the file says, by jq, by the check of the other storm, and by the log.
check_search() {
	jq -Rc 'fromjson? | objects' trials >whole
	ended | jq -c '{told: ., error: .}' >acks
	storm_check trials $rounds acks >checked 2>&1 || fail "$(cat checked)"
	jq -se --argjson n $trials 'map(select(.state == "complete").trial) |
	    sort == [range(1; $n + 1)]' whole >/dev/null ||
	    fail "not every trial is complete once"
	jq -se --argjson n $trials 'map(select(.trial)) | group_by(.trial) |
	    map(add.state) == [range($n) | "complete"]' whole >/dev/null ||
	    fail "not every trial is complete"
	check_repeats
}

# Whether enough was done.
enough() {
	[ $hits -ge "$wanted" ] || { [ $what = forget ] && [ $again -gt 0 ]; }
}

until enough; do
	rm -rf ./*
	((searches++))
	: >log
	hpo-space -o trials 'x=float(0,1)' minimize=error stop.trials=$trials ||
	    exit
	until enough || [ "$(ended | wc -l)" = $trials ]; do
		one_round
	done
	last_round
	check_search
done
said="$again evaluated again"
[ $window = 0 ] || said+=" that ended at most $window ms from a signal to hpo-run"
echo "$what: $hits times in $rounds lines, $searches searches of $trials" \
    "trials: all complete once; $said; at most $slowest ms to the end of all"
[ $what != forget ] || [ $again -gt 0 ]
