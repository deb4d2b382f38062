"""What a search takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Clause


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that a search found.

    Attributes:
        clause: The clause, whole.
        score: Fused score; larger is better, comparable within one search only.
        ranks: Place in each retriever from 1 (``dense``, ``lexical``, …), for explanation.
    """

    clause: Clause
    score: float
    ranks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Where:
    """Filters that narrow a search; an empty field does not narrow.

    Attributes:
        documents: Document ids.
        places: Place names a document is about, full or short.
        years: Years that the document's date or period covers.
        kinds: Clause kinds.
        date_from: Earliest 成文日期 (date of the document), ISO 8601.
        date_to: Latest 成文日期, ISO 8601.
    """

    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
