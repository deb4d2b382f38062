"""Narrow a search to documents, places, years, kinds and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Document
from corpus.places import short_name
from index.model import Where


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
    named = frozenset(where.documents)
    return frozenset(
        document.id
        for document in documents
        if (not named or document.id in named) and _matches(where, document)
    )


def _matches(where: Where, document: Document) -> bool:
    if where.places and not any(_is_about(document, place) for place in where.places):
        return False
    if where.years and _years(document).isdisjoint(where.years):
        return False
    # A document without a date passes no limit on dates: nobody can say that it is inside.
    if where.date_from and (document.date is None or document.date < where.date_from):
        return False
    return not where.date_to or (document.date is not None and document.date <= where.date_to)


def _is_about(document: Document, place: str) -> bool:
    return any(_same_place(short_name(region), short_name(place)) for region in document.regions)


def _same_place(one: str, other: str) -> bool:
    """Say whether two short names are of one place; the longer may name what it lies in: 安康市紫阳, 紫阳."""
    shorter, longer = sorted((one, other), key=len)
    above = longer.removesuffix(shorter)
    return longer.endswith(shorter) and (not above or above[-1] in "省市州县区盟旗")


def _years(document: Document) -> set[int]:
    first, last = document.period or (1, 0)
    years = set(range(first, last + 1))
    if document.date is not None:
        years.add(int(document.date[:4]))
    return years
