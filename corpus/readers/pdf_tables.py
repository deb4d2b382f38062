"""Ruled tables of a page: lines across and down become a grid of cells, merged where no line parts them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TypeVar

from corpus.readers.pdf_lines import in_reading_order, lines_of
from corpus.readers.pdf_model import Glyph, Line, Page, PageContent, RuledCell, RuledTable, Ruling

#: Lines closer than this many points are one; ends may miss each other by as much.
_NEAR = 3.0
#: A line parts two cells where it covers this share of their common edge.
_COVERED = 0.6
_MAX_LINES = 2000
#: A frame around this share of a page is its border.
_PAGE_SHARE = 0.5
_MAX_CELLS = 20_000
#: Size of type that the place of a table counts as.
_TYPE = 12.0


def page_content(page: Page) -> PageContent:
    """Finds the ruled tables of a page, what stands in their cells, and the lines around them.

    Args:
        page: The page as characters and ruled lines.

    Returns:
        Its lines in reading order; a line without text holds the place of each table.
    """
    tables = _tables(page.horizontal, page.vertical, page.width * page.height)
    inside, outside = _sorted_out(page.glyphs, tables)
    for table in tables:
        for cell in table.cells:
            cell.lines = in_reading_order(lines_of(inside.get(id(cell), ())), 0.0)
    lines = in_reading_order([*lines_of(outside), *_places_held(tables)], page.width)
    return PageContent(page.number, page.width, page.height, lines, tables, page.picture)


def picture_content(
    number: int,
    size: tuple[float, float],
    pieces: Sequence[Line],
    across: Sequence[Ruling],
    down: Sequence[Ruling],
) -> PageContent:
    """Does for a scanned page what ``page_content`` does for characters.

    Args:
        number: The page's number.
        size: Its width and height.
        pieces: Pieces of lines that OCR found.
        across: Ruled lines that run across.
        down: Ruled lines that run down.

    Returns:
        Its lines in reading order.
    """
    tables = _tables(across, down, size[0] * size[1])
    inside, outside = _sorted_out(pieces, tables)
    for table in tables:
        for cell in table.cells:
            cell.lines = in_reading_order(inside.get(id(cell), ()), 0.0)
    lines = in_reading_order([*outside, *_places_held(tables)], size[0])
    return PageContent(number, size[0], size[1], lines, tables, picture=True)


def _tables(across: Sequence[Ruling], down: Sequence[Ruling], area: float) -> list[RuledTable]:
    return [
        table
        for group_across, group_down in _connected(_merged(across), _merged(down))
        if (table := _table(group_across, group_down)) is not None and not _is_border(table, area)
    ]


_Mark = TypeVar("_Mark", Glyph, Line)


def _sorted_out(
    marks: Sequence[_Mark], tables: Sequence[RuledTable]
) -> tuple[dict[int, list[_Mark]], list[_Mark]]:
    """What stands in each cell (by the cell's identity), and what stands outside of all."""
    places = [_places(table) for table in tables]
    inside: dict[int, list[_Mark]] = {}
    outside: list[_Mark] = []
    for mark in marks:
        cell = next(filter(None, map(_cell_at, repeat(mark), tables, places)), None)
        (outside if cell is None else inside.setdefault(id(cell), [])).append(mark)
    return inside, outside


def _places_held(tables: Sequence[RuledTable]) -> Iterator[Line]:
    """Lines without text that keep the places of tables among the lines around them."""
    for index, table in enumerate(tables):
        edges = (table.xs[0], table.xs[-1], table.ys[0], table.ys[-1])
        yield Line("", *edges, size=_TYPE, first=0.0, table=index)


def _is_border(table: RuledTable, area: float) -> bool:
    framed = (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0])
    return len(table.cells) == 1 and framed > _PAGE_SHARE * area


