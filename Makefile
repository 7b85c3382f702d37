# Two commands on a new machine with Python 3.11, Node 20 and make:
#   make demo    the main job on a real clip
#   make test    every test
# Both install all they need into this folder (.venv, node_modules).

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV_BIN := .venv/bin
PY := $(VENV_BIN)/python

# Real recordings are never part of the checkout; they may lie beside it.
ifndef KNEETRACE_DATA
ifneq ($(wildcard ../shared/data),)
export KNEETRACE_DATA := $(realpath ../shared/data)
endif
endif

# Everything written on the way stays inside the checkout.
export MPLCONFIGDIR := $(CURDIR)/build/matplotlib
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# As the program does it: threads that wait for each other make small matrices slow.
export OPENBLAS_NUM_THREADS ?= 1
# Errors only: a machine's own pip settings may warn at every package.
QUIET := --quiet --quiet

.PHONY: help
help: ## List what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- set-up: a second call costs nothing -------------------------------------------------------

.PHONY: setup
setup: .venv/.installed node_modules/.installed ## Install everything into .venv and node_modules

.venv/.created:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=/where/python3.11"; \
	  exit 2; }
	@echo "Creating .venv"
	@"$(PYTHON)" -m venv .venv
	@touch $@

.venv/.installed: .venv/.created requirements/base.txt requirements/test.txt pyproject.toml
	@echo "Installing the locked Python packages (a few minutes the first time)"
	@$(PY) -m pip install $(QUIET) --require-hashes -r requirements/base.txt -r requirements/test.txt
	@$(PY) -m pip install $(QUIET) --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "Node 20 or newer (with npm) is needed: install it first."; exit 2; }
	@echo "Installing the locked npm packages (pose network weights)"
	@npm ci --silent --ignore-scripts
	@touch $@

# ---- the main job on a clip --------------------------------------------------------------------

HEIGHT_M ?= 1.75
MASS_KG ?= 70
SAMPLE := build/sample/Sports2D/Demo/demo.mp4
CLIP ?= $(SAMPLE)
TEST ?= $(if $(filter $(SAMPLE),$(CLIP)),walking,squat)

$(SAMPLE): requirements/demo.txt | .venv/.installed
	@echo "Fetching the sample clip (inside the BSD-licensed package sports2d)"
	@rm -rf build/sample
	@$(PY) -m pip install $(QUIET) --no-deps --require-hashes --target build/sample -r requirements/demo.txt
	@touch $@

.PHONY: demo
demo: setup $(if $(filter $(SAMPLE),$(CLIP)),$(SAMPLE)) ## Assess a clip: CLIP=mine.mp4 TEST=squat HEIGHT_M=1.75 MASS_KG=70
	@$(PY) examples/demo.py --clip "$(CLIP)" --test "$(TEST)" --height-m "$(HEIGHT_M)" \
	  --mass-kg "$(MASS_KG)" --out build/demo $(if $(filter $(SAMPLE),$(CLIP)),--sample)

# ---- tests -------------------------------------------------------------------------------------

# The oracle of the load tests, in an environment of its own: OpenSim and our solvers cannot be
# imported in one program. Where its wheel does not install, the tests that need it skip.
export KNEETRACE_OPENSIM_PYTHON := $(CURDIR)/.venv-opensim/bin/python

.venv-opensim/.installed: requirements/opensim.txt
	@echo "Installing OpenSim, to compare with, into .venv-opensim"
	@"$(PYTHON)" -m venv .venv-opensim
	@$(KNEETRACE_OPENSIM_PYTHON) -m pip install $(QUIET) --only-binary :all: --require-hashes \
	  -r requirements/opensim.txt \
	  || { echo "OpenSim does not install here: its tests will be skipped"; rm -rf .venv-opensim; }
	@if [ -d .venv-opensim ]; then touch $@; fi

.PHONY: test
test: setup .venv-opensim/.installed ## Every test: style, types, rooms, behaviour
	$(VENV_BIN)/ruff check
	$(VENV_BIN)/ruff format --check
	$(VENV_BIN)/mypy
	$(VENV_BIN)/lint-imports --no-cache
	@mkdir -p build
	$(PY) -m pytest --basetemp=build/pytest $(PYTEST)

.PHONY: check
check: setup ## Report sizes: the longest modules and functions
	@$(PY) -m validation.sizes

# ---- published figures -------------------------------------------------------------------------

.PHONY: validate
validate: setup .venv-opensim/.installed ## Measure accuracy on real data; writes build/validation.json, docs/validation.md
	@$(PY) -m validation quality $(ARGS)

# MediaPipe wants older packages than ours, so it lives in an environment of its own.
export KNEETRACE_PEER_PYTHON := $(CURDIR)/.venv-peers/bin/python

.venv-peers/.installed: requirements/peers.txt
	@echo "Installing MediaPipe, to compare with, into .venv-peers"
	@"$(PYTHON)" -m venv .venv-peers
	@$(KNEETRACE_PEER_PYTHON) -m pip install $(QUIET) --require-hashes -r requirements/peers.txt
	@touch $@

.PHONY: bench
bench: setup .venv-peers/.installed .venv-opensim/.installed ## Measure speed and memory; writes build/bench.json, docs/validation.md
	@$(PY) -m validation bench $(ARGS)

# ---- pages made from data -----------------------------------------------------------------------

.PHONY: docs
docs: setup ## Write docs/tests.md, a page with pictures for every test, and docs/red_flags.md, from the data
	@$(PY) -m validation.pages

OPENSIM_MODEL ?= $(KNEETRACE_DATA)/squat-grf-nimble-subject4/optimized_scale_and_markers.osim

.PHONY: tables
tables: setup .venv-opensim/.installed ## Make the muscle and skeleton tables again from the OpenSim model
	@$(PY) -m validation.load_tables "$(OPENSIM_MODEL)"

# ---- upkeep ------------------------------------------------------------------------------------

# Hashes must be those of the public index, so the settings of the machine are left out.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
  $(VENV_BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(UPGRADE)

.PHONY: lock
lock: setup ## Compile requirements again (UPGRADE=--upgrade for newer releases)
	$(COMPILE) --output-file requirements/base.txt pyproject.toml
	$(COMPILE) --output-file requirements/test.txt requirements/test.in
	$(COMPILE) --output-file requirements/peers.txt requirements/peers.in
	$(COMPILE) --output-file requirements/opensim.txt requirements/opensim.in
	npm install --package-lock-only --ignore-scripts

.PHONY: clean
clean: ## Remove what was made or installed here
	rm -rf build .venv .venv-peers .venv-opensim node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
