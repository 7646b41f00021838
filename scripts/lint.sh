#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# make lint: everything that reads the code without running it. Goes on after a finding, to show all of them at once.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
use_node
scripts/setup.sh clang-format packages

failed=""
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@"; then say "$name: fine"; else
    failed="$failed, $name"
    say "$name: not in order, see above"
  fi
}

our_sources() { # EXTENSION...
  local names=()
  for extension in "$@"; do names+=(-o -name "*.$extension"); done
  find harness test bench csrc scripts ci .ci -type d \( -name fixtures -o -name node_modules \) -prune \
    -o -type f \( "${names[@]:1}" \) -print | sort
}

# the formatter reads the reference patch with the project's own parser
check_c() { scripts/setup.sh build && node scripts/format-c.mjs; }

check_licence() {
  local wrong=0 path
  while IFS= read -r path; do
    # a script's first line says what runs it
    if ! head -n 2 "$path" | sed '1{/^#!/d};q' | grep -q 'SPDX-License-Identifier: GPL-2.0-only'; then
      echo "$path:1: the first line has to be SPDX-License-Identifier: GPL-2.0-only"
      wrong=1
    fi
  done < <({ our_sources ts tsx js mjs cjs c h s S sh css html; echo .ci/run; echo Makefile; })
  return "$wrong"
}

check_shell() {
  local wrong=0 path
  for path in scripts/*.sh ci/*.sh .ci/run; do bash -n "$path" || wrong=1; done
  if command -v shellcheck >/dev/null; then shellcheck -x scripts/*.sh ci/*.sh .ci/run || wrong=1; fi
  return "$wrong"
}

check_lock_file() {
  # an address would tie the lock file to one registry
  ! grep -n '"resolved"' package-lock.json || return 1
}

check biome node node_modules/@biomejs/biome/bin/biome check --error-on-warnings .
check TypeScript node node_modules/typescript/bin/tsc -p tsconfig.json
check clang-format check_c
check licence check_licence
check shell check_shell
check "lock file" check_lock_file
[ -z "$failed" ] || fail "lint: ${failed#, }"
