"""Dense retrieval: Chroma over a finished generation, and exact search over the record's own vectors.

Chroma writes into its SQLite file whenever it opens one, and two processes that do so at once can damage it.
So a reader gives it a private copy of that file beside links to the vectors, and a generation never changes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged

#: Vectors that Chroma takes in one call; 5461 is its own limit.
BATCH = 1000

_COLLECTION = "clauses"
_DATABASE = "chroma.sqlite3"

#: Neighbours that HNSW looks at in a query. Twice the candidates a search asks for: recall@100 is then 1.0 on
#: clustered vectors (``benchmarks/speed.py``), at 2 ms a query over 60,000 clauses.
_EF_SEARCH = 400

# Chroma keeps one client for each path in a registry of its own that is not safe between threads.
_registry = threading.Lock()


def write_vectors(
    folder: Path, dimension: int, ids: Sequence[str], batches: Iterable[NDArray[np.float32]]
) -> None:
    """Write a Chroma collection into a new folder; everything is in its vector files when this returns.

    Args:
        folder: Does not exist yet.
        dimension: Length of a vector.
        ids: Ids in the order of the rows, unique, at least one.
        batches: The rows, unit vectors, in arrays cut as ``batch_bounds`` says.
    """
    bounds = batch_bounds(len(ids))
    # Chroma moves vectors from its log to its files whenever a full batch has come: batches of almost the
    # same size leave no rest in the log, which every reader would have to take in again.
    smallest = min(end - start for start, end in bounds)
    client = _client(folder)
    try:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            metadata={"dimension": dimension},
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_search": _EF_SEARCH,
                    "sync_threshold": smallest,
                    "batch_size": min(100, smallest),
                }
            },
        )
        for (start, end), rows in zip(bounds, batches, strict=True):
            collection.add(ids=list(ids[start:end]), embeddings=rows)
    finally:
        _close(client)


def batch_bounds(count: int) -> list[tuple[int, int]]:
    """Cut ``count`` rows into batches of at most ``BATCH``, whose sizes differ by one at most."""
    parts = -(-count // BATCH)
    cuts = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(cuts))


class ChromaVectors:
    """A finished collection, open for reading; safe to share between threads.

    Args:
        folder: As ``write_vectors`` left it; nothing in it is changed.

    Raises:
        IndexDamaged: Chroma cannot open it.
    """

    def __init__(self, folder: Path) -> None:
        self._overlay = tempfile.TemporaryDirectory(prefix="policy-assistant-", ignore_cleanup_errors=True)
        self._client: Any = None
        try:
            self._collection = self._open(folder.resolve(), Path(self._overlay.name))
        except Exception as error:
            self.close()
            raise IndexDamaged(
                f"向量索引 {folder} 无法打开（{error}）。请执行 policy-assistant build 重建。"
            ) from error

    def _open(self, folder: Path, overlay: Path) -> Any:
        shutil.copyfile(folder / _DATABASE, overlay / _DATABASE)
        for path in folder.iterdir():
            if path.is_dir():
                (overlay / path.name).symlink_to(path, target_is_directory=True)
        self._client = _client(overlay)
        return self._client.get_collection(_COLLECTION, embedding_function=None)

    def __len__(self) -> int:
        """Number of vectors."""
        return int(self._collection.count())

    def ids(self) -> list[str]:
        """Return the ids of all vectors, in no particular order."""
        found: list[str] = []
        while page := self._collection.get(limit=BATCH, offset=len(found), include=[])["ids"]:
            found.extend(page)
        return found

    def query(self, vector: NDArray[np.float32], n: int) -> list[tuple[str, float]]:
        """Return the ids of the ``n`` nearest vectors with their cosine, best first, ties by id."""
        found = self._collection.query(query_embeddings=[vector], n_results=n, include=["distances"])
        scored = zip(found["ids"][0], found["distances"][0], strict=True)
        return sorted(((key, 1.0 - distance) for key, distance in scored), key=lambda hit: (-hit[1], hit[0]))

    def close(self) -> None:
        """Close the collection and remove the private copy; safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            _close(client)
        self._overlay.cleanup()


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
        scores = self._rows @ vector
        count = min(n, len(scores))
        if count < len(scores):
            # All that reach the n-th best score, so that ties at the edge are settled by id.
            edge = np.partition(scores, -count)[-count]
            places = np.flatnonzero(scores >= edge).tolist()
        else:
            places = list(range(count))
        hits = sorted(
            ((self._ids[place], float(scores[place])) for place in places), key=lambda hit: (-hit[1], hit[0])
        )
        return hits[:count]

    def close(self) -> None:
        """Let go of the vectors."""
        self._ids, self._rows = (), self._rows[:0]


def _client(folder: Path) -> Any:
    """Open Chroma on a folder, without telemetry and without its own embedding."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    with _registry:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _close(client: Any) -> None:
    with _registry:
        client.close()
