#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What gate.sh and merge.sh share. Paths are the caller's: lib.sh goes to the checkout, and this comes back.
caller=$PWD
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
checkout=$PWD
cd "$caller"

out=${HUNKBOX_OUT:-hunkbox-out}
code=0
formats=()

# Sets hunkbox up, which is quick where it is; only what it does about it is told.
prepare() {
  use_node
  "$checkout/scripts/setup.sh" emcc build
  mkdir -p "$out"
}

run_hunkbox() {
  node "$checkout/dist/hunkbox.js" "$@" || code=$?
}

# A report for people on stdout, and files for what the engine reads.
choose_formats() {
  formats=(
    --format terminal
    --format "json=$out/hunkbox.json"
    --format "junit=$out/junit.xml"
    --format "ktap=$out/result.ktap"
    --format "sarif=$out/hunkbox.sarif"
    --format "html=$out/report.html"
    --format "mail=$out/reply.eml"
    --format "markdown=$out/comment.md"
    --format "patchwork=$out/patchwork.json"
    --format "kcidb=$out/kcidb.json"
  )
  if [ -n "${GITHUB_ACTIONS:-}" ]; then
    formats+=(--format "github=$out/annotations.txt" --format "github-summary=$out/summary.md")
  fi
  if [ -n "${GITLAB_CI:-}" ]; then formats+=(--format "gitlab=$out/code-quality.json"); fi
}

# GitHub takes annotations from a job's output, and a summary from a file of its own.
show_reports() {
  if [ -s "$out/annotations.txt" ]; then cat "$out/annotations.txt"; fi
  if [ -s "$out/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"
  fi
  if [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'exit-code=%s\nreports=%s\n' "$code" "$out" >>"$GITHUB_OUTPUT"; fi
  say "reports are in $out"
}
