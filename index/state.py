"""What an index knows of its record's documents between two writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus import Document
from index.store import Store


@dataclass(frozen=True)
class State:
    """The record's documents at one moment.

    Attributes:
        version: Of the record when they were read.
        documents: By id, without ``original`` and ``repairs``.
        contents: Hash of the content of each, by id.
        counts: Number of clauses that a search may return, by document.
        kinds: Ids of the clauses of some kinds, kept once they were asked for.
    """

    version: int
    documents: Mapping[str, Document]
    contents: Mapping[str, str]
    counts: Mapping[str, int]
    kinds: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, store: Store) -> State:
        """Read the record's documents."""
        return cls(
            version=store.version(),
            documents={document.id: document for document in store.documents()},
            contents={document.id: document.content for document in store.stored()},
            counts=store.clause_counts(),
        )
