#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What action.yml runs: its inputs, from the environment, as arguments of gate.sh or merge.sh.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

arguments=()
if [ -n "${INPUT_PATCH:-}" ]; then arguments+=("$INPUT_PATCH"); fi
# a line is an option with its value behind the first space
while IFS= read -r line; do
  line=${line%$'\r'}
  case $line in
    "") ;;
    *" "*) arguments+=("${line%% *}" "${line#* }") ;;
    *) arguments+=("$line") ;;
  esac
done <<<"${INPUT_OPTIONS:-}"

if [ -n "${INPUT_MERGE:-}" ]; then exec "$here/merge.sh" "$INPUT_MERGE" ${arguments[@]+"${arguments[@]}"}; fi
exec "$here/gate.sh" ${arguments[@]+"${arguments[@]}"}
