"""What a question names: the result of ``index.query.understand``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question.

    Attributes:
        text: As written in the corrected question.
        name: The full name in the corpus; as written, where the corpus does not know it.
        start: Offset in ``QueryUnderstanding.corrected``.
        end: End of it there.
        documents: Ids of the documents that a person means by it: those about it, else those that hold it;
            empty where the corpus does not know it.
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
        after: As the corpus writes it; as long as ``before``.
    """

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """An everyday word of a question and the official words for it.

    Attributes:
        word: As asked.
        start: Offset in ``QueryUnderstanding.corrected``.
        end: End of it there.
        official: Words that official documents use for it, the nearest first.
    """

    word: str
    start: int
    end: int
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryUnderstanding:
    """What a question names.

    Attributes:
        query: As asked.
        corrected: With names spelt as in the corpus; as long as ``query``, so that offsets hold in both.
        places: Places that the corpus names.
        unknown_places: Places that it does not name.
        bodies: Bodies (部门) that the corpus names.
        titles: Documents named by title, with or without 《》; one that the corpus lacks has no documents.
        numbers: 文号 (document numbers); one that the corpus lacks has no documents.
        articles: Articles named; ``text`` as written, ``name`` in Chinese numerals: ``第一百一十二条``.
        years: Years named, every year of a span, sorted.
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
