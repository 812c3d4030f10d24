#!/bin/sh
# svm_grid.sh >svm-grid.txt: accuracies of svm-train (Debian: libsvm-tools) on
# a grid of C and gamma, some 15 minutes of one core.
#
# Radial kernel, 5-fold cross-validation of every second of the handwritten
# digits of examples/svm.  A row for each C, ascending, a column for each gamma:
# both are of 40 values, evenly spaced by their logarithms, ends included.
# svm-train takes its folds from an unseeded rand(), so the same libc gives the
# same numbers.
set -eu
here=$(dirname "$(realpath "$0")")
digits=$here/../../examples/svm/digits.libsvm
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk 'NR % 2' "$digits" >"$dir/half"

# The 40 values from $1 to $2.
nodes() {
	awk -v low="$1" -v high="$2" 'BEGIN { for (i = 0; i < 40; i++)
	    printf "%.8g\n", exp(log(low) + log(high / low) * i / 39) }'
}

cat <<END
# Cross-validation accuracy of svm-train in per cent, made by svm_grid.sh:
# digits.libsvm of examples/svm (CC BY 4.0, digits.NOTICE there), every second
# line, svm-train -q -v 5 -t 2 -c C -g gamma of libsvm 3.24.
# 40 rows, C from 1e-3 to 1e3, of 40 columns, gamma from 1e-5 to 10; log-spaced.
END
for c in $(nodes 1e-3 1e3); do
	row=
	for gamma in $(nodes 1e-5 10); do
		accuracy=$(svm-train -q -v 5 -t 2 -c "$c" -g "$gamma" \
		    "$dir/half" | sed -n 's/^Cross.* = \(.*\)%$/\1/p')
		row="$row${row:+ }$accuracy"
	done
	echo "$row"
done
