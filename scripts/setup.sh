#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Makes the checkout ready: setup.sh [emcc] [packages] [build] [clang-format]. What is there already costs a fraction
# of a second and needs neither network nor the right to write. Interrupted at any point it starts over cleanly.
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

work="" ticker=""
terminal=false
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${CI:-}" ]; then terminal=true; fi

main() {
  use_node
  local want=" $* "
  if [[ $want == *" build "* ]]; then want+="packages "; fi
  local missing
  missing=$(list_missing)
  [ -n "$missing" ] || return 0
  lock
  # another make may have done it meanwhile
  missing=$(list_missing)
  for one in $missing; do
    case $one in
      emcc) install_package emcc emscripten "about a minute, 900 MB on the disk" ;;
      clang-format) install_package clang-format clang-format "about 10 s" ;;
      packages) install_packages ;;
      build) build ;;
    esac
  done
}

# What is wanted and not there, in the order in which it has to come.
list_missing() {
  local stale=""
  case $want in *" packages "*) stale=" $(node scripts/state.mjs | tr '\n' ' ')" ;; esac
  if [[ $want == *" emcc "* ]] && ! has_program "${EMCC:-emcc}" emscripten; then echo emcc; fi
  if [[ $want == *" clang-format "* ]] && ! has_program "${CLANG_FORMAT:-clang-format}" clang-format; then
    echo clang-format
  fi
  if [[ $stale == *" packages "* ]]; then echo packages; fi
  # npm ci takes the link to the build away
  if [[ $want == *" build "* && $stale == *" "[pb]* ]]; then echo build; fi
}

# An apt-get that was interrupted leaves programs whose libraries are still missing: then dpkg knows better.
has_program() { # NAME PACKAGE
  local path
  path=$(command -v "$1") || return 1
  [ "$path" = "/usr/bin/$1" ] && command -v dpkg-query >/dev/null || return 0
  case $(dpkg-query -W -f '${db:Status-Status}' "$2" 2>/dev/null || true) in
    installed | "" | not-installed | config-files) ;;
    *) return 1 ;;
  esac
}

install_package() { # PROGRAM PACKAGE HOW-LONG
  local program=$1 package=$2 by_hand
  by_hand="apt-get install --no-install-recommends $package"
  if ! command -v apt-get >/dev/null; then
    if [ "$program" = emcc ]; then
      fail "emcc (Emscripten) is missing, and make can install it only where there is apt-get" \
        "install Emscripten 3.1.6 yourself (https://emscripten.org/docs/getting_started/downloads.html)," \
        "put emcc on the PATH or set EMCC to it, and run make again"
    fi
    fail "$program is missing, and make can install it only where there is apt-get" \
      "install $program 14 yourself, put it on the PATH, and run make again"
  fi
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      fail "$program is missing, and installing it needs root (or sudo without a password)" \
        "run: sudo $by_hand" "then run make again"
    fi
  fi
  apt() {
    ${as_root[@]+"${as_root[@]}"} env PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive \
      LC_ALL=C.UTF-8 apt-get -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"
  }
  if [ -n "$(dpkg --audit 2>/dev/null)" ]; then
    step "finishing an interrupted installation" "some seconds" ${as_root[@]+"${as_root[@]}"} \
      env PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive dpkg --configure -a || true
    step "mending what it left" "some seconds" apt --fix-broken --no-remove --no-install-recommends install || true
  fi
  step "reading the package lists" "about 10 s" apt -o APT::Update::Error-Mode=any update ||
    say "not all package lists could be renewed; going on with those at hand"
  local candidate
  candidate=$(apt-cache policy "$package" | sed -n 's/^ *Candidate: //p')
  if [ -z "$candidate" ] || [ "$candidate" = "(none)" ]; then
    fail "apt knows no package $package" \
      "if the package lists above could not be read, it takes a network: connect, and run make again" \
      "on a system other than Debian 12: install $program yourself and put it on the PATH"
  fi
  if [ "$package" = emscripten ] && [[ $candidate != 3.1.6* ]]; then
    say "this system has Emscripten $candidate; hunkbox is made for 3.1.6 (Debian 12), another may not work"
  fi
  step "installing $package" "$3" apt install --no-install-recommends "$package" ||
    fail "apt-get could not install $package$(blame_network)" "to see more: $by_hand" "then run make again"
  hash -r
  command -v "$program" >/dev/null || fail "$package is installed, but $program is not on the PATH"
}

install_packages() {
  need_to_write node_modules
  command -v npm >/dev/null || fail "npm is missing: it comes with Node" "install Node 20 or newer from https://nodejs.org"
  # npm writes it last, so without it an interrupted installation is known as such
  rm -f node_modules/.package-lock.json
  step "installing the npm packages" "about 15 s" npm ci --include=dev --include=optional --prefer-offline \
    --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000 ||
    fail "npm could not install the packages$(blame_network)" "to see more: npm ci" "then run make again"
}

