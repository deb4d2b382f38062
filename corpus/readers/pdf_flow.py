"""Lines become paragraphs: where a line was full the sentence goes on, where a new one begins it does not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_model import Line

#: Share of a column's lines that have to end at an edge for it to be one.
_EDGE_SHARE = 0.04
_EDGE_NEAR = 0.6
_FEW_LINES = 8
_INDENT = 1.2
_SAME_INDENT = 0.3
_FEWEST_INDENTS = 3
#: A first line is set in by two characters; what is set in by more on both sides is centred.
_CENTRED_INDENT = 2.6
_CENTRED_SLACK = 1.2
_SLACK = 0.6
_OTHER_SIZE = 0.15
_FAR = 1.7
_SENTENCE_END = re.compile(r"[。！？；：:;!?][”’）)」』]?$")
_MARK = re.compile(
    r"第[0-9零〇一二三四五六七八九十百千]+[编章节条款部分]|[0-9０-９]{1,3}[、．.](?![0-9])|[0-9]{1,2}(?:\.[0-9]{1,2})+(?![0-9%])"
    r"|[一二三四五六七八九十]{1,3}[、．.]|[（(][0-9０-９一二三四五六七八九十]{1,3}[）)]|[①-⑳●■◆•—]"
)
_CHAPTER = re.compile(r"第[0-9零〇一二三四五六七八九十百]{1,5}[编章节部][^，。；：、]{0,24}")
_LATIN_END = re.compile(r"[A-Za-z0-9,.;:]$")
_LATIN_START = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the lines of a column stand, in points.

    Attributes:
        left: Where lines begin.
        right: Where full lines end.
        indent: Where first lines of paragraphs begin; the left edge where they are not set in.
        pitch: From line to line.
    """

    left: float
    right: float
    indent: float
    pitch: float


def column_edges(lines: Iterable[tuple[float, Line]]) -> dict[tuple[int, int], Edges]:
    """Measures the columns of a document over all its pages.

    Args:
        lines: Lines in reading order, each with the width of its page.

    Returns:
        Edges by (page width in whole points, column).
    """
    columns: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for width, line in lines:
        columns[round(width), line.column].append(line)
    return {key: _measure(column, key[0]) for key, column in columns.items()}


def _measure(column: Sequence[Line], width: float) -> Edges:
    size = median(line.size for line in column)
    enough = max(1.0, _EDGE_SHARE * len(column))
    starts = sorted(line.x0 for line in column)
    ends = sorted(-line.x1 for line in column)
    left, right = (_edge(places, _EDGE_NEAR * size, enough) for places in (starts, ends))
    right = -right
    if len(column) < _FEW_LINES and not column[0].column:
        # None of a few lines need be full; the margins of a page are mostly alike.
        right = max(right, width - left)
    steps = [after.top - before.top for before, after in pairwise(column)]
    pitches = [step for step in steps if 0 < step < 4 * size]
    return Edges(left, right, _indent(column, left, size), median(pitches) if pitches else 1.5 * size)


def _indent(column: Sequence[Line], left: float, size: float) -> float:
    """The place at which most lines begin that are set in; centred lines begin here and there."""
    places = Counter(round(line.x0) for line in column if line.x0 - left > _INDENT * size)
    place, times = places.most_common(1)[0] if places else (0, 0)
    return float(place) if times >= _FEWEST_INDENTS else left


def _edge(places: list[float], near: float, enough: float) -> float:
    """The first place at which, or a little after which, enough lines begin."""
    return next(place for at, place in enumerate(places) if bisect_right(places, place + near) - at >= enough)


def goes_on(before: Line, line: Line, edges: Edges, *, same_page: bool) -> bool:
    """Whether a line continues the paragraph of the line before it.

    Args:
        before: The line before, in reading order.
        line: The line in question.
        edges: Edges of its column.
        same_page: Whether both stand in one column of one page.

    Returns:
        True where they are to be joined.
    """
    if before.column != line.column and same_page:
        return False
    if abs(before.size - line.size) > _OTHER_SIZE * max(before.size, line.size):
        return False
    if same_page and line.top - before.top > _FAR * edges.pitch:
        return False
    if _is_centred(before, edges) or _is_centred(line, edges):
        return False
    if edges.right - before.x1 >= line.first + _SLACK * line.size:
        return False
    if _CHAPTER.fullmatch(line.text):
        return False
    marked = _MARK.match(line.text) is not None
    ended = _SENTENCE_END.search(before.text) is not None
    indent = line.x0 - edges.left
    if indent > _INDENT * line.size and abs(line.x0 - edges.indent) < _SAME_INDENT * line.size:
        return False
    if indent > _INDENT * line.size:
        return not marked and not ended and line.x1 > before.x0 + indent
    if marked and ended:
        return before.x0 - edges.left > _INDENT * line.size and not _MARK.match(before.text)
    return True


def joined(texts: Sequence[str]) -> str:
    """Puts lines of one paragraph together, with a blank where a Latin word ends and another begins."""
    whole = ""
    for text in texts:
        blank = whole and _LATIN_END.search(whole) and _LATIN_START.match(text)
        whole += f" {text}" if blank else text
    return whole


def cell_paragraphs(lines: Sequence[Line], x0: float, x1: float) -> list[str]:
    """Puts the lines of a table cell together: a line that had room for the next word ends a paragraph.

    Args:
        lines: Lines of the cell from top to bottom.
        x0: Left edge of the cell in points.
        x1: Right edge.

    Returns:
        Its paragraphs.
    """
    if not lines:
        return []
    room = _room(lines, x0, x1)
    paragraphs = [[lines[0].text]]
    for before, line in pairwise(lines):
        if _is_full(before, line, room):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
    return [joined(paragraph) for paragraph in paragraphs]


def cell_goes_on(lines: Sequence[Line], line: Line, x0: float, x1: float) -> bool:
    """Whether a line over the page may continue a cell: there was no room for it on the cell's last line."""
    return _is_full(lines[-1], line, _room([*lines, line], x0, x1))


def _room(lines: Sequence[Line], x0: float, x1: float) -> float:
    """Width that the lines of a cell have; its padding is told by the line that comes nearest to an edge."""
    padding = min(min(line.x0 - x0 for line in lines), min(x1 - line.x1 for line in lines))
    return x1 - x0 - 2 * max(0.0, padding)


def _is_full(before: Line, line: Line, room: float) -> bool:
    if _MARK.match(line.text) and _SENTENCE_END.search(before.text):
        return False
    return room - (before.x1 - before.x0) < line.first + _SLACK * line.size


def _is_centred(line: Line, edges: Edges) -> bool:
    left, right = line.x0 - edges.left, edges.right - line.x1
    if abs(line.x0 - edges.indent) < _SAME_INDENT * line.size:
        return False
    return left > _CENTRED_INDENT * line.size and abs(left - right) < _CENTRED_SLACK * line.size
