"""The vectors of the record, kept by the text that was embedded and the model that did it.

A clause that moves, or stands in two documents, or comes back, is not embedded again: a rebuild embeds only
what is new.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.codec import sha256
from index.database import Database, parts


class StoredVectors:
    """Windows of the clauses in a record, and their vectors.

    Args:
        database: The record.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def windows(self) -> list[tuple[str, int, str]]:
        """Return ``(clause id, number, hash of the text)`` in order of documents, places and numbers."""
        return self._database.all(
            "SELECT w.clause_id, w.number, w.text_sha256 FROM windows w JOIN clauses c ON c.id = w.clause_id "
            "ORDER BY c.document_id, c.position, w.number"
        )

    def missing(self, model: str) -> dict[str, set[str]]:
        """Return the hashes of the texts that ``model`` has not embedded yet, by document."""
        found: dict[str, set[str]] = {}
        for document_id, text in self._database.all(
            "SELECT DISTINCT document_id, w.text_sha256 FROM windows w JOIN clauses ON id = clause_id WHERE "
            "NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.text_sha256 = w.text_sha256 AND e.model = ?)",
            (model,),
        ):
            found.setdefault(document_id, set()).add(text)
        return found

    def put(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by the hash of their text, in one transaction."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?)",
                ((text, model, vector.astype("<f4").tobytes()) for text, vector in vectors.items()),
            )

    def get(self, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Return the stored vectors of the texts in ``hashes``, by hash; what is not stored is left out."""
        found: dict[str, NDArray[np.float32]] = {}
        for part in parts(hashes):
            marks = ",".join("?" * len(part))
            for text, vector in self._database.all(
                f"SELECT text_sha256, vector FROM embeddings WHERE model = ? AND text_sha256 IN ({marks})",
                (model, *part),
            ):
                found[text] = np.frombuffer(vector, dtype="<f4")
        return found

    def matrix(
        self, model: str, documents: Iterable[str] | None = None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """Return the vectors of all documents, or of some, as ``#``-numbered window ids and rows."""
        statement = (
            "SELECT w.clause_id || '#' || w.number, e.vector FROM clauses c "
            "JOIN windows w ON w.clause_id = c.id "
            "JOIN embeddings e ON e.text_sha256 = w.text_sha256 AND e.model = ?"
        )
        if documents is None:
            found = self._database.all(statement, (model,))
        else:
            found = []
            for part in parts(sorted(documents)):
                marks = ",".join("?" * len(part))
                found += self._database.all(f"{statement} WHERE c.document_id IN ({marks})", (model, *part))
        if not found:
            return [], np.empty((0, 0), dtype=np.float32)
        joined = b"".join(vector for _, vector in found)
        return [key for key, _ in found], np.frombuffer(joined, dtype="<f4").reshape(len(found), -1)

    def words(self, model: str) -> tuple[list[str], NDArray[np.float32]]:
        """Return the words of the corpus, sorted, and their vectors as rows."""
        found = self._database.all("SELECT word, vector FROM words WHERE model = ? ORDER BY word", (model,))
        if not found:
            return [], np.empty((0, 0), dtype=np.float32)
        joined = b"".join(vector for _, vector in found)
        rows = np.frombuffer(joined, dtype="<f2").reshape(len(found), -1)
        return [word for word, _ in found], rows.astype(np.float32)

    def put_words(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors of words, in one transaction."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO words VALUES (?, ?, ?)",
                ((word, model, vector.astype("<f2").tobytes()) for word, vector in vectors.items()),
            )

    def keep_words(self, model: str, words: Container[str]) -> None:
        """Forget the words that no document holds any more, and those of other models."""
        rows = self._database.all("SELECT word, model FROM words")
        gone = [row for row in rows if row[1] != model or row[0] not in words]
        if gone:
            with self._database.transaction() as connection:
                connection.executemany("DELETE FROM words WHERE word = ? AND model = ?", gone)


def insert_windows(connection: sqlite3.Connection, windows: Mapping[str, Sequence[str]]) -> None:
    """Add the windows of clauses, as part of a transaction."""
    connection.executemany(
        "INSERT INTO windows VALUES (?, ?, ?)",
        (
            (clause_id, number, sha256(text))
            for clause_id, texts in windows.items()
            for number, text in enumerate(texts)
        ),
    )
