#!/bin/sh
# 离线安装：sh install.sh [安装到哪里，默认 /opt/policy-assistant]
# 需要与制作安装包时同样的系统架构和 Python 版本（见 wheels/ 里的文件名，如 cp311、x86_64）；另选 Python 用 PYTHON=python3.11 sh install.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-/opt/policy-assistant}
"${PYTHON:-python3}" -m venv "$to"
"$to/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" 'policy-assistant[ocr]'
"$to/bin/policy-assistant" --version
echo "已安装到 $to。下一步：$to/bin/policy-assistant build --corpus 公文文件夹"