def _merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Pieces of one line put together; a table's borders are often drawn cell by cell."""
    merged: list[Ruling] = []
    for ruling in sorted(rulings[:_MAX_LINES]):
        index = len(merged) - 1
        while index >= 0 and ruling.at - merged[index].at <= _NEAR:
            other = merged[index]
            if ruling.start <= other.end + _NEAR and ruling.end >= other.start - _NEAR:
                merged[index] = Ruling(other.at, min(other.start, ruling.start), max(other.end, ruling.end))
                break
            index -= 1
        else:
            merged.append(ruling)
    return merged


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch each other, group by group."""
    group_of: dict[tuple[bool, int], int] = {}
    groups: list[set[tuple[bool, int]]] = []
    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if not (
                row.start - _NEAR <= column.at <= row.end + _NEAR
                and column.start - _NEAR <= row.at <= column.end + _NEAR
            ):
                continue
            ends = ((True, i), (False, j))
            known = sorted({group_of[end] for end in ends if end in group_of})
            home = known[0] if known else len(groups)
            if not known:
                groups.append(set())
            groups[home].update(ends)
            for other in known[1:]:
                groups[home] |= groups[other]
                for end in groups[other]:
                    group_of[end] = home
                groups[other] = set()
            for end in ends:
                group_of[end] = home
    return [
        (
            [across[i] for is_row, i in sorted(group) if is_row],
            [down[j] for is_row, j in sorted(group) if not is_row],
        )
        for group in groups
        if group
    ]


def _table(across: list[Ruling], down: list[Ruling]) -> RuledTable | None:
    if len(down) < 2 or not across:
        return None
    # A table that goes on over the page has no line at its broken end: its columns' lines tell where it is.
    ys = _edges(
        [ruling.at for ruling in across] + [end for ruling in down for end in (ruling.start, ruling.end)]
    )
    xs = _edges([ruling.at for ruling in down])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MAX_CELLS:
        return None
    return RuledTable(xs, ys, _cells(xs, ys, across, down))


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _cells(xs: list[float], ys: list[float], across: list[Ruling], down: list[Ruling]) -> list[RuledCell]:
    """Cells of the grid, those put together that no line parts."""
    height, width = len(ys) - 1, len(xs) - 1
    below = [[_parts(across, ys[r + 1], xs[c], xs[c + 1]) for c in range(width)] for r in range(height)]
    beside = [[_parts(down, xs[c + 1], ys[r], ys[r + 1]) for c in range(width)] for r in range(height)]
    taken = [[False] * width for _ in range(height)]
    cells: list[RuledCell] = []
    for r in range(height):
        for c in range(width):
            if taken[r][c]:
                continue
            columns = 1
            while c + columns < width and not beside[r][c + columns - 1] and not taken[r][c + columns]:
                columns += 1
            rows = 1
            while (
                r + rows < height
                and not any(below[r + rows - 1][c : c + columns])
                and not any(taken[r + rows][c : c + columns])
                and not any(beside[r + rows][c : c + columns - 1])
            ):
                rows += 1
            for line in taken[r : r + rows]:
                line[c : c + columns] = [True] * columns
            cells.append(RuledCell(r, c, rows, columns, xs[c], xs[c + columns]))
    return cells


def _parts(rulings: list[Ruling], at: float, start: float, end: float) -> bool:
    """Whether lines at a place cover most of an edge."""
    covered = sum(
        max(0.0, min(end, ruling.end) - max(start, ruling.start))
        for ruling in rulings
        if abs(ruling.at - at) <= _NEAR
    )
    return covered >= _COVERED * (end - start)


_Places = dict[tuple[int, int], RuledCell]


def _places(table: RuledTable) -> _Places:
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }


def _cell_at(mark: Glyph | Line, table: RuledTable, places: _Places) -> RuledCell | None:
    """The cell in which the middle of a character or of a piece of a line lies."""
    column = bisect_right(table.xs, (mark.x0 + mark.x1) / 2) - 1
    row = bisect_right(table.ys, (mark.top + mark.bottom) / 2) - 1
    return places.get((row, column))
