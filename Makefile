# make study   sets everything up and builds the reference study
# make test    sets everything up and runs all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY := studies/china-kazakhstan-auto
STAMP := $(VENV)/.installed

.PHONY: study test check lint types docs benchmarks clean browser

study: $(STAMP)
	$(BIN)/kelisim build $(STUDY)

test: $(STAMP) browser
	$(BIN)/python -m pytest -n 2 tests

lint: $(STAMP)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: $(STAMP)
	$(BIN)/mypy

check: lint types test

docs: $(STAMP)
	$(BIN)/mkdocs build --strict --quiet

benchmarks: $(STAMP)
	$(BIN)/python benchmarks/build.py

# The browser tests need Chromium; Debian and Ubuntu have it as a package.
browser:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || tools/install-chromium

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kelisim needs Python 3.11 or later; $(PYTHON) is older: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "this Python has no venv module: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,docs]'
	touch $(STAMP)

clean:
	rm -rf $(VENV) $(STUDY)/build site
