"""Open the index that a command works with, and build it on first use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from assistant.settings import Settings
from index import Index, IndexMissing

#: Shows that something long is going on; gives what to call with (done, total), or None.
Watch = Callable[[str], AbstractContextManager[Callable[[int, int], None] | None]]


def open_index(settings: Settings) -> Index:
    """Open the index of these settings for reading.

    Raises:
        IndexMissing: Nothing was built there.
        IndexStale: It was built by another version or for another model.
        IndexDamaged: It cannot be read.
    """
    return Index.open(settings.index)


def open_or_build(settings: Settings, watch: Watch) -> Index:
    """Open the index, building it first where there is none yet.

    Args:
        settings: Names the corpus and the index.
        watch: Told what is going on while the index is built.

    Raises:
        IndexFailure: The index is there but cannot be used, or cannot be built.
    """
    try:
        return open_index(settings)
    except IndexMissing:
        # A mistyped --index must not quietly grow a folder somewhere else.
        if not settings.index.absolute().parent.is_dir():
            raise
    from index import build

    with watch(f"第一次使用，正在 {settings.index} 建立索引") as progress:
        build(settings.corpus, settings.index, progress=progress)
    return open_index(settings)
