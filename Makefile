# Few targets; CI calls the same ones. What each does: README.md.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= tests
export HOST PORT

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
AS_TESTS := DJANGO_SETTINGS_MODULE=portal.settings.test

.PHONY: setup demo test lint format rehearse-image typecheck suite suite-on-sqlite suite-on-postgresql bench worker install catalogues lock
.DEFAULT_GOAL := help

help:
	@echo "make demo     prepares everything and serves the portal on http://$(HOST):$(PORT)"
	@echo "make setup    prepares everything: packages, database, content, index"
	@echo "make test     every check and test that this machine can run"
	@echo "Others: lint format typecheck bench worker lock (see README.md)"

setup: install catalogues
	@$(MANAGE) prepare

demo: export DJANGO_SETTINGS_MODULE = portal.settings.dev
demo: export PORTAL_DEBUG = 0
demo: install catalogues
	@exec $(MANAGE) demo

test: lint typecheck suite

suite: suite-on-sqlite $(if $(TEST_POSTGRES_URL),suite-on-postgresql)

suite-on-sqlite: install catalogues
	@echo "== tests"
	@TEST_DATABASE_URL= $(PY) -m pytest $(TESTS)

suite-on-postgresql: install catalogues
	@echo "== tests on PostgreSQL"
	@TEST_DATABASE_URL=$$TEST_POSTGRES_URL $(PY) -m pytest $(TESTS)

lint: install
	@echo "== style of the code"
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@echo "== style of the templates"
	@$(VENV)/bin/djlint templates --check --quiet
	@$(VENV)/bin/djlint templates --lint --quiet
	@echo "== dependencies between packages"
	@$(VENV)/bin/lint-imports
	@echo "== image and containers"
	@$(VENV)/bin/hadolint Dockerfile
	@$(VENV)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	@echo "== migrations"
	@$(AS_TESTS) $(MANAGE) makemigrations --check --dry-run

format: install
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/djlint templates --reformat --quiet || true

rehearse-image: install
	@$(PY) -m tests.operations.image_rehearsal

typecheck: install
	@echo "== types"
	@$(VENV)/bin/mypy

bench: install
	@$(MANAGE) bench $(foreach url,$(ENGINES),--engine $(url)) $(if $(SIZES),--sizes $(SIZES))

worker: install
	@$(MANAGE) worker

# Packages are installed again only when the lock's digest changes.
install: $(PY)
	@digest=$$($(PY) -c "import hashlib; print(hashlib.sha256(open('requirements.lock', 'rb').read()).hexdigest())") && \
	if [ "$$digest" != "$$(cat $(VENV)/lock-digest 2>/dev/null)" ]; then \
		echo "Installing the locked packages (a minute or two, the first time)" && \
		$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock && \
		echo "$$digest" > $(VENV)/lock-digest; \
	fi

$(PY):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Python 3.11 or later is needed. Name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

catalogues: $(CATALOGUES)

# msgfmt is not on every machine; Babel comes with the packages.
%.mo: %.po | install
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@

# Needs uv. Hashes for every platform, no address and no header, so that the file
# changes with its content alone.
lock:
	@uv --version >/dev/null 2>&1 || { echo "uv is needed: python3 -m pip install uv"; exit 1; }
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --output-file requirements.lock $(if $(UPGRADE),--upgrade,) --quiet
