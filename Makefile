# One command each. Everything runs from .venv, which the scripts keep up to date by themselves.
# PORT=8000 make run   uses another port;   ARGS="-k invite" make test   passes options to pytest.

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench demo shots lock vendor clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start Hive on http://127.0.0.1:5000 (sets everything up on the first start)
	@scripts/run

test: ## Install what the tests need, then run the linters, type checks and all tests
	@scripts/test $(ARGS)

lint: ## Check style, formatting and types
	@scripts/lint

format: ## Put the code into the project's format
	@scripts/lint --fix

demo: ## Throw the demo county away and load it again
	@scripts/demo

shots: ## Take pictures of every main screen into shots/
	@scripts/shots $(ARGS)

bench: ## Measure against the budgets (ARGS="pages --full" for a whole year of messages)
	@scripts/bench $(ARGS)

lock: ## Lock the dependencies of pyproject.toml again, with hashes
	@scripts/lock $(ARGS)

vendor: ## Fetch the third-party scripts again, at their pinned versions (needs Node)
	@scripts/vendor

clean: ## Remove the virtual environment and caches (keeps instance/, your data)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis shots
