"""A source as one text with its lines: where each stands, how it is indented, which table row it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.source import Cell, Paragraph, Source, Table

#: White space and characters without width that may stand around a line.
BLANK = " \t\r\n\f\v\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_CONTENT = re.compile(rf"[^{BLANK}](?:[^\n]*[^{BLANK}])?")
_CELL_SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the text as received, before it is known where it ends up.

    Attributes:
        start: Offset in the text as received.
        end: End of the changed characters there.
        after: What stands for them.
        kind: What was mended.
    """

    start: int
    end: int
    after: str
    kind: str


@dataclass(slots=True)
class Line:
    """One line of the text as received, without the white space around it.

    Attributes:
        start: Offset of its first character in the text as received.
        end: Offset after its last character there.
        text: Its characters, after the repairs in ``edits``.
        edits: Changes within the line, in order.
        indent: Columns of white space before it; a full-width space counts two, a tab is not counted.
        tabs: Tabs before it.
        blanks: Blank lines before it.
        style: Heading level that the format declares, 0 for none.
        page: Page it stands on, 0 where the format has none.
        wrapped: Whether it may have been broken at a fixed width.
        table: The declared table it is a row of.
        row: Its row there.
    """

    start: int
    end: int
    text: str
    edits: list[Edit] = field(default_factory=list)
    indent: int = 0
    tabs: int = 0
    blanks: int = 0
    style: int = 0
    page: int = 0
    wrapped: bool = False
    table: Table | None = None
    row: int = 0


def read_lines(source: Source) -> tuple[str, list[Line]]:
    """Lay a source out as one text.

    Paragraphs are joined by line feeds. A declared table gives one line a row, its cells set apart by tabs.

    Args:
        source: The file as read.

    Returns:
        The text as received, and its lines that are not blank, or blank but for a tab.
    """
    pieces: list[str] = []
    lines: list[Line] = []
    offset = blanks = 0
    for text, paragraph, table, row in _pieces(source):
        pieces.append(text)
        if table is not None:
            lines.append(Line(offset, offset + len(text), text, page=table.page, table=table, row=row))
            blanks = 0
        else:
            begin = offset
            for piece in text.split("\n"):
                content = _CONTENT.search(piece)
                begin, at = begin + len(piece) + 1, begin
                # A line of nothing but a tab is an empty cell of a flattened table.
                if content is None and "\t" not in piece:
                    blanks += 1
                    continue
                lead = piece[: content.start()] if content else piece
                found = content[0] if content else ""
                start = at + len(lead)
                line = Line(start, start + len(found), found, blanks=blanks)
                line.indent = sum(2 if c in "\u3000\u2003" else 1 for c in lead if c not in "\t\ufeff\u200b")
                line.tabs = lead.count("\t")
                if paragraph is not None:
                    line.style, line.page, line.wrapped = paragraph.style, paragraph.page, paragraph.wrapped
                lines.append(line)
                blanks = 0
        offset += len(text) + 1
    return "\n".join(pieces), lines


def _pieces(source: Source) -> Iterator[tuple[str, Paragraph | None, Table | None, int]]:
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block, None, 0
        else:
            for number, cells in enumerate(block.rows):
                yield row_text(cells), None, block, number


def row_text(cells: tuple[Cell, ...]) -> str:
    """A declared row as it stands in the text as received."""
    return _CELL_SEPARATOR.join(cell.text for cell in cells)
