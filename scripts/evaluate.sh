#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s evaluate: judges the changes of test/fixtures/changes, and says how many verdicts are right.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc packages

# in the checkout, below which the tool looks for its files
work=$(mktemp -d -p . dist.evaluate.XXXXXX)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/esbuild test/evaluation/evaluate.ts --bundle --platform=node --format=esm --log-level=error \
  --outfile="$work/evaluate.mjs" \
  --banner:js='import{createRequire}from"node:module";const require=createRequire(import.meta.url);'
node "$work/evaluate.mjs" "$@"
