"""The tables of the record, as migrations that are applied in order and never edited."""

from __future__ import annotations

import sqlite3

#: One entry for each schema version, from 1. A later version only appends.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE properties (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    );
    CREATE TABLE blobs (
        sha256 TEXT PRIMARY KEY,
        bytes BLOB NOT NULL
    );
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        blob TEXT NOT NULL REFERENCES blobs (sha256),
        stamp TEXT,
        parser TEXT NOT NULL,
        overrides TEXT NOT NULL,
        content TEXT NOT NULL,
        windows TEXT NOT NULL,
        fields TEXT NOT NULL,
        text TEXT NOT NULL,
        original TEXT NOT NULL,
        repairs TEXT NOT NULL
    );
    CREATE INDEX documents_by_blob ON documents (blob);
    CREATE TABLE clauses (
        id TEXT PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        label TEXT NOT NULL,
        text TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX clauses_by_place ON clauses (document_id, position);
    CREATE TABLE windows (
        clause_id TEXT NOT NULL REFERENCES clauses (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        text_sha256 TEXT NOT NULL,
        PRIMARY KEY (clause_id, number)
    ) WITHOUT ROWID;
    CREATE INDEX windows_by_text ON windows (text_sha256);
    CREATE TABLE embeddings (
        text_sha256 TEXT NOT NULL,
        model TEXT NOT NULL,
        vector BLOB NOT NULL
    );
    CREATE UNIQUE INDEX embeddings_by_text ON embeddings (text_sha256, model);
    CREATE TABLE corpus_files (
        source TEXT PRIMARY KEY,
        stamp TEXT NOT NULL,
        document_id TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE words (
        word TEXT NOT NULL,
        model TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (word, model)
    ) WITHOUT ROWID;
    """,
)

SCHEMA_VERSION = len(MIGRATIONS)


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the version of the schema that a database holds; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database up to ``SCHEMA_VERSION``, one transaction for each step.

    Args:
        connection: In autocommit mode (``isolation_level=None``), open for writing.
    """
    while (version := schema_version(connection)) < SCHEMA_VERSION:
        step = f"BEGIN IMMEDIATE; {MIGRATIONS[version]} PRAGMA user_version = {version + 1}; COMMIT;"
        try:
            connection.executescript(step)
        except sqlite3.Error:
            # Another process may have taken the same step between the look and the lock.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if schema_version(connection) == version:
                raise
