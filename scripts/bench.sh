#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make bench: measures, and asserts nothing.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc build
exec node dist/bench/main.js "$@"
