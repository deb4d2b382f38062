"""How a process that runs for months takes its memory."""

from __future__ import annotations

import ctypes
import sys

#: ``M_ARENA_MAX`` of glibc's ``mallopt``.
_ARENA_MAX = -8
_ARENAS = 2


def use_few_arenas() -> None:
    """Have glibc share a few heaps between all threads; elsewhere nothing is done.

    By default there are up to eight for each core, and what one thread frees is not used by the next: with
    every new state of the index, built in one thread and let go in another, the service grew by 6 MB.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_ARENA_MAX, _ARENAS)
