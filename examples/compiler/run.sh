#!/bin/sh
# Tune the flags of gcc for one program, in the current folder, a trial at a
# time, since others would disturb it.  Given again, it goes on where it was, and
# shows the result.  TRIALS=20 is a short form.
set -eu
here=$(dirname "$(realpath "$0")")
command -v "${CC:-gcc}" >/dev/null || {
	echo "${CC:-gcc} is not installed (Debian: gcc)" >&2
	exit 2
}

sed "s/trials: 100/trials: ${TRIALS:-100}/" "$here/space.yaml" |
    hpo-space -o trials.jsonl -
# hpo-tell ends with 1 if nothing was left to do: then the result is shown again.
hpo-ask --follow trials.jsonl |
    hpo-run -- "$here/build.sh" "$here/kernels.c" |
    hpo-tell trials.jsonl || [ $? = 1 ]

hpo-report trials.jsonl
hpo-report plot slice trials.jsonl
