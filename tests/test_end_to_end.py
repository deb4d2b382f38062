"""The program as a person starts it, in a process of its own, with nothing but this machine to reach."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

QUESTION = "丽水每年给每个县多少资金"
LABEL = "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》二、（二）1."


def start(
    folder: Path, *words: str, before: tuple[str, ...] = (), env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("policy-assistant")
    return subprocess.run(
        [*before, str(program), *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def can_unshare() -> bool:
    unshare = shutil.which("unshare")
    return (
        bool(unshare)
        and subprocess.run([unshare, "-rn", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "别处 folder"
    folder.mkdir()
    return folder


def test_a_question_is_answered_with_its_clause_from_any_folder(bundled_home: Path, elsewhere: Path) -> None:
    finished = start(elsewhere, "ask", QUESTION, "--index", str(bundled_home))
    assert finished.returncode == 0, finished.stderr
    assert "3000万元" in finished.stdout
    assert LABEL in finished.stdout
    assert list(elsewhere.iterdir()) == []


def test_the_first_question_builds_the_index_without_a_network(elsewhere: Path) -> None:
    """The whole way from the files of the package, where even native code has no network to reach."""
    if not can_unshare():
        pytest.skip("this machine does not let a test make a network namespace")
    words = ("ask", QUESTION, "--json", "--index", "索引")
    finished = start(elsewhere, *words, before=("unshare", "-rn"))
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout)
    assert answer["status"] == "answered"
    assert [citation["clause_id"] for citation in answer["citations"]] == ["lishui-2018:2.2.1"]
    for citation in answer["citations"]:
        assert citation["quote"] in citation["text"]


def test_nothing_heavy_is_imported_to_answer(bundled_home: Path, elsewhere: Path) -> None:
    code = (
        "import sys\n"
        "from assistant.command.app import run\n"
        f"status = run(['ask', {QUESTION!r}, '--index', {str(bundled_home)!r}])\n"
        "heavy = {'llama_index', 'gradio', 'fastapi', 'docx', 'pdfplumber', 'openpyxl', 'torch', 'pandas'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))\n"
        "sys.exit(status)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=elsewhere, capture_output=True, text=True, check=False, timeout=600
    )
    assert finished.returncode == 0, finished.stderr
    assert "HEAVY []" in finished.stdout


def test_answering_leaves_nothing_in_the_home_directory(
    bundled_home: Path, elsewhere: Path, tmp_path: Path
) -> None:
    # A library that sends usage to its maker keeps a device id and a queue of events there, but not under CI.
    home = tmp_path / "home"
    home.mkdir()
    quiet = {"CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_DISABLE_TELEMETRY"}
    variables = {name: value for name, value in os.environ.items() if name not in quiet and "XDG" not in name}
    finished = start(
        elsewhere, "ask", QUESTION, "--index", str(bundled_home), env={**variables, "HOME": str(home)}
    )
    assert finished.returncode == 0, finished.stderr
    assert list(home.rglob("*")) == []
