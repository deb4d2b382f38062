"""What a composer hands on: statements with the words they rest on, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from corpus import Clause, Document


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an answer and the words it rests on.

    Attributes:
        text: What is said, without its mark and closing full stop.
        clause: The clause it rests on.
        document: The document of the clause.
        start: Offset of the quotation in ``clause.text``.
        end: End of the quotation there.
        subject: What the statement is about, for the first column of a comparison; "" elsewhere.
    """

    text: str
    clause: Clause
    document: Document
    start: int
    end: int
    subject: str = ""

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
        opening: Words before the first statement that state nothing themselves (共6项：).
        missing: Parts of the question that nothing supports, named for the reader.
        notes: Remarks in Chinese.
    """

    statements: tuple[Statement, ...]
    layout: Literal["prose", "list", "table"] = "prose"
    opening: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is said.

    Attributes:
        template: Name of the fixed text in ``prompts/``.
        variables: Its variables, without ``nearest``, which the chain fills in.
    """

    template: str
    variables: dict[str, str] = field(default_factory=dict)
