"""Open the index that a command works with, and build it on first use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

from assistant.settings import Settings
from index import (
    BuildReport,
    Embedder,
    Index,
    IndexFailure,
    IndexMissing,
    IndexStale,
    Progress,
    build,
    load_embedder,
)

#: Shows that something long is going on; gives what to tell of its progress, or None.
Watch = Callable[[str], AbstractContextManager[Progress | None]]


def open_index(settings: Settings) -> Index:
    """Open the index of these settings for reading.

    Raises:
        EmbeddingError: The embedding model that the settings name cannot be had.
        IndexFailure: There is no index, it was built by another version or for another model, or it
            cannot be read.
    """
    return Index.open(settings.index, embedder=_embedder(settings))


def build_index(settings: Settings, progress: Progress | None) -> BuildReport:
    """Build or renew the index of these settings.

    Raises:
        CorpusError: The corpus folder does not exist or its manifest is wrong.
        EmbeddingError: The embedding model that the settings name cannot be had.
        IndexFailure: The index cannot be written or is damaged.
    """
    return build(settings.corpus, settings.index, embedder=_embedder(settings), progress=progress)


def open_or_build(settings: Settings, watch: Watch) -> Index:
    """Open the index, building it first where there is none yet or where another version built it.

    Args:
        settings: Names the corpus and the index.
        watch: Told what is going on while the index is built.

    Raises:
        CorpusError: The corpus folder does not exist or its manifest is wrong.
        EmbeddingError: The embedding model that the settings name cannot be had.
        IndexFailure: The index is there but cannot be used, or cannot be built.
    """
    try:
        return open_index(settings)
    except IndexMissing:
        # A mistyped --index must not quietly grow a folder somewhere else.
        if not settings.index.absolute().parent.is_dir():
            raise
        what = f"第一次使用，正在 {settings.index} 建立索引"
    except IndexStale:
        # What is derived is made anew from the record; nothing that anyone put in is lost.
        what = f"程序或设置已更新，正在更新索引 {settings.index}"
    with watch(what) as progress:
        build_index(settings, progress)
    return open_index(settings)


def mend(index: Index, watch: Watch) -> None:
    """Build a damaged index anew from its record, once a command has done its work.

    The work itself needs no mending: the record answers for what is damaged. Where the folder cannot be
    written the damage stays.
    """
    if index.degraded:
        with suppress(IndexFailure), watch("索引有损坏，正在由记录重建") as progress:
            index.rebuild(progress)


def _embedder(settings: Settings) -> Embedder | None:
    """Return the model that the settings name; None leaves the choice to the index."""
    return load_embedder(settings.embedding) if settings.embedding is not None else None
