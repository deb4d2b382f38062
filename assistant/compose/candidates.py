"""The statements that may answer, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.figures import figures
from assistant.question import Kind, Question
from assistant.statements import Unit, cells, units_of
from assistant.support import Support, Term, supports
from assistant.wording import ANSWERING, answering_figures, measure_of
from corpus import Clause, Document
from corpus.places import bodies
from index import Hit

#: Share of the statement's own words against its surroundings in its score, and what a statement of the
#: asked kind, an asked year and a good place in the ranking add; chosen on the development cases.
_OWN, _KIND, _MEASURE, _RANK = 0.45, 0.2, 0.15, 0.12

_TIME_WORDS = re.compile(r"全年|当年|每年|年底|月底|季度|上半年|下半年|月前|期间|之前|以前")
_RESPONSIBLE_HEADER = re.compile(r"责任|牵头|配合|负责|部门|单位|承办|主办")
_TIME_HEADER = re.compile(r"时间|时限|期限|日期|进度|节点")
_AGENT = re.compile(
    r"由[^，。；]{2,30}(?:负责|牵头|统筹|会同|组织|管理|实施|任|承担|审|拨)|(?:负责|牵头|配合)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may answer.

    Attributes:
        support: How far it covers the question.
        rank: Place of its clause in the search, from 1.
        score: Larger is better; comparable within one question.
        satisfies: The asked kinds that it holds something for.
    """

    support: Support
    rank: int
    score: float
    satisfies: frozenset[Kind]

    @property
    def unit(self) -> Unit:
        """The statement."""
        return self.support.unit


def candidates(
    question: Question, terms: Sequence[Term], hits: Sequence[Hit], documents: Mapping[str, Document]
) -> list[Candidate]:
    """Return the statements of the clauses found, best first, ties in reading order."""
    found: list[Candidate] = []
    measure = measure_of(question.text)
    for rank, hit in enumerate(hits, 1):
        document = documents[hit.clause.document_id]
        for support in supports(terms, hit.clause, document):
            unit = support.unit
            if unit.kind in ("heading", "bodies") and len(units_of(hit.clause, document)) > 1:
                continue
            satisfied = frozenset(kind for kind in question.kinds if satisfies(unit, kind))
            score = (1 - _OWN) * support.coverage + _OWN * support.own + _RANK / rank
            score += _KIND * len(satisfied) / len(question.kinds)
            if measure and re.search(rf"[\d一二三四五六七八九十两]\s*{measure}", unit.text):
                score += _MEASURE
            found.append(Candidate(support, rank, score, satisfied))
    found.sort(key=lambda c: (-c.score, c.rank, c.unit.start))
    return found


def satisfies(unit: Unit, kind: Kind) -> bool:
    """Return whether a statement holds something of the asked kind: an amount, a date, bodies, …"""
    if kind in ANSWERING:
        if answering_figures(unit.text, kind):
            return True
        return kind == "date" and bool(_TIME_WORDS.search(unit.text))
    if kind == "who":
        return bool(responsible(unit))
    return True


def responsible(unit: Unit) -> tuple[int, int] | None:
    """Return the span in ``unit.clause.text`` that says who is responsible for a statement, or None.

    The statement's own 由…负责 comes first, then its row's 责任单位 cell, then the 责任单位 line or bracket
    that follows it in its clause.
    """
    if unit.kind == "row":
        return cell_span(unit.clause, _RESPONSIBLE_HEADER)
    if _AGENT.search(unit.text) and bodies(unit.text):
        return (unit.start, unit.end)
    for other in units_of(unit.clause, unit.document):
        if other.kind == "bodies" and other.start >= unit.start:
            return (other.start, other.end)
    return None


def time_cell(unit: Unit) -> tuple[int, int] | None:
    """Return the span of the 完成时间 cell of a row, or None."""
    return cell_span(unit.clause, _TIME_HEADER) if unit.kind == "row" else None


def cell_span(clause: Clause, header: re.Pattern[str]) -> tuple[int, int] | None:
    """Return the span of the cell of a row whose header matches, or None."""
    for name, value in cells(clause.text):
        if header.search(name) and value:
            written = f"{name}：{value}"
            start = clause.text.find(written)
            if start >= 0:
                return (start, start + len(written))
    return None


def figure_texts(text: str) -> set[str]:
    """Return the figures of a text as written, without white space."""
    return {re.sub(r"\s", "", figure.text) for figure in figures(text)}
