"""The record: documents as received and as parsed, clauses and embeddings; all else derives from it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from corpus import Clause, Document, ParsedDocument
from index.codec import (
    CLAUSE_COLUMNS,
    canonical,
    clause_from,
    clause_row,
    content_hash,
    document_fields,
    document_from,
    overrides_from,
    repairs_json,
    sha256,
)
from index.database import Database, parts
from index.stored_vectors import StoredVectors, insert_windows

#: Name of the record in an index folder.
STORE = "store.db"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the record knows about a document besides its content.

    Attributes:
        id: The document.
        source: Name of the file it was read from.
        stamp: Of the corpus file it was read from; None for a document that came by upload.
        content: Hash of all that its parse gave.
        parser: Version of the parser that read it.
        windows: Version of the cutting of its clauses into windows.
        overrides: Metadata that were set by hand when it was taken in, as JSON.
    """

    id: str
    source: str
    stamp: str | None
    content: str
    parser: str
    windows: str
    overrides: str


class Store:
    """The record of one index folder; safe to share between threads.

    Attributes:
        vectors: Windows of the clauses and their vectors.

    Args:
        home: The index folder.
        write: Whether to open it for writing, and to make it where there is none.

    Raises:
        IndexMissing, IndexStale, IndexDamaged, IndexUnwritable: As ``Database`` says.
    """

    def __init__(self, home: Path, *, write: bool = False) -> None:
        self._database = Database.create(home / STORE) if write else Database.open(home / STORE)
        self.vectors = StoredVectors(self._database)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._database.close()

    def property(self, name: str) -> str | None:
        """Return a property of the index, such as ``corpus``; None where it is not set."""
        rows = self._database.all("SELECT value FROM properties WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set_property(self, name: str, value: str) -> None:
        """Set a property of the index; nothing is written where it has that value."""
        if self.property(name) == value:
            return
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO properties VALUES (?, ?)", (name, value))

    def version(self) -> int:
        """Return a number that changes whenever another connection has written."""
        return int(self._database.all("PRAGMA data_version")[0][0])

    def snapshot(self) -> AbstractContextManager[object]:
        """Hold one state of the record for reading, whatever others write meanwhile."""
        return self._database.snapshot()

    def fold_in_log(self) -> None:
        """Fold the write-ahead log into the file: no deleted text is left beside it."""
        self._database.fold_in_log()

    # Documents

    def stored(self) -> tuple[Stored, ...]:
        """Return what is known about every document, in order of ids."""
        rows = self._database.all(
            "SELECT id, source, stamp, content, parser, windows, overrides FROM documents ORDER BY id"
        )
        return tuple(Stored(*row) for row in rows)

    def documents(self) -> tuple[Document, ...]:
        """Return every document in order of ids, without ``original`` and ``repairs``."""
        rows = self._database.all("SELECT id, source, fields, text FROM documents ORDER BY id")
        return tuple(document_from(row) for row in rows)

    def document(self, document_id: str) -> Document | None:
        """Return one document, whole; None where there is none of that id."""
        rows = self._database.all(
            "SELECT id, source, fields, text, original, repairs FROM documents WHERE id = ?", (document_id,)
        )
        return document_from(rows[0][:4], rows[0][4], rows[0][5]) if rows else None

    def received(self, document_id: str) -> bytes | None:
        """Return the file of a document as received, byte for byte."""
        rows = self._database.all(
            "SELECT bytes FROM blobs JOIN documents ON blob = sha256 WHERE id = ?", (document_id,)
        )
        return bytes(rows[0][0]) if rows else None

    def set_by_hand(self, document_id: str) -> dict[str, object]:
        """Return the metadata of a document that were set by hand, by field name."""
        rows = self._database.all("SELECT overrides FROM documents WHERE id = ?", (document_id,))
        return overrides_from(rows[0][0]) if rows else {}

    def put_document(
        self,
        parsed: ParsedDocument,
        raw: bytes,
        windows: Mapping[str, Sequence[str]],
        *,
        parser: str,
        windowing: str,
        overrides: Mapping[str, object] | None = None,
        stamp: str | None = None,
    ) -> None:
        """Take a document in, or put it in the place of the one with its id, in one transaction.

        Args:
            parsed: The document and its clauses.
            raw: The file as received.
            windows: Texts to embed, by clause id; clauses that are never hits are left out.
            parser: Version of the parser.
            windowing: Version of the cutting into windows.
            overrides: Metadata that were set by hand.
            stamp: Of the corpus file it was read from; None for a document that came by upload.

        Raises:
            ValueError: Two clauses have one id, or the text cannot be written as UTF-8.
        """
        document = parsed.document
        ids = Counter(clause.id for clause in parsed.clauses)
        if doubled := [key for key, count in ids.items() if count > 1]:
            raise ValueError(f"clause ids that are not unique: {doubled[:3]}")
        blob = sha256(raw)
        with self._database.transaction() as connection:
            before = _held(connection, document.id)
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            connection.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (blob, raw))
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.source,
                    blob,
                    stamp,
                    parser,
                    canonical(dict(overrides or {})),
                    content_hash(parsed),
                    windowing,
                    document_fields(document),
                    document.text,
                    document.original,
                    repairs_json(document),
                ),
            )
            connection.executemany(
                f"INSERT INTO clauses ({CLAUSE_COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((*clause_row(clause), place) for place, clause in enumerate(parsed.clauses)),
            )
            insert_windows(connection, windows)
            if stamp is not None:
                row = (document.source, stamp, document.id)
                connection.execute("INSERT OR REPLACE INTO corpus_files VALUES (?, ?, ?)", row)
            _sweep(connection, before)
        if before[0]:
            self._database.fold_in_log()

    def delete_document(self, document_id: str) -> bool:
        """Delete a document with its clauses, file and embeddings; say whether there was one."""
        with self._database.transaction() as connection:
            before = _held(connection, document_id)
            gone = connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0
            _sweep(connection, before)
        if gone:
            self._database.fold_in_log()
        return gone

    def corpus_files(self) -> dict[str, tuple[str, str]]:
        """Return ``(stamp, document id)`` of every corpus file as last taken in, by its name."""
        return {row[0]: (row[1], row[2]) for row in self._database.all("SELECT * FROM corpus_files")}

    def forget_file(self, source: str) -> None:
        """Forget a corpus file; its document stays unless it is deleted too."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM corpus_files WHERE source = ?", (source,))

    # Clauses

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """Return the clauses of a document in reading order, headings too."""
        rows = self._database.all(
            f"SELECT {CLAUSE_COLUMNS} FROM clauses WHERE document_id = ? ORDER BY position", (document_id,)
        )
        return tuple(clause_from(row) for row in rows)

    def clauses_by_id(self, ids: Iterable[str]) -> dict[str, Clause]:
        """Return the clauses that exist among ``ids``, by id."""
        found: dict[str, Clause] = {}
        for part in parts(ids):
            marks = ",".join("?" * len(part))
            rows = self._database.all(f"SELECT {CLAUSE_COLUMNS} FROM clauses WHERE id IN ({marks})", part)
            found.update((row[0], clause_from(row)) for row in rows)
        return found

    def clause_counts(self) -> dict[str, int]:
        """Return the number of clauses that a search may return, by document."""
        return dict(
            self._database.all(
                "SELECT document_id, count(*) FROM clauses "
                "WHERE EXISTS (SELECT 1 FROM windows WHERE clause_id = id) GROUP BY document_id"
            )
        )

    def clauses_of_kinds(self, kinds: Sequence[str]) -> frozenset[str]:
        """Return the ids of the clauses of some kinds."""
        marks = ",".join("?" * len(kinds))
        return frozenset(
            row[0] for row in self._database.all(f"SELECT id FROM clauses WHERE kind IN ({marks})", kinds)
        )

    def put_windows(self, document_id: str, windows: Mapping[str, Sequence[str]], windowing: str) -> None:
        """Replace the windows of a document, in one transaction."""
        with self._database.transaction() as connection:
            before = _held(connection, document_id)
            connection.execute(
                "DELETE FROM windows WHERE clause_id IN (SELECT id FROM clauses WHERE document_id = ?)",
                (document_id,),
            )
            insert_windows(connection, windows)
            connection.execute("UPDATE documents SET windows = ? WHERE id = ?", (windowing, document_id))
            _sweep(connection, before)


def _held(connection: sqlite3.Connection, document_id: str) -> tuple[list[tuple[str]], list[tuple[str]]]:
    """Return the hashes of the file and of the embedded texts that a document holds."""
    files = connection.execute("SELECT blob FROM documents WHERE id = ?", (document_id,)).fetchall()
    texts = connection.execute(
        "SELECT DISTINCT text_sha256 FROM windows JOIN clauses ON id = clause_id WHERE document_id = ?",
        (document_id,),
    ).fetchall()
    return files, texts


def _sweep(connection: sqlite3.Connection, before: tuple[list[tuple[str]], list[tuple[str]]]) -> None:
    """Delete what a document held before and none holds any more."""
    files, texts = before
    connection.executemany(
        "DELETE FROM blobs WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM documents WHERE blob = ?1)", files
    )
    connection.executemany(
        "DELETE FROM embeddings WHERE text_sha256 = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM windows WHERE text_sha256 = ?1)",
        texts,
    )
