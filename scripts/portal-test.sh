#!/usr/bin/env bash
# Starts `skord demo` (the binary that the tests have built), then real clients and a real browser use it.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
port=${PORT:-18471}
target/debug/skord demo --data "$dir/data" --listen "127.0.0.1:$port" >"$dir/demo.log" 2>&1 &
demo=$!
stop() { kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; rm -rf "$dir"; }
trap stop EXIT
for _ in $(seq 1 240); do
  curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null 2>&1 && break
  kill -0 "$demo" 2>/dev/null || { cat "$dir/demo.log"; exit 1; }
  sleep 0.5
done
curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null || { cat "$dir/demo.log"; exit 1; }

target/python/bin/python tests/clients/run.py "http://127.0.0.1:$port/"
(cd tests/browser && node run.mjs "http://127.0.0.1:$port/")
