"""Widen a hit: what stands around a clause and what it refers to, each marked as context and not as a hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus import Clause, Document
from corpus.citation.resolve import resolve
from corpus.references import find_references

Relation = Literal["heading", "table_header", "previous", "next", "referred"]

#: References of one clause that are followed; a clause that cites more is a list of laws.
_MOST_REFERENCES = 5


@dataclass(frozen=True, slots=True)
class Context:
    """A clause or heading that a hit brings along.

    Attributes:
        clause: The clause or heading, whole.
        relation: Why it is here: the heading over the hit (its 导语 included), the header of its table, its
            neighbour under the same heading, or what its text refers to.
    """

    clause: Clause
    relation: Relation


class Lookup(Protocol):
    """What widening reads: an ``Index`` does."""

    def documents(self) -> tuple[Document, ...]:
        """Return every document."""

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """Return the clauses of a document in reading order, headings included."""


def widen(clause: Clause, lookup: Lookup) -> tuple[Context, ...]:
    """Return the context of a clause: headings from the top down, table header, neighbours, references.

    Args:
        clause: A hit's clause.
        lookup: The index it was found in.

    Returns:
        Each clause once, under the first relation that brings it; never the clause itself.
    """
    seen = {clause.id}
    found: list[Context] = []
    for context in _contexts(clause, lookup):
        if context.clause.id not in seen:
            seen.add(context.clause.id)
            found.append(context)
    return tuple(found)


def _contexts(clause: Clause, lookup: Lookup) -> Iterator[Context]:
    siblings = lookup.clauses(clause.document_id)
    by_id = {one.id: one for one in siblings}
    for ancestor in _ancestors(clause.id):
        if ancestor in by_id and by_id[ancestor].kind == "heading":
            in_table = clause.kind == "table_row" and ancestor == clause.id.rpartition(".")[0]
            yield Context(by_id[ancestor], "table_header" if in_table else "heading")
    yield from _neighbours(clause, siblings)
    yield from _referred(clause, lookup)


def _ancestors(clause_id: str) -> list[str]:
    """Ids of the places over a clause, from the top down: ``d:2`` and ``d:2.2`` over ``d:2.2.1``."""
    head, _, place = clause_id.rpartition(":")
    steps = place.split(".")
    return [f"{head}:{'.'.join(steps[:depth])}" for depth in range(1, len(steps))]


def _neighbours(clause: Clause, siblings: tuple[Clause, ...]) -> Iterator[Context]:
    position = next((number for number, one in enumerate(siblings) if one.id == clause.id), None)
    if position is None:
        return
    head, _, place = clause.id.rpartition(":")
    parent = f"{head}:{place.rpartition('.')[0]}"
    if position > 0 and _beside(siblings[position - 1], clause, parent):
        yield Context(siblings[position - 1], "previous")
    if position + 1 < len(siblings) and _beside(siblings[position + 1], clause, parent):
        yield Context(siblings[position + 1], "next")


def _beside(neighbour: Clause, clause: Clause, parent: str) -> bool:
    return neighbour.kind == clause.kind and neighbour.id.startswith(parent)


def _referred(clause: Clause, lookup: Lookup) -> Iterator[Context]:
    references = [reference for reference in find_references(clause.text) if reference.place]
    if not references:
        return
    documents = lookup.documents()
    own = next((document for document in documents if document.id == clause.document_id), None)
    for reference in references[:_MOST_REFERENCES]:
        named = resolve(reference, documents, lookup.clauses, within=own).clause
        if named is not None:
            yield Context(named, "referred")
