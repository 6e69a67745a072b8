#!/usr/bin/env bash
# `make bench`: prints the figures. Extra arguments go to bench.py.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 benches/bench.py "$@"
