# Two commands do everything: `make demo` and `make test`. Both set up .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
# A backend that a test computes with; its newest release does not run beside the newest networkx.
BESIDE := nx-parallel==0.3 networkx==3.4.2
# Makes the site of the documentation. Pinned exactly: its versions begin with 0.0.
SITE := zensical==0.0.73

.PHONY: demo test bench lint types unit coverage pythons lowest audit reference translations docs clean

demo: .venv/ready
	$(BIN)/noteweave build --sample -o demo

test: .venv/ready-dev lint types unit

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-dev
	$(BIN)/mypy

# `make unit T=tests/vault` runs a part. Files of tests are spread over the processors; a browser and a page are shared in a file.
unit: .venv/ready-dev
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile $(T)

# Branch coverage of the four rooms, commands in processes of their own included.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: .venv/ready-dev
	$(BIN)/python -m coverage erase
	-$(BIN)/python -m pytest --cov --cov-report= --numprocesses=auto --maxprocesses=4 --dist=loadfile -m "not browser" $(T)
	$(BIN)/python -m coverage report --skip-covered --sort=cover

# The core, on every CPython from 3.11 up that is found.
pythons:
	.ci/pythons

# The core, with the lowest versions of its dependencies that pyproject.toml allows.
lowest:
	.ci/lowest

# Known faults of the installed packages; asks the database of the Python Packaging Authority, so it needs the network.
audit: .venv/ready
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/python -m pip freeze --exclude-editable >.venv/audit/installed.txt
	.venv/audit/bin/pip-audit --disable-pip --no-deps --requirement .venv/audit/installed.txt

# Pages of the commands and rules, the man page and the completions, made from the code.
reference: .venv/ready
	$(BIN)/python .ci/reference.py

# Adds new messages to the catalogues of vault/locale, and lists what lacks a translation.
translations: .venv/ready
	$(BIN)/python .ci/translations.py

# The documentation as a site in build/site, which opens from the disk; its links, and its search without a network, are tested.
docs: .venv/ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(SITE)
	$(BIN)/python .ci/site/build.py build/site
	NOTEWEAVE_SITE=$(CURDIR)/build/site $(BIN)/python -m pytest tests/project/test_site.py

bench: .venv/ready
	$(BIN)/python benchmarks/commands.py

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("noteweave needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/ready: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/ready-dev: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target .venv/beside $(BESIDE)
	touch $@ .venv/ready

clean:
	rm -rf .venv build dist demo *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
