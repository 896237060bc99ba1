# 如约 Duly — two commands do all the set-up: make run, make test
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CLIENT := .venv-client

.PHONY: run test check lint pages client bench soak mutants format

run: $(VENV)/.run            ## take in the real book, run its business day, show the report
	@$(BIN)/duly run

test: $(VENV)/.test          ## the whole test suite, with what it needs
	@tools/system-packages chromium fonts-noto-cjk
	@tools/test

check: lint pages            ## format, lint, types, imports, law, docs

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

pages: $(VENV)/.test         ## whatever is generated is what would be written
	$(BIN)/duly law check --docs docs/reference
	$(BIN)/duly law check --pack uk --docs docs/reference
	$(BIN)/duly law check --pack us-regf --docs docs/reference
	$(BIN)/duly book contract --check docs/reference
	$(BIN)/python -m tools.commands --check
	$(BIN)/python -m tools.coverage --check
	$(BIN)/python -m tools.templates --check
	$(BIN)/python -m tools.words --check
	$(BIN)/python -m tools.account --check
	$(BIN)/python -m tools.api --check
	$(BIN)/python -m tools.states --check
	$(BIN)/python -m tools.authority --check
	$(BIN)/python -m tools.training --check
	$(BIN)/python -m tools.migration --check
	$(BIN)/python -m tools.soak --check

client: $(VENV)/.test $(CLIENT)/.made ## the typed Python client: generated from the API as served, its types checked, used
	@$(BIN)/python -m tools.client

bench: $(VENV)/.bench        ## hot paths beside a floor and a peer, as ratios; long
	$(BIN)/python -m bench

soak: $(VENV)/.test          ## the desk under many hands and many deaths, every page, many more random books; long
	$(BIN)/python -m tools.soak
	DULY_SOAK=1 $(BIN)/pytest -n 2 --dist worksteal tests

mutants: $(VENV)/.test       ## change the law and the rules one thing at a time: does a case notice?
	$(BIN)/python -m tools.mutants

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/.run $(VENV)/.test $(VENV)/.bench: $(VENV)/.%: requirements/%.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "装配 Setting up: requirements/$*.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(CLIENT)/.made: requirements/client.txt
	@test -x $(CLIENT)/bin/python || $(PYTHON) -m venv $(CLIENT)
	@echo "装配 Setting up: requirements/client.txt"
	@$(CLIENT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/client.txt
	@touch $@
