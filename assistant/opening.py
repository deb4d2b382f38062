"""Open the index that a command works with, and build it on first use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from assistant.settings import Settings
from index import BuildReport, Embedder, Index, IndexMissing, Progress, build, load_embedder

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
    """Open the index, building it first where there is none yet.

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
    with watch(f"第一次使用，正在 {settings.index} 建立索引") as progress:
        build_index(settings, progress)
    return open_index(settings)


def _embedder(settings: Settings) -> Embedder | None:
    """Return the model that the settings name; None leaves the choice to the index."""
    return load_embedder(settings.embedding) if settings.embedding is not None else None
