"""The READMEs say what the program does today."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def readme() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme_tool", ROOT / "tools" / "readme.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["readme_tool"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_generated_part_is_what_its_command_prints_now(
    name: str, readme: ModuleType, bundled_home: Path
) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page.count("<!-- run: ") == 3
    assert page.count("<!-- figures") == 1
    assert readme.written(page, bundled_home) == page


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/README.md", "docs/evaluation.md"])
def test_every_file_and_make_target_that_a_page_names_exists(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page):
        assert ((ROOT / name).parent / target).exists(), target
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?! it)", page)) - {"and"} <= targets


def test_both_pages_run_the_same_session() -> None:
    runs = [re.findall(r"<!-- run: .* -->", (ROOT / name).read_text(encoding="utf-8")) for name in
            ("README.md", "README.zh-CN.md")]  # fmt: skip
    assert runs[0] == runs[1]
