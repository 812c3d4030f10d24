#!/usr/bin/env bats
# The direction numbers that are compiled in are those of the data file.
set -o pipefail

@test "sobol_table.c is what sobol_table.awk makes" {
	num=$BATS_TEST_DIRNAME/../../libcommon/num
	awk -f "$num/sobol_table.awk" "$num/joe-kuo-1024.txt" |
		cmp - "$num/sobol_table.c"
}
