"""What the guard is given and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus import Clause, Document

ReasonKind = Literal[
    "number",
    "amount",
    "percent",
    "date",
    "count",
    "number_of_document",
    "place",
    "body",
    "quote",
    "title",
    "condition",
    "computed",
    "relation",
    "mark",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited clause with all that may support a statement beside its text.

    Attributes:
        text: The clause, whole.
        path: Headings from the top down to it.
        title: Title of its document.
        aliases: Other titles of the document.
        number: 文号 (document number), or None.
        issuer: 发文机关 (issuing body), or None; 我市, 我县 in the text stand for its place.
        date: 成文日期 (date of the document), ISO 8601, or None.
        regions: Places the document is about; 双方, 两地 in the text stand for them.
        period: First and last year the document covers, or None.
        kind: The clause's kind; a ``table_row`` is one statement whole.
        clause_id: Id of the clause, for the reader of a verdict.
    """

    text: str
    path: tuple[str, ...] = ()
    title: str = ""
    aliases: tuple[str, ...] = ()
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    regions: tuple[str, ...] = ()
    period: tuple[int, int] | None = None
    kind: str = "clause"
    clause_id: str = ""

    @classmethod
    def of(cls, clause: Clause, document: Document) -> Evidence:
        """The evidence that a clause of a document gives."""
        return cls(
            text=clause.text,
            path=clause.path,
            title=document.title,
            aliases=document.aliases,
            number=document.number,
            issuer=document.issuer,
            date=document.date,
            regions=document.regions,
            period=document.period,
            kind=clause.kind,
            clause_id=clause.id,
        )

    @property
    def surroundings(self) -> str:
        """Title, headings and metadata as one text, one piece a line."""
        pieces = (self.title, *self.aliases, *self.path, self.number, self.issuer, *self.regions)
        return "\n".join(piece for piece in pieces if piece)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence fails.

    Attributes:
        kind: What is wrong.
        found: What the sentence says.
        expected: What the clauses say instead, or "" where they say nothing of the kind.
        start: Offset of ``found`` in the sentence.
        end: Offset after it.
    """

    kind: ReasonKind
    found: str
    expected: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence carries a sentence; ``ok`` with no reason, never without one otherwise."""

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing in the sentence goes beyond its evidence."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of an answer with its verdict.

    Attributes:
        text: The sentence with its marks.
        start: Offset in the answer.
        end: Offset after it.
        marks: Marks it carries, in order.
        verdict: What the guard says of it.
    """

    text: str
    start: int
    end: int
    marks: tuple[int, ...]
    verdict: Verdict
