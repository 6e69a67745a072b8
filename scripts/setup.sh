#!/usr/bin/env bash
# Installs what is missing: `build` = to compile, `all` = also what the tests use.
# Needs Debian or Ubuntu and root (or sudo) for packages; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}

if ! command -v cargo >/dev/null 2>&1; then
  [ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
fi
if ! command -v cargo >/dev/null 2>&1; then
  echo "Rust is missing. Install it with rustup (https://rustup.rs), open a new shell, and run this again." >&2
  exit 2
fi

missing=()
need() { # command-or-file, package
  if [[ $1 == /* ]]; then [ -e "$1" ] || missing+=("$2"); else command -v "$1" >/dev/null 2>&1 || missing+=("$2"); fi
}
need cc gcc
need make make
need curl curl
need /usr/share/hunspell/sv_SE.dic hunspell-sv # the lexicon of the search is made from it
if [ "$what" = all ]; then
  need git git
  need python3 python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  need node nodejs
  need npm npm
  need chromium chromium
  need /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core
fi
packages=$(echo "${missing[@]:-}" | xargs)
if [ -n "$packages" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install: $packages" >&2
    exit 2
  fi
  sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  echo "Installing $packages"
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi

if [ "$what" = all ]; then
  if [ -f tests/browser/package.json ] && [ ! -d tests/browser/node_modules ]; then
    (cd tests/browser && npm ci --no-audit --no-fund --silent)
  fi
  if [ ! -x target/python/bin/pip ]; then
    mkdir -p target
    rm -rf target/python
    python3 -m venv target/python
  fi
  target/python/bin/python -m pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
fi
