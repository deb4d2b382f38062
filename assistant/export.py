"""Answers as a Word document after GB/T 9704, with the cited clauses as an appendix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.citation import written_date
from corpus.numerals import chinese_numeral
from corpus.word import OfficialDocument

_TITLE = "政策问答记录"
_APPENDIX = "引用条款"
_MARKS = re.compile(r"((?:\[\d+\])+)")
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Exported:
    """One answer to export.

    Attributes:
        question: As asked.
        answer: The Answer JSON.
        date: The day it was given, ISO 8601.
        remarks: Sentences to add, such as that a cited clause has changed since.
    """

    question: str
    answer: dict[str, Any]
    date: str
    remarks: tuple[str, ...] = ()


def exported_docx(answers: Sequence[Exported]) -> bytes:
    """Return answers as a docx.

    Marks are numbered through: a clause that several answers quote alike has one number and one entry.

    Args:
        answers: In the order asked; at least one.
    """
    document = OfficialDocument(_TITLE)
    entries: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    document.title(_TITLE)
    document.body()
    for place, given in enumerate(answers, start=1):
        document.first(f"{chinese_numeral(place)}、{_one_line(given.question)}")
        numbers = {}
        for citation in given.answer["citations"]:
            key = (citation["clause_id"], citation["quote"])
            numbers[str(citation["mark"])], _ = entries.setdefault(key, (len(entries) + 1, citation))
        _add_answer(document, given, numbers)
    if entries:
        document.body()
        document.body(f"附件：{_APPENDIX}")
    document.body()
    document.date(written_date(answers[-1].date))
    if entries:
        document.appendix("附件", _APPENDIX)
        for number, citation in entries.values():
            _add_clause(document, number, citation)
    return document.save()


def _add_answer(document: OfficialDocument, given: Exported, numbers: dict[str, int]) -> None:
    rows: list[list[str]] = []
    for line in [*given.answer["answer"].splitlines(), ""]:
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("| ").split(" | ")])
            continue
        if rows:
            # The second line of a table is the rule under its header.
            document.table([[_renumbered(cell, numbers) for cell in row] for row in [rows[0], *rows[2:]]])
            rows = []
        if line.strip():
            _add_sentences(document, line.strip(), numbers)
    if not numbers and given.answer["hits"]:
        nearest = "；".join(hit["label"] for hit in given.answer["hits"][:_NEAREST])
        document.body(f"最接近的条款：{nearest}。")
    for note in (*given.answer["notes"], *given.remarks):
        document.second(f"注：{_one_line(note)}")


def _add_sentences(document: OfficialDocument, line: str, numbers: dict[str, int]) -> None:
    paragraph = document.body()
    for part in _MARKS.split(line):
        if part:
            document.add(paragraph, _renumbered(part, numbers), raised=_MARKS.fullmatch(part) is not None)


def _renumbered(text: str, numbers: dict[str, int]) -> str:
    return re.sub(r"\[(\d+)\]", lambda mark: f"[{numbers.get(mark[1], mark[1])}]", text)


def _add_clause(document: OfficialDocument, number: int, citation: dict[str, Any]) -> None:
    document.second(f"{number}.{citation['label']}")
    text, quote = citation["text"], citation["quote"]
    start = text.find(quote)
    end = start + len(quote)
    offset = 0
    for line in text.split("\n"):
        low, high = (min(max(each - offset, 0), len(line)) for each in (start, end))
        if line.strip():
            paragraph = document.body()
            for part, quoted in ((line[:low], False), (line[low:high], True), (line[high:], False)):
                if part:
                    document.add(paragraph, part, bold=quoted)
        offset += len(line) + 1
    about = citation["document"]
    date = written_date(about["date"]) if about["date"] else ""
    source = "，".join(part for part in (about["issuer"], date) if part)
    if source:
        document.second(f"（{source}）")


def _one_line(text: str) -> str:
    return " ".join(text.split())
