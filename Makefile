# Two commands for everyone: `make run` and `make test`. The rest is for developers.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
export ZHUCUN_HOME ?= $(CURDIR)/var

.PHONY: run test check fix bench requirements translations pictures clean

# The stamp's name holds the requirements' fingerprint: installed again only when they change.
STAMP := .venv/installed-$(shell cat requirements.txt pyproject.toml | cksum | cut -d' ' -f1)
DEV_STAMP := .venv/installed-dev-$(shell cat requirements-dev.txt pyproject.toml | cksum | cut -d' ' -f1)

$(STAMP):
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "安装中 / installing ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m zhucun.engine.posting.prepare
	@touch $@

$(DEV_STAMP): $(STAMP)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: export ZHUCUN_DEMO = 1
run: $(STAMP)            ## install, make the demo county, serve on localhost
	@$(BIN)/zhucun run --demo --port $(PORT)

test: $(DEV_STAMP)       ## everything, on SQLite and, where it is installed, on PostgreSQL
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup
	$(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest --numprocesses auto --dist loadgroup -m database

check: $(DEV_STAMP)      ## fast: format, lint, types, floors, templates, migrations, translations
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djlint --lint --quiet src/zhucun
	$(BIN)/mypy
	$(BIN)/lint-imports
	ZHUCUN_HOME=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tests/translations.py

fix: $(DEV_STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEV_STAMP)      ## speed as ratios against named peers, in one run
	$(BIN)/python -m benchmarks.posting county prefecture
	$(BIN)/python -m benchmarks.command
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.households --size 2000
	$(BIN)/python -m benchmarks.targeting 100000
	$(BIN)/python -m benchmarks.visits --households 100000
	$(BIN)/python -m benchmarks.population 13053 hidden mistakes
	$(BIN)/python -m benchmarks.population 100000 speed
	$(BIN)/python -m benchmarks.pages --households 100000 --peer
	$(BIN)/python tests/with_postgres.py $(BIN)/python -m benchmarks.pages --households 100000 --peer

requirements: $(DEV_STAMP)
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  pyproject.toml --extra postgres -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  pyproject.toml --extra postgres --extra nation --group dev -o requirements-dev.txt

translations: $(DEV_STAMP)  ## gather new sentences, compile what is translated
	$(BIN)/python tests/translations.py --gather

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache

pictures: $(DEV_STAMP)   ## take the documents' pictures anew
	ZHUCUN_PICTURES=$(CURDIR)/docs/pictures $(BIN)/python -m pytest -q tests/browser
