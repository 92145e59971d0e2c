# Everything a newcomer needs: make run, make test. Needs Python 3.11 or newer, pip, make, git; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUNTIME := $(VENV)/.runtime

.PHONY: install run test check audit bench pictures clean

install: $(STAMP)

# venv needs Debian's python3-venv, which may be missing: virtualenv from pip does the same.
$(RUNTIME): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  rm -rf $(VENV); \
	  $(PYTHON) -m pip install --quiet --target .virtualenv virtualenv && \
	  PYTHONPATH=.virtualenv $(PYTHON) -m virtualenv --quiet $(VENV) && rm -rf .virtualenv; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(STAMP): $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The demo needs no tools: it is up in half the time.
run: $(RUNTIME)
	$(BIN)/zhongshu demo

# The databases of the tests stand in memory where there is room for them (4 GB): syncs to a disk are waits, not tests.
MEMORY := $(shell test -w /dev/shm && ! grep -q " /dev/shm .*noexec" /proc/mounts && \
  df -Pk /dev/shm | awk 'NR == 2 && $$4 > 4000000 { print "TMPDIR=/dev/shm" }')

test: install
	$(MEMORY) $(BIN)/python -m pytest -n 2 --dist worksteal

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# Known holes in what is pinned; without a network it says so and fails nothing.
audit: install
	$(BIN)/python -m tests.security.audit

bench: install
	$(BIN)/zhongshu bench $(filter-out $@,$(MAKECMDGOALS))

# `make bench callbacks`: the words after bench are its arguments.
ifneq ($(filter bench,$(MAKECMDGOALS)),)
$(filter-out bench,$(MAKECMDGOALS)):
	@:
endif

# The pictures of the documents, taken from the demo's stories; needs a Chromium.
pictures: install
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .hypothesis
