# Two commands do all the set-up: `make run` and `make test`.
# Debian: apt-get install make python3 python3-venv (and chromium, libnss3-tools, nodejs, gcc, libc6-dev for all tests).

PYTHON ?= python3
DATA ?= data
PORT ?= 8080
BIN := .venv/bin

.PHONY: run test bench soak screenshots clean
.DELETE_ON_ERROR:

run: .venv/.installed
	@exec $(BIN)/lapak --data $(DATA) serve --port $(PORT) --demo

test: .venv/.installed-for-tests chromium certutil gcc
	@$(BIN)/python tests/suites.py $(SUITES)

bench: .venv/.installed-for-tests
	@$(BIN)/python -m bench

soak: .venv/.installed-for-tests
	@$(BIN)/python -m pytest -q -m soak tests

screenshots: .venv/.installed-for-tests chromium
	@PYTHONPATH=tests $(BIN)/python -m browser.screenshots

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis artifacts

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lapak needs Python 3.11 or newer as $(PYTHON)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-for-tests: pyproject.toml .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# Debian's Chromium, where it is missing and this user may install it; without it the browser suite says so.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium; } || true

# Puts our own certificate authority into a browser's throw-away home.
.PHONY: certutil
certutil:
	@command -v certutil >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq libnss3-tools; } || true

# The power cut test compiles a small library.
.PHONY: gcc
gcc:
	@command -v gcc >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq gcc libc6-dev; } || true
