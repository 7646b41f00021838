# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What the scripts share. They talk on stderr, so that stdout is the tool's own; escape codes go to a terminal only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# the shim that Debian puts in front of python3 costs emcc 80 ms a call
if [ -z "${EMSDK_PYTHON:-}" ] && [ -x /usr/bin/python3 ]; then export EMSDK_PYTHON=/usr/bin/python3; fi

# what make builds stays in the checkout; a user's own runs keep theirs in ~/.cache
if [ -z "${HUNKBOX_CACHE:-}" ] && [ -w wasm ]; then export HUNKBOX_CACHE=$PWD/wasm; fi

say() { printf 'hunkbox: %s\n' "$*" >&2; }

# fail WHAT [WHAT-TO-DO...]: one message, one line each
fail() {
  say "$1"
  shift
  for line in "$@"; do printf '         %s\n' "$line" >&2; done
  exit 1
}

# bundle_programs FILE... [OPTIONS]: bundles programs of the tests, each by itself with all that it imports. Packages ask for
# `require`, which a module lacks; the name it is made from is one that no file declares, or the bundle would declare it twice.
bundle_programs() {
  node_modules/.bin/esbuild "$@" --bundle --platform=node --format=esm --log-level=error \
    --banner:js='import{createRequire as bundleCreatesRequire}from"node:module";const require=bundleCreatesRequire(import.meta.url);'
}

# run_bundled FOLDER FILE [ARGS...]: runs a program of the tests from its source, bundled in a folder of its own in FOLDER: in
# the checkout if it is to find the tool's files, which are looked for from there.
run_bundled() {
  local program=$2
  work=$(mktemp -d -p "$1" dist.run.XXXXXX)
  shift 2
  trap 'rm -rf "$work"' EXIT
  bundle_programs "$program" --outfile="$work/program.mjs"
  node "$work/program.mjs" "$@"
}

# Puts the first Node on the PATH that is new enough before all others: Debian's emscripten brings Debian's own, an
# older one, into /usr/bin, and that may come first.
use_node() {
  local dir found version old=""
  local IFS=:
  for dir in $PATH; do
    found=${dir:-.}/node
    if [ ! -x "$found" ] || [ -d "$found" ]; then continue; fi
    version=$("$found" --version 2>/dev/null) || continue
    version=${version#v}
    if [ "${version%%.*}" -ge 20 ] 2>/dev/null; then
      [ "$(command -v node)" = "$found" ] || export PATH="$dir:$PATH"
      return 0
    fi
    old="${old:+$old, }$found is $version"
  done
  fail "Node 20 or newer is needed, and the PATH has none${old:+ ($old)}" \
    "install it from https://nodejs.org or with a version manager (nvm, fnm, volta), then run make again"
}
