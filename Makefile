# SPDX-License-Identifier: GPL-2.0-only
# Each target does the set-up that it needs (scripts/setup.sh), which is quick when there is nothing to do.

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench clean

help: ## this list
	@echo 'hunkbox runs a kernel patch, before and after, against an emulated Xen machine. Targets:'
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile
	@echo 'The first one to run installs Emscripten (Debian package, 900 MB, about a minute) and the npm packages.'
	@echo 'Afterwards: npx hunkbox --help'

setup: ## set up and build only
	@scripts/setup.sh emcc build

run: ## check the patch that hunkbox comes with (seconds)
	@scripts/run.sh $(ARGS)

test: ## all tests (minutes); ARGS=test/patch for some
	@scripts/test.sh $(ARGS)

lint: ## style, types, licence lines (half a minute; installs clang-format)
	@scripts/lint.sh

format: ## rewrite the sources as lint wants them
	@scripts/format.sh

bench: ## measure (slow: minutes); ARGS='--json FILE' to keep the figures
	@scripts/bench.sh $(ARGS)

clean: ## remove what was built and the module cache; npm packages stay
	@scripts/clean.sh
