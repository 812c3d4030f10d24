#!/bin/sh
# Tune xz for one file, in the current folder, on all cores.  Given again, it
# goes on where it was, and shows the result.  TRIALS=20 is a short form.
set -eu
here=$(dirname "$(realpath "$0")")
slots=${SLOTS:-$(nproc)}
lzma2='dict={dict},lc={lc},lp={lp},pb={pb},mode={mode},mf={mf},nice={nice}'
command -v xz >/dev/null || {
	echo "xz is not installed (Debian: xz-utils)" >&2
	exit 2
}

sed "s/trials: 100/trials: ${TRIALS:-100}/" "$here/space.yaml" |
    hpo-space -o trials.jsonl -
# hpo-tell ends with 1 if nothing was left to do: then the result is shown again.
hpo-ask --follow -j "$slots" trials.jsonl |
    hpo-run -j "$slots" -- "$here/compress.sh" \
	"--lzma2=$lzma2,depth={chain:-}{tree:-}" "$here/../svm/digits.libsvm" |
    hpo-tell trials.jsonl || [ $? = 1 ]

hpo-report trials.jsonl
hpo-report plot slice trials.jsonl
