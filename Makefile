# make run    看样子：做出样子县的网站和海报，在这台电脑上打开
# make test   全部测试（会装上测试用的部件；能装浏览器就装上）
# make test-old  在 2018 年的浏览器内核（Chromium 69）里看样本县的网页，第一次要装 200 MB
# make sample 样本县从头做一遍：账本、登记、公布记录，和仓库里的一个字节不差
# make check  只看代码和账本，不跑测试
# make clean  删掉做出来的东西（.venv 留着）

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?=
JOBS ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check

TOOLS := tests/tools/node_modules

.PHONY: run test test-old sample check clean system node

# Errors in a ledger (exit code 1) keep its own disclosure back and nothing else, so the rest goes on.
run: $(VENV)/.ready
	$(BIN)/sitegen build || [ $$? = 1 ]
	$(BIN)/sitegen print poster || [ $$? = 1 ]
	$(BIN)/sitegen serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.ready-to-test system node
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(JOBS)

# What was published of a made-up county is made up, too: the only published/ that is ever made anew.
sample: $(VENV)/.ready-to-test
	rm -rf published links
	$(BIN)/python tests/sample/make_county.py
	$(BIN)/python tests/sample/make_history.py

check: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sitegen check

clean:
	rm -rf build dist $(TOOLS) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The parts are pinned in pyproject.toml; a changed pyproject.toml installs them again.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '要 Python 3.11 或更新的：make run PYTHON=python3.11'; exit 3; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	@echo '正在装要用的部件，只装这一次……'
	$(PIP) install --quiet -e .
	@$(BIN)/python -m compileall -q sitegen
	@touch $@

# Dependency groups need pip 25.1; Debian 12 brings 23.0.
$(VENV)/.ready-to-test: pyproject.toml | $(VENV)/bin/python
	@echo '正在装测试用的部件，只装这一次……'
	$(PIP) install --quiet 'pip>=25.1,<27'
	$(PIP) install --quiet -e . --group dev
	@touch $@ $(VENV)/.ready

# What the tests look with, from Debian's own packages where it may: a browser with Chinese fonts (and the library its driver wants), Node.js, Ghostscript, Java, a web server.
LOOKING := chromium:chromium,fonts-noto-cjk,libatomic1 npm:nodejs,npm gs:ghostscript java:default-jre-headless nginx:nginx-light

system:
	@wanted=; for each in $(LOOKING); do \
	  command -v $${each%%:*} > /dev/null || wanted="$$wanted $$(echo $${each#*:} | tr , ' ')"; \
	done; \
	[ -z "$$wanted" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2> /dev/null; then as='sudo -n'; else as=no; fi; \
	if [ "$$as" != no ] && command -v apt-get > /dev/null; then \
	  echo "正在装测试要用的：$$wanted"; \
	  $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
	    apt-get install -y -qq --no-install-recommends $$wanted > /dev/null; \
	fi; \
	for each in $(LOOKING); do \
	  command -v $${each%%:*} > /dev/null || echo "这台电脑没有 $${each%%:*}，也装不了：要用它的测试这次跑不了，会写明跳过。" >&2; \
	done

# Tools of the tests that only Node.js has (tests/tools/package.json).
node: system
	@if command -v npm > /dev/null && ! cmp -s tests/tools/package.json $(TOOLS)/.installed; then \
	  echo '正在装测试用的 Node.js 部件……'; \
	  cd tests/tools && npm install --silent && cp package.json node_modules/.installed; \
	fi

# The old engine lives in an environment of its own: it is years older than everything else.
OLD := .venv-old
$(OLD)/.ready:
	$(PYTHON) -m venv $(OLD)
	$(OLD)/bin/python -m pip --disable-pip-version-check install --quiet PyQt5==5.12.3 PyQtWebEngine==5.12.1
	@touch $@

test-old: $(VENV)/.ready $(OLD)/.ready
	$(BIN)/sitegen build || [ $$? = 1 ]
	QT_QPA_PLATFORM=offscreen QTWEBENGINE_DISABLE_SANDBOX=1 $(OLD)/bin/python tests/browser/old_engine.py build/site
