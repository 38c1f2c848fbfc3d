# What one types: make run | test | test-full | check | format | blur | bench | bench-blur |
# lighthouse | screenshots | browsers | lock | audit | clean

SHELL := /bin/sh
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: run test test-full check format blur bench bench-blur lighthouse screenshots browsers lock audit clean setup setup-dev test-tools

run: setup ## Everything from nothing to a served demo city.
	@SSP_DEMO=$${SSP_DEMO-1} exec $(BIN)/python -m server.serve

test: setup-dev test-tools check ## Every check and test at reduced sizes, on SQLite and PostgreSQL.
	$(PYTEST) -n 3 --dist worksteal --db both

test-full: export SSP_TEST_FULL := 1
test-full: setup-dev test-tools check ## The same at the sizes that are promised.
	@sh deploy/setup.sh blur && sh deploy/setup.sh blur-set
	$(PYTEST) -n 2 --dist worksteal --db both --timeout 1800

check: setup-dev ## Format, lint, types, imports.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@sh deploy/setup.sh npm run --silent types

format: setup-dev ## Put the Python code into its one shape.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

blur: setup ## The detectors of faces and number plates; then run with SSP_DETECTORS=1.
	@sh deploy/setup.sh blur

bench-blur: setup-dev test-tools ## What the detectors find; see docs/adr/0027-blurring.md.
	@sh deploy/setup.sh blur && sh deploy/setup.sh blur-set
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.blur

bench: setup-dev ## Medians of the hot paths; see benchmarks/README.md.
	$(BIN)/python -m benchmarks

lighthouse: setup-dev test-tools ## Three pages as Lighthouse sees them; see benchmarks/README.md.
	@sh deploy/setup.sh npm ci --silent --prefix benchmarks/lighthouse
	$(BIN)/python -m benchmarks.pages

screenshots: export SSP_SCREENSHOTS := 1
screenshots: setup-dev test-tools ## Every screen, phone and desk, 长辈版, zh ko en: test-results/screens.
	$(PYTEST) tests/browser/everybody/test_screenshots.py -n 2 --db sqlite

browsers: export SSP_BROWSERS := 1
browsers: setup-dev test-tools ## A resident's way in WebKit and Firefox of Debian, not only Chromium.
	@sh deploy/test-tools.sh browsers
	$(PYTEST) tests/browser/others --db sqlite

lock: setup-dev ## Resolve the newest allowed versions into the locked files.
	@sh deploy/setup.sh lock

audit: setup-dev ## Known holes in locked packages; fails when it could not ask. Needs the network.
	@$(BIN)/python deploy/audit.py

setup:
	@sh deploy/setup.sh runtime

setup-dev:
	@sh deploy/setup.sh dev

test-tools:
	@sh deploy/test-tools.sh

clean: ## Remove what was installed and built; the data in var/ stays.
	rm -rf .venv node_modules static/dist test-results
