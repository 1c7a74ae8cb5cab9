# Two commands do everything from a fresh clone: `make demo` and `make test`. The work is in tools/ and nsp/demo.py.
PYTHON ?= python3
P ?=
ARGS ?=
export PORT P

.DEFAULT_GOAL := help
.PHONY: help demo test lint prove matrix messages screenshots lock clean setup

help: ## these lines
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /make \1	/' | expand -t 18

demo: ## set everything up and start the demo on http://localhost:8000 (PORT= chooses another port)
	@exec $(PYTHON) tools/bootstrap.py demo

test: ## set up what tests need and run them all
	@exec $(PYTHON) tools/bootstrap.py test $(ARGS)

lint: ## style, types, templates, floors, migrations, deployment settings
	@exec $(PYTHON) tools/bootstrap.py lint $(ARGS)

prove: ## list the long proofs; P=name runs one and prints its numbers
	@exec $(PYTHON) tools/bootstrap.py prove $(P) $(ARGS)

matrix: ## write docs/access-matrix.md, who gets in where, anew from the program's answers
	@exec $(PYTHON) tools/bootstrap.py matrix

messages: ## check that every text has its Swedish, and compile
	@exec $(PYTHON) tools/bootstrap.py messages

screenshots: ## make the README's pictures from a running demo's pages
	@exec $(PYTHON) tools/bootstrap.py screenshots $(ARGS)

setup: ## only set up, for developers: .venv with everything, front-end packages, texts
	@exec $(PYTHON) tools/bootstrap.py setup

lock: ## write the lock files anew from requirements*.in (ARGS=--upgrade takes the newest)
	@.venv/bin/python tools/lock.py $(ARGS)

clean: ## throw away the demo's data, caches and everything installed
	@rm -rf .data .venv node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis
