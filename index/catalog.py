"""What the corpus names: documents, places, bodies and 文号 (document numbers).

Questions are understood by it, and the tokenizer keeps its names whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from corpus import Document
from corpus.places import bodies, places, short_name
from corpus.places.divisions import divisions
from index.spelling import Spelling
from index.words import bare_title

NameKind = Literal["place", "body", "title", "number"]

#: Longer titles are phrases: as one word of the tokenizer they would hide the words inside them.
_LONGEST_WORD = 12
#: The level that a body's name begins with.
_LEVEL = re.compile(r"^[省市县区州镇乡]+(?=[\u4e00-\u9fff]{3})")


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a document a question can name.

    Attributes:
        id: Document id.
        title: Title without 《》.
        aliases: Other titles it goes by.
        number: 文号, or None.
        date: 成文日期, ISO 8601, or None.
        regions: Places it is about.
        period: First and last year its tasks cover, or None.
        status: As in ``Document.status``.
    """

    id: str
    title: str
    aliases: tuple[str, ...]
    number: str | None
    date: str | None
    regions: tuple[str, ...]
    period: tuple[int, int] | None
    status: str

    @classmethod
    def of(cls, document: Document) -> Entry:
        """Take the fields of a document."""
        return cls(
            document.id,
            document.title,
            document.aliases,
            document.number,
            document.date,
            document.regions,
            document.period,
            document.status,
        )


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands in the corpus.

    Attributes:
        text: The name in full, as the corpus writes it.
        kind: What it names.
        documents: Ids of the documents that name it, sorted; for a place also those about a place inside it.
        about: Ids of those among them that are about it: by title, region or own number.
    """

    text: str
    kind: NameKind
    documents: tuple[str, ...]
    about: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """The documents a person means by the name: those about it, else all that hold it."""
        return self.about or self.documents


@dataclass(frozen=True, eq=False)
class Catalog:
    """Documents and names of one index, as they stood when it was built.

    Attributes:
        entries: Documents by id.
        names: Names, sorted by kind and text.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    names: tuple[Name, ...] = ()

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Catalog:
        """Collect what a corpus names."""
        entries: dict[str, Entry] = {}
        found: dict[tuple[NameKind, str], tuple[set[str], set[str]]] = {}
        for document in documents:
            entries[document.id] = Entry.of(document)
            for kind, text, is_about in _names(document):
                naming, about = found.setdefault((kind, text), (set(), set()))
                naming.add(document.id)
                if is_about:
                    about.add(document.id)
        names = tuple(
            Name(text, kind, tuple(sorted(naming)), tuple(sorted(about)))
            for (kind, text), (naming, about) in sorted(found.items())
        )
        return cls(dict(sorted(entries.items())), names)

    def without(self, gone: Container[str]) -> Catalog:
        """Return the catalog without some documents, and without the names that only they hold."""
        entries = {key: entry for key, entry in self.entries.items() if key not in gone}
        names = []
        for name in self.names:
            documents, about = (
                tuple(document for document in ids if document not in gone)
                for ids in (name.documents, name.about)
            )
            if documents:
                names.append(Name(name.text, name.kind, documents, about))
        return Catalog(entries, tuple(names))

    def words(self) -> list[str]:
        """Names that the tokenizer keeps whole, sorted."""
        kept = {name.text for name in self.names if name.kind != "title" or len(name.text) <= _LONGEST_WORD}
        short = {short_name(name) for name in self.place_names}
        return sorted(name for name in kept | short if len(name) > 1)

    @cached_property
    def by_text(self) -> dict[NameKind, dict[str, Name]]:
        """Names by kind and text."""
        table: dict[NameKind, dict[str, Name]] = {"place": {}, "body": {}, "title": {}, "number": {}}
        for name in self.names:
            table[name.kind][name.text] = name
        return table

    @cached_property
    def place_names(self) -> frozenset[str]:
        """Full names of the places that a question may call by a short name.

        Only divisions of the official table and what a document is about: a town has no table to tell it from
        a run of words that ends in 乡, and its short name would be found in every other question.
        """
        official = divisions().parents
        return frozenset(
            text for text, name in self.by_text["place"].items() if name.about or text in official
        )

    @cached_property
    def body_surfaces(self) -> dict[str, tuple[Name, ...]]:
        """Bodies by what a question may call them: in full, or without the level in front (财政局)."""
        surfaces: dict[str, list[Name]] = {}
        for name in self.by_text["body"].values():
            for surface in {name.text, _LEVEL.sub("", name.text)}:
                if len(surface) >= 3:
                    surfaces.setdefault(surface, []).append(name)
        return {surface: tuple(names) for surface, names in surfaces.items()}

    @cached_property
    def title_surfaces(self) -> dict[str, tuple[str, ...]]:
        """Ids of documents by title as ``bare_title`` writes it, the current version of a title first."""
        surfaces: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for title in dict.fromkeys(bare_title(title) for title in (entry.title, *entry.aliases)):
                if len(title) >= 2:
                    surfaces.setdefault(title, []).append(entry.id)
        return {
            title: tuple(sorted(documents, key=self.currency, reverse=True))
            for title, documents in surfaces.items()
        }

    @cached_property
    def shared_titles(self) -> dict[str, str]:
        """Titles that several documents bear, as ``bare_title`` writes them, by ids of documents."""
        titles = {entry.id: bare_title(entry.title) for entry in self.entries.values()}
        borne = Counter(titles.values())
        return {key: title for key, title in titles.items() if borne[title] > 1}

    @cached_property
    def body_lengths(self) -> tuple[int, ...]:
        """Lengths that ``body_surfaces`` has, longest first."""
        return tuple(sorted({len(surface) for surface in self.body_surfaces}, reverse=True))

    @cached_property
    def title_lengths(self) -> tuple[int, ...]:
        """Lengths that ``title_surfaces`` has, longest first."""
        return tuple(sorted({len(surface) for surface in self.title_surfaces}, reverse=True))

    def currency(self, document_id: str) -> tuple[bool, str, str]:
        """Return what orders the versions of a document; the current one is the largest."""
        entry = self.entries[document_id]
        return entry.status not in {"repealed", "expired"}, entry.date or "", document_id

    @cached_property
    def spelling(self) -> Spelling:
        """Mends names of places and bodies."""
        bodies_named = (body for body in self.by_text["body"] if len(body) >= 3)
        return Spelling(
            [*self.place_names, *(short_name(place) for place in self.place_names), *bodies_named]
        )

    def save(self, path: Path) -> None:
        """Write the catalog as JSON."""
        data = {
            "entries": [asdict(entry) for entry in self.entries.values()],
            "names": [[name.text, name.kind, name.documents, name.about] for name in self.names],
        }
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Catalog:
        """Read a catalog written by ``save``."""
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = {}
        for raw in data["entries"]:
            raw["aliases"], raw["regions"] = tuple(raw["aliases"]), tuple(raw["regions"])
            raw["period"] = tuple(raw["period"]) if raw["period"] else None
            entries[raw["id"]] = Entry(**raw)
        names = tuple(
            Name(text, kind, tuple(documents), tuple(about)) for text, kind, documents, about in data["names"]
        )
        return cls(entries, names)


def _names(document: Document) -> Iterator[tuple[NameKind, str, bool]]:
    """Yield what a document names, and whether it is about it."""
    titles = (document.title, *document.aliases)
    for title in titles:
        yield "title", title, True
        for place in places(title):
            yield "place", place.full, True
    if document.number:
        yield "number", document.number, True
    parents = divisions().parents
    for region in document.regions:
        yield "place", region, True
        above = parents.get(region, ())
        # A name that several counties share has the provinces of all of them: no telling which is meant.
        if len(above) <= 2:
            for place_above in above:
                yield "place", place_above, True
    for place in places(document.text, document.regions):
        yield "place", place.full, False
    for body in bodies(document.text):
        yield "body", body.name, False
