"""What the check of a draft is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.model import Citation

DraftVerdict = Literal["supported", "contradicted", "unsupported", "not_checked"]
DraftReasonKind = Literal[
    "number",
    "date",
    "place",
    "body",
    "quote",
    "title",
    "number_of_document",
    "clause",
    "relation",
    "condition",
]


@dataclass(frozen=True, slots=True)
class DraftReason:
    """Why a statement does not hold, at the words concerned.

    Attributes:
        kind: What sort of thing is wrong.
        found: What the draft says, as written.
        expected: What the corpus says instead; "" where it says nothing.
        start: Offset of the words concerned in the draft's text.
        end: Offset after them.
    """

    kind: DraftReasonKind
    found: str
    expected: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """One sentence of a draft and what the corpus says of it.

    Attributes:
        text: The sentence; ``report.text[start:end] == text``.
        start: Offset of its first character in the draft's text.
        end: Offset after its last.
        verdict: ``supported``: some clause, or some together, carry all that can be checked;
            ``contradicted``: the corpus says otherwise; ``unsupported``: nothing in the corpus is about it;
            ``not_checked``: it states nothing that could be checked.
        reasons: What is wrong, in order; empty for ``supported`` and ``not_checked``.
        citations: Clauses that carry it, or that contradict it.
        suggestion: For a supported statement without a reference, the citation in the form that offices use
            (``根据《…》（文号）二、（二）1.，``), to be inserted at ``start``; else "".
    """

    text: str
    start: int
    end: int
    verdict: DraftVerdict
    reasons: tuple[DraftReason, ...]
    citations: tuple[Citation, ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A checked draft.

    Attributes:
        text: The draft's text, which all offsets point into.
        statements: Its sentences in order.
    """

    text: str
    statements: tuple[DraftStatement, ...]

    @property
    def summary(self) -> dict[DraftVerdict, int]:
        """How many statements have each verdict."""
        counts = Counter(statement.verdict for statement in self.statements)
        return {verdict: counts[verdict] for verdict in get_args(DraftVerdict)}
