#!/bin/bash
# The figures to hold: prints name, value, target, unit and method of each.
# Judges nothing, since a busy machine is slower; compare with a run of the
# version before.  The programs are those of PATH and $BUILD.
set -euo pipefail
export LC_ALL=C # numbers of the shell have a point
here=$(dirname "$(realpath "$0")")
. "$here/figure.sh"
memory=/dev/shm
[ -w $memory ] || memory=${TMPDIR:-/tmp}
dir=$(mktemp -d "$memory/hpo-bench.XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# N COMMAND ...: wall time and CPU time in ms, memory in MiB.
measure() {
	"$BUILD/tests/bench/measure" "$@"
}

# The wall time of program $1 above true, run in turn.
start_above_true() {
	for _ in 1 2 3 4 5; do
		echo "$(measure 100 "$1" --version) $(measure 100 /bin/true)"
	done | awk '{ d = $1 - $4; if (NR == 1 || d < least) least = d }
	    END { print least }'
}

study() {
	hpo-space -o "$1" x='float(0,1)' y='log(1e-5,1)' minimize=error
}

for p in space ask run tell report; do
	report start_$p "$(start_above_true hpo-$p)"
done

study tells
hpo-ask -n 1000 tells >/dev/null
report tell_cpu "$(measure 500 hpo-tell tells -t % error=0.25 |
    cut -d' ' -f2)"
report true_cpu "$(measure 500 /bin/true | cut -d' ' -f2)"

study runs.jsonl
hpo-ask -n 2000 runs.jsonl >points
seq 2000 >numbers
# One pair in folder $1 of its own, of command $2 ...: the times of both, and
# the memory.
pair() (
	mkdir "$1"
	cd "$1"
	shift
	measure 1 hpo-run -q -j 2 -- "$@" <../points
	measure 1 xargs -P2 -n1 "$@" <../numbers
)

# Both rates, the best ratio of three pairs, and the most memory.
pairs() {
	for i in 1 2 3; do pair "$(basename "$1").$i" "$@" | paste -sd' '; done |
	    awk '{ r = $4 / $1; if (r > best) {
		best = r; run = 2e6 / $1; xargs = 2e6 / $4 } }
	    $3 > mem { mem = $3 }
	    END { print run, xargs, best, mem }'
}
read -r run xargs ratio mem < <(pairs /bin/true)
report run_per_s "$run"
report xargs_per_s "$xargs"
report run_to_xargs "$ratio"
report run_mem "$mem"
read -r run xargs ratio mem < <(pairs /bin/echo 0.5)
report echo_per_s "$run"
report echo_xargs "$ratio"

study many
awk 'BEGIN { for (t = 1; t <= 28000; t++) {
    at = "\"2026-11-24T07:00:00.000Z\""
    printf "{\"trial\":%d,\"state\":\"waiting\",\"params\":{\"x\":%.6f," \
	"\"y\":0.001},\"asked\":%s}\n", t, t / 28001, at
    printf "{\"trial\":%d,\"state\":\"running\",\"started\":%s," \
	"\"reason\":null,\"exit\":null}\n", t, at
    printf "{\"trial\":%d,\"state\":\"complete\",\"metrics\":" \
	"{\"error\":%.6f},\"ended\":%s,\"exit\":0}\n", t, (t * 7919) % 28001,
	at } }' >>many
report open_28k "$(measure 5 hpo-report best many |
    awk '{ print $2 / 1000 }')"

# FILE N D: a history of N trials of D parameters, of all kinds by turns, with a
# loss that is low at a place.
history() {
	# shellcheck disable=SC2046 # words, to be split
	hpo-space -o "$1" minimize=error $(for ((i = 0; i < $3; i++)); do
		case $((i % 4)) in
		0) echo "a$i=float(0,1)" ;;
		1) echo "b$i=log(1e-5,10)" ;;
		2) echo "c$i=int(1,200)" ;;
		3) echo "d$i=choice(x,y,z)" ;;
		esac
	done)
	hpo-ask -q -n "$2" -m random "$1" | jq -c '{trial, state: "complete",
	    metrics: {error: (.params | to_entries | map(
		if .key[:1] == "a" then .value - 0.3
		elif .key[:1] == "b" then (.value | log10 + 2) / 6
		elif .key[:1] == "c" then .value / 200 - 0.6
		elif .value == "y" then 0 else 0.4 end | . * .) | add)}}' \
	    >results
	cat results >>"$1"
}

