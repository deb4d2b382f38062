"""分别 (respectively): the i-th item before it goes with the i-th value after it, and with no other."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.guard.layout import Span

_BREAK: Final = re.compile(r"[，,。；;：:！？!?\n]")
_LINK: Final = re.compile(r"[、和与及]|以及")
_ITEM: Final = re.compile(r"[、和与及]|以及")
#: A list has at most so many values, and its items stand within so many characters before 分别.
_LONGEST: Final = 60
_WIDEST: Final = 600
#: What each value of a list may open with (世界第二、世界第三), at most; what may stand between a list and
#: the next one of the same items; families whose figures are counted.
_OPENING: Final = 4
_CARRIED: Final = 8
_COUNTED: Final = frozenset({"count", "amount", "percent", "measure", "ordinal", "duration"})
_Parts = tuple[tuple[int, int], ...]
#: How many lists may overlap: the values of one may be the items of the next.
_OVERLAP: Final = 3


@dataclass(frozen=True, slots=True)
class Respective:
    """Items and the values that are said of them, one by one.

    Attributes:
        items: (start, end) of each item before 分别, without what all items share.
        shared: (start, end) of what opens the first item or closes the last and is said of all
            (**获得**国家、省、市**技能大赛奖项**的).
        values: (start, end) of each value after it, as many.
    """

    items: _Parts
    shared: _Parts
    values: _Parts

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
    found: list[Respective] = []
    begins = [span.start for span in anchors]
    breaks = [match.end() for match in _BREAK.finditer(text)]
    opened = [(match.start(), match.end(), True) for match in re.finditer("分别", text)]
    opened += [(at, at, False) for at in _runs(text, anchors)]
    for before, after, said in sorted(opened):
        values = _values(text, anchors, bisect_left(begins, after), after)
        items = _items(text, breaks, before, len(values))
        last = found[-1] if found else None
        if len(values) < 2 or (last and values[0][0] < last.end):
            continue
        if len(items) == len(values):
            found.append(Respective(*_cores(text, items), tuple(values)))
        elif said and last and last.end <= before <= last.end + _CARRIED and len(last.items) == len(values):
            # 总部机构、创新中心80家、16家，累计分别达到1522家、103家: the items are those before.
            found.append(Respective(last.items, last.shared, tuple(values)))
    return tuple(found)


def _runs(text: str, anchors: Sequence[Span]) -> Iterator[int]:
    """Where figures of one family follow each other with nothing but a 、 between (A、B80家、16家)."""
    run = 0
    for first, second in itertools.pairwise(anchors):
        linked = (
            first.family == second.family
            and first.family in _COUNTED
            and text[first.end : second.start] in {"、", "和"}
        )
        if linked and not run:
            yield first.start
        run = run + 1 if linked else 0


def _alike(first: Span, second: Span) -> bool:
    """Whether two anchors may be values of one list: 420.6万吨、1.25亿人次."""
    return first.family == second.family or {first.family, second.family} <= _COUNTED


def _cores(text: str, items: list[tuple[int, int]]) -> tuple[_Parts, _Parts]:
    """The items without what all of them share, and that."""
    first, last = _core_lengths([text[start:end] for start, end in items])
    (a, b), (c, d) = items[0], items[-1]
    return ((b - first, b), *items[1:-1], (c, c + last)), ((a, b - first), (c + last, d))


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
    opening = text[max(start, after[0].start - _OPENING) : after[0].start]
    for first, second in itertools.pairwise(after):
        link = text[first.end : second.start]
        if first.family == second.family and link == "":
            values[-1] = (values[-1][0], second.end)
        elif _alike(first, second) and (
            _LINK.fullmatch(link) or link in {"，", ","} or (link[:1] == "、" and opening.endswith(link[1:]))
        ):
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
