#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Gates a patch in CI, whatever the engine: sets hunkbox up, runs the gate, leaves a report in each format that the engine
# can show, and ends with the gate's exit code.
#
#   ci/gate.sh fix.mbox --debian linux-source-6.1     as for `hunkbox gate`: an input, then any of its options
#
# HUNKBOX_OUT    folder for the reports (default: hunkbox-out)
# HUNKBOX_CACHE  folder for what is built; keep it between jobs (default: wasm/ in the hunkbox checkout)
# HUNKBOX_SHARD  i/n: run the i-th of n parts and leave it in HUNKBOX_OUT; ci/merge.sh makes the reports
#
# shellcheck source=ci/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -gt 0 ] || fail "ci/gate.sh has nothing to gate" "give a mail, an mbox, a folder of git format-patch or quilt, or --git DIR --range A..B"

prepare
if [ -n "${HUNKBOX_SHARD:-}" ]; then
  part=$out/shard-${HUNKBOX_SHARD//\//-of-}.json
  run_hunkbox gate "$@" --shard "$HUNKBOX_SHARD" --out "$part"
  # what it found is told when all parts are there; a part that could not be made fails here
  [ -s "$part" ] || exit "$code"
  say "part $HUNKBOX_SHARD is in $part"
  exit 0
fi
choose_formats
run_hunkbox gate "$@" "${formats[@]}"
show_reports
exit "$code"