# Builds beside dist/ and moves it into place, so that no half build and no output of a deleted source is left.
build() {
  need_to_write dist
  rm -rf dist.new.* dist.old.*
  local new=dist.new.$$ old=dist.old.$$ sources builder page_script
  # before the compiler reads them: what is saved meanwhile is built next time
  sources=$(node scripts/state.mjs --sources)
  step "compiling the TypeScript" "about 5 s" node node_modules/typescript/bin/tsc -p tsconfig.build.json \
    --outDir "$new" --tsBuildInfoFile "$new/.tsbuildinfo" || {
    rm -rf "$new"
    fail "the TypeScript does not compile: the errors are above"
  }
  # keys of the module cache hold the code that makes modules
  builder=$(node -e 'import(process.argv[1]).then(({ builderCode }) => console.log(builderCode()))' \
    "./$new/harness/compile/cache/builder-code.js")
  # the script of the HTML page is a text in the command
  page_script=$(node -e 'import(process.argv[1]).then(({ pageScript }) => console.log(JSON.stringify(pageScript())))' \
    "./$new/harness/report/html/page-script.js")
  # one file starts in half the time of a hundred
  step "bundling the command" "under 1 s" node_modules/.bin/esbuild "$new/harness/cli/main.js" --bundle \
    --minify-syntax --minify-whitespace --platform=node --format=cjs --log-level=error --outfile="$new/bundle.cjs" \
    --metafile="$new/bundle.json" \
    --define:import.meta.url=__hunkbox_url --define:__hunkbox_builder="\"$builder\"" \
    --define:__hunkbox_page_script="$page_script" || {
    rm -rf "$new"
    fail "the command could not be bundled: the errors are above"
  }
  sed -i '1{/^#!/d}' "$new/bundle.cjs"
  node scripts/licences.mjs "$new/bundle.json" >"$new/LICENCES.txt" || {
    rm -rf "$new"
    fail "the licences of the packages in the command could not be told: the error is above"
  }
  rm "$new/bundle.json"
  cp scripts/launcher.mjs "$new/hunkbox.js"
  step "checking the scenarios" "under 1 s" node scripts/pack-catalogue.mjs "$new" || {
    rm -rf "$new"
    fail "a scenario is malformed: the error is above"
  }
  chmod +x "$new/hunkbox.js"
  node "$new/hunkbox.js" --man >"$new/hunkbox.1" || {
    rm -rf "$new"
    fail "the manual page could not be made: the error is above"
  }
  printf '%s\n' "$sources" >"$new/.sources"
  if [ -e dist ]; then mv dist "$old"; fi
  mv "$new" dist
  rm -rf "$old"
  # npx finds it there, without asking a registry
  mkdir -p node_modules/.bin
  ln -sfn ../../dist/hunkbox.js node_modules/.bin/hunkbox
}

# What the last step's output says about the reason, as the end of a sentence.
blame_network() {
  if grep -qE 'resolving|resolve host|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Could not connect|unreachable' \
    "$work/log"; then
    echo ": the network is missing, or does not let it through"
  else
    echo ": its output is above"
  fi
}

need_to_write() { # NAME
  if [ ! -w . ] || { [ -e "$1" ] && [ ! -w "$1" ]; }; then
    fail "this checkout may not be written, and $1/ has to be made or renewed in it: $PWD" \
      "clone it to a folder of your own, or run make once as the user it belongs to"
  fi
}

# One set-up at a time in a checkout. The lock goes when its last holder does, however that ends.
lock() {
  command -v flock >/dev/null || return 0
  exec 9<scripts/setup.sh
  flock -n 9 && return 0
  say "another make is setting up this checkout: waiting for it"
  flock 9
}

# step WHAT HOW-LONG COMMAND...: runs a command out of sight, says that it runs, and shows its output if it fails
step() {
  local what=$1 about=$2 start=$SECONDS code=0
  shift 2
  [ -n "$work" ] || work=$(mktemp -d) || fail "no temporary file can be made" "free some space, or set TMPDIR"
  : >"$work/log"
  tick "$what ($about)" &
  ticker=$!
  "$@" >"$work/log" 2>&1 </dev/null || code=$?
  stop_ticker
  if [ "$code" = 0 ]; then
    say "$what: done after $((SECONDS - start)) s"
  else
    # npm gives its reason first, apt-get last, a compiler its errors in order
    sed -n '1,15s/^/  | /p' "$work/log" >&2
    if [ "$(wc -l <"$work/log")" -gt 27 ]; then echo "  | ..." >&2; fi
    tail -n +16 "$work/log" | tail -n 12 | sed 's/^/  | /' >&2
    say "$what: failed after $((SECONDS - start)) s (exit code $code)"
  fi
  return "$code"
}

tick() { # WHAT
  exec 9<&- </dev/null >/dev/null
  local start=$SECONDS columns size line
  if ! $terminal; then
    say "$1"
    while sleep 30 2>/dev/null && kill -0 $$ 2>/dev/null; do say "$1: $((SECONDS - start)) s so far"; done
    return
  fi
  size=$(stty size <&2 2>/dev/null || true)
  columns=${size#* }
  case $columns in "" | *[!0-9]* | 0) columns=80 ;; esac
  while kill -0 $$ 2>/dev/null; do
    line="hunkbox: $1: $((SECONDS - start)) s  $(tail -n 1 "$work/log" 2>/dev/null | tr -d '\000-\037\177')"
    printf '\r%s\033[K' "${line:0:columns-1}" >&2
    sleep 0.5 2>/dev/null
  done
}

stop_ticker() {
  [ -n "$ticker" ] || return 0
  # its `sleep` may outlive it: without our stderr, or whoever reads that would wait for it
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  ticker=""
  if $terminal; then printf '\r\033[K' >&2; fi
}

clean_up() {
  stop_ticker
  if [ -n "$work" ]; then rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'stop_ticker; say "interrupted; run it again to go on"; exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

main "$@"
