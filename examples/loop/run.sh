#!/bin/sh
# The plain loop: ask, run, tell, until hpo-tell says that there was nothing
# more to record.  TRIALS=6 is a short form.
set -eu
here=$(dirname "$(realpath "$0")")

sed "s/trials: 30/trials: ${TRIALS:-30}/" "$here/space.yaml" |
    hpo-space -o trials.jsonl -
while :; do
	hpo-ask trials.jsonl |
	    hpo-run -- "$here/train.sh" --rate={rate} --momentum={momentum} |
	    hpo-tell trials.jsonl || break
done
hpo-report trials.jsonl
