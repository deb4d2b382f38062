"""Access keys with roles, kept hashed in the folder of the index."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

Role = Literal["reader", "editor", "admin"]

#: Roles in order: each may do what those before it may.
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")

#: Beside the record, not in it: keys outlive an index that is deleted and built anew.
KEYS_FILE = "keys.db"
_PREFIX = "pa"


class KeyProblem(Exception):
    """A key cannot be added or revoked; the message is Chinese and says what to do next."""


@dataclass(frozen=True, slots=True)
class Key:
    """An access key, without its secret.

    Attributes:
        id: Stands in the secret; not secret itself.
        name: Whom it was given to.
        role: What it allows.
        created: When it was added, ISO 8601 in UTC.
    """

    id: str
    name: str
    role: Role
    created: str

    def may(self, role: Role) -> bool:
        """Tell whether this key allows what a role allows."""
        return ROLES.index(self.role) >= ROLES.index(role)


class KeyRing:
    """The keys of one index folder; safe to share between threads and processes.

    A secret is 32 random bytes, so one SHA-256 of it is enough: there is nothing to guess.

    Args:
        home: Folder of the index. No file is made before the first key is added.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / KEYS_FILE
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def add(self, name: str, role: Role) -> str:
        """Add a key and return its secret, which is shown this once.

        Raises:
            KeyProblem: There is a key of that name.
        """
        identifier = secrets.token_hex(4)
        secret = f"{_PREFIX}_{identifier}_{secrets.token_urlsafe(32)}"
        created = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            self._write(
                "INSERT INTO keys (id, name, role, created, sha256) VALUES (?, ?, ?, ?, ?)",
                (identifier, name, role, created, _hash(secret)),
            )
        except sqlite3.IntegrityError as error:
            raise KeyProblem(f"已有名为“{name}”的密钥：请换一个名字，或先用 keys revoke 撤销它。") from error
        return secret

    def revoke(self, name: str) -> None:
        """Delete a key, by name; whoever uses it is refused from then on.

        Raises:
            KeyProblem: There is no key of that name.
        """
        if not self.all() or not self._write("DELETE FROM keys WHERE name = ?", (name,)):
            raise KeyProblem(f"没有名为“{name}”的密钥：请用 keys list 查看全部密钥。")

    def all(self) -> tuple[Key, ...]:
        """Return every key, oldest first."""
        rows = self._read("SELECT id, name, role, created FROM keys ORDER BY created, name")
        return tuple(_key(row) for row in rows)

    def find(self, secret: str) -> Key | None:
        """Return the key that a secret belongs to, None where it is not valid or was revoked."""
        parts = secret.split("_", 2)
        if len(parts) != 3 or parts[0] != _PREFIX or not secret.isascii():
            return None
        rows = self._read("SELECT id, name, role, created, sha256 FROM keys WHERE id = ?", (parts[1],))
        if not rows or not hmac.compare_digest(rows[0][4], _hash(secret)):
            return None
        return _key(rows[0])

    def current(self, identifier: str) -> Key | None:
        """Return the key of an id, None where it was revoked."""
        rows = self._read("SELECT id, name, role, created FROM keys WHERE id = ?", (identifier,))
        return _key(rows[0]) if rows else None

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read(self, statement: str, values: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        with self._lock:
            if self._connection is None and not self._path.is_file():
                return []
            return self._opened().execute(statement, values).fetchall()

    def _write(self, statement: str, values: tuple[str, ...]) -> int:
        with self._lock:
            return self._opened().execute(statement, values).rowcount

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, 30, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                " role TEXT NOT NULL, created TEXT NOT NULL, sha256 TEXT NOT NULL)"
            )
            self._path.chmod(0o600)
            self._connection = connection
        return self._connection


def _key(row: tuple[str, ...]) -> Key:
    return Key(id=row[0], name=row[1], role=cast(Role, row[2]), created=row[3])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
