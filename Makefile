# Two commands: `make run` and `make test`. Both work from a fresh clone.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 3000
DATA ?= ./var
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV = $(shell command -v uv 2>/dev/null || echo $(VENV)/uv/bin/uv)

.PHONY: help run test install lint types imports unit suite browser-tools bench screens clean

help:  ## show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(VENV)/.runtime  ## install what is locked and serve on http://localhost:3000 (PORT= and DATA= to change)
	@VERILINK_PORT=$(PORT) VERILINK_DATA_DIR=$(DATA) exec $(BIN)/verilink serve

test: install browser-tools lint types imports suite  ## lint, types, import rules and every test

install: $(VENV)/.development

# uv from PyPI when the machine has none
$(VENV)/uv:
	@command -v uv >/dev/null 2>&1 || { $(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'; }
	@mkdir -p $(VENV)/uv

$(VENV)/.runtime: pyproject.toml uv.lock | $(VENV)/uv
	$(UV) sync --frozen --no-dev --inexact --quiet --python $(PYTHON)
	@touch $@

$(VENV)/.development: pyproject.toml uv.lock | $(VENV)/uv
	$(UV) sync --frozen --group dev --inexact --quiet --python $(PYTHON)
	@touch $@ $(VENV)/.runtime

browser-tools:
	@tools/browser-tools

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

suite: install
	$(BIN)/pytest -n 2 --dist loadgroup

unit: install  ## only the fast tests
	$(BIN)/pytest tests/unit -n 2

bench: install  ## measure against limits and peers, print ratios
	$(UV) sync --frozen --group dev --group bench --inexact --quiet
	$(BIN)/python -m bench

screens: install browser-tools  ## pictures of every page and screen into ./screens
	$(BIN)/pytest tests/browser -q -m screens --screens=screens

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
