"""A table that a page end cut: 续表 joins what it goes on with, and a head that comes again is dropped."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.grids import Grid, GridCell
from corpus.lines import Line
from corpus.table_units import declared_units

_CONTINUED = re.compile(
    r"[（(]?\s*(?:[上接]*续\s*(?:上?\s*表|上页)|.{0,20}表\s*.{0,8}[（(]续\s*表?[）)])\s*.{0,8}[）)]?\s*"
)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*[%％]?")


def join_continued(grids: Sequence[Grid], lines: Sequence[Line], skip: Collection[int]) -> list[Grid]:
    """Join tables with what a page end cut off them.

    Args:
        grids: Tables in order.
        lines: All lines in order.
        skip: Positions that are page furniture.

    Returns:
        The tables, each in one piece and with its head once.
    """
    runs: list[list[Grid]] = []
    for grid in grids:
        if runs and _goes_on(runs[-1][0], runs[-1][-1], grid, lines, skip):
            runs[-1].append(grid)
        else:
            runs.append([_once_headed(grid)])
    return [run[0] if len(run) == 1 else _joined(run) for run in runs]


def _goes_on(first: Grid, above: Grid, grid: Grid, lines: Sequence[Line], skip: Collection[int]) -> bool:
    between = range(above.last + 1, grid.first)
    named = [at for at in between if _CONTINUED.fullmatch(lines[at].text)]
    units = [at for at in between if named and declared_units(lines[at].text)]
    if not all(at in skip or at in named or at in units for at in between):
        return False
    if len(first.rows[0]) != len(grid.rows[0]):
        return False
    return bool(named) or (len(between) > 0 and _repeated(first, grid.rows) > 0)


def _joined(run: Sequence[Grid]) -> Grid:
    """All as one table; what stood between them, and the head that came again, goes with the row above."""
    rows, spans = [*run[0].rows], [*run[0].spans]
    for grid in run[1:]:
        repeated = min(_repeated(run[0], grid.rows), len(grid.rows) - 1)
        if repeated:
            spans[-1] = (spans[-1][0], grid.spans[repeated - 1][1])
        shift = len(rows) - repeated
        rows += [tuple(_moved(cell, shift) for cell in row) for row in grid.rows[repeated:]]
        spans += grid.spans[repeated:]
    return Grid(tuple(rows), tuple(spans), run[0].first, run[-1].last)


def _once_headed(grid: Grid) -> Grid:
    """The table without rows that only repeat its head."""
    rows, spans = [*grid.rows[:1]], [*grid.spans[:1]]
    at = 1
    while at < len(grid.rows):
        if repeated := _repeated(grid, grid.rows[at:]):
            at = min(at + repeated, len(grid.rows))
            spans[-1] = (spans[-1][0], grid.spans[at - 1][1])
            continue
        shift = len(rows) - at
        rows.append(tuple(_moved(cell, shift) for cell in grid.rows[at]) if shift else grid.rows[at])
        spans.append(grid.spans[at])
        at += 1
    return grid if len(rows) == len(grid.rows) else replace(grid, rows=tuple(rows), spans=tuple(spans))


def _repeated(grid: Grid, rows: Sequence[Sequence[GridCell | None]]) -> int:
    """How many of the rows are the first rows of the table again, word for word."""
    count = 0
    while count < min(len(rows), len(grid.rows)):
        texts = [cell.text for cell in rows[count] if cell is not None]
        words = [text for text in texts if text and not _FIGURE.fullmatch(text)]
        first = [cell.text for cell in grid.rows[count] if cell is not None]
        if texts != first or (not count and len(set(words)) < 2) or len(words) < sum(map(bool, texts)):
            break
        count += 1
    return count


def _moved(cell: GridCell | None, shift: int) -> GridCell | None:
    return None if cell is None else replace(cell, row=cell.row + shift)
