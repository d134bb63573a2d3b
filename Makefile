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

# ./... leaves out what lies below a folder named testdata.
STANDINS := ./testdata/standins

# Built from source by the Go toolchain, so that the version is this one on every machine.
GOLANGCI_VERSION := v2.15.0
GOLANGCI := .cache/bin/golangci-lint-$(GOLANGCI_VERSION)

# Packages without cgo: the race detector is quick on them.
PURE := ./manifest/... ./strategies/... ./sql/warehouse/... ./integrations/...

# A skipped test is loud; one that is named here fails instead. CI names everything it has installed.
ifeq ($(CI),true)
CUTOVER_TEST_REQUIRE ?= duckdb,dbt,snowflake-standin$(if $(wildcard ../shared),$(comma)shared)
endif
comma := ,

TEST_ENV = CUTOVER_TEST_REQUIRE="$(CUTOVER_TEST_REQUIRE)" CUTOVER_TEST_DBT="$(CURDIR)/$(VENV)/bin/dbt" CUTOVER_TEST_PYTHON="$(CURDIR)/$(VENV)/bin/python" CUTOVER_TEST_SNOWFLAKE_PYTHON="$(CURDIR)/$(STANDIN_VENV)/bin/python"

.DEFAULT_GOAL := help
.PHONY: help build build-static venv venv-snowflake test test-go race check vet lint fmt demo bench record clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

test: venv venv-snowflake vet ## Run every test, with real dbt
	$(TEST_ENV) $(GO) test -timeout 40m ./... $(STANDINS)

test-go: vet ## Run the tests without installing dbt; what needs dbt is skipped and says so
	$(GO) test -timeout 40m ./... $(STANDINS)

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

bench: build $(BENCH_STAMP) ## Measure ls against orjson, jq and dbt (BENCH=--quick leaves out dbt; BENCH=publish: a publish on the Snowflake stand-in)
	$(GO) run ./tools/bench -cutover $(BIN) -python $(VENV)/bin/python -dbt $(VENV)/bin/dbt $(BENCH)

$(BENCH_STAMP): $(VENV_STAMP) tools/bench/requirements.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tools/bench/requirements.txt \
		|| echo "make: orjson cannot be installed; the benchmark will say SKIPPED" >&2
	@touch $@

record: venv ## Record again what the demo shows where there is no dbt (testdata/dbt/recorded)
	$(VENV)/bin/python testdata/dbt/record.py

clean: ## Remove what make made, except the venvs and the lint tool
	rm -rf bin dist
