# Newcomers need two commands: `make demo` and `make test`. The others are for work on the project; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Compiled modules halve the time of every start.
unexport PYTHONDONTWRITEBYTECODE
export VENV ?= .venv
export PORT ?= 8000
PYTHON_RUN := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
TEST_PROCESSES ?= 2
TESTS ?= tests
STYLE_SOURCES := $(shell find static templates -path static/vendor -prune -o -type f -print 2>/dev/null)

.PHONY: help setup demo demo-reset test-setup test check smoke bench migrations messages lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

demo: setup ## run the product with a month of lively history on this machine (PORT=8000)
	@exec $(PYTHON_RUN) -m govportal.runner

demo-reset: setup ## forget everything the demonstration has stored
	@$(PYTHON_RUN) -m govportal.embedded wipe

setup: system-demo $(STAMPS)/python $(STAMPS)/front-end $(STAMPS)/messages ## install what the product needs

test: test-setup ## run all tests (TESTS=tests/core for some)
	@$(VENV)/bin/pytest $(TESTS) -n $(TEST_PROCESSES) --dist loadgroup

test-setup: system-test setup $(STAMPS)/python-test

check: test-setup ## style, types, floors, templates, missing migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(VENV)/bin/djlint templates --check
	$(VENV)/bin/djlint templates --lint --quiet
	$(PYTHON_RUN) manage.py makemigrations --check --dry-run

smoke: test-setup ## drive the journeys through a browser against the running product
	@$(PYTHON_RUN) -m tests.smoke

bench: test-setup ## measure operations against their plain-SQL floors
	@$(PYTHON_RUN) -m bench

migrations: test-setup ## write migrations for changed models
	@$(PYTHON_RUN) manage.py makemigrations

messages: test-setup ## gather texts to translate from code and templates, then compile the catalogues
	@$(PYTHON_RUN) manage.py makemessages --all --no-location --ignore='var/*' --ignore='node_modules/*' --ignore='$(VENV)/*'
	@$(PYTHON_RUN) scripts/compile_messages.py

lock: test-setup ## pin every dependency by hash again
	@for set in test devices base node; do \
	  constraint=$$([[ $$set == test || $$set == node ]] || echo "--constraint requirements/test.txt"); \
	  $(PYTHON_RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header $$constraint requirements/$$set.in --output-file requirements/$$set.txt; \
	done

.PHONY: system-demo system-test
system-demo system-test: system-%:
	@scripts/system_packages.sh $*

$(STAMPS)/python: requirements/base.txt | system-demo
	@echo "installing Python packages …"
	@scripts/python_packages.sh $<
	@mkdir -p $(@D) && touch $@

$(STAMPS)/python-test: requirements/test.txt requirements/devices.txt $(STAMPS)/python | system-test
	@echo "installing Python packages for tests …"
	@scripts/python_packages.sh requirements/test.txt requirements/devices.txt
	@touch $@

$(STAMPS)/front-end: package.json package-lock.json scripts/build_assets.mjs scripts/front_end.py $(STYLE_SOURCES) $(STAMPS)/python
	@echo "building the front end …"
	@$(PYTHON_RUN) scripts/front_end.py
	@touch $@

$(STAMPS)/messages: $(wildcard locale/*/LC_MESSAGES/*.po) scripts/compile_messages.py $(STAMPS)/python
	@$(PYTHON_RUN) scripts/compile_messages.py
	@touch $@
