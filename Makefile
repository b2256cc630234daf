# make run | test | check | bench | docs   Each sets up what it needs; nothing is installed outside this folder,
# except Chromium for the browser tests, by apt, where there is none.

.DEFAULT_GOAL := run
.PHONY: run test check bench docs chromium clean
.DELETE_ON_ERROR:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python
UV := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON=.venv/bin/python UV_PYTHON_DOWNLOADS=never \
	.venv/bin/uv sync --quiet --frozen --inexact
EXPORT := .venv/bin/uv export --quiet --frozen --no-dev --no-emit-project --no-header
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ "$$n" -gt 4 ] && echo 4 || echo $$n)
PYTEST := $(PY) -m pytest -q -n $(JOBS) --dist worksteal

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A government network may look into TLS with a root of its own: trust what the machine trusts.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif
export PYTHONUNBUFFERED := 1
unexport PYTHONDONTWRITEBYTECODE  # without compiled modules every process starts seconds later

run: .venv/.runtime
	@exec $(PY) -m tuntas run

# The last run is the whole suite, so that its closing line is the last one; a failure in either fails the target.
test: .venv/.dev chromium
	@status=0; \
	echo "On PostgreSQL, everything but the browser:"; \
	TUNTAS_TEST_DATABASE=postgres $(PYTEST) -m "not browser" || status=1; \
	echo "On SQLite, with the browser:"; \
	$(PYTEST) || status=1; \
	exit $$status

check: export TUNTAS_HOME := build/check
check: .venv/.dev
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m tuntas.config.documents --check
	$(EXPORT) | cmp --silent - requirements.lock || { echo "requirements.lock is old: make docs" >&2; exit 1; }
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tuntas catalog check

bench: .venv/.dev
	@$(PY) -m bench

docs: export TUNTAS_HOME := build/check
docs: .venv/.dev
	$(PY) -m tuntas.config.documents
	$(EXPORT) > requirements.lock

chromium:
	@.ci/chromium

# Stamps: what stands here runs again only when the files it depends on change.
.venv/.uv: .ci/uv.lock.txt
	@test -n "$(PYTHON)" || { echo "Tuntas needs Python 3.11 or newer." >&2; exit 1; }
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m pip --python .venv/bin/python install -qq --require-hashes -r .ci/uv.lock.txt
	@touch $@

.venv/.runtime: .venv/.uv uv.lock pyproject.toml
	@$(UV) --no-dev
	@touch $@

.venv/.dev: .venv/.uv uv.lock pyproject.toml
	@$(UV)
	@touch $@ .venv/.runtime

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
