"""Tables as grids of cells: those a format declares, and those that were flattened into lines of text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.lines import Line
from corpus.numbering import find_mark
from corpus.plain_tables import PlainTable, aligned, counted
from corpus.repair import mend
from corpus.source import Table

#: A row of a declared table has at most this many columns after its spans are laid out.
MAX_COLUMNS = 256
#: A page number with a blank line on either side; more blank lines end a row as well.
_PAGE_GAP = 3
#: What sets cells apart in a table drawn with characters, and its horizontal rules.
_UPRIGHT = re.compile("[|｜│┃║]")
_BOX_RULE = re.compile("[┌┬┐├┼┤└┴┘─━┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═+\\-]{5,}")
_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One place of a grid.

    Attributes:
        text: The repaired content of the cell that covers it.
        row: The row in which that cell begins.
        column: The column in which it begins.
        columns: Columns it covers.
        header: Whether the format marks it as a header.
    """

    text: str
    row: int
    column: int
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with every span laid out.

    Attributes:
        rows: Cells by row; None where a row has no cell.
        spans: Start and end of each row in the text as received.
        first: Position of its first line among all lines.
        last: Position of its last line.
    """

    rows: tuple[tuple[GridCell | None, ...], ...]
    spans: tuple[tuple[int, int], ...]
    first: int
    last: int


def find_grids(lines: Sequence[Line], skip: Collection[int]) -> list[Grid]:
    """Find every table among the lines, in order.

    Args:
        lines: All lines in order.
        skip: Positions that are page furniture and may stand inside a table.

    Returns:
        The tables; they do not overlap.
    """
    grids: list[Grid] = []
    at = 0
    no_cells_before = 0
    while at < len(lines):
        line = lines[at]
        grid: Grid | None = None
        if line.table is not None:
            grid = _declared(lines, at, line.table)
        elif line.tabs == 1 and "\t" not in line.text and at >= no_cells_before:
            no_cells_before, grid = _one_cell_a_line(lines, at, skip)
        elif "\t" in line.text or line.tabs:
            grid = _one_row_a_line(lines, at, skip, "\t")
        elif _UPRIGHT.search(line.text) or _BOX_RULE.fullmatch(line.text):
            grid = _one_row_a_line(lines, at, skip, "|")
        elif plain := aligned(lines, at) or counted(lines, at, skip):
            grid = _of_plain(lines, plain)
        if grid is not None:
            grids.append(grid)
            at = grid.last + 1
        else:
            at += 1
    return grids


def _declared(lines: Sequence[Line], at: int, table: Table) -> Grid:
    last = at
    while last + 1 < len(lines) and lines[last + 1].table is table:
        last += 1
    laid: list[tuple[GridCell | None, ...]] = []
    hanging: dict[int, tuple[GridCell, int]] = {}
    for row, cells in enumerate(table.rows):
        placed: dict[int, GridCell] = {}
        for column, (cell, left) in list(hanging.items()):
            placed[column] = cell
            if left > 1:
                hanging[column] = (cell, left - 1)
            else:
                del hanging[column]
        column = 0
        for source in cells:
            while column in placed:
                column += 1
            width = max(1, min(source.columns, MAX_COLUMNS - column))
            if column >= MAX_COLUMNS:
                break
            text = mend(re.sub(r"\s*\n\s*", "\n", source.text.strip()))
            cell = GridCell(text, row, column, width, source.header)
            for covered in range(column, column + width):
                placed.setdefault(covered, cell)
                if source.rows > 1:
                    hanging.setdefault(covered, (cell, source.rows - 1))
            column += width
        laid.append(tuple(placed.get(c) for c in range(max(placed, default=-1) + 1)))
    spans = tuple((line.start, line.end) for line in lines[at : last + 1])
    return Grid(_square(laid), spans, at, last)


def _one_row_a_line(lines: Sequence[Line], at: int, skip: Collection[int], mark: str) -> Grid | None:
    rows: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    last = at
    ruled = 0
    for place in range(at, len(lines)):
        line = lines[place]
        if place in skip:
            continue
        if line.table is not None:
            break
        text = _UPRIGHT.sub("|", line.text) if mark == "|" else line.text
        if mark == "|" and (_BOX_RULE.fullmatch(text) or (_PIPE_RULE.fullmatch(text) and rows)):
            last = place
            if rows:
                ruled = ruled or len(rows)
                spans[-1] = (spans[-1][0], line.end)
            continue
        cells = _cells(line, text, mark)
        if cells is not None and len(rows) == 1 and line.tabs and not line.blanks:
            # A head of several rows may have lost the empty cells at the end of its first.
            rows[0] += [""] * (len(cells) - len(rows[0]))
        if cells is None or (rows and not _fits(cells, rows[0], ruled=bool(ruled), blanks=line.blanks)):
            break
        rows.append(cells)
        spans.append((line.start if len(rows) > 1 else lines[at].start, line.end))
        last = place
    columns = len(rows[0]) if rows else 0
    if mark == "\t" and _is_contents(rows):
        return None
    enough = bool(ruled) or (columns >= 3 and len(rows) >= 2) or (columns == 2 and len(rows) >= 3)
    if not enough or (mark == "|" and columns < 2):
        return None
    return Grid(_square(_plain(rows, ruled)), tuple(spans), at, last)


def _of_plain(lines: Sequence[Line], plain: PlainTable) -> Grid:
    spans = tuple((lines[first].start, lines[last].end) for first, last in plain.lines)
    return Grid(_square(_plain(plain.rows)), spans, plain.lines[0][0], plain.lines[-1][1])


def _is_contents(rows: list[list[str]]) -> bool:
    """Whether rows are a table of contents: headings with page numbers that do not go down."""
    pages = [int(row[-1]) for row in rows if row[-1].isdecimal()]
    headings = sum(find_mark(row[0]) is not None for row in rows)
    return len(pages) == len(rows) >= 2 and headings * 2 >= len(rows) and pages == sorted(pages)


def _fits(cells: list[str], first: list[str], *, ruled: bool, blanks: int) -> bool:
    """Whether a row belongs under the first: as many cells, or fewer where empty ones at its end are lost."""
    if len(cells) >= len(first):
        return len(cells) == len(first)
    return ruled or (not blanks and len(cells) >= 2 and len(first) >= 3)


def _cells(line: Line, text: str, mark: str) -> list[str] | None:
    if mark == "|":
        if "|" not in text:
            return None
        return [mend(cell.strip()) for cell in text.strip().strip("|").split("|")]
    if "\t" not in text and not line.tabs:
        return None
    # Tabs before the line are empty cells, as Word writes a merged cell.
    return [*[""] * line.tabs, *(mend(cell.strip()) for cell in text.split("\t"))]


def _one_cell_a_line(lines: Sequence[Line], at: int, skip: Collection[int]) -> tuple[int, Grid | None]:
    """The place after the run of cells that begins at a line, and the table they are, if any."""
    groups: list[list[str]] = []
    spans: list[tuple[int, int]] = []
    last = at
    broken = 0
    for place in range(at, len(lines)):
        line = lines[place]
        if place in skip:
            broken += line.blanks + 1
            continue
        if line.table is not None or line.tabs > 1 or "\t" in line.text:
            break
        if line.tabs == 1:
            if not groups or (_ends_row(groups, broken + line.blanks) if broken else line.blanks):
                groups.append([])
                spans.append((line.start, line.end))
            groups[-1].append(mend(line.text))
            broken = 0
        elif not line.blanks and groups[-1] and _goes_on(lines, place, groups[-1][-1]):
            groups[-1][-1] += mend(line.text)
        else:
            break
        spans[-1] = (spans[-1][0], line.end)
        last = place
    while groups and not any(groups[-1]):
        groups.pop()
        spans.pop()
    if len(groups) == 1:
        cut = _cut_by_ordinals(groups[0])
        if cut is None:
            return last + 1, None
        cells = [line for line in lines[at : last + 1] if line.tabs == 1]
        spans = [(cells[i].start, cells[min(i + cut, len(cells)) - 1].end) for i in range(0, len(cells), cut)]
        groups = [groups[0][i : i + cut] for i in range(0, len(groups[0]), cut)]
    columns = len(groups[0]) if groups else 0
    if columns < 2 or len(groups) < 2:
        return last + 1, None
    rows = []
    for group in groups:
        if len(group) < columns:
            # Word leaves out the cells that a merge from above covers, and they stand on the left.
            rows.append([""] * (columns - len(group)) + group)
        else:
            rows.append([*group[: columns - 1], "".join(group[columns - 1 :])])
    return last + 1, Grid(_square(_plain(rows)), tuple(spans), at, last)


def _ends_row(groups: Sequence[Sequence[str]], gap: int) -> bool:
    """Whether a page end inside a table falls between two rows: the row is full, or the gap is wider."""
    if len(groups) > 1:
        return len(groups[-1]) >= len(groups[0])
    return gap > _PAGE_GAP


def _goes_on(lines: Sequence[Line], place: int, cell: str) -> bool:
    """Whether an unindented line inside a table goes on with the cell before it."""
    following = lines[place + 1] if place + 1 < len(lines) else None
    return following is not None and following.tabs == 1 and not following.blanks and not cell.endswith("。")


def _cut_by_ordinals(cells: list[str]) -> int | None:
    """Columns of a table without blank lines between its rows, from the distance of 1, 2, 3 in it."""
    places = {}
    for at, cell in enumerate(cells):
        if cell.isdecimal() and cell not in places:
            places[cell] = at
    if "1" not in places or "2" not in places:
        return None
    columns = places["2"] - places["1"]
    if columns < 2 or places["1"] != columns or len(cells) % columns:
        return None
    return columns


def _plain(rows: list[list[str]], headers: int = 0) -> list[tuple[GridCell | None, ...]]:
    return [
        tuple(GridCell(text, row, column, header=row < headers) for column, text in enumerate(cells))
        for row, cells in enumerate(rows)
    ]


def _square(rows: list[tuple[GridCell | None, ...]]) -> tuple[tuple[GridCell | None, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[None] * (width - len(row))) for row in rows)


def texts(rows: Sequence[Sequence[GridCell | None]]) -> Iterator[str]:
    """The text of every place of some rows that has any."""
    return (cell.text for row in rows for cell in row if cell is not None and cell.text)
