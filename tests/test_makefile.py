"""The two commands of the README, with an environment that already stands."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose .venv holds a program that writes down how it was called."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "policy-assistant"):
        program = programs / name
        program.write_text('#!/bin/sh\nprintf "%s\\0" "$0" "$@" >> calls\n', encoding="utf-8")
        program.chmod(0o755)
    return tmp_path


def make(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def calls(checkout: Path) -> list[str]:
    path = checkout / "calls"
    return path.read_text(encoding="utf-8").split("\0")[:-1] if path.exists() else []


@pytest.mark.parametrize(
    "question",
    [
        "丽水每年给每个县多少资金",
        "“四个一” 模式 指的是什么？",
        """it's a "quoted" question""",
        "花费$5还是$(shell touch broken)？",
        "`touch broken`; touch broken && touch broken",
        "$$HOME \\ # 注释 %",
        "-n",
    ],
)
def test_a_question_reaches_the_program_as_it_was_typed(checkout: Path, question: str) -> None:
    make(checkout, "ask", "Q=x")  # whatever stands in for an installation is done now
    (checkout / "calls").unlink()
    finished = make(checkout, "ask", f"Q={question}")
    assert finished.returncode == 0, finished.stderr
    assert calls(checkout) == [".venv/bin/policy-assistant", "ask", "--", question]
    assert not (checkout / "broken").exists()


def test_installing_happens_once_and_again_when_the_requirements_change(checkout: Path) -> None:
    make(checkout, "ask", "Q=x")
    first = calls(checkout)
    assert "pip" in first
    make(checkout, "ask", "Q=x")
    assert calls(checkout)[len(first) :] == [".venv/bin/policy-assistant", "ask", "--", "x"]
    (checkout / "calls").unlink()
    later = (checkout / ".venv" / ".product").stat().st_mtime + 10
    os.utime(checkout / "constraints.txt", (later, later))
    make(checkout, "ask", "Q=x")
    assert "pip" in calls(checkout)


def test_asking_installs_the_product_only_and_testing_adds_the_rest(checkout: Path) -> None:
    make(checkout, "ask", "Q=x")
    assert calls(checkout)[-6:-4] == ["-e", "."]
    make(checkout, "test")
    assert ".[dev]" in calls(checkout)


def test_a_missing_question_is_wrong_usage(checkout: Path) -> None:
    finished = make(checkout, "ask")
    assert finished.returncode == 2
    assert "请写上问题" in finished.stderr
