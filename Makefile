# Everything a newcomer or a developer needs; `make help` says what. Works in a folder whose
# path has spaces: only relative names are used as targets.
.PHONY: help install develop run check test bench shots lock
.DEFAULT_GOAL := help

# The command is started hundreds of times by the tests, and by people all day: compiled
# once, it starts in half the time.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# The programs of an environment name its folder: after a move it is made anew.
ifneq ($(wildcard $(VENV)/.place),)
ifneq ($(shell cat $(VENV)/.place),$(CURDIR))
$(info This folder was moved: its Python environment is made anew.)
$(shell rm -rf $(VENV))
endif
endif

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

install: $(VENV)/.installed node_modules/.installed ## install what Acquit runs on; then: .venv/bin/acquit

run: install ## fill a demonstration company and open its pages
	@exec $(BIN)/acquit demo --serve

develop: install $(VENV)/.developed ## install, with what checks and tests need

check: develop ## style, types and the floors of the house
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --verbose >.venv/floors.log 2>&1 || { cat .venv/floors.log; exit 1; }

test: check ## check, then every test, on a database of its own
	@$(BIN)/pytest -q -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: install ## measure what must stay fast
	@exec $(BIN)/acquit bench cycle

shots: develop ## photograph every page of a demonstration company
	@.ci/shots

lock: $(VENV)/.python ## pin the newest versions that requirements/*.in and package.json allow
	@$(PIP) --requirement requirements/lock.in
	@for name in base dev node; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --upgrade --universal \
	    --generate-hashes --python-version 3.11 --directory requirements \
	    $$name.in --output-file $$name.txt || exit 1; \
	done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

$(VENV)/.python:
	@[ -x $(BIN)/python ] || sh requirements/make-environment $(VENV)
	@printf '%s\n' "$(CURDIR)" >$(VENV)/.place
	@touch $@

$(VENV)/.installed: $(VENV)/.python requirements/base.txt pyproject.toml
	@echo "Installing what Acquit runs on."
	@$(PIP) --require-hashes --requirement requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed requirements/dev.txt
	@echo "Installing what checks and tests need."
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | $(VENV)/.installed
	@echo "Installing what the pages load."
	@sh requirements/install-parts
	@touch $@
