#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make run: checks the patch that hunkbox comes with. Ends with 0 when the check could be done, whatever it found.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc build

code=0
node dist/hunkbox.js check "$@" || code=$?
case $code in
  0) ;;
  1) say "check ended with 1: it found a regression or an unexpected change. That is its job: make ends with 0." ;;
  3) say "check ended with 3: a side of the patch does not build. It says so above: make ends with 0." ;;
  4) say "check ended with 4: the sides cannot be compared. It says so above: make ends with 0." ;;
  *) fail "check ended with $code: it could not do its job" ;;
esac
