"""分别 (respectively): the i-th item before it goes with the i-th value after it, and with no other."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.guard.layout import Span

_BREAK: Final = re.compile(r"[，,。；;：:！？!?\n]")
_LINK: Final = re.compile(r"[、和与及]|以及")
_ITEM: Final = re.compile(r"[、和与及]|以及")
#: A list has at most so many values, and its items stand within so many characters before 分别.
_LONGEST: Final = 60
_WIDEST: Final = 600
#: How many lists may overlap: the values of one may be the items of the next.
_OVERLAP: Final = 3


@dataclass(frozen=True, slots=True)
class Respective:
    """Items and the values that are said of them, one by one.

    Attributes:
        items: (start, end) of each item before 分别, without what all items share.
        values: (start, end) of each value after it, as many.
        shared: (start, end) of what opens the first item or closes the last and is said of all
            (**获得**国家、省、市**技能大赛奖项**的).
    """

    items: tuple[tuple[int, int], ...]
    values: tuple[tuple[int, int], ...]
    shared: tuple[tuple[int, int], ...] = ()

    @property
    def start(self) -> int:
        """Offset of the first character that belongs to it."""
        return min(self.items[0][0], self.values[0][0], *(start for start, _ in self.shared))

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return max(self.items[-1][1], self.values[-1][1], *(end for _, end in self.shared))

    def pairs(self, anchor: int, word: int) -> bool | None:
        """Whether an anchor and a word belong together (True), to two pairs (False), or neither (None)."""
        first, second = self._number(anchor), self._number(word)
        if first is not None and any(start <= word < end for start, end in self.shared):
            return True
        if first is None or second is None:
            return None
        return first == second

    def _number(self, place: int) -> int | None:
        for number, ((a, b), (c, d)) in enumerate(zip(self.items, self.values, strict=True)):
            if a <= place < b or c <= place < d:
                return number
        return None


def respectives(text: str, anchors: Sequence[Span]) -> tuple[Respective, ...]:
    """Every 分别 of a text that stands between as many items as values.

    Args:
        text: A sentence or a clause.
        anchors: Its figures, names and quotations in order.
    """
    found = []
    begins = [span.start for span in anchors]
    breaks = [match.end() for match in _BREAK.finditer(text)]
    for match in re.finditer("分别", text):
        values = _values(text, anchors, bisect_left(begins, match.end()), match.end())
        items = _items(text, breaks, match.start(), len(values))
        if len(values) >= 2 and len(items) == len(values):
            first, last = _core_lengths([text[start:end] for start, end in items])
            (a, b), (c, d) = items[0], items[-1]
            shared = ((a, b - first), (c + last, d))
            items[0], items[-1] = (b - first, b), (c, c + last)
            found.append(Respective(tuple(items), tuple(values), shared))
    return tuple(found)


def _core_lengths(items: Sequence[str]) -> tuple[int, int]:
    """How many last characters of the first item and first characters of the last are their own."""
    first, last = items[0], items[-1]
    if len(items) > 2:
        own = max(2, *(len(item) for item in items[1:-1]))
        own_last = max(len(item) for item in items[1:-1])
    else:
        # 副高 and 正高职称的人才: the items end alike.
        at = last.find(first[-1:]) + 1
        own = own_last = at if 0 < at <= 8 else min(len(first), len(last), 4)
    return min(own, len(first)), min(own_last, len(last))


def listed_in(lists: Sequence[Respective], places: Sequence[int]) -> list[list[Respective]]:
    """For each of some places of a text the lists that may hold it: they follow each other."""
    begins = [listed.start for listed in lists]
    found = []
    for place in places:
        last = bisect_right(begins, place)
        found.append([listed for listed in lists[max(0, last - _OVERLAP) : last] if place < listed.end])
    return found


def _values(text: str, anchors: Sequence[Span], first_after: int, start: int) -> list[tuple[int, int]]:
    """The list of anchors of one family that begins in the 分句 after 分别."""
    after = anchors[first_after : first_after + _LONGEST]
    if not after or _BREAK.search(text, start, after[0].start):
        return []
    values = [(after[0].start, after[0].end)]
    for first, second in itertools.pairwise(after):
        link = text[first.end : second.start]
        if first.family == second.family and link == "":
            values[-1] = (values[-1][0], second.end)
        elif first.family == second.family and (_LINK.fullmatch(link) or link in {"，", ","}):
            values.append((second.start, second.end))
        else:
            break
    return values


def _items(text: str, breaks: Sequence[int], end: int, count: int) -> list[tuple[int, int]]:
    """The last ``count`` items of the 分句 before 分别."""
    stop = end
    while stop > 0 and text[stop - 1] in "，, ":
        stop -= 1
    before = bisect_right(breaks, stop)
    start = max(breaks[before - 1] if before else 0, stop - _WIDEST)
    items = []
    begin = start
    for match in _ITEM.finditer(text, start, stop):
        items.append((begin, match.start()))
        begin = match.end()
    items.append((begin, stop))
    return items if len(items) == count else []
