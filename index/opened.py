"""The index as the rest of the program sees it: open, search, look up, take documents in."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from corpus import Clause, Document, ParsedDocument
from index import generation
from index.build import BuildReport, rebuild
from index.contents import embedded_texts
from index.embedding import Embedder, RememberedEmbedder, load_embedder
from index.errors import IndexDamaged
from index.filters import Selection, matching
from index.intake import Progress
from index.model import Hit, Where
from index.query import understand
from index.search import Sources, rank
from index.shape import parser_version, windowing_version
from index.state import State
from index.store import Store
from index.understanding import QueryUnderstanding
from index.view import View


class Index:
    """An index folder, open for searching; safe to share between threads. ``Index.open`` makes one.

    What it returns always stands in the record at that moment: a document that was deleted is never found,
    and one that was replaced is never quoted in its old words.
    """

    def __init__(self, home: Path, store: Store, embedder: Embedder, view: View) -> None:
        self._home = home
        self._store = store
        self._embedder = embedder
        self._view = view
        self._passages = RememberedEmbedder(embedder)
        self._swap = threading.Lock()
        self._refreshing = threading.Lock()
        self._state = State.read(self._store)

    @classmethod
    def open(cls, home: Path, *, embedder: Embedder | None = None) -> Index:
        """Open an index without writing to it.

        Args:
            home: Folder of the index.
            embedder: The model that questions are embedded with; None for the one the index was built with.

        Raises:
            IndexMissing: There is no index in the folder, or it was never finished.
            IndexStale: It was built by another version of the program or with another model.
            IndexDamaged: The record cannot be read. Where a generation alone is damaged the index opens,
                answers from the record, and says so in ``degraded``.
        """
        store = Store(home)
        try:
            if embedder is None:
                embedder = load_embedder(generation.built_with(home) or store.property("embedding"))
            return cls(home, store, embedder, View.open(home, store, embedder))
        except BaseException:
            store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def fingerprint(self) -> str:
        """Hash of everything that shaped the current generation; equal ones rank alike."""
        return self._view.meta.fingerprint

    @property
    def degraded(self) -> tuple[str, ...]:
        """Damaged or missing parts of the generation, answered for by the record; ``rebuild`` mends them."""
        return self._view.degraded

    @property
    def pending(self) -> frozenset[str]:
        """Ids of documents that were taken in, replaced or deleted since the current generation was built."""
        now, then = self._now().contents, self._view.meta.documents
        return frozenset(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))

    def documents(self) -> tuple[Document, ...]:
        """Return every document in order of ids, without ``original`` and ``repairs``."""
        return tuple(self._now().documents.values())

    def document(self, document_id: str) -> Document | None:
        """Return one document, whole; None where there is none of that id."""
        return self._store.document(document_id)

    def received(self, document_id: str) -> bytes | None:
        """Return the file of a document as received, byte for byte."""
        return self._store.received(document_id)

    def set_by_hand(self, document_id: str) -> dict[str, object]:
        """Return the metadata of a document that were set by hand, by ``Document`` field name."""
        return self._store.set_by_hand(document_id)

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """Return the clauses of a document in reading order, headings too; none for an unknown document."""
        return self._store.clauses(document_id)

    def clause(self, clause_id: str) -> Clause | None:
        """Return one clause; None where there is none of that id."""
        return self._store.clauses_by_id([clause_id]).get(clause_id)

    def search(self, query: str, k: int = 10, where: Where = Where()) -> list[Hit]:  # noqa: B008
        """Find the clauses that answer a question.

        Args:
            query: The question, whole.
            k: At most so many.
            where: Filters.

        Returns:
            Best first, ties by clause id.
        """
        state = self._now()
        with self._reading() as view:
            selection = self._select(where, state, view)
            allowed = None if selection is None else selection.allows
            try:
                ranked = rank(query, self._sources(view, state, selection), k, allowed)
            except IndexDamaged as error:
                view.mend_lexical(error)
                ranked = rank(query, self._sources(view, state, selection), k, allowed)
        clauses = self._store.clauses_by_id([found.clause_id for found in ranked])
        return [
            Hit(clauses[found.clause_id], found.score, found.ranks)
            for found in ranked
            if found.clause_id in clauses
        ]

    def understand(self, text: str) -> QueryUnderstanding:
        """Return what a text names that the corpus knows, and what it names that the corpus does not."""
        state = self._now()
        with self._reading() as view:
            return understand(text, view.catalog_of(state.documents))

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut a text into (word, part of speech) pairs, by the dictionary of the corpus."""
        with self._reading() as view:
            return view.lexical.words.tag(text)

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return the words of the corpus that mean most nearly what a word means (买房: 购房).

        Returns:
            ``(word, standard score)``, the nearest first: how far its likeness stands out among all words of
            the corpus, from 3.0 upwards; a word of the corpus is its own nearest.
        """
        with self._reading() as view:
            return view.near(word, self._passages)

    def likeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the cosine of a question and each of some passages, which need not stand in the corpus."""
        vectors = self._passages.vectors(texts)
        return [float(cosine) for cosine in vectors @ self._passages.query(question)] if texts else []

    def frequency(self, word: str) -> int:
        """Return the number of clauses that hold a word of the dictionary."""
        with self._reading() as view:
            return view.lexical.frequency(word)

    def __len__(self) -> int:
        """Number of clauses that a search may return."""
        return self._view.meta.clauses

    def refresh(self) -> bool:
        """Take up a newer generation, if there is one; requests that are running finish on the old one.

        Returns:
            Whether there was one.

        Raises:
            IndexStale: The newer one was built by another version of the program or with another model.
        """
        with self._refreshing:
            folder = generation.current(self._home)
            if folder is None or folder.name == self._view.name:
                return False
            view = View.open(self._home, self._store, self._embedder)
            with self._swap:
                old, self._view = self._view, view
        old.retire()
        return True

    def check(self) -> bool:
        """Check the generation in a child process, as a service does when it starts.

        Returns:
            Whether it is whole. Where it is not, the record answers until ``rebuild``.
        """
        with self._reading() as view:
            view.check()
            return not view.degraded

    def put_document(
        self, parsed: ParsedDocument, raw: bytes, overrides: Mapping[str, object] | None = None
    ) -> None:
        """Take a document into the record, in the place of one with its id; ``rebuild`` indexes it.

        Args:
            parsed: The document and its clauses.
            raw: The file as received.
            overrides: Metadata that were set by hand.

        Raises:
            IndexUnwritable: The record cannot be written; it stays as it was.
        """
        with closing(Store(self._home, write=True)) as store:
            versions = {"parser": parser_version(), "windowing": windowing_version()}
            store.put_document(parsed, raw, embedded_texts(parsed), overrides=overrides, **versions)

    def delete_document(self, document_id: str) -> bool:
        """Delete a document from the record; from then on nothing of it is found. Say whether there was one.

        Raises:
            IndexUnwritable: The record cannot be written; it stays as it was.
        """
        with closing(Store(self._home, write=True)) as store:
            return store.delete_document(document_id)

    def rebuild(self, progress: Progress | None = None) -> BuildReport:
        """Bring the generation up to the record and take it up; searches go on meanwhile.

        Where the generation is degraded a new one takes its place, even if its files seem whole.

        Raises:
            IndexUnwritable: The index cannot be written; it stays as it was.
        """
        distrusted = self._view.name if self.degraded else None
        report = rebuild(self._home, embedder=self._embedder, progress=progress, distrusted=distrusted)
        self.refresh()
        return report

    def close(self) -> None:
        """Close the index; safe to call twice."""
        self._view.retire()
        self._store.close()

    @contextmanager
    def _reading(self) -> Iterator[View]:
        with self._swap:
            view = self._view.enter()
        try:
            yield view
        finally:
            view.leave()

    def _sources(self, view: View, state: State, selection: Selection | None) -> Sources:
        return Sources(
            embedder=self._embedder,
            dense=lambda vector, n: view.dense(vector, n, selection),
            lexical=view.lexical,
            catalog=view.catalog_of(state.documents),
            clauses=self._store.clauses_by_id,
        )

    def _select(self, where: Where, state: State, view: View) -> Selection | None:
        """Return what may be found: what passes the filters and has not been deleted since the build."""
        if where == Where() and state.contents.keys() >= view.meta.documents.keys():
            return None
        documents = matching(where, state.documents.values())
        clauses = self._of_kinds(where.kinds, state) if where.kinds else None
        return Selection(documents, clauses, sum(state.counts.get(key, 0) for key in documents))

    def _of_kinds(self, kinds: tuple[str, ...], state: State) -> frozenset[str]:
        if kinds not in state.kinds:
            state.kinds[kinds] = self._store.clauses_of_kinds(kinds)
        return state.kinds[kinds]

    def _now(self) -> State:
        """Return the documents of the record, read again if anything was written since."""
        if self._state.version != self._store.version():
            self._state = State.read(self._store)
        return self._state
