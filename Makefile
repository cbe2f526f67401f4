# Two commands: `make run` and `make test`. Both work from a fresh clone.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 3000
DATA ?= ./var
BIN := .venv/bin

.PHONY: help run test install lint types imports unit suite browser-tools test-browsers bench bench-evidence screens docs fuzz properties clean

help:  ## show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{sub(":.*", "", $$1); printf "  make %-14s %s\n", $$1, $$2}'

run: .venv/.runtime  ## install what is locked and serve on http://localhost:3000 (PORT= and DATA= to change)
	@VERILINK_PORT=$(PORT) VERILINK_DATA_DIR=$(DATA) exec $(BIN)/verilink serve

test: install browser-tools lint types imports suite  ## lint, types, import rules and every test

install: .venv/.development

.venv/.runtime: pyproject.toml uv.lock tools/install
	@echo "Installing into .venv. This happens once."
	@tools/install
	@touch $@

.venv/.development: pyproject.toml uv.lock tools/install
	@echo "Installing into .venv with what tests need."
	@tools/install dev
	@touch $@ .venv/.runtime

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
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

unit: install  ## only the fast tests
	$(BIN)/pytest tests/unit -n 2

ENGINES ?= firefox webkit
test-browsers: install  ## the flow in Firefox and WebKit, which are not part of "make test" (ENGINES= to name one)
	@tools/browser-tools engines
	VERILINK_ENGINES="$(ENGINES)" $(BIN)/pytest tests/browser/engines

bench: install  ## measure against limits and peers, print ratios
	@tools/install dev bench
	$(BIN)/python -m bench

bench-evidence: install  ## measure how documents and faces are read, beside others, and write the page about it
	@tools/install dev bench
	$(BIN)/python -m bench.evidence

screens: install browser-tools  ## take pictures of every hosted screen into screens/, and those that the documents show
	$(BIN)/python -m tools.gallery screens
	$(BIN)/python -m tools.screens docs/images

docs: install  ## write the reference pages that are made from the code
	$(BIN)/python -m tools.reference

fuzz: install  ## attack every parser with a million mutated inputs, then ten minutes guided by coverage
	@tools/fuzz

properties: install  ## 100,000 machine-readable zones through the parser, 400 drawn, photographed and read back
	VERILINK_MRZ_STRINGS=100000 VERILINK_READ_BACK=400 $(BIN)/pytest -s tests/unit/evidence/test_mrz_strings.py tests/unit/evidence/test_zone_read_back.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
