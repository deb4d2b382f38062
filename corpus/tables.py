"""Table rows as sentences: every value with its full header path and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.grids import Grid, GridCell
from corpus.numbering import find_mark
from corpus.numerals import parse_numeral
from corpus.table_units import unit_of

Row = Sequence[GridCell | None]

_ORDINAL_HEADER = re.compile(r"(?:序\s*号|编\s*号|顺\s*序|项次|行次|No\.?|NO\.?|№|＃|#)")
_ORDINAL = re.compile(r"[（(]?[\d〇零一二三四五六七八九十百]{1,4}[）)]?[.、．]?")
_NUMERIC = re.compile(r"[-+－]?[\d,，.．]+[%％]?")
_NOTHING = re.compile(r"[-—－–/／\\×]+|无")
_LONG_HEADER = 30
_TRAILING = "。；;、，,"
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|累\s*计|共\s*计|总\s*和)")
#: 任务分解表, 一览表, 责任清单: how people call a table, from the end of its caption.
_SHORT_NAME = re.compile(
    r"((?:任务|责任|重点|项目|资金|指标|目标|职责|进度|工程|补助|补贴|奖励|收费|人员|时间|费用|政策|措施|考核|评价|评分|结对|帮扶|基本|信息)?"
    r"(?:任务|责任|项目|情况|信息|关系|标准|指标|工作)?"
    r"(?:分解|分工|一览|明细|统计|汇总|安排|计划|登记|申请|申报|评分|情况|对照|指标|任务|标准|信息|台账|分配|进度|清单)?"
    r"(?:表|清单|名单|名录|台账|目录))(?:[（(][^（）()]*[）)])?$"
)
_NUMBERED_CAPTION = re.compile(r"(?:附\s*)?表\s*(\d+|[一二三四五六七八九十]+)")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as it is rendered.

    Attributes:
        text: The row as a sentence, or a heading's own text.
        start: Start of what it stands for in the text as received.
        end: End of it there.
        number: Its number among the rows that hold data, from 1; 0 for the header and for section rows.
        total: Whether it sums others up (合计).
        section: Whether it is a heading over the rows below it.
        values: Header and value of every cell that holds data, ordinals left out.
    """

    text: str
    start: int
    end: int
    number: int = 0
    total: bool = False
    section: bool = False
    values: tuple[tuple[str, str], ...] = ()


def render(grid: Grid, declared: Sequence[str] = ()) -> tuple[TableRow, ...]:
    """Render a grid, header first.

    Args:
        grid: The table.
        declared: Units of its numbers where a line above the table declares them.

    Returns:
        Rows in order. The header rows are one row; blank rows belong to the row before them.
    """
    depth = _header_depth(grid)
    headers = _header_paths(grid.rows[:depth])
    ordinals = _ordinal_columns(grid, headers, depth)
    units = _unit_columns(grid, headers, depth, declared)
    rendered: list[TableRow] = []
    if depth:
        text = _joined(dict.fromkeys(_header_cells(grid.rows[:depth])))
        rendered.append(TableRow(text, grid.spans[0][0], grid.spans[depth - 1][1]))
    above: list[GridCell | None] = [None] * (len(grid.rows[0]) if grid.rows else 0)
    number = 0
    for place in range(depth, len(grid.rows)):
        row, (start, end) = grid.rows[place], grid.spans[place]
        if not any(cell is not None and cell.text for cell in row):
            if rendered:
                rendered[-1] = _extended(rendered[-1], end)
            continue
        if section := _section(row):
            rendered.append(TableRow(section, start, end, section=True))
            above = [None] * len(row)
            continue
        filled = _filled_down(row, above, ordinals)
        above = list(filled)
        number += 1
        cells = _cells(filled, place, headers, ordinals, units)
        text = "；".join(f"{header}：{value}" if header else value for _, header, value in cells)
        total = any(cell is not None and _TOTAL.fullmatch(cell.text) for cell in row)
        values = tuple((header, value) for column, header, value in cells if column not in ordinals)
        rendered.append(TableRow(text, start, end, number, total=total, values=values))
    return tuple(rendered)


def short_name(caption: str) -> str:
    """What people call a table with this caption: 任务分解表, 表3; ``""`` where it has no short name."""
    caption = re.sub(r"\s+", "", caption)
    if numbered := _NUMBERED_CAPTION.match(caption):
        return f"表{numbered[1]}"
    named = _SHORT_NAME.search(caption)
    if named and len(named[1]) >= 3:
        return named[1]
    return caption if 2 <= len(caption) <= 12 and not caption.endswith("：") else ""


def _extended(row: TableRow, end: int) -> TableRow:
    return replace(row, end=end)


def _header_depth(grid: Grid) -> int:
    rows = grid.rows
    if len(rows) < 2:
        return 0
    depth = 0
    while depth < len(rows) - 1 and _all_marked_header(rows[depth]):
        depth += 1
    if depth:
        return depth
    while depth < len(rows) - 1 and _section(rows[depth]) and depth < 2:
        depth += 1
    first = [cell for cell in rows[depth] if cell is not None and cell.text]
    if len(first) < 2 or any(_NUMERIC.fullmatch(c.text) or len(c.text) > _LONG_HEADER for c in first):
        return 0
    if _is_form(rows[depth], rows[depth + 1]):
        return 0
    begun = depth
    depth += 1
    # A header cell that spans columns has its parts in the rows below.
    while depth < len(rows) - 1 and depth - begun < 4:
        spans_columns = any(c is not None and c.columns > 1 for c in rows[depth - 1])
        from_above = any(c is not None and begun <= c.row < depth for c in rows[depth])
        texts = [c.text for c in rows[depth] if c is not None and c.text]
        data = any(_NUMERIC.fullmatch(text) or len(text) > _LONG_HEADER for text in texts)
        splits = _splits(rows[depth - 1], rows[depth])
        if not (spans_columns or from_above or splits) or data:
            break
        if not (spans_columns or splits) and not all(c is None or c.row < depth for c in rows[depth]):
            break
        depth += 1
    return depth


