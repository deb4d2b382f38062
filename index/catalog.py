"""What the corpus names: documents, places, bodies and 文号 (document numbers), to understand questions by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from corpus import Document

NameKind = Literal["place", "body", "title", "number"]


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
        documents: Ids of the documents whose text holds it, sorted.
        about: Ids of those among them that are about it: its title, its regions, its own number.
    """

    text: str
    kind: NameKind
    documents: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
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

    def words(self) -> list[str]:
        """Names that the tokenizer keeps whole, sorted."""
        return sorted({name.text for name in self.names if name.kind in ("place", "body", "number")})

    def save(self, path: Path) -> None:
        """Write the catalog as JSON."""
        data = {
            "entries": [asdict(e) for e in self.entries.values()],
            "names": [asdict(n) for n in self.names],
        }
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Catalog:
        """Read a catalog written by ``save``."""
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = {}
        for raw in data["entries"]:
            for key in ("aliases", "regions"):
                raw[key] = tuple(raw[key])
            raw["period"] = tuple(raw["period"]) if raw["period"] else None
            entries[raw["id"]] = Entry(**raw)
        names = tuple(
            Name(raw["text"], raw["kind"], tuple(raw["documents"]), tuple(raw["about"]))
            for raw in data["names"]
        )
        return cls(entries, names)


def _names(document: Document) -> Iterator[tuple[NameKind, str, bool]]:
    for title in (document.title, *document.aliases):
        yield "title", title, True
    if document.number:
        yield "number", document.number, True
    for region in document.regions:
        yield "place", region, True
