"""Dense retrieval: Chroma over a finished generation, and exact search over the record's own vectors.

Chroma writes into its SQLite file whenever it opens one, and two processes that do so at once can damage it.
So a reader gives it a private copy of that file beside links to the vectors, and a generation never changes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.generation import link

#: Vectors that Chroma takes in one call; 5461 is its own limit.
BATCH = 1000

_COLLECTION = "clauses"
_DATABASE = "chroma.sqlite3"

#: Error of a product of two unit vectors in single precision, with room to spare.
_NOISE = 1e-5

# Where Chroma puts a collection unless told otherwise.
_TENANT = "default_tenant"
_SPACE = "default_database"

#: Neighbours that HNSW looks at when it adds a vector and when it searches. Chroma adds in another order each
#: time, so two builds rank alike only as far as both find what is there; docs/decisions/index-storage.md.
_EF_CONSTRUCTION = 200
_EF_SEARCH = 1000


def write_vectors(
    folder: Path, dimension: int, ids: Sequence[str], batches: Iterable[NDArray[np.float32]]
) -> None:
    """Write a Chroma collection into a new folder; everything is in its vector files when this returns.

    Args:
        folder: Does not exist yet.
        dimension: Length of a vector.
        ids: Ids in the order of the rows, unique.
        batches: The rows, unit vectors, in arrays cut as ``batch_bounds`` says.
    """
    if not ids:
        # Chroma has no empty collection of a given dimension; nobody opens this one.
        folder.mkdir()
        return
    bounds = batch_bounds(len(ids))
    # Chroma moves vectors from its log to its files whenever a full batch has come: batches of almost the
    # same size leave no rest in the log, which every reader would have to take in again.
    smallest = min(end - start for start, end in bounds)
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            metadata={"dimension": dimension},
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": _EF_CONSTRUCTION,
                    "ef_search": _EF_SEARCH,
                    "sync_threshold": smallest,
                    "batch_size": min(100, smallest),
                }
            },
        )
        for (start, end), rows in zip(bounds, batches, strict=True):
            collection.add(ids=list(ids[start:end]), embeddings=rows)
    finally:
        client.close()


def batch_bounds(count: int) -> list[tuple[int, int]]:
    """Cut ``count`` rows into batches of at most ``BATCH``, whose sizes differ by one at most."""
    parts = -(-count // BATCH)
    cuts = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(cuts))


class ChromaVectors:
    """A finished collection, open for reading; safe to share between threads.

    It talks to Chroma's own engine below the Python client. Importing the client costs half a second, half of
    what a question on the command line may take, and the client also builds the embedding function that a
    collection's settings name, which whoever wrote the folder could choose.

    Args:
        folder: As ``write_vectors`` left it; nothing in it is changed.

    Raises:
        IndexDamaged: Chroma cannot open it.
    """

    def __init__(self, folder: Path) -> None:
        self._overlay = tempfile.TemporaryDirectory(prefix="policy-assistant-", ignore_cleanup_errors=True)
        self._engine: Any = None
        try:
            self._engine = _engine(folder, Path(self._overlay.name))
            self._collection = str(self._engine.get_collection(_COLLECTION, _TENANT, _SPACE).id)
        except Exception as error:
            self.close()
            raise IndexDamaged(
                f"向量索引 {folder} 无法打开（{error}）。请执行 policy-assistant build 重建。"
            ) from error

    def __len__(self) -> int:
        """Number of vectors."""
        return int(self._engine.count(self._collection, _TENANT, _SPACE))

    def ids(self) -> list[str]:
        """Return the ids of all vectors, in no particular order."""
        found: list[str] = []
        while page := self._engine.get(
            self._collection, None, None, BATCH, len(found), None, [], _TENANT, _SPACE
        ).ids:
            found.extend(page)
        return found

    def query(self, vector: NDArray[np.float32], n: int) -> list[tuple[str, float]]:
        """Return the ids of the ``n`` nearest vectors with their cosine, best first, ties by id."""
        found = self._engine.query(
            self._collection, None, [vector], n, None, None, ["distances"], _TENANT, _SPACE
        )
        scored = zip(found.ids[0], found.distances[0], strict=True)
        return sorted(((key, 1.0 - distance) for key, distance in scored), key=lambda hit: (-hit[1], hit[0]))

    def close(self) -> None:
        """Close the collection and remove the private copy; safe to call twice."""
        self._engine = None
        self._overlay.cleanup()


def _engine(folder: Path, overlay: Path) -> Any:
    """Open Chroma's engine on a private copy of a folder's database, beside links to its vectors."""
    from chromadb_rust_bindings import Bindings, MigrationHash, MigrationMode, SqliteDBConfig

    link(folder, overlay)
    (overlay / _DATABASE).unlink()
    shutil.copyfile(folder / _DATABASE, overlay / _DATABASE)
    database = SqliteDBConfig(
        hash_type=MigrationHash.MD5, migration_mode=MigrationMode.Apply, url=str(overlay / _DATABASE)
    )
    return Bindings(
        allow_reset=False, sqlite_db_config=database, persist_path=str(overlay), hnsw_cache_size=16
    )


class ExactVectors:
    """Vectors in memory, searched one by one; cannot be damaged and needs no file.

    Args:
        ids: One id for each row.
        rows: Unit vectors, ``(n, dimension)``.
    """

    def __init__(self, ids: Sequence[str], rows: NDArray[np.float32]) -> None:
        self._ids = ids
        self._rows = rows

    def __len__(self) -> int:
        """Number of vectors."""
        return len(self._ids)

    def query(self, vector: NDArray[np.float32], n: int) -> list[tuple[str, float]]:
        """Return the ids of the ``n`` nearest vectors with their cosine, best first, ties by id."""
        count = min(n, len(self))
        if count == 0:
            return []
        fast = self._rows @ vector
        edge = np.partition(fast, -count)[-count] - _NOISE
        places = np.flatnonzero(fast >= edge).tolist()
        # The fast product gives equal rows scores that differ in the last bit; ties must be ties.
        scores = np.round(self._rows[places].astype(np.float64) @ vector.astype(np.float64), 9)
        found = [(self._ids[place], float(score)) for place, score in zip(places, scores, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:count]

    def close(self) -> None:
        """Let go of the vectors."""
        self._ids, self._rows = (), self._rows[:0]
