# `make` or `make help` lists what there is.

PYTHON ?= python3
GO ?= go

BIN := bin/cutover
VENV := .venv
VENV_STAMP := $(VENV)/.installed
REQUIREMENTS := testdata/python/requirements.txt
# The stand-in for Snowflake has pins that do not go together with dbt-duckdb's.
STANDIN_VENV := .venv-snowflake
STANDIN_STAMP := $(STANDIN_VENV)/.installed
STANDIN_REQUIREMENTS := testdata/standins/snowflake/requirements.txt
# The stand-in for BigQuery wants Python 3.13, on which dbt-bigquery runs as well.
BIGQUERY_VENV := .venv-bigquery
BIGQUERY_STAMP := $(BIGQUERY_VENV)/.installed
BIGQUERY_REQUIREMENTS := testdata/standins/bigquery/requirements.txt

# ./... leaves out what lies below a folder named testdata.
STANDINS := ./testdata/standins

# Built from source by the Go toolchain, so that the version is this one on every machine.
GOLANGCI_VERSION := v2.15.0
GOLANGCI := .cache/bin/golangci-lint-$(GOLANGCI_VERSION)

# Packages without cgo: the race detector is quick on them.
PURE := ./manifest/... ./strategies/... ./sql/warehouse/... ./integrations/...

# A skipped test is loud; one that is named here fails instead. CI names everything it has installed.
ifeq ($(CI),true)
CUTOVER_TEST_REQUIRE ?= duckdb,dbt,snowflake-standin,bigquery-standin$(if $(wildcard ../shared),$(comma)shared)
endif
comma := ,

TEST_ENV = CUTOVER_TEST_REQUIRE="$(CUTOVER_TEST_REQUIRE)" CUTOVER_TEST_DBT="$(CURDIR)/$(VENV)/bin/dbt" CUTOVER_TEST_PYTHON="$(CURDIR)/$(VENV)/bin/python" CUTOVER_TEST_SNOWFLAKE_PYTHON="$(CURDIR)/$(STANDIN_VENV)/bin/python" CUTOVER_TEST_BIGQUERY_PYTHON="$(CURDIR)/$(BIGQUERY_VENV)/bin/python"

.DEFAULT_GOAL := help
.PHONY: help build build-static venv venv-snowflake venv-bigquery googlesql test test-go race check vet lint fmt demo bench record clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/cutover with DuckDB inside (needs a C compiler)
	CGO_ENABLED=1 $(GO) build -trimpath -o $(BIN) ./cmd/cutover

build-static: ## Build bin/cutover-static without cgo, so without DuckDB
	CGO_ENABLED=0 $(GO) build -trimpath -o $(BIN)-static ./cmd/cutover

venv: $(VENV_STAMP) ## Install the pinned dbt into .venv, once

$(VENV_STAMP): $(REQUIREMENTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than Python 3.11; name another one: make venv PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r $(REQUIREMENTS)
	@touch $@

venv-snowflake: $(STANDIN_STAMP) ## Install the pinned stand-in for Snowflake into .venv-snowflake, once

$(STANDIN_STAMP): $(STANDIN_REQUIREMENTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than Python 3.11; name another one: make venv-snowflake PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(STANDIN_VENV)
	$(STANDIN_VENV)/bin/pip install --quiet --disable-pip-version-check -r $(STANDIN_REQUIREMENTS)
	@touch $@

venv-bigquery: $(BIGQUERY_STAMP) ## Install the pinned stand-in for BigQuery into .venv-bigquery, once (Python 3.13; PYTHON313 names it)

# A python3.13 on the path may be a shim that fails, so each is asked to run. Without one the tests skip, or fail in CI.
# What is imported at the start is compiled here, because the tests write nothing into the venv.
$(BIGQUERY_STAMP): $(BIGQUERY_REQUIREMENTS)
	@found=; for python in "$(PYTHON313)" python3.13 "$$(ls -d "$$(pyenv root 2>/dev/null)"/versions/3.13*/bin/python3.13 2>/dev/null | sort -V | tail -n 1)"; do \
		test -n "$$python" && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null && found="$$python" && break; \
	done; \
	if test -z "$$found"; then echo "make: NO STAND-IN FOR BIGQUERY: there is no Python 3.13; name one: make venv-bigquery PYTHON313=..." >&2; exit 0; fi; \
	set -ex; "$$found" -m venv --clear $(BIGQUERY_VENV); \
	$(BIGQUERY_VENV)/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps -r $(BIGQUERY_REQUIREMENTS); \
	$(BIGQUERY_VENV)/bin/python -c 'import local_bigquery.app, uvicorn, dbt.adapters.bigquery, dbt.cli.main'; \
	touch $@

test: venv venv-snowflake venv-bigquery vet ## Run every test, with real dbt
	$(TEST_ENV) $(GO) test -timeout 40m ./... $(STANDINS)

test-go: vet ## Run the tests without installing dbt; what needs dbt is skipped and says so
	$(GO) test -timeout 40m ./... $(STANDINS)

googlesql: ## Parse every statement for BigQuery with GoogleSQL (the first build takes minutes and 5 GB; not part of test)
	cd testdata/googlesql && $(GO) test ./...

race: ## Run the tests of the packages without cgo under the race detector
	$(GO) test -race $(PURE)

check: vet lint ## Check formatting, vet and lint

vet:
	$(GO) vet ./... $(STANDINS)

lint: $(GOLANGCI) ## Lint (the first run builds golangci-lint, about two minutes)
	$(GOLANGCI) config verify
	$(GOLANGCI) fmt --diff
	$(GOLANGCI) run

fmt: $(GOLANGCI) ## Format the code
	$(GOLANGCI) fmt

$(GOLANGCI):
	GOBIN="$(CURDIR)/.cache/bin" $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv .cache/bin/golangci-lint $@

demo: build venv ## Play the whole story on DuckDB in a temporary folder, no account needed
	CUTOVER_DBT="$(CURDIR)/$(VENV)/bin/dbt" $(BIN) demo

BENCH_STAMP := $(VENV)/.installed-bench

bench: build $(BENCH_STAMP) $(if $(filter bigquery,$(BENCH)),$(BIGQUERY_STAMP)) ## Measure ls against orjson, jq and dbt (BENCH=--quick leaves out dbt; BENCH=publish or BENCH=bigquery: a publish on that stand-in)
	$(GO) run ./tools/bench -cutover $(BIN) -python $(VENV)/bin/python -dbt $(VENV)/bin/dbt $(BENCH)

$(BENCH_STAMP): $(VENV_STAMP) tools/bench/requirements.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tools/bench/requirements.txt \
		|| echo "make: orjson cannot be installed; the benchmark will say SKIPPED" >&2
	@touch $@

record: venv ## Record again what the demo shows where there is no dbt (testdata/dbt/recorded)
	$(VENV)/bin/python testdata/dbt/record.py

clean: ## Remove what make made, except the venvs and the lint tool
	rm -rf bin dist
