# Every target sets up what it needs, in .venv. Nothing is installed outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup rehearsal run test test-browser chaos year bench bench-all bench-search bench-board lint pictures sbom lock clean

setup: $(VENV)/.installed

$(VENV)/.installed: requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sparringsrum needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

rehearsal: setup
	$(BIN)/python app.py rehearse

run: setup
	$(BIN)/python app.py

# The whole suite on SQLite, and all of it that knows a database once more on PostgreSQL, where its
# programs are installed.
test: setup tests/manifest/node_modules/.installed tests/board/node_modules/.installed
	$(BIN)/python -m tests.suites

# The board in Debian's Chromium alone (within `make test` too, where Chromium is installed).
test-browser: setup tests/board/node_modules/.installed
	$(BIN)/python -m pytest tests/board

# A whole turn beside the SDKs' echoes (docs/performance.md); the successor's in its own environment.
bench: setup tests/bench/successor/.venv/.installed
	$(BIN)/python -m tests.bench.turns

# And meetings at once, prompts, growth and start.
bench-all: bench
	$(BIN)/python -m tests.bench.turns --alone --database postgresql
	$(BIN)/python -m tests.bench.meetings --meetings 40 --limits
	$(BIN)/python -m tests.bench.meetings --meetings 40 --limits --database postgresql --replicas 3
	$(BIN)/python -m tests.bench.meetings --meetings 2000 --after 60
	$(BIN)/python -m tests.bench.prompts
	$(BIN)/python -m tests.bench.prompts --count 2000 --limits
	$(BIN)/python -m tests.bench.growth
	$(BIN)/python -m tests.bench.start
	$(BIN)/python -m tests.bench.week

tests/bench/successor/.venv/.installed: tests/bench/successor/requirements.txt
	$(PYTHON) -m venv tests/bench/successor/.venv
	tests/bench/successor/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/successor/requirements.txt
	touch $@

# From a press to the picture on 500 open boards: `make bench-board BOARDS=2000` for more.
BOARDS ?= 500
bench-board: setup
	$(BIN)/python -m tests.bench.board --boards $(BOARDS)

# The full numbers of docs/reliability.md: hours. It goes on where it was stopped.
chaos: setup
	$(BIN)/python -m tests.chaos

# A year of four teams and three leaders, played through the real endpoint, and what came of it.
year: setup
	$(BIN)/python -m tests.year

# How long `søg` takes in 50,000 texts, on both databases, beside plain LIKE (docs/search.md).
bench-search: setup
	$(BIN)/python -m tests.bench.search

# Microsoft's own schema of the Teams app manifest, for the tests of the package.
tests/manifest/node_modules/.installed: tests/manifest/package-lock.json
	cd tests/manifest && npm ci --ignore-scripts --silent
	touch $@

# What checks accessibility in the browser tests, and Teams' own library to compare ours with.
tests/board/node_modules/.installed: tests/board/package-lock.json
	cd tests/board && npm ci --ignore-scripts --silent
	touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The cards as they are really sent, for docs/. Needs Chromium and the fonts of docs/pictures/README.md.
pictures: setup docs/pictures/node_modules/.installed
	$(BIN)/python docs/pictures/take.py
	$(BIN)/python docs/pictures/board.py

docs/pictures/node_modules/.installed: docs/pictures/package-lock.json
	cd docs/pictures && npm ci --ignore-scripts --silent
	touch $@

# What the app is made of, for the municipality's own lists: CycloneDX, with licences.
sbom: setup
	$(BIN)/python -m manifest.sbom

# Resolves for every platform and Python >= 3.11 at once; needs uv on the PATH.
lock:
	uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt
	uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf tests/bench/successor/.venv
	rm -rf tests/manifest/node_modules tests/board/node_modules docs/pictures/node_modules
