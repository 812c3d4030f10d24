#!/bin/sh
# Tune svm-train, in the current folder, on all cores.  Given again, it goes on
# where it was, and shows the result.  TRIALS=6 is a short form.
set -eu
here=$(dirname "$(realpath "$0")")
slots=${SLOTS:-$(nproc)}
command -v svm-train >/dev/null || {
	echo "svm-train is not installed (Debian: libsvm-tools)" >&2
	exit 2
}

sed "s/trials: 60/trials: ${TRIALS:-60}/" "$here/space.yaml" |
    hpo-space -o trials.jsonl -
# hpo-tell ends with 1 if nothing was left to do: then the result is shown again.
hpo-ask --follow -j "$slots" trials.jsonl |
    hpo-run -j "$slots" \
	--metric 'accuracy=Cross Validation Accuracy = ([0-9.]+)%' -- \
	svm-train -q -v 5 -t {kernel} -c {C} -g {gamma:-0} -d {degree:-3} \
	"$here/digits.libsvm" |
    hpo-tell trials.jsonl || [ $? = 1 ]

hpo-report trials.jsonl
hpo-report plot history trials.jsonl
