#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s hostile: runs the built command on patches that mean harm, and says which rule each broke.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc packages build
run_bundled . test/hostile/hostile.ts "$@"
