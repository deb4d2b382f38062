"""One generation, open for searching; a part that is damaged is replaced from the record."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import generation
from index.catalog import Catalog
from index.check import probe
from index.embedding import Embedder, RememberedEmbedder
from index.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from index.filtered import FilteredVectors
from index.filters import Selection
from index.generation import CATALOG, LEXICAL, PARTS, VECTORS, Meta
from index.lexical import LexicalIndex
from index.shape import model_key, shape
from index.store import Store
from index.vectors import ChromaVectors, ExactVectors
from index.vocabulary import Vocabulary
from index.writing import samples, write_lexical

_log = logging.getLogger(__name__)

#: Most clauses that a filter may leave for them to be compared one by one: 4 ms, once they are read. Chroma
#: takes 30 ms to find as many among 60,000, most of which the filter then drops.
_NARROW = 20_000
#: Words whose neighbours are remembered.
_REMEMBERED = 4096


class View:
    """What a search reads; ``View.open`` makes one. Safe to share between threads.

    Attributes:
        name: Folder name of the generation; "" where there is none.
        meta: What it was made from.
        lexical: BM25 over its clauses.
    """

    def __init__(self, folder: Path | None, meta: Meta, bad: set[str], store: Store, model: str) -> None:
        self.name = folder.name if folder else ""
        self._folder = folder or Path()
        self.meta = meta
        self._store = store
        self._model = model
        self._bad = set(bad)
        self._spare = _scratch()
        self._lock = threading.Lock()
        self._mending = threading.Lock()
        self._distrusted: ChromaVectors | ExactVectors | None = None
        self._filtered = FilteredVectors(store, model)
        self._readers = 0
        self._retired = False
        self._vocabulary: Vocabulary | None = None
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}
        self._shortened: tuple[frozenset[str], Catalog] = frozenset(), Catalog()
        try:
            self._catalog = self._open_catalog(self._folder / CATALOG)
            self.lexical = self._open_lexical(self._folder / LEXICAL)
            self._vectors = self._open_vectors(self._folder / VECTORS)
        except BaseException:
            self._spare.cleanup()
            raise

    @classmethod
    def open(cls, home: Path, store: Store, embedder: Embedder) -> View:
        """Open the current generation of an index, or what the record gives in its place.

        Raises:
            IndexMissing: There is no generation, and the record does not hold all it would be made from.
            IndexStale: It was built by another version of the program, or with another model.
        """
        while True:
            folder = generation.current(home)
            view = cls._open(home, folder, store, embedder)
            if not view.degraded or generation.current(home) == folder:
                return view
            # A build made a newer one current and removed this one while it was being opened.
            view.retire()

    @classmethod
    def _open(cls, home: Path, folder: Path | None, store: Store, embedder: Embedder) -> View:
        model = model_key(embedder)
        if folder is not None:
            with suppress(IndexDamaged):
                meta = generation.read_meta(folder)
                _refuse_stale(home, meta, shape(embedder))
                bad = generation.damaged_parts(folder, meta)
                return cls(folder, meta, bad, store, model)
        stored = store.stored()
        if not stored or store.vectors.missing(model):
            raise IndexMissing(f"目录 {home} 中的索引尚未建好。请执行 policy-assistant build 建立索引。")
        windows = store.vectors.windows()
        meta = Meta(
            shape=shape(embedder),
            documents={document.id: document.content for document in stored},
            clauses=sum(store.clause_counts().values()),
            windows=len(windows),
            ids=generation.hash_of_ids(f"{clause_id}#{number}" for clause_id, number, _ in windows),
            files={},
        )
        return cls(folder, meta, set(PARTS), store, model)

    @property
    def degraded(self) -> tuple[str, ...]:
        """Parts of the generation that are damaged or missing and were replaced from the record, sorted."""
        return tuple(sorted(self._bad))

    def catalog_of(self, documents: Container[str]) -> Catalog:
        """Return what these documents name: those that were deleted since the build name nothing any more."""
        gone = frozenset(key for key in self.meta.documents if key not in documents)
        if not gone:
            return self._catalog
        with self._lock:
            if self._shortened[0] != gone:
                self._shortened = gone, self._catalog.without(gone)
            return self._shortened[1]

    def near(self, word: str, embedder: RememberedEmbedder) -> tuple[tuple[str, float], ...]:
        """Return the words of the corpus nearest to a word, as ``Vocabulary.near`` does."""
        if (known := self._near.get(word)) is not None:
            return known
        with self._lock:
            if self._vocabulary is None:
                self._vocabulary = Vocabulary(*self._store.vectors.words(self._model))
        found = self._vocabulary.near(embedder.vectors([word])[0]) if self._vocabulary.words else ()
        if len(self._near) >= _REMEMBERED:
            self._near.clear()
        self._near[word] = found
        return found

    def mend_lexical(self, error: IndexDamaged) -> None:
        """Index the words of the record again, beside the generation, since its own cannot be read."""
        _log.error("lexical index of generation %s failed, built again from the record: %s", self.name, error)
        with self._mending:
            if LEXICAL not in self._bad:
                self._bad.add(LEXICAL)
                self.lexical = self._open_lexical(self._folder / LEXICAL)

    def dense(
        self, vector: NDArray[np.float32], n: int, selection: Selection | None
    ) -> list[tuple[str, float]]:
        """Return at most ``n`` ``(clause id, cosine)``, best first, each clause with its best window.

        Args:
            vector: The question, a unit vector.
            n: How many clauses.
            selection: Clauses that may be returned; None for all.
        """
        query, total = self._query, self.meta.windows
        clauses = min(total, self.meta.clauses if selection is None else selection.size)
        if selection is not None and selection.size <= _NARROW:
            few = self._filtered.of(selection.documents)
            query, total = few.query, len(few)
        # As many windows as hold n clauses that pass, if they are spread evenly; more where they are not.
        wanted = n * -(-total // max(1, clauses))
        while True:
            wanted = min(wanted, total)
            hits = _best_windows(query(vector, wanted), n, selection)
            if len(hits) == n or wanted == total:
                return hits
            wanted *= 4

    def check(self) -> None:
        """Open the generation in a child process too; trust the record alone where that fails."""
        if self._bad:
            return
        unchanged = {
            document.id
            for document in self._store.stored()
            if self.meta.documents.get(document.id) == document.content
        }
        try:
            probe(self._folder, self.meta, samples(self._store, self._model, unchanged))
        except IndexDamaged as error:
            _log.error("generation %s failed its check, exact search from now on: %s", self.name, error)
            self._distrust()

    def enter(self) -> View:
        """Count a reader in: the view stays open for it even when a newer one takes its place."""
        with self._lock:
            self._readers += 1
        return self

    def leave(self) -> None:
        """Count a reader out."""
        with self._lock:
            self._readers -= 1
            last = self._retired and self._readers == 0
        if last:
            self._close()

    def retire(self) -> None:
        """Close the view as soon as nobody reads it any more."""
        with self._lock:
            self._retired = True
            idle = self._readers == 0
        if idle:
            self._close()

    def _close(self) -> None:
        self._vectors.close()
        if self._distrusted is not None:
            self._distrusted.close()
        self._spare.cleanup()

    def _query(self, vector: NDArray[np.float32], n: int) -> list[tuple[str, float]]:
        try:
            return self._vectors.query(vector, n)
        except Exception as error:
            # Chroma can fail at any query; the record cannot, and the question is still to be answered.
            _log.error("dense index of generation %s failed, exact search from now on: %s", self.name, error)
            self._distrust()
        return self._vectors.query(vector, n)

    def _distrust(self) -> None:
        """Search the record's own vectors instead of Chroma's."""
        with self._mending:
            if VECTORS not in self._bad:
                self._bad.add(VECTORS)
                # Another thread may be in the middle of a query: it is closed with the view.
                self._distrusted = self._vectors
                self._vectors = self._exact()

    def _open_vectors(self, folder: Path) -> ChromaVectors | ExactVectors:
        if VECTORS not in self._bad and self.meta.windows:
            with suppress(IndexDamaged):
                vectors = ChromaVectors(folder)
                # Chroma reads its files at the first query: let that be now, while they are sure to be there.
                dimension = self.meta.shape["embedding"]["dimension"]
                if len(vectors) == self.meta.windows and vectors.query(np.ones(dimension, np.float32), 1):
                    return vectors
                vectors.close()
            self._bad.add(VECTORS)
        return self._exact()

    def _exact(self) -> ExactVectors:
        return ExactVectors(*self._store.vectors.matrix(self._model))

    def _open_lexical(self, folder: Path) -> LexicalIndex:
        if LEXICAL not in self._bad:
            with suppress(IndexDamaged):
                lexical = LexicalIndex.open(generation.link(folder, Path(self._spare.name) / LEXICAL))
                if len(lexical) == self.meta.clauses:
                    return lexical
            self._bad.add(LEXICAL)
        return write_lexical(self._store, Path(self._spare.name) / "mended", self._catalog)

    def _open_catalog(self, path: Path) -> Catalog:
        if CATALOG not in self._bad:
            return Catalog.load(path)
        return Catalog.build(self._store.documents())


def _scratch() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="policy-assistant-", ignore_cleanup_errors=True)
    except OSError as error:
        raise IndexUnwritable(
            f"没有可写的临时目录（{error}）。请检查磁盘空间，或用环境变量 TMPDIR 指定一个可写的目录。"
        ) from error


def _refuse_stale(home: Path, meta: Meta, expected: dict[str, object]) -> None:
    if meta.shape == expected:
        return
    if meta.shape.get("embedding") != expected["embedding"]:
        built = meta.shape.get("embedding", {}).get("name", "")
        raise IndexStale(
            f"索引 {home} 由向量模型“{built}”建立，与当前设置的模型不同。"
            "请执行 policy-assistant build 用当前模型重建，或在设置中改回原来的模型。"
        )
    raise IndexStale(f"索引 {home} 由另一版本的程序建立。请执行 policy-assistant build 更新索引。")


def _best_windows(
    hits: list[tuple[str, float]], n: int, selection: Selection | None
) -> list[tuple[str, float]]:
    """Keep the best window of each clause that may be returned, as ``(clause id, cosine)``."""
    best: dict[str, float] = {}
    for window, score in hits:
        clause_id = window.rpartition("#")[0]
        if clause_id not in best and (selection is None or selection.allows(clause_id)):
            best[clause_id] = score
            if len(best) == n:
                break
    return list(best.items())
