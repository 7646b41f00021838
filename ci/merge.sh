#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Puts the parts of a gate together that ci/gate.sh left with HUNKBOX_SHARD: the reports and the exit code are those that one
# job would have given.
#
#   ci/merge.sh hunkbox-parts                         a folder with shard-*.json, at any depth
#
# HUNKBOX_OUT    folder for the reports (default: hunkbox-out)
#
# shellcheck source=ci/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

from=${1:-}
[ -d "$from" ] || fail "ci/merge.sh needs the folder with the parts${from:+: $from is none}" "give the folder into which the jobs' parts were fetched"
shift
parts=()
while IFS= read -r part; do parts+=("$part"); done < <(find "$from" -name 'shard-*.json' -type f | sort)
[ ${#parts[@]} -gt 0 ] || fail "there is no shard-*.json in $from" "check that each job kept its HUNKBOX_OUT"

prepare
choose_formats
run_hunkbox merge "${parts[@]}" "$@" "${formats[@]}"
show_reports
exit "$code"
