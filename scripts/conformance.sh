#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s conformance: compares the emulated hypervisor with the recorded answers of a real Xen.
# shellcheck source=scripts/lib.sh
export INIT_CWD="${INIT_CWD:-$PWD}"
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh packages

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/esbuild test/conformance/conformance.ts --bundle --platform=node --format=esm --log-level=error \
  --outfile="$work/conformance.mjs" \
  --banner:js='import{createRequire}from"node:module";const require=createRequire(import.meta.url);'
node "$work/conformance.mjs" "$@"
