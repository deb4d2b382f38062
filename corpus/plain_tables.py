"""Tables in plain text without tabs: columns set apart by spaces, and one cell a line counted by 序号."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus import shapes
from corpus.lines import Line
from corpus.repair import mend

_COLUMN_GAP = re.compile("[ \u3000\u00a0]{2,}")
_FIGURE = re.compile(r"\d")
_FIGURE_ONLY = re.compile(r"[-+－]?[\d,，.．]+[%％]?")
_ORDINAL_HEAD = re.compile(r"序\s*号|编\s*号|项\s*次")
#: A cell of a row may stand this many columns beside its head, as letters differ in width.
_SLACK = 4
_HEAD_LENGTH = 20
_CELL_LENGTH = 300
_MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Rows of cells as found in lines.

    Attributes:
        rows: Repaired cells by row, the head first.
        lines: First and last line of each row.
    """

    rows: list[list[str]]
    lines: list[tuple[int, int]]


def aligned(lines: Sequence[Line], at: int) -> PlainTable | None:
    """Columns set apart by spaces: a head of words, and rows of as many cells that hold figures.

    A row that has lost empty cells at places where the others have some is told by where its cells stand.

    Args:
        lines: All lines in order.
        at: Position of the line that may be the head.
    """
    rows: list[list[str]] = []
    starts: list[int] = []
    if not _COLUMN_GAP.search(lines[at].text):
        return None
    for place in range(at, len(lines)):
        line = lines[place]
        cells = [] if line.table or line.tabs else _set_apart(line)
        if "。" in line.text or len(cells) < (2 if rows else 3):
            break
        figures = any(_FIGURE.search(cell) for _, cell in cells[1:])
        if figures != bool(rows) or (not rows and any(len(cell) < 2 for _, cell in cells)):
            break
        if not rows:
            starts = [start for start, _ in cells]
            rows.append([cell for _, cell in cells])
        elif len(cells) == len(starts):
            rows.append([cell for _, cell in cells])
        elif (row := _by_place(cells, starts)) is not None:
            rows.append(row)
        else:
            break
    if len(rows) < 3:
        return None
    return PlainTable(rows, [(place, place) for place in range(at, at + len(rows))])


def _set_apart(line: Line) -> list[tuple[int, str]]:
    """The cells of a line with the column in which each begins."""
    cells: list[tuple[int, str]] = []
    begin = 0
    for gap in [*_COLUMN_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        cells.append((line.indent + shapes.width(line.text[:begin]), mend(line.text[begin:end])))
        begin = gap.end() if gap else end
    return [cell for cell in cells if cell[1]]


def _by_place(cells: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[str] | None:
    """A row with empty cells where none stands under the head; None where one stands under no head."""
    row = [""] * len(starts)
    for start, cell in cells:
        near = [column for column, head in enumerate(starts) if abs(head - start) <= _SLACK]
        if len(near) != 1 or row[near[0]]:
            return None
        row[near[0]] = cell
    return row if row[0] else None


def counted(lines: Sequence[Line], at: int, skip: Collection[int]) -> PlainTable | None:
    """One cell a line: a head that begins with 序号, and rows that begin with 1, 2, 3 at one distance.

    Args:
        lines: All lines in order.
        at: Position of the line that may be 序号.
        skip: Positions that are page furniture and may stand inside the table.
    """
    if not _ORDINAL_HEAD.fullmatch(lines[at].text):
        return None
    head = _cells_from(lines, at, skip, _MOST_COLUMNS + 1)
    texts = [lines[place].text for place in head]
    columns = texts.index("1") if "1" in texts else 0
    if columns < 3 or any(len(text) > _HEAD_LENGTH or shapes.ends_sentence(text) for text in texts[:columns]):
        return None
    rows: list[list[str]] = []
    places: list[tuple[int, int]] = []
    following = at
    while following < len(lines):
        live = _cells_from(lines, following, skip, columns)
        if len(live) < columns or (rows and lines[live[0]].text != str(len(rows))):
            break
        rows.append([mend(lines[place].text) for place in live])
        places.append((live[0], live[-1]))
        following = live[-1] + 1
    return PlainTable(rows, places) if len(rows) > 2 else None


def _cells_from(lines: Sequence[Line], at: int, skip: Collection[int], most: int) -> list[int]:
    """Positions of so many cells from a line on, or of fewer where something else stands between them."""
    live: list[int] = []
    for place in range(at, len(lines)):
        line = lines[place]
        if place in skip and not _FIGURE_ONLY.fullmatch(line.text):
            continue
        if len(live) == most or line.table or line.tabs or not line.text or len(line.text) > _CELL_LENGTH:
            break
        live.append(place)
    return live
