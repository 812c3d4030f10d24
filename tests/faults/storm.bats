#!/usr/bin/env bats
# Writers that are killed, and files that were torn: nothing acknowledged is
# lost.  make storm is the long form.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
}

@test "8 writers and 50 kills: nothing lost, nothing double" {
	"$BATS_TEST_DIRNAME/storm.sh" 50
}

@test "the same without the guard of the last newline loses lines" {
	"$BATS_TEST_DIRNAME/storm.sh" --unguarded 5000
}

# Every whole line of file $1 that is an object.
valid() {
	jq -cR 'fromjson? | objects' "$1"
}

@test "a file cut at any byte of its last 2 lines is read, and healed" {
	hpo-space -o whole 'x=float(0,1)' minimize=error
	hpo-ask -n 3 whole >/dev/null
	hpo-tell whole -t 1 error=0.25
	hpo-tell whole -t 2 error=0.5
	size=$(stat -c %s whole)
	start=$((size - $(tail -n 2 whole | wc -c)))
	for ((at = start; at < size; at++)); do
		head -c $at whole >torn
		valid torn >before
		hpo-report table --format json torn >/dev/null 2>&1
		hpo-tell torn -t 3 error=0.125 2>err
		valid torn >after
		# What was whole still is, the new line is, and it is numbered.
		head -n "$(wc -l <before)" after | cmp - before
		[ "$(wc -l <after)" = $(($(wc -l <before) + 1)) ]
		[ "$(tail -c 1 torn | od -An -tx1)" = " 0a" ]
		jq -se 'map(.seq) == [range(length)]' after >/dev/null
		jq -se 'last | .trial == 3 and .metrics.error == 0.125' after \
		    >/dev/null
	done
}
