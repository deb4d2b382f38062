"""What an item of an enumeration stands under: 有下列行为之一的，处二百元罚款： for （三）超过规定时速的."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMERALS = "一二三四五六七八九十"
#: Ways in which items are numbered, each a style of its own.
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*[（(][{_NUMERALS}]{{1,3}}[）)]",
        r"\s*[（(]\d{1,2}[）)]",
        r"\s*\d{1,2}[．.、](?!\d)",
        r"\s*[①-⑳]",
        rf"\s*[{_NUMERALS}]{{1,2}}是(?!否)",
    )
)
#: Longest item that may be what others stand under, such as 1.普通高中（1900元/生•年）.
_LONGEST = 60


def stems_of(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Return for each statement of a clause the span of what it stands under, or None.

    Args:
        text: The clause.
        spans: Its statements, in reading order.
    """
    found: list[tuple[int, int] | None] = []
    #: From the outermost in: the style of the items (None for the stem itself), and the span.
    open_: list[tuple[int | None, tuple[int, int]]] = []
    for at, span in enumerate(spans):
        style = _style(text[slice(*span)])
        if style is not None:
            while any(one == style for one, _ in open_):
                open_.pop()
            found.append(_nearest(text, open_))
            open_.append((style, span))
            continue
        found.append(None)
        if text[: span[0]].rstrip(" \t　").endswith("\n"):
            open_ = []
        if text[slice(*span)].rstrip().endswith(("：", ":")):
            open_.append((None, (_sentence_start(text, spans, at), span[1])))
    return found


def _sentence_start(text: str, spans: Sequence[tuple[int, int]], at: int) -> int:
    """Where the sentence begins whose last part ends in ：, the parts before a ；included."""
    while at and text[spans[at - 1][1] - 1] in "；;" and "\n" not in text[spans[at - 1][1] : spans[at][0]]:
        at -= 1
    return spans[at][0]


def _style(statement: str) -> int | None:
    return next((number for number, style in enumerate(_STYLES) if style.match(statement)), None)


def _nearest(text: str, open_: Sequence[tuple[int | None, tuple[int, int]]]) -> tuple[int, int] | None:
    for style, stem in reversed(open_):
        words = text[slice(*stem)].rstrip()
        if style is None or (len(words) <= _LONGEST and not words.endswith(("。", "；", ";"))):
            return stem
    return None
