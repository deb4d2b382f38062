"""What a composer hands on: statements with the words they rest on, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from corpus import Clause, Document

Layout = Literal["prose", "list", "table"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer and the words it rests on.

    Attributes:
        text: What is said, without its mark and closing full stop; the guard holds all of it to the clause.
        clause: The clause it rests on.
        document: The document of the clause.
        start: Offset of the quotation in ``clause.text``.
        end: End of the quotation there.
        frame: Words before ``text`` that are made from the citation itself or take up the question to deny it
            (丽水市提出，不是陇南市：): true by construction, so not held to the clause.
        lead: The answer itself, said first (平均每年3000万元); held to the clause like ``text``.
        given: Figures of the question with which the lead computes (8个); they need not stand in the clause.
        also: Further statements that the lead rests on; their clauses are cited along with its own.
        subject: What the statement is about, for the first column of a comparison; "" elsewhere.
    """

    text: str
    clause: Clause
    document: Document
    start: int
    end: int
    frame: str = ""
    lead: str = ""
    subject: str = ""
    given: str = ""
    also: tuple[Statement, ...] = ()

    @property
    def held(self) -> str:
        """What the guard holds to the clause."""
        return f"{self.lead}：{self.text}" if self.lead else self.text

    @property
    def said(self) -> str:
        """The statement as it is shown, without its mark."""
        return f"{self.lead}：{self.frame}{self.text}" if self.lead else self.frame + self.text

    @property
    def quote(self) -> str:
        """The words of the clause that the statement rests on."""
        return self.clause.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Composition:
    """Statements that answer a question, before the guard has seen them.

    Attributes:
        statements: In the order in which they are said.
        layout: How they are set: running text, numbered list, or table.
        opening: Words before the first statement that state nothing themselves, or the stem of a list.
        counted: Whether the opening goes on with the number of rows that the guard let through (共6项：).
        missing: Parts of the question that nothing supports, named for the reader.
        notes: Remarks in Chinese.
        otherwise: What is said instead where the guard lets none of the statements through.
    """

    statements: tuple[Statement, ...]
    layout: Layout = "prose"
    opening: str = ""
    counted: bool = False
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    otherwise: Composition | Refusal | None = None

    def followed_by(self, rest: Composition | Refusal) -> Composition:
        """Return this composition with what else was asked, or with the word that it is missing."""
        if isinstance(rest, Refusal):
            return replace(self, missing=(*self.missing, "其余所问的内容"))
        return replace(
            self,
            statements=(*self.statements, *rest.statements),
            missing=(*self.missing, *rest.missing),
            notes=(*self.notes, *rest.notes),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is said.

    Attributes:
        template: Name of the fixed text in ``prompts/``.
        variables: Its variables, without ``nearest``, which the chain fills in.
    """

    template: str
    variables: dict[str, str] = field(default_factory=dict)
