#!/bin/sh
# Trials as targets of make, in the current folder, on all cores.  TRIALS=6 is a
# short form.
set -eu
here=$(dirname "$(realpath "$0")")

make -f "$here/Makefile" -j "${SLOTS:-$(nproc)}"
hpo-report trials.jsonl
