# Two commands on a fresh machine: `make run` and `make test`. Both set up what they need.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint drill bench schema lock clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

run: $(VENV)/run.done ## Start it: the App with GitHub credentials in the environment, the sandbox without any
	$(BIN)/dont-delegate serve

test: $(VENV)/dev.done ## Pass the tests
	$(BIN)/pytest -q -n logical --dist loadfile -m "not drill and not bench"

lint: $(VENV)/dev.done ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

drill: $(VENV)/dev.done ## Kill, flood and starve the running program; takes minutes
	$(BIN)/pytest -q -m drill --timeout 900

bench: $(VENV)/dev.done ## Measure; prints figures and ratios
	$(BIN)/python -m tests.bench

schema: $(VENV)/run.done ## Write rules/schema.json anew from the model
	$(BIN)/python -m bot.policy.schema > rules/schema.json.new && mv rules/schema.json.new rules/schema.json

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
		--quiet --upgrade --custom-compile-command "make lock" -o requirements/run.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes \
		--quiet --upgrade --custom-compile-command "make lock" -c requirements/run.lock -o requirements/dev.lock

clean: ## Remove what was set up
	rm -rf $(VENV) var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say where it is with: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.done: requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.done
