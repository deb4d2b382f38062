"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus import Clause, Document
from index import Hit

Status = Literal["answered", "partial", "refused"]
Mode = Literal["auto", "extractive", "llm"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation; the answer may be missing."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The clause that a mark ``[n]`` in an answer stands for.

    Attributes:
        mark: The n of ``[n]``, from 1 in order of first use.
        clause: The clause, whole.
        document: The document it stands in.
        label: Citation down to the part (款, 项, paragraph) in which the quotation lies.
        quote: Literal substring of ``clause.text`` that supports the statement.
        start: Offset of the quotation in ``Document.text``.
        end: End of the quotation there.
    """

    mark: int
    clause: Clause
    document: Document
    label: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model read and wrote for an answer, all its attempts together.

    Attributes:
        prompt_tokens: Tokens of what it was told.
        completion_tokens: Tokens that it wrote.
        estimated: Counted here from the texts, at least in part, because the server did not tell.
    """

    prompt_tokens: int
    completion_tokens: int
    estimated: bool

    def __add__(self, other: Usage) -> Usage:
        """Return what two attempts took together."""
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown to a person, with everything needed to check it.

    Attributes:
        question: The question as asked.
        text: The answer with marks ``[n]``; a refusal says what is missing.
        status: ``answered``, ``partial`` or ``refused``; derived, never asked of a model.
        citations: One for each mark in ``text``, in order.
        hits: Clauses retrieved for this question, best first; for a refusal, the nearest ones.
        mode: ``extractive`` or ``llm``: which writer the text came from.
        model: Name of the LLM, or None.
        notes: Remarks in Chinese: sentences left out and why, a period that has passed.
        receipt: Id of the stored receipt, or "" where none is kept.
        timings_ms: Milliseconds by stage: rewrite, search, compose, guard.
        usage: Tokens that an LLM took, also where its words could not be used; None without one.
    """

    question: str
    text: str
    status: Status
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    mode: Literal["extractive", "llm"]
    model: str | None
    notes: tuple[str, ...]
    receipt: str
    timings_ms: dict[str, float]
    usage: Usage | None = None
