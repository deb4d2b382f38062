"""Narrow a search to documents, places, years, kinds and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Document
from index.model import Where

#: Endings of place names that everyday language leaves off.
_ENDINGS = ("自治区", "自治州", "自治县", "特别行政区", "省", "市", "州", "盟", "地区", "县", "区", "旗")


@dataclass(frozen=True, slots=True)
class Selection:
    """The clauses a search may return.

    Attributes:
        documents: Ids of their documents.
        clauses: Their own ids; None for every clause of those documents.
        size: How many there are, at most.
    """

    documents: frozenset[str]
    clauses: frozenset[str] | None
    size: int

    def allows(self, clause_id: str) -> bool:
        """Say whether a clause may be returned."""
        if clause_id.partition(":")[0] not in self.documents:
            return False
        return self.clauses is None or clause_id in self.clauses


def matching(where: Where, documents: Iterable[Document]) -> frozenset[str]:
    """Return the ids of the documents that pass every filter on documents."""
    return frozenset(document.id for document in documents if _matches(where, document))


def _matches(where: Where, document: Document) -> bool:
    if where.documents and document.id not in where.documents:
        return False
    if where.places and not any(_is_about(document, place) for place in where.places):
        return False
    if where.years and _years(document).isdisjoint(where.years):
        return False
    # A document without a date passes no limit on dates: nobody can say that it is inside.
    if where.date_from and (document.date is None or document.date < where.date_from):
        return False
    return not where.date_to or (document.date is not None and document.date <= where.date_to)


def _is_about(document: Document, place: str) -> bool:
    short = _short(place)
    return any(region == place or _short(region) == short for region in document.regions)


def _short(place: str) -> str:
    for ending in _ENDINGS:
        if place.endswith(ending) and len(place) - len(ending) >= 2:
            return place.removesuffix(ending)
    return place


def _years(document: Document) -> set[int]:
    first, last = document.period or (1, 0)
    years = set(range(first, last + 1))
    if document.date is not None:
        years.add(int(document.date[:4]))
    return years