# NAME SAMPLER FILE TIMES: CPU time of an ask, and of Optuna's sampler $5, if
# that is here, as a multiple.
ask() {
	local ours theirs=
	ours=$(measure "$4" sh -c "exec hpo-ask -q -m $2 <$3" | cut -d' ' -f2)
	report "ask_$1" "$ours"
	[ "${5-}" ] || return 0
	if python3 -c 'import optuna, torch' 2>/dev/null; then
		theirs=$(python3 "$here/optuna_ask.py" "$5" "$3")
	fi
	report "times_$1" "$(awk -v o="$ours" -v t="$theirs" 'BEGIN {
	    if (t != "") print t / o }')"
}

history wide 1000 40
ask random random wide 50
ask tpe tpe wide 50 tpe
for size in 100x10 300x10 500x10 1000x20; do
	history $size ${size/x/ }
	ask gp_${size%x*} gp $size 5 gp
done
hpo-space --sample 100000 100x10 >pool_100k
head -n 1000 pool_100k >pool_1k
for choice in 'tpe 1k 20' 'gp 1k 5' 'tpe 100k 3' 'gp 100k 3'; do
	read -r sampler size times <<<"$choice"
	report "${sampler}_$size" "$(measure "$times" sh -c "exec hpo-ask -q \
	    -m $sampler --candidates pool_$size <100x10" | cut -d' ' -f2)"
done
# A space of 4000 parameters, half of them below conditions, and with rules.
{
	echo 'minimize: error'
	echo 'params:'
	for ((i = 0; i < 4000; i++)); do
		when=
		[ $((i % 2)) = 0 ] || [ $i = 1 ] ||
		    when=", when: q0 > $((i % 50)) and q1 < 90"
		echo "  q$i: {type: int, low: 1, high: 100$when}"
	done
	echo 'require: [q0 + q1 <= 150, q2 < q4 or q6 > 3]'
} >large
report space_4000 "$(measure 20 hpo-space large | cut -d' ' -f2)"
report sample_4000 "$(for n in 101 1; do
	measure 5 hpo-space --sample $n large | cut -d' ' -f2
done | paste -sd' ' | awk '{ print ($1 - $2) / 100 }')"
# shellcheck disable=SC2046 # words, to be split
report sample_rate "$(hpo-space minimize=error $(for i in 1 2 3 4 5; do
	echo "a$i=float(0,1) b$i=log(1e-5,10) c$i=int(1,200) d$i=choice(x,y,z)"
done) >twenty && measure 3 hpo-space --sample 100000 twenty |
    awk '{ print 1e8 / $2 }')"

# Ten parameters of which the sum is at most 1.35: one point in 180 000.
printf '{minimize: error, params: {%s}, require: %s <= 1.35}\n' \
    "$(seq -f 'x%.0f: "float(0, 1)"' -s ', ' 10)" "$(seq -f x%.0f -s + 10)" |
    hpo-space -o thin -
report thin_random "$(measure 50 sh -c "exec hpo-ask -q -m random <thin" |
    cut -d' ' -f2)"
hpo-ask -q -n 100 -m random thin |
    awk '{ printf "{\"trial\":%d,\"state\":\"complete\",\"metrics\":" \
	"{\"error\":%.6f}}\n", NR, (NR * 7919) % 1009 }' >results
hpo-tell -q thin <results
report thin_tpe "$(measure 50 sh -c "exec hpo-ask -q -m tpe <thin" |
    cut -d' ' -f2)"

# A search of 400 trials of 20 to 300 ms in 8 slots; each prints when it ends.
hpo-space -o busy 't=float(0.02,0.3)' minimize=end stop.trials=400
hpo-ask -q --follow -j 8 busy |
    hpo-run -q -j 8 -- sh -c 'sleep "$1"; date +%s.%N' - {t} |
    hpo-tell --tee busy | while IFS= read -r line; do
	case $line in
	*'"complete"'*) printf '%s %s\n' "$EPOCHREALTIME" "$line" ;;
	esac
    done >ends
# Between what a trial printed last and its line in the file.
report result_ms "$(sed 's/ .*"end":/ /; s/[,}].*//' ends |
    awk '{ printf "%.3f\n", ($1 - $2) * 1000 }' | sort -n | sed -n 200p)"
# Seconds of trials, of those that 8 slots had between first and last.
report follow_busy "$(jq -Rn '[inputs | fromjson? | objects | select(.trial)]
    | group_by(.trial) | map(add)
    | def at: (.[:19] + "Z" | fromdate) + (.[19:23] | tonumber);
      (map(.seconds) | add) /
      (8 * ((map(.ended | at) | max) - (map(.started | at) | min)))' busy)"
