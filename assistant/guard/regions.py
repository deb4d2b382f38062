"""Parts of a text, to ask which of them holds another part."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable


class Regions:
    """Parts of a text as (start, end)."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # The furthest end of the parts that begin no later: one that reaches so far holds what ends before.
        self._ends = list(itertools.accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them holds the part between two offsets."""
        place = bisect_right(self._starts, start) - 1
        return place >= 0 and end <= self._ends[place]
