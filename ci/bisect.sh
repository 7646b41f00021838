#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# For git bisect run, in a kernel repository: compares the commit that is checked out with one that is known to be good.
#
#   git bisect start topic v6.1
#   git bisect run ~/hunkbox/ci/bisect.sh v6.1 -c x86_64 [-s SCENARIO ...] [-- PATH ...]
#
# All that changed below PATH since that commit is one patch on it, and goes to `hunkbox check --bisect` with the options given:
# a bad commit is one where that patch regresses, 125 one that cannot be compared. With --reverse it is the other way round: the
# commit named is the broken one, and what is found is where it was mended.
#
# No set -e: git takes every code below 128 that is neither 0 nor 125 for a bad commit.
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

stop() {
  printf 'bisect.sh: %s\n  hint: %s\n' "$1" "$2" >&2
  exit 255
}

[ $# -gt 0 ] || stop "no commit is given to compare with" "ci/bisect.sh v6.1 -c x86_64"
good=$1
shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  options+=("$1")
  shift
done
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- drivers/xen arch/x86/xen arch/x86/include/asm/xen include/xen

command -v node >/dev/null || stop "node is not on the PATH" "install Node 20"
[ -f "$checkout/dist/hunkbox.js" ] || stop "hunkbox is not built" "run make setup in $checkout"
top=$(git rev-parse --show-toplevel) || stop "$PWD is in no git repository" "run it in the kernel's"
good_id=$(git rev-parse --verify --quiet --end-of-options "$good^{commit}") ||
  stop "there is no commit $good in $top" "give a commit that is known to be good"

diff=(git -C "$top" --no-pager --literal-pathspecs diff --no-ext-diff --no-textconv --no-color --no-renames --full-index)
diff+=(--src-prefix=a/ --dst-prefix=b/ "$good_id" HEAD --)
"${diff[@]}" "$@" >/dev/null || stop "git diff fails between $good and HEAD" "see what it says by itself"
if [ -z "$("${diff[@]}" "$@" | head -c 1)" ]; then
  echo "bisect.sh: nothing below $* differs from $good"
  exit 0
fi
"${diff[@]}" "$@" | node "$checkout/dist/hunkbox.js" check --bisect --git "$top" --rev "$good_id" "${options[@]}" -
exit "${PIPESTATUS[1]}"
