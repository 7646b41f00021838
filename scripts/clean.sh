#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make clean: removes what can be made again, but for node_modules/. A cache elsewhere is not ours to empty: hunkbox cache --clear does that.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
rm -rf dist dist.new.* dist.old.* coverage node_modules/.bin/hunkbox
find wasm -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
