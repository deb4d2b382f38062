"""Parts inside a clause that a citation can name: 款, 项, 目, （1）, ①, a paragraph of an item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import shapes
from corpus.layout import Layout
from corpus.lines import Line
from corpus.model import Clause
from corpus.numbering import DIVISIONS, Mark, find_mark
from corpus.numerals import NUMERAL, chinese_numeral
from corpus.structure import find_units
from corpus.unit import Unit

_PARTED = frozenset({"clause", "box"})
_INLINE = re.compile(
    rf"(?<=[：:；;，,。])\s*(?P<mark>[（(][{NUMERAL}]{{1,4}}[）)]|[（(]\d{{1,2}}[）)]|[①-⑳])"
    r"|(?:^|(?<=[：:；;。]))\s*(?P<counted>\d{1,2}[、.．](?=[^\d\s]))"
)
#: A chapter or an article is never inside a clause; a line that begins with one only speaks of it.
_NO_PARTS = DIVISIONS | {"article"}
_TITLE_ONLY = re.compile(r"\s*(?:[【〔\[].{1,40}[】〕\]]\s*)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a clause.

    Attributes:
        label: What a citation adds to the clause's label: ``第二款第（三）项``, ``第3段``, ``（1）``.
        start: Offset of its first character in the clause's text.
        end: Offset after its last character.
    """

    label: str
    start: int
    end: int


@dataclass(slots=True)
class _Item:
    """A numbered part before its label is known: its marks from the outside in, and its paragraph."""

    marks: tuple[Mark, ...]
    paragraph: int
    start: int
    end: int


def parts(clause: Clause) -> tuple[Part, ...]:
    """The parts of a clause, outer before inner, in reading order.

    Args:
        clause: Any clause; only numbered items, articles, paragraphs and boxes have parts.

    Returns:
        Paragraphs where there are several (款 of an article, 段 of another clause), each with its numbered
        items inside; empty for a clause that can only be cited whole.
    """
    if clause.kind not in _PARTED:
        return ()
    lines = _lines(clause.text)
    mark = find_mark(lines[0].text)
    article = mark is not None and mark.family == "article"
    units = (
        {
            unit.at: unit
            for unit in find_units(lines, range(1, len(lines)), Layout(0, indented=False))
            if unit.family not in _NO_PARTS
        }
        if len(lines) > 1
        else {}
    )
    headed = _is_heading(clause, lines, mark)
    paragraphs = [
        at
        for at, line in enumerate(lines)
        if at not in units and not (at == 0 and headed) and not (at and _is_attached(line.text))
    ]
    items = _items(lines, units, paragraphs) + _inline(lines, units, paragraphs)
    found = []
    if len(paragraphs) > 1:
        for number, at in enumerate(paragraphs, start=1):
            end = lines[paragraphs[number] - 1].end if number < len(paragraphs) else lines[-1].end
            while number == len(paragraphs) and _is_attached(lines[_line_of(lines, end)].text):
                end = lines[_line_of(lines, end) - 1].end
            label = f"第{chinese_numeral(number)}款" if article else f"第{number}段"
            found.append(Part(label, lines[at].start, end))
    found += _labelled(items, article=article, box=clause.kind == "box", several=len(paragraphs) > 1)
    return tuple(sorted(found, key=lambda part: (part.start, -part.end)))


def _is_attached(text: str) -> bool:
    """Whether a line belongs to the paragraph before it: those who answer for it, or its footnote."""
    return shapes.is_responsible(text) or shapes.is_footnote(text)


def _lines(text: str) -> list[Line]:
    lines = []
    at = 0
    for piece in text.split("\n"):
        lines.append(Line(at, at + len(piece), piece))
        at += len(piece) + 1
    return lines


def _line_of(lines: Sequence[Line], end: int) -> int:
    return next(at for at, line in enumerate(lines) if line.end >= end)


def _is_heading(clause: Clause, lines: Sequence[Line], mark: Mark | None) -> bool:
    """Whether the first line is a heading of its own, which is no paragraph."""
    if len(lines) < 2 or mark is None:
        return clause.kind == "box" and len(lines) > 1
    rest = lines[0].text[mark.end :]
    if mark.family == "article":
        return bool(_TITLE_ONLY.fullmatch(rest))
    heading = clause.path[-1] if clause.path else ""
    return lines[0].text.rstrip("。：:；; \u3000") == heading


def _items(lines: Sequence[Line], units: dict[int, Unit], paragraphs: Sequence[int]) -> list[_Item]:
    items = []
    for at, unit in units.items():
        chain: list[Mark] = []
        above: Unit | None = unit
        while above is not None:
            if above.mark is not None:
                chain.insert(0, above.mark)
            above = above.parent
        end = at + 1
        while end < len(lines) and end not in paragraphs and not _closes(units.get(end), unit):
            end += 1
        paragraph = sum(1 for place in paragraphs if place < at)
        items.append(_Item(tuple(chain), paragraph, lines[at].start, lines[end - 1].end))
    return items


def _closes(following: Unit | None, unit: Unit) -> bool:
    """Whether a unit ends another one: it is not under it."""
    above = following
    while above is not None:
        if above is unit:
            return False
        above = above.parent
    return following is not None


def _inline(lines: Sequence[Line], units: dict[int, Unit], paragraphs: Sequence[int]) -> list[_Item]:
    """Items that follow each other within one paragraph, as in …：（一）…；（二）…."""
    items: list[_Item] = []
    for number, at in enumerate(paragraphs, start=1):
        line = lines[at]
        found = [
            (match.start(match.lastgroup or 0), find_mark(match[match.lastgroup or 0] + "·"))
            for match in _INLINE.finditer(line.text)
        ]
        run = [(start, mark) for start, mark in found if mark is not None]
        if len(run) < 2 or [mark.number for _, mark in run] != list(range(1, len(run) + 1)):
            continue
        ends = [start for start, _ in run[1:]] + [len(line.text)]
        for (start, mark), end in zip(run, ends, strict=True):
            items.append(_Item((mark,), number, line.start + start, line.start + end))
    return items


def _labelled(items: Sequence[_Item], *, article: bool, box: bool, several: bool) -> list[Part]:
    """Write the labels; a 公文's item names its paragraph only where the number alone is not unique."""
    names = [_name(item.marks, article=article, box=box) for item in items]
    counts = Counter(names)
    found = []
    for item, name in zip(items, names, strict=True):
        if article and several and item.paragraph:
            name = f"第{chinese_numeral(item.paragraph)}款{name}"
        elif counts[name] > 1 and item.paragraph:
            name = f"第{item.paragraph}段{name}"
        found.append(Part(name, item.start, item.end))
    return found


def _name(marks: Sequence[Mark], *, article: bool, box: bool) -> str:
    if box and marks[0].family == "arabic":
        # 专栏2 and 1. would run into 专栏21.
        return f"第{marks[0].number}项" + "".join(mark.written for mark in marks[1:])
    if not article:
        return "".join(mark.written for mark in marks)
    name = ""
    for mark in marks:
        if mark.family == "han_paren":
            name += f"第{mark.written}项"
        elif mark.family == "han":
            name += f"第{chinese_numeral(mark.number)}项"
        elif mark.family == "arabic":
            name += f"第{mark.number}目" if name else f"第{mark.number}项"
        else:
            name += mark.written
    return name
