# Names for commands. What they do stands in launch/, scripts/ and nlu/.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
PACKAGES = $(wildcard bot actions backend_client reference_backend watching wire launch benchmarks tests \
	scripts/checks/*.py)

.PHONY: help run cluster backup restore demo chat test test-browser conformance fuzz check audit types data train evaluate bench setup clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1	/p' Makefile | while IFS='	' read -r name what; do \
		printf 'make %-14s %s\n' "$$name" "$$what"; done

run: setup train ## start everything and print the address to open; SAMPLE=FILE, PORT=N, FAKES=1
	@exec $(PYTHON) -m launch run

cluster: setup train ## the same with two processes of each part, PostgreSQL, Redis and a balancer
	@exec $(PYTHON) -m launch cluster

backup: setup ## save what the product keeps, while it runs: TO=FOLDER
	@exec $(PYTHON) -m launch.backup save "$(TO)"

restore: setup ## put a backup in the place of what is there, while nothing runs: FROM=FOLDER
	@exec $(PYTHON) -m launch.backup restore "$(FROM)"

demo: setup train ## play whole conversations, then show the records that the backend holds
	@exec $(PYTHON) -m launch demo

chat: setup train ## a conversation in this terminal
	@exec $(PYTHON) -m launch chat

test: setup train ## every test but the browser's
	@exec $(PYTHON) -m pytest -n 2 --dist loadfile --ignore=tests/browser --durations=15

test-browser: setup train ## the pages in a real Chromium
	@exec $(PYTHON) -m pytest tests/browser --durations=5

conformance: setup ## the contract's suite against a utility's own test server: URL=… KEY=…
	@exec $(PYTHON) -m pytest tests/conformance --url "$(URL)" --key "$(KEY)"

fuzz: setup ## look for bytes that trip a parser: SECONDS of each (60), ONLY=name for one
	@exec $(PYTHON) -m tests.fuzz $(or $(SECONDS),60) $(ONLY)

check: setup ## ruff, mypy, data checks
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(MAKE) types data

audit: setup ## are the libraries of both environments known to be vulnerable? (asks osv.dev)
	@exec $(PYTHON) scripts/audit.py

types: setup ## mypy alone
	@$(PYTHON) -m mypy $(PACKAGES)

data: setup ## the data checks alone: catalogues, training lines
	@for check in $(sort $(wildcard scripts/checks/*.py)); do $(PYTHON) "$$check" || exit 1; done

train: setup ## train the language model if its inputs changed
	@cd nlu && exec .venv/bin/python -W ignore::DeprecationWarning train.py

evaluate: setup train ## score the language model: DATA=FILE [OUT=FILE] [TRAIN=FILE]
	@exec sh scripts/evaluate

bench: setup train ## the benchmarks; ONLY=name for one
	@exec $(PYTHON) -m benchmarks $(ONLY)

setup: .venv/.synced nlu/.venv/.synced ## both Python environments, from their lock files

# Stamps, so that a second `make run` does not ask uv again. A machine that has a newer Python
# only, and cannot fetch 3.11, uses what it has.
.venv/.synced: pyproject.toml uv.lock .python-version
	@sh scripts/uv sync --locked || sh scripts/uv sync --locked --python '>=3.11'
	@touch $@

# --directory, not --project: uv and pyenv then both read nlu/.python-version.
nlu/.venv/.synced: nlu/pyproject.toml nlu/uv.lock nlu/.python-version
	@sh scripts/uv --directory nlu sync --locked || { \
		echo "Rasa needs Python 3.10, and uv could not find or fetch it: install it and call make again." >&2; \
		exit 1; }
	@touch $@

clean: ## remove environments, trained models and all local state (.env stays)
	rm -rf .venv nlu/.venv nlu/models nlu/.rasa var .mypy_cache .ruff_cache .pytest_cache
