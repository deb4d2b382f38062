"""Spreadsheets (xlsx): each sheet as a table of what its cells show."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.cell_format import BUILT_IN, shown
from corpus.readers.content import Content
from corpus.readers.grid import MAX_PLACES, GridCell, as_blocks, too_large
from corpus.readers.ooxml import Package
from corpus.source import Block, Paragraph

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true"})
#: Columns of a sheet, by the format itself.
_COLUMNS = 16_384
#: The text that all cells may show together; one long string may be shown by many cells.
_MOST_TEXT = 20_000_000

_REMARKS = {
    "sheet": "{} 个隐藏的工作表未计入。",
    "hidden": "{} 个隐藏的行或列未计入。",
    "formula": "{} 个公式没有保存结果，对应单元格为空。请用 Excel 或 WPS 打开并保存后重新读取。",
}


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to.

    Attributes:
        strings: Shared strings.
        formats: Number format of each cell style.
        from_1904: Whether days are counted from 1904.
    """

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool


def read_xlsx(data: bytes, name: str) -> Content:
    """Reads a spreadsheet; formulas count by the results saved with them.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        A table a sheet, with titles and remarks above and below it as paragraphs.

    Raises:
        CorpusError: The file is broken, too large, or empty.
    """
    package = Package(data, name)
    main = package.main("xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise CorpusError(f"{name}：不是有效的 Excel 工作簿。请用 Excel 或 WPS 另存为 xlsx 后重试。")
    book = _book(package, main, root)
    targets = package.targets(main)
    seen: Counter[str] = Counter()
    sheets: list[tuple[str, list[Block]]] = []
    for sheet in root.iter(f"{S}sheet"):
        if sheet.get("state", "visible") != "visible":
            seen["sheet"] += 1
            continue
        content = package.xml(targets.get(sheet.get(_RELATIONSHIP, ""), ""))
        blocks = [] if content is None else _sheet_blocks(content, book, seen, name)
        if blocks:
            sheets.append((sheet.get("name", ""), blocks))
    if not sheets:
        raise CorpusError(f"{name}：工作簿里没有内容。请确认数据在未隐藏的工作表中后重试。")
    blocks = []
    for title, content_blocks in sheets:
        # What stands above a table names it better than the tab of the only sheet does.
        named = len(sheets) == 1 and isinstance(content_blocks[0], Paragraph)
        if title and not named and not _PLAIN_NAME.fullmatch(title) and not _says(content_blocks[0], title):
            blocks.append(Paragraph(title))
        blocks.extend(content_blocks)
    return Content(
        tuple(blocks), tuple(text.format(seen[kind]) for kind, text in _REMARKS.items() if seen[kind])
    )


def _says(block: Block, title: str) -> bool:
    return isinstance(block, Paragraph) and "".join(title.split()) in "".join(block.text.split())


def _book(package: Package, main: str, root: etree._Element) -> _Book:
    strings_part = package.related(main, "sharedStrings")
    strings = None if strings_part is None else package.xml(strings_part)
    styles_part = package.related(main, "styles")
    styles = None if styles_part is None else package.xml(styles_part)
    properties = root.find(f"{S}workbookPr")
    return _Book(
        tuple(map(_string, () if strings is None else strings.iterchildren(f"{S}si"))),
        () if styles is None else _formats(styles),
        properties is not None and properties.get("date1904") in _TRUE,
    )


def _string(element: etree._Element) -> str:
    """The text of a string with all its runs, but not how it is pronounced."""
    whole = "".join(
        text.text or ""
        for text in element.iter(f"{S}t")
        if (parent := text.getparent()) is None or parent.tag != f"{S}rPh"
    )
    return _ESCAPE.sub(_unescaped, whole)


def _unescaped(match: re.Match[str]) -> str:
    """A character that the file writes by its number, such as ``_x000D_``; nothing for one unfit for text."""
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else ""


def _formats(styles: etree._Element) -> tuple[str, ...]:
    codes = {
        number: entry.get("formatCode", "General")
        for entry in styles.iter(f"{S}numFmt")
        if (number := _whole(entry.get("numFmtId"))) is not None
    }
    cells = styles.find(f"{S}cellXfs")
    numbers = [] if cells is None else [_whole(entry.get("numFmtId")) or 0 for entry in cells]
    return tuple(codes.get(number) or BUILT_IN.get(number, "General") for number in numbers)


def _sheet_blocks(root: etree._Element, book: _Book, seen: Counter[str], name: str) -> list[Block]:
    hidden = _hidden_columns(root, seen)
    texts: dict[tuple[int, int], str] = {}
    length = 0
    for row, column, text in _cells(root, book, hidden, seen):
        texts[row, column] = text
        length += len(text)
        if len(texts) > MAX_PLACES or length > _MOST_TEXT:
            raise too_large(name)
    rows = sorted({row for row, _ in texts})
    columns = sorted({column for _, column in texts})
    if len(rows) * len(columns) > MAX_PLACES:
        raise too_large(name)
    merged = _merged(root, texts, rows, columns)
    grid: list[list[GridCell]] = []
    for row in rows:
        line: list[GridCell] = []
        for column in columns:
            spans = merged.get((row, column), (1, 1))
            if spans is not None:
                lines = texts.get((row, column), "").splitlines()
                line.append(GridCell([Paragraph(text) for text in lines], rows=spans[0], columns=spans[1]))
        grid.append(line)
    above, table, below = _parted(grid)
    return [*above, *as_blocks(table, name), *below]


def _cells(
    root: etree._Element, book: _Book, hidden: frozenset[int], seen: Counter[str]
) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of the cells that show something."""
    row = 0
    for line in root.iter(f"{S}row"):
        row = _whole(line.get("r")) or row + 1
        if line.get("hidden") in _TRUE:
            seen["hidden"] += 1
            continue
        column = 0
        for cell in line.iterchildren(f"{S}c"):
            place = _place(cell.get("r", ""))
            column = place[1] if place else column + 1
            if column in hidden:
                continue
            text = _text(cell, book, seen).strip()
            if text:
                yield row, column, text


def _text(cell: etree._Element, book: _Book, seen: Counter[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _string(cell)
    element = cell.find(f"{S}v")
    value = "" if element is None or element.text is None else element.text
    if not value:
        seen["formula"] += cell.find(f"{S}f") is not None and kind == "n"
        return ""
    if kind == "s":
        index = _whole(value)
        return book.strings[index] if index is not None and index < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value in _TRUE else "FALSE"
    if kind != "n":
        return value
    style = _whole(cell.get("s")) or 0
    code = book.formats[style] if style < len(book.formats) else "General"
    return shown(value, code, from_1904=book.from_1904)


def _hidden_columns(root: etree._Element, seen: Counter[str]) -> frozenset[int]:
    hidden: set[int] = set()
    covered = 0
    for entry in root.iter(f"{S}col"):
        if entry.get("hidden") in _TRUE:
            seen["hidden"] += 1
            span = range(_whole(entry.get("min")) or 1, min(_whole(entry.get("max")) or 0, _COLUMNS) + 1)
            covered += len(span)
            # Spans of a sound file do not overlap, so together they are no more than a sheet has columns.
            if covered > _COLUMNS:
                break
            hidden.update(span)
    return frozenset(hidden)


_Spans = dict[tuple[int, int], tuple[int, int] | None]


def _merged(
    root: etree._Element, texts: dict[tuple[int, int], str], rows: list[int], columns: list[int]
) -> _Spans:
    """Spans of merged cells in rows and columns that are used; None for the places they cover."""
    merged: _Spans = {}
    looked_at = 0
    for entry in root.iter(f"{S}mergeCell"):
        start, _, end = entry.get("ref", "").partition(":")
        first, last = _place(start), _place(end)
        if first is None or last is None or first not in texts or first in merged:
            continue
        used_rows = rows[bisect_left(rows, first[0]) : bisect_right(rows, last[0])]
        used_columns = columns[bisect_left(columns, first[1]) : bisect_right(columns, last[1])]
        looked_at += len(used_rows) * len(used_columns)
        # Merged cells of a sound file do not overlap, so together they cover no more than the sheet.
        if looked_at > MAX_PLACES:
            break
        if any((row, column) in merged for row in used_rows for column in used_columns):
            continue
        for row in used_rows:
            for column in used_columns:
                merged[row, column] = None
        merged[first] = (len(used_rows), len(used_columns))
    return merged


def _parted(grid: list[list[GridCell]]) -> tuple[list[Block], list[list[GridCell]], list[Block]]:
    """Rows of one text above and below a table are its title, unit and remarks: they become paragraphs."""
    first, last = 0, len(grid)
    while first < last and (cell := _only(grid[first])) is not None and cell.rows == 1:
        first += 1
    while last > first + 1 and (cell := _only(grid[last - 1])) is not None and cell is grid[last - 1][0]:
        if cell.columns == 1 and len(_joined(cell)) < _REMARK_LENGTH:
            break
        last -= 1
    above = [block for row in grid[:first] for cell in row for block in cell.blocks]
    below = [block for row in grid[last:] for cell in row for block in cell.blocks]
    return above, grid[first:last], below


#: A lone text this long under a table is a remark on it; a shorter one is a row that names a group.
_REMARK_LENGTH = 12


def _only(row: list[GridCell]) -> GridCell | None:
    """The cell of a row that alone holds text; None where there are more."""
    filled = [cell for cell in row if cell.blocks]
    return filled[0] if len(filled) == 1 else None


def _joined(cell: GridCell) -> str:
    return "".join(block.text for block in cell.blocks if isinstance(block, Paragraph))


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column, from 1, of a reference such as ``B12``."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else None
