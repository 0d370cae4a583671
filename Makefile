# `make book` and `make test` are all a newcomer needs; `make help` lists the rest.
# Everything is installed into .venv from exact pins; nothing outside this folder changes,
# but for the browser of the tests where none is found (tools/find_browser.py).

# Tried in this order. To choose: make book PYTHON=/path/to/python3.12
PYTHON ?= python3.13 python3.12 python3.11 python3 python

PY := .venv/bin/python
IN_RANGE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
WHY_NOT := import sys; version = sys.version_info[:2]; \
  why = "too old" if version < (3, 11) else "not tested with the course yet" if version > (3, 13) else "without venv"; \
  print("%d.%d, %s" % (*version, why))

COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Nothing, or FORCE where the package in an environment was installed for another folder than this one.
stale = $(if $(filter-out $(shell cat $(1)/.installed 2>/dev/null),$(shell pwd)),FORCE)

.PHONY: help book check lint test test-accessibility test-late test-live test-lms test-paper test-browsers test-html test-reproducible test-sphinx load audit check-data check-references watch bench bench-live browser serve serve-lan offline pdf epub lms questions question-gates cards wheel sbom release notebooks live requirements vendor clean class readability rehearse

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: .venv/.installed  ## Build the course: book/_build/html/index.html
	@$(PY) -m tools.build_book

check: lint  ## Check lint, layout and types of every script, and run the tests that need no browser (needs npm)
	$(PY) -m pytest tests/explorers tests/coursework tests/ketamine -q -n 2

# All are asked before it ends, so that one run names everything.
lint: .venv/.installed node_modules/.pins  ## Check lint, layout and types of every script, and the scripts' own tests (needs npm)
	@failed=; for command in \
	  "$(PY) -m ruff check --quiet" "$(PY) -m ruff format --check --quiet" "$(PY) -m mypy" \
	  "npm run --silent lint" "npm run --silent format:check" "npm run --silent types" "npm test --silent"; \
	do echo "$$command"; $$command || failed="$$failed; $$command"; done; \
	[ -z "$$failed" ] || { echo "Not clean$$failed" >&2; exit 1; }

test: lint .venv-live/.installed browser book notebooks  ## Test the scripts, the models, the notebooks, the built site and the set-up (needs npm)
	@# Notebooks on their own: Playwright's loop, once started, is in the way of nbval's.
	$(PY) -m pytest build/notebooks --nbval-lax --nbval-current-env -q -n 2 --dist loadfile
	$(PY) -m pytest -q -n 2 --dist loadfile

test-late: .venv/.installed browser book  ## Test the built site in a browser that answers late, as on a busy machine
	$(PY) -m pytest -p tests.support.late tests/site --ignore tests/site/test_live.py -q -n 2 --dist loadfile

test-accessibility: .venv/.installed browser book  ## Test every page with axe-core, by keyboard, in print and at 320 px
	$(PY) -m pytest tests/accessibility -q -n 2

test-live: .venv/.installed .venv-live/.installed browser book  ## Test every chapter in JupyterLab, as a class uses it, and on a reader's own computer
	$(PY) -m pytest tests/live -q

test-lms: .venv/.installed .venv-lms/.pins browser book  ## Test the packages for learning platforms (needs npm)
	$(PY) -m pytest tests/lms -q
	@echo "What each platform holds after a full run: build/cmi/*.json"

test-paper: browser book  ## Print and pack the whole course as a book, twice, and check every page of it
	$(PY) -m pytest tests/paper -q

test-browsers: .venv/.installed browser book  ## Test every page in Chromium, Firefox and WebKit (Debian, Ubuntu)
	@$(PY) -m tools.find_engines
	$(PY) -m pytest tests/browsers

test-reproducible: .venv/.installed  ## Build the course twice, in two folders: the same bytes, and the same zips
	$(PY) -m pytest tests/reproducible -q

test-sphinx: .venv/.installed  ## Build the course by Sphinx alone, without Jupyter Book: the same pages
	$(PY) -m pytest tests/plain_sphinx -q

test-html: book  ## Check the HTML of every page (needs Java and npm)
	@$(PY) -m tools.check_html

audit: .venv-audit/.pins  ## Ask for known vulnerabilities of every pinned package (needs a network)
	@.venv-audit/bin/python -m tools.audit

check-data: .venv-audit/.pins book  ## Hold the downloadable evidence against its description, with frictionless
	@.venv-audit/bin/frictionless validate book/_build/html/downloads/datapackage.json

