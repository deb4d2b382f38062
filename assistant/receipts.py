"""Receipts: what was answered and on which words, to show it again and compare its sources."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from assistant.json import answer_json
from assistant.model import Answer
from corpus import Clause

#: Beside the record, not in it: receipts outlive an index that is deleted and built anew.
RECEIPTS_FILE = "receipts.db"
#: Seconds to wait for another process that writes.
_PATIENCE = 10.0

#: One entry for each schema version, from 1; a later version only appends, so that receipts are kept.
_MIGRATIONS = (
    "CREATE TABLE receipts (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
    " created TEXT NOT NULL, question TEXT NOT NULL, body TEXT NOT NULL);",
)


@dataclass(frozen=True, slots=True)
class Change:
    """A cited clause that no longer says what it said.

    Attributes:
        clause_id: The clause.
        label: Its citation at the time.
        what: ``changed`` (its text differs now) or ``gone`` (there is no such clause any more).
    """

    clause_id: str
    label: str
    what: Literal["changed", "gone"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer as it was given.

    Attributes:
        id: Its receipt id.
        created: When it was given, ISO 8601 in UTC.
        question: As asked.
        answer: The Answer JSON, byte for byte as it was given.
        fingerprint: Of the index it was read from.
        program: Version of this program.
        settings: What shaped the answer besides the index.
        hashes: SHA-256 of the whole text of each cited clause, by clause id.
    """

    id: str
    created: str
    question: str
    answer: dict[str, Any]
    fingerprint: str
    program: str
    settings: dict[str, Any]
    hashes: dict[str, str]

    def changes(self, clause: Callable[[str], Clause | None]) -> tuple[Change, ...]:
        """Return the cited clauses that differ from what they were.

        Args:
            clause: Gives the clause of an id as it stands now.
        """
        labels = {citation["clause_id"]: citation["label"] for citation in self.answer["citations"]}
        found: list[Change] = []
        for clause_id, digest in self.hashes.items():
            now = clause(clause_id)
            if now is None:
                found.append(Change(clause_id, labels[clause_id], "gone"))
            elif _hash(now.text) != digest:
                found.append(Change(clause_id, labels[clause_id], "changed"))
        return tuple(found)


class Receipts:
    """The receipts of one index folder; safe to share between threads and processes.

    Args:
        home: Folder of the index. No file is made before the first receipt.
        keep: How many are kept; the oldest go first. 0 keeps none.
    """

    def __init__(self, home: Path, keep: int) -> None:
        self._path = home / RECEIPTS_FILE
        self._keep = keep
        self._lock = threading.Lock()

    def store(self, answer: Answer, fingerprint: str, settings: dict[str, Any]) -> str:
        """Keep an answer and return the id of its receipt; "" where none is kept.

        An answer is not withheld because its receipt cannot be written (a folder that is read-only, a full
        disk): then there is none.
        """
        if self._keep == 0:
            return ""
        created = datetime.now(UTC).isoformat(timespec="milliseconds")
        body: dict[str, Any] = {
            "answer": answer_json(answer),
            "fingerprint": fingerprint,
            "program": version("policy-assistant"),
            "settings": settings,
            "hashes": {citation.clause.id: _hash(citation.clause.text) for citation in answer.citations},
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        identifier = hashlib.sha256(f"{created}\n{answer.question}\n{text}".encode()).hexdigest()[:20]
        body["answer"]["receipt"] = identifier
        try:
            with self._connection() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO receipts (id, created, question, body) VALUES (?, ?, ?, ?)",
                    (identifier, created, answer.question, json.dumps(body, ensure_ascii=False)),
                )
                connection.execute(
                    "DELETE FROM receipts WHERE number <= (SELECT max(number) FROM receipts) - ?",
                    (self._keep,),
                )
        except (sqlite3.Error, OSError):
            return ""
        return identifier

    def get(self, identifier: str) -> Receipt | None:
        """Return a receipt; None where there is none of that id."""
        if not self._path.exists():
            return None
        with self._connection() as connection:
            row = connection.execute(
                "SELECT created, question, body FROM receipts WHERE id = ?", (identifier,)
            ).fetchone()
        if row is None:
            return None
        created, question, text = row
        body = json.loads(text)
        return Receipt(
            id=identifier,
            created=created,
            question=question,
            answer=body["answer"],
            fingerprint=body["fingerprint"],
            program=body["program"],
            settings=body["settings"],
            hashes=body["hashes"],
        )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = sqlite3.connect(self._path, timeout=_PATIENCE)
            try:
                if _version(connection) < len(_MIGRATIONS):
                    # SQLite waits for no other process that changes the journal's mode at the same time.
                    with FileLock(f"{self._path}.lock", timeout=_PATIENCE):
                        connection.execute("PRAGMA journal_mode=WAL")
                        _migrate(connection)
                connection.execute("PRAGMA synchronous=NORMAL")
                with connection:
                    yield connection
            finally:
                connection.close()


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; what is stored stays. Of two processes that begin, one does it."""
    connection.execute("BEGIN IMMEDIATE")
    for number, step in enumerate(_MIGRATIONS[_version(connection) :], _version(connection) + 1):
        connection.execute(step)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.commit()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
