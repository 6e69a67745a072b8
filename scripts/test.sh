#!/usr/bin/env bash
# The one test command. Each part says its name; the first that fails ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
part() { printf '\n== %s (%d s)\n' "$1" $((SECONDS - started)); }

part "setup"
scripts/setup.sh all
[ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"

part "format"
cargo fmt --all --check

part "unit, conformance and end-to-end tests"
cargo test --workspace --locked

part "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

part "portal: real clients and browser, on the sample country"
scripts/portal-test.sh

printf '\nall parts passed in %d s\n' $((SECONDS - started))
