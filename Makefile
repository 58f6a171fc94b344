# make run   opens the window (installs into .venv the first time)
# make test  installs what the tests need and runs them
# make check looks for style errors and imports against the layers

PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)

.PHONY: run test check clean

run: .venv/.run-installed
	@$(BIN)/python main.py

test: .venv/.test-installed
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

check: .venv/.test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.venv/.made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.run-installed: pyproject.toml .venv/.made
	@echo "Installing what Diptych needs into .venv: once, some minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test-installed: pyproject.toml .venv/.made
	@echo "Installing what Diptych and its tests need into .venv: once, some minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@ .venv/.run-installed

clean:
	rm -rf .venv
