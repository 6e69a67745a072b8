# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: ## install what is missing (Debian/Ubuntu packages, node modules of the browser test)
	scripts/setup.sh all

demo: ## build, start the sample country, harvest it, serve the portal
	scripts/setup.sh build
	cargo build --release --locked
	target/release/skord demo

test: ## everything: format, lints, unit, conformance, end-to-end, real clients, browser
	scripts/test.sh

check: ## quick: format, lints, rules of the house
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	cargo test --locked --test house_rules

bench: ## figures: harvest, SPARQL beside a peer, start
	scripts/setup.sh build
	cargo build --release --locked
	benches/run.sh

.PHONY: help setup demo test check bench
