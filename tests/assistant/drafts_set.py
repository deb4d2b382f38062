"""Drafts in which right and wrong statements are marked, over the bundled documents and others; their score.

``{+ clause,clause}`` stands before a right statement and names the clauses it rests on;
``{- kind/kind clause}`` before a wrong one, with the kinds of reason that say what is wrong and the clause
that says so. A clause may be a whole document where a document is named wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.drafts import DraftReport, DraftStatement

FOLDER = Path(__file__).parent / "data" / "drafts"
ELSEWHERE = FOLDER / "elsewhere"
#: No rule was chosen on these, and nobody looked at what fails in them.
HELD_OUT = frozenset(f"{number:02}" for number in range(13, 21))
_MARK = re.compile(r"\{([+-]) ?([^}]*)\}")


@dataclass(frozen=True)
class Marked:
    """A statement that is known to be right or wrong."""

    at: int
    right: bool
    kinds: frozenset[str]
    clauses: frozenset[str]


@dataclass(frozen=True)
class Draft:
    """A draft without its marks, and what they said."""

    name: str
    text: str
    marked: tuple[Marked, ...]


@dataclass(frozen=True)
class Score:
    """Shares of the statements."""

    wrong: int
    found: float
    right: int
    contradicted: float
    supported: float


def drafts(folder: Path = FOLDER) -> tuple[Draft, ...]:
    """The drafts of a folder in order."""
    return tuple(_read(path) for path in sorted(folder.glob("*.txt")))


def _read(path: Path) -> Draft:
    raw = path.read_text(encoding="utf-8")
    text, at, marked = "", 0, []
    for match in _MARK.finditer(raw):
        text += raw[at : match.start()]
        at = match.end()
        kinds, _, clauses = match[2].rpartition(" ")
        named = frozenset(clauses.split(","))
        marked.append(Marked(len(text), match[1] == "+", frozenset(filter(None, kinds.split("/"))), named))
    return Draft(path.stem, text + raw[at:], tuple(marked))


def statement_at(report: DraftReport, at: int) -> DraftStatement:
    """The statement in which an offset lies."""
    return next(one for one in report.statements if one.start <= at < one.end)


def is_found(statement: DraftStatement, marked: Marked) -> bool:
    """Whether a wrong statement is called so for the right reason, with the right clause beside it."""
    cited = {citation.clause.id for citation in statement.citations}
    cited |= {citation.document.id for citation in statement.citations}
    kinds = {reason.kind for reason in statement.reasons}
    return statement.verdict == "contradicted" and bool(kinds & marked.kinds and cited & marked.clauses)


def score(checked: Iterable[tuple[Draft, DraftReport]]) -> Score:
    """How many of the wrong statements are found, and how the right ones fare."""
    found, right = [], []
    for draft, report in checked:
        for marked in draft.marked:
            statement = statement_at(report, marked.at)
            if marked.right:
                right.append(statement.verdict)
            else:
                found.append(is_found(statement, marked))
    return Score(
        len(found),
        sum(found) / len(found),
        len(right),
        right.count("contradicted") / len(right),
        right.count("supported") / len(right),
    )