check-references: .venv/.installed  ## Compare titles, years and first authors of the references with Crossref's (needs a network)
	@$(PY) -m tools.check_references

watch: .venv/.installed  ## Ask what became of the evidence: retractions, new trials, dead links (needs a network)
	@$(PY) -m tools.watch

load: book  ## Show the course to 1,000 readers at once, on this computer (needs nginx and wrk)
	@$(PY) -m tools.load

bench: .venv/.installed .venv-live/.installed browser book  ## Measure pages, figures and builds beside the usual ways (20 minutes; ARGS=--short)
	@$(PY) -m benchmarks $(ARGS)

bench-live: .venv/.installed .venv-live/.installed browser  ## Measure a live class: first figure, slider, memory of a learner
	@$(PY) -m benchmarks.live

rehearse: .venv-hub/.installed  ## Rehearse a class of 40 on a JupyterHub on this computer: memory, start, slider (needs npm)
	@.venv-hub/bin/python -m tools.rehearse_hub $(ARGS)

browser: .venv/.installed
	@$(PY) -m tools.find_browser

serve: book  ## Show the built course on this computer only (ARGS=--lan: to its network too)
	@$(PY) -m tools.serve $(ARGS)

serve-lan: book  ## Show the built course to phones on the same network, to present to a class
	@$(PY) -m tools.serve --lan

offline: book  ## Pack the course to read without a network: dist/*.zip
	@$(PY) -m tools.offline

pdf: browser book  ## Print the course as a book: dist/*.pdf (ARGS="--address https://..." for codes to the live one)
	@$(PY) -m tools.paper.pdf $(ARGS)

epub: browser book  ## Pack the course for e-readers: dist/*.epub (ARGS as for pdf)
	@$(PY) -m tools.paper.epub $(ARGS)

lms: book  ## Pack the course for learning platforms: dist/*-scorm-*.zip
	@$(PY) -m tools.lms

questions: .venv/.installed  ## Write the questions for other systems: Moodle XML, GIFT, QTI 2.1 (dist/*-questions*)
	@$(PY) -m tools.questions

question-gates: .venv/.installed  ## Show whether the final test can be passed without knowing its subject (needs Node)
	@$(PY) -m tools.question_gates

cards: .venv/.installed  ## Write the glossary and the graded claims as cards for Anki: dist/*-cards.apkg
	@$(PY) -m tools.cards

