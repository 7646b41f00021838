#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s kernels: runs all scenarios once on kernels as they are, and says what runs there.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc packages
run_bundled . test/kernels/kernels.ts "$@"
