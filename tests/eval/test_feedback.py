"""What people say of answers becomes cases that a suite can hold."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.feedback import FeedbackBook
from assistant.model import Turn
from assistant.settings import Settings
from eval.cases import Gold, read_cases
from eval.command import main
from eval.feedback import feedback_cases
from index import Index, Where

LISHUI = "丽水每年给每个县多少资金？"
FOLLOW_UP = "这笔钱由谁负责？"
LHASA = "拉萨市2030年的碳排放目标是多少？"


@pytest.fixture
def home(bundled_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path / "var"))


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home))


def call(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["policy-eval", "feedback", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def test_ratings_become_cases_that_a_suite_reads_back(
    home: Path, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = FeedbackBook(home)
    right = assistant.ask(LISHUI)
    followed = assistant.ask(FOLLOW_UP, [Turn(LISHUI, right.text)], Where(places=("丽水",)))
    refused = assistant.ask(LHASA)
    book.add(right.receipt, "up", "", "甲")
    book.add(followed.receipt, "up", "", "甲")
    book.add(followed.receipt, "down", "还差乡镇", "乙")
    book.add(refused.receipt, "up", "", "甲")
    book.add("lost", "up", "", "甲")

    out = tmp_path / "out.jsonl"
    assert call(monkeypatch, "--index", home, "--out", out) == 0
    good, bad, none = read_cases(out)
    citation = right.citations[0]
    assert good.question == LISHUI
    assert good.gold[0] == (Gold("lishui-2018", "lishui-2018:2.2.1", citation.quote),)
    assert (bad.kind, bad.gold, [turn.question for turn in bad.history]) == ("follow_up", (), [LISHUI])
    for told in ("还差乡镇", "当时的回答", "丽水"):
        assert told in bad.note
    assert (none.kind, none.answerable, none.gold) == ("unanswerable", False, ())
    assert call(monkeypatch, "--index", home, "--out", out) == 1, "nothing that was edited is overwritten"

    assert [case.question for case in feedback_cases(home, rating="down")[0]] == [FOLLOW_UP]
    assert feedback_cases(home)[1] == 1


def test_nothing_said_and_a_wrong_rating_are_told_in_chinese(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert call(monkeypatch, "--index", home, "--out", out) == 1
    assert "没有可以导出的评价" in capsys.readouterr().err
    assert call(monkeypatch, "--index", home, "--out", out, "--rating", "best") == 2
    assert not out.exists()
