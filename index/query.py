"""Understand a question without a model: what it names, corrected and completed."""

from __future__ import annotations

from dataclasses import dataclass

from index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question.

    Attributes:
        text: As written in the corrected question.
        name: The full name in the corpus; equal to ``text`` where the corpus does not know it.
        start: Offset in ``QueryUnderstanding.corrected``.
        end: End of it there.
        documents: Ids of the documents that it points to, those about it first; empty where unknown.
    """

    text: str
    name: str
    start: int
    end: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A spelling mended against a name of the corpus.

    Attributes:
        start: Offset in ``QueryUnderstanding.query``.
        end: End of it there.
        before: As asked.
        after: As the corpus writes it.
    """

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """An everyday word and the official words for it.

    Attributes:
        word: As asked.
        official: Words that official documents use for it.
    """

    word: str
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryUnderstanding:
    """What a question names.

    Attributes:
        query: As asked.
        corrected: With names spelt as in the corpus; equal to ``query`` where nothing was mended.
        places: Places that the corpus names.
        unknown_places: Places that it does not name.
        bodies: Bodies (部门) that the corpus names.
        titles: Documents named by title, with or without 《》; one that the corpus lacks has no documents.
        numbers: 文号; one that the corpus lacks has no documents.
        articles: 第N条 as written, such as ``第一百一十二条``; ``name`` has the number in Chinese numerals.
        years: Years named, a span of years with all of them, sorted.
        corrections: Spellings mended.
        expansions: Everyday words with their official ones.
    """

    query: str
    corrected: str
    places: tuple[Mention, ...] = ()
    unknown_places: tuple[Mention, ...] = ()
    bodies: tuple[Mention, ...] = ()
    titles: tuple[Mention, ...] = ()
    numbers: tuple[Mention, ...] = ()
    articles: tuple[Mention, ...] = ()
    years: tuple[int, ...] = ()
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Expansion, ...] = ()


def understand(query: str, catalog: Catalog) -> QueryUnderstanding:
    """Find what a question names."""
    return QueryUnderstanding(query=query, corrected=query)
