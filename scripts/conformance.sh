#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s conformance: compares the emulated hypervisor with the recorded answers of a real Xen.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh packages
run_bundled "${TMPDIR:-/tmp}" test/conformance/conformance.ts "$@"
