"""Vectors of the documents that a filter leaves, kept in memory for filters that come again."""

from __future__ import annotations

import threading
from collections import OrderedDict

from index.store import Store
from index.vectors import ExactVectors

#: Vectors that are kept in all, 1.5 kB each.
_KEPT = 40_000


class FilteredVectors:
    """Exact search within some documents; safe to share between threads.

    Args:
        store: The record.
        model: Key of the model whose vectors are searched.
    """

    def __init__(self, store: Store, model: str) -> None:
        self._store = store
        self._model = model
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[frozenset[str], int], ExactVectors] = OrderedDict()

    def of(self, documents: frozenset[str]) -> ExactVectors:
        """Return the vectors of some documents as the record holds them now."""
        key = (documents, self._store.version())
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = ExactVectors(*self._store.vectors.matrix(self._model, documents))
        with self._lock:
            self._kept[key] = found
            while sum(map(len, self._kept.values())) > _KEPT:
                self._kept.popitem(last=False)
        return found
