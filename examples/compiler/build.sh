#!/bin/sh
# build.sh SOURCE: how many CPU seconds SOURCE takes, compiled with the flags
# that $HPO_PARAMS stands for.  A flag that others make useless is a mistake.
set -eu
flags=$(jq -r '[
    "-O\(.level)",
    (select(.march == "native") | "-march=native"),
    (select(.unroll) | "-funroll-loops"),
    (select(.vectorize) | "-ftree-vectorize"),
    (.cost | strings | "-fvect-cost-model=" + .),
    (.inline | numbers | "-finline-limit=\(.)"),
    "-falign-loops=\(.align)",
    (.relaxed[] | "-f" + .)] | join(" ")' "$HPO_PARAMS")
echo "$flags"
# shellcheck disable=SC2086 # words, to be split
LC_ALL=C ${CC:-gcc} -std=c17 -Werror $flags -o "$HPO_DIR/program" "$1" -lm \
    2>"$HPO_DIR/diagnostics" || {
	head -n 1 "$HPO_DIR/diagnostics" >&2
	exit 1
}
"$HPO_DIR/program"