# Not `python -m build`: a learner's package holds the questions, and no solution (coursework.site.downloads).
wheel: book  ## Copy the package that a learner's notebooks import: dist/*.whl
	@mkdir -p dist && cp book/_build/html/downloads/*.whl dist/ && ls dist/*.whl

sbom: .venv/.installed .venv-live/.installed .venv-audit/.pins  ## List what the course is made with, as CycloneDX: dist/*.cdx.json
	@$(PY) -m tools.sbom

release: .venv/.installed  ## Make everything that is handed out, with checksums and a tag (ARGS=--dry-run; --tested-by-ci)
	@$(PY) -m tools.release $(ARGS)

readability: .venv/.installed  ## Print how hard each chapter is to read: numbers per 100 words, length, grade
	@$(PY) -m coursework.readability

notebooks: .venv/.installed  ## Write the chapters as Jupyter notebooks: build/notebooks/*.ipynb
	@$(PY) -m tools.notebooks

live: .venv-live/.installed  ## Teach: the chapters as live notebooks, in JupyterLab on this computer
	@PATH="$(CURDIR)/.venv-live/bin:$$PATH" python -m coursework.editions
	@.venv-live/bin/python -m tools.live

class: .venv/.installed  ## Put the learner's notebooks on the branch that a class pulls (ARGS=--dry-run; --remote NAME)
	@$(PY) -m tools.publish_class $(ARGS)

requirements:  ## Resolve requirements.in into requirements.txt (ARGS=--upgrade for newer pins)
	@command -v uv >/dev/null || { echo "make requirements needs uv; type: pip install uv" >&2; exit 1; }
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt binder/requirements.in --output-file binder/requirements.txt
	$(COMPILE) tools/audit-requirements.in --output-file tools/audit-requirements.txt
	$(COMPILE) --constraint binder/requirements.txt tools/hub-requirements.in --output-file tools/hub-requirements.txt
	$(COMPILE) --constraint requirements.txt tests/requirements-lms.in --output-file tests/requirements-lms.txt

vendor: .venv/.installed  ## Renew what is not ours: Plotly in the version of plotly.py, QR codes, fonts (needs npm)
	@$(PY) -m tools.vendor

clean:  ## Delete what was built; .venv stays
	rm -rf book/_build build dist tests/artefacts .pytest_cache .mypy_cache .ruff_cache

# Each stamp is written last, so an install that broke off is tried again. It says for which folder the package is
# installed: a copy of this folder, or the folder under a new name, installs its own instead of importing the other's.
.venv/.installed: .venv/.pins pyproject.toml $(call stale,.venv)
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@pwd >$@

FORCE:

.venv/.pins: requirements.txt
	$(make_venv)
	@echo "Installing the pinned packages into .venv (a minute or two)"
	@$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

# Checked against the lock file, and without the scripts that a package would run on arrival.
node_modules/.pins: package.json package-lock.json
	@command -v npm >/dev/null || { echo "The checks of the scripts need npm with Node 20.19 or newer, and found none." \
	  "Install it (Debian, Ubuntu: apt install npm; or https://nodejs.org)" >&2; exit 1; }
	@echo "Installing the pinned packages that check the scripts into node_modules"
	@npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# What Binder does, in a folder of its own: binder/requirements.txt, then binder/postBuild.
.venv-live/.installed: .venv-live/.pins pyproject.toml binder/postBuild binder/jupyter_server_config.py $(call stale,.venv-live)
	@PATH="$(CURDIR)/.venv-live/bin:$$PATH" binder/postBuild
	@pwd >$@

.venv-live/.pins: binder/requirements.txt
	$(make_venv)
	@echo "Installing the packages of a live class into $(@D) (a minute or two)"
	@$(@D)/bin/python -m pip install --quiet --require-hashes -r binder/requirements.txt
	@touch $@

# A learner's environment as a hub has it, with the hub and its proxy beside it.
.venv-hub/.installed: .venv-hub/.pins pyproject.toml binder/postBuild binder/jupyter_server_config.py $(call stale,.venv-hub)
	@PATH="$(CURDIR)/.venv-hub/bin:$$PATH" binder/postBuild
	@pwd >$@

.venv-hub/.pins: binder/requirements.txt tools/hub-requirements.txt tools/hub/package-lock.json
	@command -v npm >/dev/null || { echo "The rehearsal needs npm with Node 20 or newer, and found none." >&2; exit 1; }
	$(make_venv)
	@echo "Installing a JupyterHub and the packages of a live class into $(@D) (a minute or two)"
	@$(@D)/bin/python -m pip install --quiet --require-hashes -r binder/requirements.txt -r tools/hub-requirements.txt
	@cp tools/hub/package.json tools/hub/package-lock.json $(@D)
	@npm ci --prefix $(@D) --silent --ignore-scripts --no-audit --no-fund
	@touch $@

.venv-audit/.pins: tools/audit-requirements.txt
	$(make_venv)
	@$(@D)/bin/python -m pip install --quiet --require-hashes -r tools/audit-requirements.txt
	@touch $@

.venv-lms/.pins: tests/requirements-lms.txt
	$(make_venv)
	@echo "Installing the packages of the LMS tests into $(@D)"
	@$(@D)/bin/python -m pip install --quiet --require-hashes -r tests/requirements-lms.txt
	@touch $@

# The folder of the target, as a virtual environment of the first Python that fits.
define make_venv
@$(@D)/bin/python -c '$(IN_RANGE)' 2>/dev/null && $(@D)/bin/python -m pip --version >/dev/null 2>&1 || { \
  for python in $(PYTHON); do \
    if $$python -c '$(IN_RANGE)' 2>/dev/null; then found=$$python; break; fi; \
    if why=$$($$python -c '$(WHY_NOT)' 2>/dev/null); then seen="$$seen; $$python is $$why"; fi; \
  done; \
  if [ -z "$$found" ]; then \
    echo "The course needs Python 3.11, 3.12 or 3.13 with venv, and found none (tried: $(PYTHON)$$seen). Install one" \
      "(Debian, Ubuntu: apt install python3-venv) or name it: make book PYTHON=/path/to/python3.12" >&2; \
    exit 1; \
  fi; \
  echo "Making $(@D) with $$($$found --version)"; \
  $$found -m venv --clear $(@D); }
endef
