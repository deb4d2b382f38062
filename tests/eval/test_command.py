"""``policy-eval`` over the real assistant and the bundled documents."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.cases import read_cases
from eval.command import app, main

SUITE = """\
{"id": "a", "kind": "fact", "question": "丽水每年给每个县多少资金", "facts": [["3000万"]], \
"gold": [[{"clause": "lishui-2018:2.2.1", "quote": "3000万元"}]]}
{"id": "b", "kind": "unanswerable", "question": "今天天气怎么样？", "answerable": false}
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    path.write_text(SUITE, encoding="utf-8")
    return path


def call(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["policy-eval", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_a_run_prints_its_figures_and_writes_every_report(
    bundled_home: Path,
    suite: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "reports"
    words = ["run", "--suite", suite, "--index", bundled_home]
    for name in ("run.json", "run.md", "run.html"):
        words += ["--out", out / name]
    assert call(monkeypatch, *words) == 0
    printed = capsys.readouterr().out
    assert "评测集 small：2 题" in printed
    assert "2/2" in printed
    assert {path.name for path in out.iterdir()} == {"run.json", "run.md", "run.html"}
    conditions = json.loads((out / "run.json").read_text(encoding="utf-8"))["conditions"]
    assert conditions["index"]
    assert conditions["mode"] == "auto"
    assert "small" in conditions["suites"]


def test_two_runs_are_the_same_but_for_times(
    bundled_home: Path, suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = []
    for name in ("one.json", "two.json"):
        assert (
            call(monkeypatch, "run", "--suite", suite, "--index", bundled_home, "--out", tmp_path / name) == 0
        )
        record = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        for result in record["results"]:
            assert result["outcome"].pop("seconds") > 0
        records.append(record)
    assert records[0] == records[1]


def test_the_gate_lets_the_same_through_and_names_what_was_lost(
    bundled_home: Path,
    suite: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    baseline = tmp_path / "baseline.json"
    run = ["run", "--suite", suite, "--index", bundled_home]
    assert call(monkeypatch, *run, "--out", baseline) == 0
    assert call(monkeypatch, *run, "--baseline", baseline, "--gate") == 0
    assert "门禁通过" in capsys.readouterr().out

    from assistant.chain import Assistant

    right = Assistant.ask
    swapped = {"丽水每年给每个县多少资金": "今天天气怎么样？"}
    monkeypatch.setattr(
        Assistant, "ask", lambda self, question, **more: right(self, swapped.get(question, question), **more)
    )
    assert call(monkeypatch, *run, "--baseline", baseline, "--gate") == 1
    printed = capsys.readouterr().out
    assert "1 题由对变错" in printed
    assert "缺少：3000万" in printed


def test_a_finished_run_leaves_no_journal_in_the_folder_it_made(
    bundled_home: Path, suite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "journal"
    words = ["run", "--suite", suite, "--index", bundled_home, "--resume", folder]
    assert call(monkeypatch, *words) == 0
    assert list(folder.iterdir()) == []


def test_a_comparison_is_printed(
    bundled_home: Path,
    suite: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "run.json"
    call(monkeypatch, "run", "--suite", suite, "--index", bundled_home, "--out", path)
    assert call(monkeypatch, "compare", path, path) == 0
    assert "变好 0，变差 0" in capsys.readouterr().out


def test_validation_names_the_line(
    bundled_home: Path, suite: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "validate", "--suite", suite, "--index", bundled_home) == 0
    suite.write_text(SUITE.replace('"3000万元"', '"4000万元"'), encoding="utf-8")
    assert call(monkeypatch, "validate", "--suite", suite, "--index", bundled_home) == 1
    assert "small.jsonl 第1行（a）：条款 lishui-2018:2.2.1 里没有“4000万元”" in capsys.readouterr().out


def test_a_draft_holds_valid_cases_and_never_overwrites(
    bundled_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from corpus.library import bundled_corpus

    out = tmp_path / "draft.jsonl"
    words = ["draft", "--corpus", bundled_corpus(), "--out", out, "--most", 30]
    assert call(monkeypatch, *words) == 0
    cases = read_cases(out)
    assert {case.kind for case in cases} >= {"fact", "body", "table"}
    assert all(case.gold for case in cases)
    assert call(monkeypatch, "validate", "--suite", out, "--index", bundled_home) == 0
    capsys.readouterr()
    assert call(monkeypatch, *words) == 1
    assert "没有覆盖" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["run", "--suite", "none"], 1, "没有评测集“none”"),
        (["run", "--gate"], 2, "--gate 需要 --baseline"),
        (["run", "--out", "report.docx"], 2, "请以 .json、.md 或 .html 结尾"),
        (["run", "--mode", "guess"], 2, "没有“guess”这种回答方式"),
        (["run", "--where", "kind=none"], 1, "放宽筛选条件"),
        (["run", "--url", "http://127.0.0.1:1", "--baseline", "none.json"], 1, "不是评测结果文件"),
        (["run", "--url", "http://127.0.0.1:1"], 1, "没有一题得到答复"),
        (["judge"], 2, "没有“judge”这个命令"),
        (["compare", "one.json"], 2, "缺少"),
        (["draft", "--corpus", "nowhere", "--out", "x.jsonl"], 1, "nowhere"),
    ],
)
def test_a_wrong_use_is_one_chinese_sentence(
    words: list[str], status: int, message: str, bundled_home: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    if words[0] == "run" and "--url" not in words:
        words = [*words, "--index", str(bundled_home)]
    assert call(monkeypatch, *words) == status
    told = capsys.readouterr().err.strip()
    assert message in told.splitlines()[-1]
    assert "Traceback" not in told


def test_the_module_runs_as_a_program() -> None:
    environment = os.environ | {"PYTHONUTF8": "1"}
    finished = subprocess.run(
        [sys.executable, "-m", "eval", "--help"], capture_output=True, text=True, check=False, env=environment
    )
    assert finished.returncode == 0
    assert all(f"  {command.name} " in finished.stdout for command in app.registered_commands)