def _all_marked_header(row: Row) -> bool:
    cells = [cell for cell in row if cell is not None]
    return bool(cells) and all(cell.header for cell in cells)


def _header_cells(rows: Sequence[Row]) -> list[str]:
    return [_tidy(cell.text) for row in rows for cell in row if cell is not None and cell.text]


def _header_paths(rows: Sequence[Row]) -> list[str]:
    paths: list[list[str]] = []
    for place, row in enumerate(rows):
        if _section(row) and len(rows) > 1:
            continue
        below = rows[place + 1] if place + 1 < len(rows) else ()
        for column, cell in enumerate(row):
            while len(paths) <= column:
                paths.append([])
            if column and not _text(row, column) and _text(below, column) and _text(below, column - 1):
                # The cell to the left spans this column: plain text leaves the rest of a span empty.
                paths[column] += paths[column - 1][:1]
            elif cell is not None and cell.text and (tidy := _tidy(cell.text)) not in paths[column][-1:]:
                paths[column].append(tidy)
    return ["/".join(path) for path in paths]


def _text(row: Row, column: int) -> str:
    cell = row[column] if column < len(row) else None
    return cell.text if cell is not None else ""


def _is_form(first: Row, second: Row) -> bool:
    """Whether a table is a form to fill in: names with empty places beside them, row by row."""
    gaps = [column for column in range(1, len(first)) if not _text(first, column)]
    blank = [column for column in gaps if first[column] is not None]
    return len(blank) >= 2 and len(blank) * 3 >= len(first) and not _splits(first, second)


def _splits(above: Row, row: Row) -> bool:
    """Whether a row of plain text names the parts of the header cells above it, and is empty elsewhere."""
    named = [column for column in range(len(row)) if _text(row, column)]
    return (
        len(named) >= 2
        and named[0] > 0
        and all(not _text(above, column) or not _text(above, column + 1) for column in named)
        and any(not _text(above, column) for column in named)
    )


def _tidy(text: str) -> str:
    """A header cell on one line, without the gaps that spread it over its column."""
    text = re.sub(r"\s*\n\s*", "", text)
    return re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", text).rstrip("：:")


def _ordinal_columns(grid: Grid, headers: list[str], depth: int) -> set[int]:
    found = {column for column, header in enumerate(headers) if _ORDINAL_HEADER.fullmatch(header)}
    if not found and grid.rows and grid.rows[0]:
        values = [row[0].text for row in grid.rows[depth:] if row[0] is not None and row[0].text]
        numbers = [parse_numeral(v.strip("（）().、．")) for v in values if _ORDINAL.fullmatch(v)]
        if len(values) >= 2 and numbers == list(range(1, len(values) + 1)) and not (headers and headers[0]):
            found.add(0)
    return found


def _unit_columns(grid: Grid, headers: list[str], depth: int, declared: Sequence[str]) -> dict[int, str]:
    units = {}
    for column, header in enumerate(headers):
        unit = unit_of(header, declared)
        if not unit:
            continue
        values = [row[column] for row in grid.rows[depth:]]
        texts = [cell.text for cell in values if cell is not None and cell.text]
        figures = [text for text in texts if not _NOTHING.fullmatch(text)]
        if figures and all(_NUMERIC.fullmatch(text) and text[-1] not in "%％" for text in figures):
            units[column] = unit
    return units


def _section(row: Row) -> str:
    """The text of a row that is one cell over all columns, or a numbered heading with nothing beside it."""
    cells = [cell for cell in row if cell is not None and cell.text]
    if not cells or len(row) < 2:
        return ""
    first = cells[0]
    if first.columns >= len(row):
        return _joined([first.text])
    if len({(c.row, c.column) for c in cells}) == 1 and row[0] is first and len(row) >= 3:
        mark = find_mark(first.text)
        if mark and mark.family in {"han", "han_paren", "division", "chapter"} and mark.end < len(first.text):
            return _joined([first.text])
    return ""


def _filled_down(row: Row, above: Sequence[GridCell | None], ordinals: set[int]) -> list[GridCell | None]:
    """Take over what a merged cell above holds, for the empty cells a row begins with."""
    filled = list(row)
    for column, cell in enumerate(row):
        if cell is not None and cell.text:
            break
        if column not in ordinals:
            filled[column] = above[column] if column < len(above) else None
    return filled


def _cells(
    row: Row, place: int, headers: list[str], ordinals: set[int], units: dict[int, str]
) -> list[tuple[int, str, str]]:
    """Column, header and value of every cell of a row that is written."""
    found: list[tuple[int, str, str]] = []
    written: set[tuple[int, int, str]] = set()
    for column, cell in enumerate(row):
        if cell is None or not cell.text:
            continue
        if column in ordinals and cell.row != place:
            continue
        header = headers[column] if column < len(headers) else ""
        # One cell under one header is one value, however many columns both of them span.
        if (cell.row, cell.column, header) in written:
            continue
        written.add((cell.row, cell.column, header))
        if column in units:
            header = f"{header}（{units[column]}）"
        value = _joined([cell.text]).rstrip(_TRAILING)
        if value:
            found.append((column, header, value))
    return found


def _joined(texts: Sequence[str] | dict[str, None]) -> str:
    """Cells on one line; the lines of one cell close up unless both sides are Latin."""
    return "、".join(re.sub(r"(?<=[A-Za-z0-9])\s*\n\s*(?=[A-Za-z])", " ", t).replace("\n", "") for t in texts)
