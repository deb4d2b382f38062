"""What a question is confined to: the documents, places and years that it names."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from corpus import Document
from index import Mention, QueryUnderstanding


@dataclass(frozen=True, slots=True)
class Scope:
    """The constraints of a question.

    Attributes:
        documents: Ids of the documents that the question names by place, title or 文号; empty: all.
        groups: The same by name, where the question sets several side by side; one entry a document.
        unknown_places: Places that no document names.
        unknown_documents: Titles and 文号 that no document bears.
        years: Years named.
        named: Each place, title or 文号 of the question with the documents it points to.
    """

    documents: tuple[str, ...]
    groups: tuple[str, ...]
    unknown_places: tuple[str, ...]
    unknown_documents: tuple[str, ...]
    years: tuple[int, ...]
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()


def scope_of(understood: QueryUnderstanding, present: Container[str]) -> Scope:
    """Return what a question is confined to.

    Args:
        understood: What the question names.
        present: Ids of the documents there are now; one deleted since the index was built is not named.

    Names that share a document confine to what they share (新北、紫阳); names that share none are set side by
    side, each keeping its own documents (丽水、奉节).
    """
    cited = _present((*understood.titles, *understood.numbers), present)
    named = [mention for mention in cited if mention.documents]
    named = named or [mention for mention in _present(understood.places, present) if mention.documents]
    named = named or [mention for mention in _present(understood.bodies, present) if mention.documents]
    groups = _side_by_side(named)
    return Scope(
        documents=tuple(dict.fromkeys(document for group in groups for document in group)),
        groups=tuple(dict.fromkeys(group[0] for group in groups)),
        unknown_places=tuple(mention.text for mention in understood.unknown_places),
        unknown_documents=tuple(mention.text for mention in cited if not mention.documents),
        years=understood.years,
        named=tuple((mention.text, mention.documents) for mention in named),
    )


def _present(mentions: Sequence[Mention], present: Container[str]) -> list[Mention]:
    return [
        replace(mention, documents=tuple(name for name in mention.documents if name in present))
        for mention in mentions
    ]


def _side_by_side(mentions: Sequence[Mention]) -> list[tuple[str, ...]]:
    groups: list[tuple[str, ...]] = []
    for mention in mentions:
        for position, group in enumerate(groups):
            shared = tuple(document for document in group if document in mention.documents)
            if shared:
                groups[position] = shared
                break
        else:
            groups.append(mention.documents)
    return groups


_YEAR = re.compile(r"(?:19|20)\d{2}")
#: Years that are told from the year of a document: its 今年 is its own.
_RELATIVE = re.compile(r"([前去上今本明])年(?:度)?(?!龄|级|来)|(?:过去一年|一年来)")
#: What a statement compares with is not the year it speaks of: 比上年增长5%.
_COMPARED = re.compile(r"(?:比|较|同|与|为|于|相当于)(?:上|去|前)?一?$")
_AWAY = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "明": 1}


def own_year(document: Document) -> int | None:
    """Return the year that a document calls 今年: that of its title or period, else of its date."""
    if document.period and document.period[0] == document.period[1]:
        return document.period[0]
    return int(document.date[:4]) if document.date else None


def relative_years(text: str, document: Document) -> tuple[int, ...]:
    """Return the years that a text names from where its document stands (去年, 今年), but not 比上年."""
    own = own_year(document) if _RELATIVE.search(text) else None
    if own is None:
        return ()
    return tuple(
        own + (_AWAY[match.group(1)] if match.group(1) else -1)
        for match in _RELATIVE.finditer(text)
        if not _COMPARED.search(text, 0, match.start())
    )


def years_asked(text: str, years: Sequence[int], document: Document) -> tuple[int, ...]:
    """Return the years that one part of a question asks about, as a document counts them.

    Args:
        text: The part; where it names years of its own, those of the other parts are not meant.
        years: Years that the whole question names.
        document: The document that is to answer.
    """
    own = [year for year in years if f"{year}" in text or f"{year % 100}年" in text]
    relative = relative_years(text, document)
    return (*own, *relative) if own or relative else tuple(years)


def covers_year(document: Document, year: int) -> bool:
    """Return whether a document says anything about a year: its period, its date, or its words."""
    if document.period and document.period[0] <= year <= document.period[1]:
        return True
    if document.date and document.date.startswith(str(year)):
        return True
    return str(year) in document.text
