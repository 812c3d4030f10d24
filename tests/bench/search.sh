#!/bin/bash
# How good the search is: tables of scores beside stored ones of others, then
# the figures to hold.  Judges nothing.  The programs are those of PATH and
# $BUILD.  Of the environment, or `make bench NAME=VALUE`:
#
# BENCH  folder of public tasks, with run.py, table.py and peers; needs python3
#        and numpy.  Where it is not there: the small tasks of tasks.c.
# TASKS  of that folder, default so: all of one objective
# SEEDS  as 0-19 or 1,3; default 0-4, and 0-19 of the small tasks.  Five show
#        what is broken, twenty resolve a difference of 0.05.
# JOBS   processes at a time, for public tasks, default 2
set -euo pipefail
here=$(dirname "$(realpath "$0")")
. "$here/figure.sh"
cd "$here/../.."
bench=${BENCH-../shared/bench}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The numbers of a list as 0-4,7.
numbers() {
	local part
	for part in ${1//,/ }; do seq "${part%-*}" "${part#*-}"; done
}

# The scores of optimiser $2 in the tables $1, A50 and A100.
scores() {
	awk -v o="$2" '$1 == o { print $4, $5; exit }' "$1"
}

# Column $4 (2: the mean, 3: the lower end) of `An minus` a peer, n being $3.
difference() {
	awk -v o="$2" -v head="A$3" -v column="$4" '$2 == "minus" {
	    here = $1 == head }
	    here && $1 == o { print $column; exit }' <(tr -d '[,' <"$1")
}

# The figures that begin with $1, of optimiser $2, in the tables $3; $4 are
# those of failing and conditional tasks.
figures() {
	local a50 a100 n
	read -r a50 a100 < <(scores "$3" "$2")
	report "$1_a50" "$a50"
	report "$1_a100" "$a100"
	for n in 50 100; do
		report "$1_d$n" "$(difference "$3" "$2" $n 3)"
		[ ! -s "$4" ] || report "$1_h$n" "$(difference "$4" "$2" $n 2)"
	done
}

# ---- public tasks ----

table() {
	python3 "$bench/table.py" --vs optuna:tpe@5.0.0 "$@" "$dir/runs.jsonl"
}

# Kept under the sum of the programs: given again, it goes on.
public() {
	local results hard
	results=$BUILD/bench/$(cat "$BUILD"/bin/hpo-{space,ask,tell} | cksum |
	    tr ' ' -).jsonl
	mkdir -p "$BUILD/bench"
	echo "public tasks, seeds $SEEDS:"
	python3 "$bench/run.py" --bin "$BUILD/bin" -t "$TASKS" -s "$SEEDS" \
	    -p hpo -m tpe --label hpo-tpe -j "${JOBS:-2}" -o "$results"
	# All on the same seeds.
	zcat -f "$results" "$bench"/peers/*.jsonl.gz | jq -c --argjson seeds \
	    "[$(numbers "$SEEDS" | paste -sd,)]" 'select(.seed | IN($seeds[]))' \
	    >"$dir/runs.jsonl"
	table -t "$TASKS" --per-task | tee "$dir/tables"
	table -t "$TASKS" --at 50 | sed -n '/^A50 minus/,/^$/p' |
	    tee -a "$dir/tables"
	hard=$(sed -n '/ by task /,/^$/s/ .*//p' "$dir/tables" |
	    grep -E '^(fail/|tree-|yahpo/rbv2_xgboost)' | paste -sd, || :)
	: >"$dir/hard"
	[ -z "$hard" ] || { table -t "$hard" --at 50
		table -t "$hard"; } >"$dir/hard"
	figures public hpo-tpe "$dir/tables" "$dir/hard"
}

# ---- the small tasks ----

# One search of optimiser $1 on task $2 with seed $3, as a line for score.awk.
search() {
	{ echo "seed: $3" && "$tasks" space "$2"; } |
	    hpo-space -o "$dir/trials" -
	hpo-ask -q --follow -j 1 -m "$1" "$dir/trials" | "$tasks" run "$2" |
	    tee "$dir/lines" | hpo-tell "$dir/trials"
	rm "$dir/trials"
	awk -F'"loss":' -v line="$1 $2 $3" 'BEGIN { best = "-" }
	    NF > 1 { x = $2 + 0; if (best == "-" || x < best) best = x }
	    NR == 20 || NR == 50 || NR == 100 {
		line = line " " (best == "-" ? best : sprintf("%.9g", best)) }
	    END { print line }' "$dir/lines"
}

small() {
	local task seed optimiser
	tasks=$BUILD/tests/bench/tasks
	echo "small tasks, seeds $SEEDS:"
	for task in $("$tasks" list); do
		echo "expected $("$tasks" space "$task" | hpo-space - |
		    "$tasks" random "$task" 20 50 100)"
		for optimiser in random sobol tpe; do
			for seed in $(numbers "$SEEDS"); do
				search $optimiser "$task" "$seed"
			done
		done
	done >"$dir/scores"
	score() {
		awk -v seeds="$(numbers "$SEEDS" | paste -sd' ')" \
		    -v peer=optuna-tpe -f "$here/score.awk" \
		    "$@" "$here/peers.txt"
	}
	score "$dir/scores" | tee "$dir/tables"
	score <(grep -E ' (tree|crash)-' "$dir/scores") >"$dir/hard"
	figures small tpe "$dir/tables" "$dir/hard"
}

if [ ! -e "$bench/run.py" ]; then
	echo "no folder '$bench' of public tasks here"
elif ! python3 -c 'import numpy' 2>/dev/null; then
	echo "public tasks are left out: no python3 with numpy here"
else
	SEEDS=${SEEDS:-0-4} TASKS=${TASKS:-so} public
	exit
fi
SEEDS=${SEEDS:-0-19} small
