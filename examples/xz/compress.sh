#!/bin/sh
# compress.sh OPTION FILE: how many bytes xz makes of FILE, in 64 MiB of memory.
# Without --no-adjust, xz would quietly take less than what it was asked for.
set -eu
xz --no-adjust --memlimit-compress=64MiB "$1" -c "$2" >"$HPO_DIR/out.xz"
wc -c <"$HPO_DIR/out.xz"
