"""A retrieval test set as documents and clauses that the product's own pipeline can search."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Clause, Document
from index import Embedder
from index.catalog import Catalog
from index.contents import lexical_text
from index.embedding import Progress
from index.lexical import LexicalIndex
from index.passage import passage_text, windows
from index.search import Sources, article_place
from index.words import fold

#: Where vectors and word indexes are kept between runs.
CACHE = Path("var/benchmarks")


@dataclass(frozen=True, slots=True)
class Collection:
    """Clauses of a test set.

    Attributes:
        documents: Documents by id.
        clauses: Clauses by id, in the order of the file.
        given: Clause id to the id that the file gives it.
    """

    documents: dict[str, Document]
    clauses: dict[str, Clause]
    given: dict[str, str]


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file, gzipped where its name ends in ``.gz``."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode("utf-8").splitlines() if line.strip()]


def read_collection(path: Path) -> Collection:
    """Read articles (``id law article text``) or passages (``id title text``), one JSON object a line.

    A date in brackets in an article's id, ``劳动合同法(2012-12-28)#第六条``, is the date of that version.
    """
    texts: dict[str, list[str]] = {}
    rows: list[tuple[str, str, str, str, str]] = []
    dates: dict[str, tuple[str, str | None]] = {}
    for item in read_jsonl(path):
        given, title = item["id"], item.get("law") or item.get("title") or ""
        dated = re.search(r"\((\d{4}-\d\d-\d\d)\)#", given)
        document_id = f"{title}({dated[1]})" if dated else (title if "law" in item else given)
        dates[document_id] = (title, dated[1] if dated else None)
        article = item.get("article", "")
        text = f"{article}　{item['text']}" if article else item["text"]
        rows.append((given, document_id, article, title, text))
        texts.setdefault(document_id, []).append(text)
    documents = {
        key: _document(key, title, date, "\n".join(texts[key])) for key, (title, date) in dates.items()
    }
    clauses: dict[str, Clause] = {}
    given_ids: dict[str, str] = {}
    for given, document_id, article, title, text in rows:
        place = article_place(fold(article)) if article else "1"
        key = f"{document_id}:{place}"
        if key in clauses:
            key = f"{key}#{len(clauses)}"
        clauses[key] = Clause(key, document_id, "clause", (), f"《{title}》{article}", text, 0, len(text))
        given_ids[key] = given
    return Collection(documents, clauses, given_ids)


def _document(key: str, title: str, date: str | None, text: str) -> Document:
    return Document(key, title, None, None, date, (), None, "unknown", "", text)


def sources(collection: Collection, embedder: Embedder) -> Sources:
    """Index a collection: exact search over cached vectors, BM25, names."""
    owners: list[str] = []
    passages: list[str] = []
    for clause in collection.clauses.values():
        for window in windows(clause):
            owners.append(clause.id)
            passages.append(passage_text(collection.documents[clause.document_id], clause, window))
    cached = CachedEmbedder(embedder)
    vectors = cached.embed_passages(passages)
    cached.save()
    catalog = Catalog.build(collection.documents.values())
    ids = list(collection.clauses)
    texts = [lexical_text(collection.documents[c.document_id], c) for c in collection.clauses.values()]
    lexical = LexicalIndex.build(CACHE / "lexical", ids, texts, catalog.words())
    return Sources(
        embedder=embedder,
        dense=exact_search(owners, vectors),
        lexical=lexical,
        catalog=catalog,
        clauses=lambda keys: {key: collection.clauses[key] for key in keys if key in collection.clauses},
    )


def exact_search(owners: Sequence[str], vectors: NDArray[np.float32]) -> Any:
    """Return a dense retriever that compares with every window."""
    ids = sorted(set(owners))
    place = {key: number for number, key in enumerate(ids)}
    rows = np.array([place[owner] for owner in owners])

    def search(vector: NDArray[np.float32], n: int) -> list[tuple[str, float]]:
        best = np.full(len(ids), -1.0, dtype=np.float32)
        np.maximum.at(best, rows, vectors @ vector)
        n = min(n, len(ids))
        top = np.argpartition(-best, n - 1)[:n]
        return [(ids[row], float(best[row])) for row in sorted(top, key=lambda row: (-best[row], ids[row]))]

    return search


class CachedEmbedder:
    """An embedder that keeps the vectors of passages under ``CACHE``, by text, model and revision.

    Args:
        embedder: What embeds a passage that is seen for the first time.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.revision, self.dimension = embedder.name, embedder.revision, embedder.dimension
        model = hashlib.sha256(f"{self.name}@{self.revision}".encode()).hexdigest()[:12]
        self._folder = CACHE / f"vectors-{model}"
        self._known: dict[str, NDArray[np.float32]] = {}
        if (self._folder / "keys.txt").exists():
            keys = (self._folder / "keys.txt").read_text(encoding="utf-8").split()
            self._known = dict(zip(keys, np.load(self._folder / "vectors.npy"), strict=True))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a question; questions are not kept."""
        return self._embedder.embed_query(text)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Embed what is new, and return the vectors of all."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            vectors = self._embedder.embed_passages(list(missing.values()), progress)
            self._known |= dict(zip(missing, vectors, strict=True))
        return np.stack([self._known[key] for key in keys]) if keys else np.empty((0, self.dimension))

    def save(self) -> None:
        """Write what is known for the next run."""
        self._folder.mkdir(parents=True, exist_ok=True)
        np.save(self._folder / "vectors.npy", np.stack(list(self._known.values())))
        (self._folder / "keys.txt").write_text("\n".join(self._known) + "\n", encoding="utf-8")


def gold_ids(
    questions: Sequence[Mapping[str, Any]], collection: Collection, *, any_version: bool = False
) -> list[set[str]]:
    """Return the clause ids that answer each question.

    Args:
        questions: With ``gold`` (ids of the file) or ``passage_id``.
        collection: The clauses.
        any_version: Whether the same article of another version of the law is as good.
    """
    by_given: dict[str, set[str]] = {}
    by_label: dict[str, set[str]] = {}
    for key, given in collection.given.items():
        by_given.setdefault(given, set()).add(key)
        by_label.setdefault(collection.clauses[key].label, set()).add(key)
    found = []
    for item in questions:
        keys = {key for given in item.get("gold") or [item["passage_id"]] for key in by_given.get(given, ())}
        if any_version:
            keys = {same for key in keys for same in by_label[collection.clauses[key].label]}
        found.append(keys)
    return found
