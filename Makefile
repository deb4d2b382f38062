# Two commands do everything on a fresh machine:  make ask Q=丽水每年给每个县多少资金   and   make test
# Each sets up .venv on its first call; later calls find it done.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt

# The question reaches the shell only through the environment, so it may hold quotes, spaces, $ and `.
# $(value Q) is the text as given, which make itself has not expanded.
export QUESTION := $(value Q)
# Exporting Q itself would have make expand it.
unexport Q

.PHONY: help ask serve test soak lint gate baseline build bundle lock clean
.DEFAULT_GOAL := help

help:
	@echo '用法：'
	@echo '  make ask Q=问题     提一个问题（第一次会自动安装）'
	@echo '  make serve          启动网页和接口：http://127.0.0.1:8000'
	@echo '  make test           安装开发依赖并运行全部测试'
	@echo '  make lint           检查代码风格、类型和模块依赖'
	@echo '  make gate           运行答复准确性评测，与基线相比'
	@echo '  make baseline       接受现在的答复为新基线，并更新 README'
	@echo '  make soak           运行耗时较长的测试'
	@echo '  make bundle         制作离线安装包（dist/*.tar.gz），供不联网的机器安装'

ask: $(VENV)/.product
	@if [ -z "$$QUESTION" ]; then echo '请写上问题，例如：make ask Q=丽水每年给每个县多少资金' >&2; exit 2; fi
	@$(BIN)/policy-assistant ask -- "$$QUESTION"

serve: $(VENV)/.product
	@$(BIN)/policy-assistant serve

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term

soak: $(VENV)/.dev
	@POLICY_SOAK=1 $(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# What CI holds a change to: no case that was right may be wrong. Its figures are those in the READMEs.
gate: $(VENV)/.product
	@$(BIN)/policy-eval run --mode extractive --baseline eval/baselines/extractive.json --gate

# Accepts the answers as they are now: a new baseline, and the READMEs with its figures.
baseline: $(VENV)/.product
	@$(BIN)/policy-assistant build
	@$(BIN)/policy-eval run --mode extractive --suite development --suite test --out eval/baselines/extractive.json
	@$(BIN)/python tools/readme.py

build: $(VENV)/.dev
	$(BIN)/python -m build --wheel

# One archive that installs without a network, on a machine like this one: every wheel, those of sdists built
# here (jieba has no wheel of its own), scans included.
bundle: pyproject.toml constraints.txt | $(BIN)/python
	@echo '正在收集和构建各个 wheel，需要几分钟 …'
	@rm -rf build/bundle && mkdir -p build/bundle/wheels dist
	@$(BIN)/python -m pip wheel --disable-pip-version-check --quiet -c constraints.txt -w build/bundle/wheels '.[ocr]'
	@cp -r docs/deploy/install.sh docs/deploy docs/manual.md docs/operation.md docs/evaluation.md LICENSE NOTICE build/bundle/
	@name=$$(basename build/bundle/wheels/policy_assistant-*.whl -py3-none-any.whl)-$$($(BIN)/python -c 'import sys, sysconfig; print(f"cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}")'); \
	rm -rf build/$$name && mv build/bundle build/$$name && tar -C build -czf dist/$$name.tar.gz $$name && echo "离线安装包：dist/$$name.tar.gz"

# Resolves the ranges of pyproject.toml anew; the index of packages is whatever pip is configured for.
lock:
	@rm -rf build/lock && mkdir -p build && $(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --disable-pip-version-check --quiet -e '.[dev]'
	@{ head -n 2 constraints.txt; build/lock/bin/python -m pip freeze --exclude-editable; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt && rm -rf build/lock

clean:
	rm -rf $(VENV) var dist build

$(BIN)/python:
	@echo '正在建立 $(VENV) …'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '需要 Python 3.11 或更新的版本：请安装后用 make PYTHON=python3.11 … 再试。' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# A stamp is newer than what it was made from only when the installation went through.
$(VENV)/.product: pyproject.toml constraints.txt | $(BIN)/python
	@echo '正在安装，第一次需要几分钟 …'
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo '正在安装开发依赖，第一次需要几分钟 …'
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.product
