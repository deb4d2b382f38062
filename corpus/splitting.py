"""Articles, or items behind their heading, that follow each other on one line get lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.lines import Line
from corpus.numbering import find_mark
from corpus.numerals import NUMERAL, parse_numeral

_ARTICLE = re.compile(
    rf"(?:(?<=[。；：”）\s\u3000])|^)第(?P<number>[{NUMERAL}]{{1,7}}|\d{{1,4}})条(?:之[一二三四五六七八九十]+)?"
    r"(?P<gap>[ \u3000]*)"
)
_CHAPTER = re.compile(
    rf"第[{NUMERAL}]{{1,4}}[编章节][ \u3000]*[^。；：，]{{0,30}}?(?=[ \u3000]*第[{NUMERAL}]{{1,7}}条)"
)


#: 一、总体要求（一）指导思想。…: a heading, and the first of its items behind it without a stop between.
_HEADED = re.compile(
    rf"(?:[{NUMERAL}]{{1,3}}[、.．]|[（(][{NUMERAL}]{{1,3}}[）)])[^。；：，;:,（()）\d]{{2,30}}(?<!第)"
    r"(?=[（(]一[）)](?![期批类级段标组册部项款目至、，和])[一-鿿]|1[.．、][一-鿿])"
)
_ITEM = re.compile(rf"[（(](?P<han>[{NUMERAL}]{{1,3}})[）)]|(?<!\d)(?P<arabic>\d{{1,2}})[.．、](?!\d)")


def split_lines(lines: Sequence[Line]) -> list[Line]:
    """Give every article a line of its own where several stand on one, and a chapter heading before them.

    Only articles that count on by one are told apart; a line that merely cites articles stays whole. So it is
    with items that stand behind the heading they belong to.

    Args:
        lines: All lines, before they are repaired.

    Returns:
        The lines, with those split that hold several articles.
    """
    found: list[Line] = []
    for line in lines:
        if (line.table is None and line.text.count("条") > 1) or _CHAPTER.match(line.text):
            found += _split(line, _starts(line.text))
        elif line.table is None and (heading := _HEADED.match(line.text)):
            found += _split(line, _item_starts(line.text, heading.end()))
        else:
            found.append(line)
    return found


def _split(line: Line, places: Sequence[int]) -> Iterator[Line]:
    starts = [0, *places]
    for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
        text = line.text[start:end].rstrip()
        at = line.start + start
        first = start == 0
        yield replace(
            line,
            start=at,
            end=at + len(text),
            text=text,
            blanks=line.blanks if first else 0,
            edits=[],
        )


def _item_starts(text: str, first: int) -> list[int]:
    """Where the items behind a heading begin: each after a full stop and numbered one more than the last."""
    starts = [first]
    family = "han" if text[first] in "（(" else "arabic"
    for match in _ITEM.finditer(text, first + 1):
        if (
            match[family]
            and parse_numeral(match[family]) == len(starts) + 1
            and text[match.start() - 1] in "。；"
        ):
            starts.append(match.start())
    return starts


def _starts(text: str) -> list[int]:
    """Where the articles after the first begin: each numbered one more than the one before."""
    chapter = _CHAPTER.match(text)
    starts: list[int] = []
    last: int | None = None
    for match in _ARTICLE.finditer(text):
        number = parse_numeral(match["number"])
        if number is None or find_mark(text[match.start() : match.end() + 12]) is None:
            continue
        leads = match.start() == 0 or (chapter is not None and match.start() <= chapter.end() + 2)
        if last is None:
            if leads or match["gap"]:
                last = number
                if match.start():
                    starts.append(match.start())
        elif number == last + 1:
            last = number
            starts.append(match.start())
    several = len(starts) + (text[:1] == "第" and chapter is None) > 1
    return starts if several or chapter is not None else []
