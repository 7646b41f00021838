#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s evaluate: judges the changes of test/fixtures/changes, and says how many verdicts are right.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc packages
run_bundled . test/evaluation/evaluate.ts "$@"
