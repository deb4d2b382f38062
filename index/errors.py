"""What can be wrong with an index; every message is Chinese and names what mends it."""

from __future__ import annotations


class IndexFailure(Exception):
    """An index that cannot do what was asked; the root of the errors of this package."""


class IndexMissing(IndexFailure):
    """There is no index in the folder, or it was never finished."""


class IndexStale(IndexFailure):
    """The index was built by another version, or with another embedding model, than the one in use."""


class IndexDamaged(IndexFailure):
    """The record itself cannot be read; a damaged generation alone is mended without this error."""


class IndexUnwritable(IndexFailure):
    """The index could not be written: disk full, no permission, or a folder that is read-only."""
