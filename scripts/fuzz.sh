#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# npm run -s fuzz -- [TARGET...] [--seconds N | --runs N] [--seed S]: feeds the parsers with inputs that take new ways
# through them (CONTRIBUTING.md).
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh packages

work=$(mktemp -d -p . dist.run.XXXXXX)
trap 'rm -rf "$work"' EXIT
targets=()
for path in test/fuzz/targets/*.ts; do [[ $path == *-tokens.ts ]] || targets+=("$path"); done
# targets are bundled each by itself: what is counted is all that they run
bundle_programs test/fuzz/fuzz.ts test/fuzz/worker.ts "${targets[@]}" --outdir="$work" --outbase=test/fuzz
echo '{"type":"module"}' >"$work/package.json"
node "$work/fuzz.js" "$@"
