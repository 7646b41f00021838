#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make format: rewrites the sources as make lint wants them.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh clang-format build
node node_modules/@biomejs/biome/bin/biome check --write .
node scripts/format-c.mjs --write
