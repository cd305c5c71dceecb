# Two commands matter: `make run` starts Cauce with its demo business, `make test` checks everything.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench chaos lock stop clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: .venv/ready ## Start everything with the demo business (Ctrl-C stops it)
	@exec $(BIN)/cauce demo

test: .venv/ready-dev ## Lint, types and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy cauce tests benchmarks
	$(BIN)/pytest -n auto --maxprocesses 4

check: .venv/ready-dev ## Lint and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy cauce tests benchmarks

bench: .venv/ready-dev ## Measure speed and size (prints what docs/performance.md keeps)
	$(BIN)/python -m benchmarks

chaos: .venv/ready-dev ## Break platforms, models and workers on purpose, and count what came of it
	$(BIN)/python -m benchmarks.chaos

stop: .venv/ready ## Stop an embedded database that was left running
	$(BIN)/cauce stop

lock: ## Write the lock files again (needs uv)
	uv pip compile pyproject.toml --extra build $(LOCK_OPTIONS) -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev $(LOCK_OPTIONS) -o requirements-dev.lock

LOCK_OPTIONS := --generate-hashes --no-header \
	--no-annotate --universal --python-version 3.11 --quiet

clean: ## Remove the virtual environment and caches (never your data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cauce needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Cauce (once)…"
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing Cauce and its tools (once)…"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
