#!/bin/sh
# run.sh BUILD SECONDS HARNESS ...: have libFuzzer make up inputs for each of
# the harnesses of BUILD/tests/fuzz, that long, beginning with the seeds and the
# corpus of tests/fuzz and with what BUILD/inputs has of earlier runs.
#
# Prints a line a harness: how many inputs were tried in all and in a second,
# how many edges and features of the program they reached, what was found.  An
# input that ended the program, or took too much time or memory, is kept, and
# its folder printed; then the status is not 0.  The harness of an ordinary
# build, given the file, tells what does not hold.
#
# JOBS=2 tries two harnesses at a time.  KEEP=1 makes HARNESS.corpus.gz anew, of
# the fewest inputs that reach what all of them reach.  PACK is the program that
# packs and unpacks these files.
set -eu
build=$1
seconds=$2
shift 2
data=tests/fuzz

if [ $# -gt 1 ]; then
	printf '%s\n' "$@" | xargs -P "${JOBS:-1}" -n 1 "$0" "$build" "$seconds"
	exit
fi
name=$1
log=$build/$name.log
inputs=$build/inputs/$name
found=$build/found/$name
kept=$build/kept/$name
less=$build/less/$name
packed=$build/$name.corpus

# harness OPTION ...: the limits are for what has no end.  Output goes nowhere,
# as it is mostly what our programs say of bad input.
harness() {
	"$build/tests/fuzz/$name" -timeout=10 -rss_limit_mb=1024 -max_len=4096 \
	    -close_fd_mask=3 "$@" >>"$log" 2>&1
}

# A figure of libFuzzer's statistics; the last figure behind "cov:" or "ft:".
value() { sed -n "s/^stat::$1: *//p" "$log"; }
reached() { sed -n "s/^#.* $1: \([0-9]*\) .*/\1/p" "$log" | tail -n 1; }

fuzz() {
	set -- "$inputs" "$data/$name.seeds" "$kept"
	[ ! -e "$data/$name.dict" ] || set -- -dict="$data/$name.dict" "$@"
	harness -max_total_time="$seconds" -print_final_stats=1 \
	    -artifact_prefix="$found/" "$@"
}

# What the seeds reach needs no other inputs.
keep() {
	harness -merge=1 "$less" "$data/$name.seeds" "$kept" "$inputs"
	for seed in "$data/$name.seeds"/*; do
		rm -f "$less/$(sha1sum <"$seed" | cut -d' ' -f1)"
	done
	# Nothing is lost if the disk is full.
	"$PACK" "$less" >"$packed" && test -s "$packed" &&
	    gzip -9nf "$packed" && mv "$packed.gz" "$data/$name.corpus.gz"
}

rm -rf "$kept" "$less" "$log"
mkdir -p "$inputs" "$found" "$kept" "$less"
if [ -e "$data/$name.corpus.gz" ]; then
	gzip -dc "$data/$name.corpus.gz" >"$packed"
	"$PACK" -x "$kept" <"$packed"
fi
status=0
result='0 findings'
if ! fuzz; then
	status=1
	result="failed: $found, $log"
elif [ -n "${KEEP-}" ] && ! keep; then
	status=1
	result='0 findings, not kept'
fi
printf '%-18s %9s inputs, %6s/s, %5s edges, %6s features, %s\n' "$name" \
    "$(value number_of_executed_units)" "$(value average_exec_per_sec)" \
    "$(reached cov)" "$(reached ft)" "$result"
exit $status
