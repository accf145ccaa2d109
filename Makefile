# Each target sets up what it needs, in .venv. Start with: make demo

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell tools/python.sh)
SOURCES := pyproject.toml CMakeLists.txt $(shell find core -name '*.cpp' -o -name '*.hpp')
CHECK := build/check
TABLES := lasso curves enet real folds ridge scaling  # of `make bench`, which takes hours

.PHONY: demo test browser lint format bench calibrate sanitize test-pythons wheel clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed  ## the main job, end to end, on data that ship with the package
	$(BIN)/riata demo --out out

test: $(VENV)/.tested  ## the everyday tests
	$(BIN)/python -m pytest -q

browser: $(VENV)/.browsed  ## the report in a real browser, headless; needs chromium
	$(BIN)/python -m pytest -q tests/browser

lint: $(VENV)/.linted  ## ruff, mypy strict, clang-format
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	find core -name '*.cpp' -o -name '*.hpp' | xargs $(BIN)/clang-format --dry-run -Werror

format: $(VENV)/.linted  ## mend what lint would only report
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks
	find core -name '*.cpp' -o -name '*.hpp' | xargs $(BIN)/clang-format -i

calibrate: $(VENV)/.tested  ## simulation-based calibration of every sampler, thorough (an hour)
	RIATA_CALIBRATION=20000 $(BIN)/python -m pytest -q tests/posterior/test_calibration.py

sanitize: $(VENV)/.build-tools  ## the C++ property harness under the address and undefined-behaviour sanitizers
	$(BIN)/cmake -S . -B $(CHECK) -G Ninja -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN))/ninja \
	  -DCMAKE_BUILD_TYPE=RelWithDebInfo -DRIATA_CHECK=ON -DRIATA_SANITIZE=ON
	$(BIN)/cmake --build $(CHECK)
	$(CHECK)/riata_check

test-pythons:  ## the tests on every Python >= 3.11 that the machine has
	tools/test_pythons.sh

bench: $(VENV)/.installed  ## every contender side by side; see benchmarks/README.md
	for table in $(TABLES); do $(BIN)/python benchmarks/run.py --table $$table || exit 1; done
	$(BIN)/python benchmarks/report.py

wheel: $(VENV)/.build-tools  ## a wheel in dist/
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) .venv-* build dist out

$(VENV)/.created:
	@tools/require.sh "$(PYTHON)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/.build-tools: $(VENV)/.created
	@tools/require.sh "$(PYTHON)"
	$(BIN)/pip install --quiet scikit-build-core nanobind cmake ninja
	@touch $@

$(VENV)/.installed: $(VENV)/.build-tools $(SOURCES)
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[all]'
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[test]'
	@touch $@

$(VENV)/.browsed: $(VENV)/.tested
	@tools/chromium.sh
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[browser]'
	@touch $@

$(VENV)/.linted: $(VENV)/.tested
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[lint]'
	@touch $@
