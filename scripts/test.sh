#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make test: runs all tests, or those named. HUNKBOX_TEST_JSON=FILE also writes the results there.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc build

reporters=()
if [ -n "${HUNKBOX_TEST_JSON:-}" ]; then
  reporters=(--reporter=default --reporter=json "--outputFile.json=$HUNKBOX_TEST_JSON")
fi
# Vitest colours what it writes into a pipe, too
if [ ! -t 1 ] && [ -z "${FORCE_COLOR:-}" ]; then export NO_COLOR=1; fi
# the runner reads the configuration without writing a copy of it, so a read-only checkout will do
exec node node_modules/vitest/vitest.mjs run --configLoader runner ${reporters[@]+"${reporters[@]}"} "$@"
