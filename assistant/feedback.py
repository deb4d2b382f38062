"""What people say of answers: thumbs and comments, kept beside the receipts."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

Rating = Literal["up", "down"]

#: Beside the record, not in it: feedback outlives an index that is deleted and built anew.
FEEDBACK_FILE = "feedback.db"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's word on one answer.

    Attributes:
        receipt: Id of the answer's receipt.
        rating: Thumb up or down.
        comment: What the person wrote; may be empty.
        caller: Name of the access key.
        created: When it was given, ISO 8601 in UTC.
    """

    receipt: str
    rating: Rating
    comment: str
    caller: str
    created: str


class FeedbackBook:
    """The feedback of one index folder; safe to share between threads and processes.

    Args:
        home: Folder of the index. No file is made before the first word.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FEEDBACK_FILE
        self._lock = threading.Lock()

    def add(self, receipt: str, rating: Rating, comment: str, caller: str) -> None:
        """Keep a word on an answer; a person who changes their mind replaces what they said."""
        created = datetime.now(UTC).isoformat(timespec="seconds")
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback (receipt, caller, rating, comment, created)"
                " VALUES (?, ?, ?, ?, ?)",
                (receipt, caller, rating, comment, created),
            )

    def all(self) -> tuple[Feedback, ...]:
        """Return everything that was said, oldest first."""
        if not self._path.is_file():
            return ()
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT receipt, rating, comment, caller, created FROM feedback ORDER BY created, receipt"
            ).fetchall()
        return tuple(Feedback(row[0], cast(Rating, row[1]), *row[2:]) for row in rows)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = sqlite3.connect(self._path, timeout=30)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS feedback (receipt TEXT NOT NULL, caller TEXT NOT NULL,"
                    " rating TEXT NOT NULL, comment TEXT NOT NULL, created TEXT NOT NULL,"
                    " PRIMARY KEY (receipt, caller))"
                )
                with connection:
                    yield connection
            finally:
                connection.close()
