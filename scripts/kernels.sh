#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s kernels: runs all scenarios once on kernels as they are, and says what runs there.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh emcc packages

# in the checkout, below which the tool looks for its files
work=$(mktemp -d -p . dist.kernels.XXXXXX)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/esbuild test/kernels/kernels.ts --bundle --platform=node --format=esm --log-level=error \
  --outfile="$work/kernels.mjs" \
  --banner:js='import{createRequire}from"node:module";const require=createRequire(import.meta.url);'
node "$work/kernels.mjs" "$@"
