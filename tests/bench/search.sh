#!/bin/bash
# How good the search is: tables of scores beside stored ones of others, then
# the figures to hold.  Judges nothing.  The programs are those of PATH and
# $BUILD.  Of the environment, or `make bench NAME=VALUE`:
#
# BENCH    folder of public tasks, with run.py, table.py and peers; needs python3
#          and numpy.  Where it is not there: the small tasks of tasks.c.
# METHODS  samplers, default auto; figures to hold are of the first one
# TASKS    of that folder, default so: all of one objective
# TRIALS   of a search of public tasks, default 100; 200 for A200
# SEEDS    as 0-19 or 1,3; default 0-4, and 0-19 of the small tasks.  Five show
#          what is broken, twenty resolve a difference of 0.05.
# JOBS     processes at a time, for public tasks, default 2
set -euo pipefail
here=$(dirname "$(realpath "$0")")
. "$here/figure.sh"
cd "$here/../.."
bench=${BENCH-../shared/bench}
read -ra methods <<<"${METHODS:-auto}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The numbers of a list as 0-4,7.
numbers() {
	local part
	for part in ${1//,/ }; do seq "${part%-*}" "${part#*-}"; done
}

# ---- public tasks ----

# Of sampler $1, W = $2 at a time, $3 trials: kept under the sum of the
# programs; given again, it goes on.
searches() {
	python3 "$here/public.py" "$bench" --bin "$BUILD/bin" -t "$TASKS" \
	    -s "$SEEDS" -p hpo -m "$1" --label "hpo-$1" -w "$2" -n "$3" \
	    -j "${JOBS:-2}" -o "$kept.$2"
}

# Those of the results $1 ... whose seeds are asked for.
chosen() {
	zcat -f "$@" | jq -c --argjson seeds \
	    "[$(numbers "$SEEDS" | paste -sd,)]" 'select(.seed | IN($seeds[]))'
}

# The same of our samplers asked for.
ours() {
	chosen "$1" | jq -c 'select(.opt | IN($ARGS.positional[]))' \
	    --args "${methods[@]/#/hpo-}"
}

# A table of $1 ..., and the figures at its end.
compare() {
	"$@" >"$dir/table"
	grep -vE '^[a-z]+[0-9]* [^ ]+$' "$dir/table"
	grep -E '^[a-z]+[0-9]* [^ ]+$' "$dir/table" >>"$dir/figures" || :
}

public() {
	local method name value
	kept=$BUILD/bench/$(cat "$BUILD"/bin/hpo-{space,ask,tell} | cksum |
	    tr ' ' -)
	mkdir -p "$BUILD/bench"
	for method in "${methods[@]}"; do
		searches "$method" 1 "${TRIALS:-100}"
		searches "$method" 8 120
	done
	ours "$kept.1" >"$dir/one"
	ours "$kept.8" >"$dir/many"
	chosen "$bench"/peers/*.jsonl.gz | cat "$dir/one" - >"$dir/all"
	echo "public tasks, seeds $SEEDS:"
	python3 "$bench/table.py" -t "$TASKS" --per-task \
	    --vs optuna:gp@5.0.0 "$dir/all"
	compare python3 "$here/versus.py" "$bench" "$dir/one"
	compare python3 "$here/pending.py" "$bench" "$dir/one" "$dir/many"
	while read -r name value; do
		report "public_$name" "$value"
	done <"$dir/figures"
	report public_unlike "$(jq -s 'map(.unlike > 0) | map(select(.)) | length' \
	    "$dir/one" "$dir/many")"
}

# ---- the small tasks ----

# In the tables $1 column $3 (2: the mean, 3: the lower end) of what the first
# method has after $2 trials less what the peer has.
difference() {
	awk -v o="${methods[0]}" -v head="A$2" -v column="$3" '
	    $2 == "minus" { here = $1 == head }
	    here && $1 == o { print $column; exit }' <(tr -d '[,' <"$1")
}

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
	local task seed optimiser a50 a100 n
	tasks=$BUILD/tests/bench/tasks
	echo "small tasks, seeds $SEEDS:"
	for task in $("$tasks" list); do
		echo "expected $("$tasks" space "$task" | hpo-space - |
		    "$tasks" random "$task" 20 50 100)"
		for optimiser in random sobol "${methods[@]}"; do
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
	read -r a50 a100 < <(awk -v o="${methods[0]}" '$1 == o {
	    print $4, $5; exit }' "$dir/tables")
	report small_a50 "$a50"
	report small_a100 "$a100"
	for n in 50 100; do
		report small_d$n "$(difference "$dir/tables" $n 3)"
		report small_h$n "$(difference "$dir/hard" $n 2)"
	done
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
