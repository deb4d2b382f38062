"""Tables of any format: cells become a ``Table``, or plain paragraphs where a table only frames text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import CorpusError
from corpus.source import Block, Cell, Paragraph, Table

#: Places in one table, spans counted, and its columns; a larger one is a data file and no policy document.
MAX_PLACES = 60_000
_MAX_COLUMNS = 1000


@dataclass(slots=True, eq=False)
class GridCell:
    """A cell while its table is being read.

    Attributes:
        blocks: Its content.
        rows: Rows it spans so far; more than the table has means to its end.
        columns: Columns it spans.
        header: Whether the format marks it as a header cell.
    """

    blocks: Sequence[Block] = ()
    rows: int = 1
    columns: int = 1
    header: bool = False


_Line = list[GridCell | None]
_Grid = list[_Line]


def as_blocks(rows: Sequence[Sequence[GridCell]], name: str, *, page: int = 0) -> list[Block]:
    """Makes a table of cells, or the paragraphs in it where it has but one column.

    Rows and columns that only the layout needs are taken out: empty ones at the end, empty columns, and
    grid lines that no cell ends at. A table of one column is a frame (专栏, a notice in a box, a page laid
    out with tables): as paragraphs, its headings and numbers keep their meaning.

    Args:
        rows: Cells by the row they begin in, spans as in HTML.
        name: The file's name, for messages.
        page: Page the table begins on, from 1; 0 for none.

    Returns:
        One table, or the blocks inside it, or nothing where it is empty.

    Raises:
        CorpusError: The table is too large.
    """
    texts = {id(cell): flattened(cell.blocks) for row in rows for cell in row}
    grid = _kept_rows(_transposed(_kept_columns(_transposed(_placed(rows, name)), texts)), texts)
    if not grid:
        return []
    if len(grid[0]) == 1:
        return [block for cell in _distinct(line[0] for line in grid) for block in cell.blocks]
    return [Table(_cells(grid, texts), page=page)]


def too_large(name: str) -> CorpusError:
    """The error for a table with more places than a policy document has."""
    return CorpusError(f"{name}：表格过大（超过 {MAX_PLACES} 格）。请只保留政策正文所需的表格后重试。")


def flattened(blocks: Iterable[Block]) -> str:
    """Text of blocks as a cell holds it: a line a paragraph or a row of a table inside it."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text.strip())
        else:
            rows = [
                "\u3000".join(cell.text.replace("\n", " ") for cell in row if cell.text) for row in block.rows
            ]
            lines.append("；\n".join(row for row in rows if row))
    return "\n".join(line for line in lines if line)


def _placed(rows: Sequence[Sequence[GridCell]], name: str) -> _Grid:
    """The cell at every place of the table, by the rules of HTML; None where there is none."""
    grid: _Grid = [[] for _ in rows]
    width = 0
    for top, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(grid[top]) and grid[top][column] is not None:
                column += 1
            end = column + cell.columns
            width = max(width, end)
            if width * len(rows) > MAX_PLACES or width > _MAX_COLUMNS:
                raise too_large(name)
            for line in grid[top : top + cell.rows]:
                line.extend([None] * (end - len(line)))
                for place in range(column, end):
                    if line[place] is None:
                        line[place] = cell
            column = end
    for line in grid:
        line.extend([None] * (width - len(line)))
    return grid


def _kept_rows(grid: _Grid, texts: dict[int, str]) -> _Grid:
    """The rows without those in which no cell begins, and without empty ones at the end."""
    kept: _Grid = []
    for line in grid:
        if not kept or any(cell is not above for cell, above in zip(line, kept[-1], strict=True)):
            kept.append(line)
    while kept and all(cell is None or not texts[id(cell)] for cell in kept[-1]):
        kept.pop()
    return kept


def _kept_columns(columns: _Grid, texts: dict[int, str]) -> _Grid:
    """The columns without those that hold nothing of their own: empty places and parts of wider cells."""
    kept: _Grid = []
    for index, column in enumerate(columns):
        left: _Line = kept[-1] if kept else [None] * len(column)
        right: _Line = columns[index + 1] if index + 1 < len(columns) else [None] * len(column)
        if any(
            cell is not None and texts[id(cell)] and cell is not before and cell is not after
            for cell, before, after in zip(column, left, right, strict=True)
        ) or _ends_cells(column, left, right, texts):
            kept.append(column)
    return kept


def _ends_cells(column: _Line, left: _Line, right: _Line, texts: dict[int, str]) -> bool:
    """Whether cells with text begin here in some rows and end here in others, so that it parts them."""
    begins = ends = False
    for cell, before, after in zip(column, left, right, strict=True):
        if cell is not None and texts[id(cell)]:
            begins |= cell is not before
            ends |= cell is not after
    return begins and ends


def _transposed(grid: _Grid) -> _Grid:
    return [list(line) for line in zip(*grid, strict=True)]


def _distinct(cells: Iterable[GridCell | None]) -> list[GridCell]:
    return list({id(cell): cell for cell in cells if cell is not None}.values())


def _cells(grid: _Grid, texts: dict[int, str]) -> tuple[tuple[Cell, ...], ...]:
    """The grid as rows of cells that begin in them; a hole before a cell becomes an empty cell."""
    heights: dict[int, int] = {}
    for line in grid:
        for covering in _distinct(line):
            heights[id(covering)] = heights.get(id(covering), 0) + 1
    begun: set[int] = set()
    rows: list[tuple[Cell, ...]] = []
    for line in grid:
        row: list[Cell] = []
        widths = Counter(map(id, line))
        last = max((place for place, cell in enumerate(line) if cell is not None), default=-1)
        for cell in line[: last + 1]:
            if cell is None:
                row.append(Cell(""))
            elif id(cell) not in begun:
                begun.add(id(cell))
                row.append(Cell(texts[id(cell)], heights[id(cell)], widths[id(cell)], cell.header))
        rows.append(tuple(row))
    return tuple(rows)
