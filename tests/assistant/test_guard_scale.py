"""The guard's work grows with the length of a clause or sentence, not with its square.

Work is counted as calls of functions, which no busy machine changes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from assistant.guard import Evidence, check, normalise_marks, split_sentences
from assistant.statements import units_of
from corpus import Clause, Document

SENTENCE = "丽水市财政局每年安排资金7万元，用于“青田县”、平昌县的3个项目。"

#: Texts that grow: one paragraph of sentences, one sentence of 分句, one list, cells, brackets, 分别, lines.
SHAPES: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: _grown(
        lambda i: f"丽水市财政局每年安排资金{i}万元，用于青田县、平昌县等{i % 9 + 1}个县。", n
    ),
    "parts of one sentence": lambda n: _grown(lambda i: f"青田县安排资金{i}万元，", n),
    "one list": lambda n: _grown(lambda i: f"青田县{i}个、", n),
    "cells": lambda n: _grown(lambda i: f"县：青田县；数：{i}个；", n),
    "brackets": lambda n: _grown(lambda i: f"青田县（{i}个）", n),
    "one by one": lambda n: _grown(lambda i: f"青田县、平昌县分别为{i}个、{i + 1}个，", n),
    "years": lambda n: _grown(lambda i: f"{1900 + i % 150}年、", n),
    "quotations": lambda n: _grown(lambda i: f"“第{i}批”", n),
    "bodies": lambda n: _grown(lambda i: f"（责任单位：市财政局、市教育局{i}）\n", n),
    "lists below lists": lambda n: _grown(lambda i: f"{i}.支持：\n（1）补助{i}元\n", n),
    "workings": lambda n: _grown(lambda i: f"{i}元+4元={i + 4}元，", n),
    "nothing to hold": lambda n: "坚持精准发力推进产业合作深化" * (n // 14),
    "line breaks": lambda n: "\n" * n,
    "blanks": lambda n: "共" + " " * n + "3个",
    "opening brackets": lambda n: "（甲" * (n // 2),
    "one figure": lambda n: "1234567890" * (n // 10),
}


def _grown(piece: Callable[[int], str], length: int) -> str:
    return "".join(piece(number) for number in range(1, length // len(piece(1)) + 1))


def _work(task: Callable[[], object]) -> int:
    """Calls of functions, Python's and built-in ones, that a task makes."""
    count = 0

    def called(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


def _growth(task: Callable[[str], object], shape: str) -> float:
    """How many times the work grows when a text becomes four times as long."""
    task(SHAPES[shape](100))  # What is made once, such as the table of divisions, does not count.
    short, long = SHAPES[shape](1000), SHAPES[shape](4000)
    return _work(lambda: task(long)) / _work(lambda: task(short))


@pytest.mark.parametrize("kind", ["clause", "table_row"])
@pytest.mark.parametrize("shape", SHAPES)
def test_checking_against_a_long_clause(shape: str, kind: str) -> None:
    def task(text: str) -> None:
        check(SENTENCE, [Evidence(text=text, title="丽水市实施意见", issuer="丽水市人民政府", kind=kind)])

    assert _growth(task, shape) < 6


@pytest.mark.parametrize("shape", SHAPES)
def test_checking_a_long_sentence(shape: str) -> None:
    evidence = [Evidence(text=SENTENCE, title="丽水市实施意见", issuer="丽水市人民政府")]
    assert _growth(lambda text: check(text, evidence, question=text[:40]), shape) < 6


@pytest.mark.parametrize("shape", SHAPES)
def test_cutting_a_long_text(shape: str) -> None:
    document = Document("d", "丽水市实施意见", None, None, None, (), None, "unknown", "d.txt", "")

    def task(text: str) -> None:
        split_sentences(text)
        normalise_marks(text, range(9))
        units_of(_clause(text), document)

    assert _growth(task, shape) < 6


def _clause(text: str) -> Clause:
    return Clause(
        id="d:1", document_id="d", kind="clause", path=(), label="一、", text=text, start=0, end=len(text)
    )


#: Run by itself, so that the system ends it: a regular expression that backtracks makes no calls to count.
_LONG = """
import resource, sys
sys.path[:0] = {path!r}
from assistant.guard import Evidence, check, normalise_marks, split_sentences
from test_guard_scale import SENTENCE, SHAPES
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
for shape in {shapes!r}:
    text = SHAPES[shape](100_000)
    check(SENTENCE, [Evidence(text=text)])
    check(text, [Evidence(text=SENTENCE)])
    split_sentences(text)
    normalise_marks(text, range(9))
"""


def test_a_hundred_thousand_characters_without_anything_to_hold_on_to() -> None:
    shapes = ["nothing to hold", "line breaks", "blanks", "opening brackets", "one figure"]
    script = _LONG.format(path=[str(Path(__file__).parent)], shapes=shapes)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
