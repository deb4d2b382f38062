"""One SQLite file, opened so that what was acknowledged survives ``kill -9``, with this package's errors."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from index.schema import SCHEMA_VERSION, migrate, schema_version

#: How long a writer waits for another one's transaction, in seconds; a transaction holds one document.
_PATIENCE_S = 30.0

#: How long to wait for readers before the log is folded in another time.
_FOLD_PATIENCE_MS = 500

#: Most variables of one SQL statement that every SQLite build allows.
_VARIABLES = 900

#: Result codes by which SQLite says that the file itself is bad.
_BAD_FILE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database:
    """A connection that threads may share; ``create`` and ``open`` make one.

    Args:
        connection: In autocommit mode, usable from any thread.
        path: The file, for messages.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()

    @classmethod
    def create(cls, path: Path) -> Database:
        """Open a file for writing; make or migrate it where needed.

        Raises:
            IndexUnwritable: The folder cannot be written.
            IndexDamaged: The file is no database.
            IndexStale: A newer version of the program wrote it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, _PATIENCE_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise IndexUnwritable(
                f"无法写入索引目录 {path.parent}（{error}）。请检查目录权限和磁盘空间后重试。"
            ) from error
        database = cls(connection, path)
        try:
            with database.translated():
                # Deleted text is overwritten, and a commit is on the disk before it is acknowledged.
                for setting in (
                    "secure_delete = ON",
                    "foreign_keys = ON",
                    "journal_mode = WAL",
                    "synchronous = FULL",
                ):
                    connection.execute(f"PRAGMA {setting}")
                database.refuse_newer()
                migrate(connection)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open a file for reading only.

        Raises:
            IndexMissing: There is none, or it is empty.
            IndexDamaged: The file is no database.
            IndexStale: Another version of the program wrote it.
        """
        if not path.is_file():
            raise IndexMissing(f"目录 {path.parent} 中没有索引。请先执行 policy-assistant build 建立索引。")
        database = cls(_connect_for_reading(path), path)
        try:
            with database.translated():
                version = database.refuse_newer()
        except BaseException:
            database.close()
            raise
        if version < SCHEMA_VERSION:
            database.close()
            if version == 0:
                raise IndexMissing(
                    f"目录 {path.parent} 中的索引尚未建好。请执行 policy-assistant build 建立索引。"
                )
            raise IndexStale(f"索引 {path.parent} 由旧版本程序建立。请执行 policy-assistant build 更新索引。")
        return database

    def refuse_newer(self) -> int:
        """Return the schema version of the file; raise ``IndexStale`` where it is newer than this program."""
        version = schema_version(self._connection)
        if version > SCHEMA_VERSION:
            raise IndexStale(
                f"索引 {self._path.parent} 由更新版本的程序建立，当前版本无法读取。"
                "请升级 policy-assistant，或用 --index 另选一个目录。"
            )
        return version

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._connection.close()

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run a statement and return its rows."""
        with self._lock, self.translated():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run statements as one transaction; nothing of it remains where an error leaves it."""
        with self._lock, self.translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def fold_in_log(self) -> None:
        """Fold the write-ahead log into the file, since deleted text stands in it until then.

        A reader that holds an older state prevents it; then the next time does it.
        """
        with self._lock, self.translated():
            self._connection.execute(f"PRAGMA busy_timeout = {_FOLD_PATIENCE_MS}")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute(f"PRAGMA busy_timeout = {int(_PATIENCE_S * 1000)}")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold one state of the file for reading, whatever other connections write meanwhile."""
        with self._lock:
            with self.translated():
                self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn SQLite's errors into those of this package."""
        try:
            yield
        except sqlite3.OperationalError as error:
            # The low byte is the primary code; the rest tells variants of it apart.
            if error.sqlite_errorcode & 0xFF not in _BAD_FILE:
                raise IndexUnwritable(
                    f"无法读写索引记录 {self._path}（{error}）。请检查磁盘空间和目录权限后重试。"
                ) from error
            raise self._damaged(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexDamaged:
        return IndexDamaged(
            f"索引记录 {self._path} 已损坏（{error}）。"
            "请从备份恢复该文件；没有备份时将它移走，再执行 policy-assistant build 重建。"
        )


def _connect_for_reading(path: Path) -> sqlite3.Connection:
    """Connect read-only, also where WAL cannot have its file beside the database: in a read-only folder."""
    location = path.resolve().as_uri()
    connection = sqlite3.connect(
        f"{location}?mode=ro", _PATIENCE_S, uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA user_version")
    except sqlite3.DatabaseError as error:
        log = path.with_name(path.name + "-wal")
        unopened = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
        if not unopened or (log.is_file() and log.stat().st_size):
            return connection
        connection.close()
        # Without a log nobody can be writing here: the file may be read as one that never changes.
        location = f"{location}?mode=ro&immutable=1"
        return sqlite3.connect(location, _PATIENCE_S, uri=True, isolation_level=None, check_same_thread=False)
    return connection


def parts(values: Iterable[str]) -> Iterator[list[str]]:
    """Cut values into lists that fit into one SQL statement."""
    every = list(values)
    for start in range(0, len(every), _VARIABLES):
        yield every[start : start + _VARIABLES]
