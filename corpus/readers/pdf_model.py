"""What stands on a page: characters and ruled lines, then lines and tables; in points from its top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Glyph(NamedTuple):
    """One character where it stands on an upright page, in points from its top left corner, and its size."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


class Ruling(NamedTuple):
    """A ruled line: where it runs, and from where to where."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page, turned so that its text is upright.

    Attributes:
        number: From 1.
        width: In points.
        height: In points.
        glyphs: Its characters in the order of the file.
        horizontal: Ruled lines that run across.
        vertical: Ruled lines that run down.
        picture: Whether it has to be read by OCR: it shows something, but bears no readable text.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    picture: bool


@dataclass(slots=True)
class Line:
    """One line of one column.

    Attributes:
        text: Its characters, with blanks where gaps stand for them.
        x0: Left end in points.
        x1: Right end.
        top: Upper end.
        bottom: Lower end.
        size: Height of its type in points.
        first: Width of what must stay together at its start: a word, or a character with closing marks.
        column: 0 where the page has one column, else 1 for the left one and 2 for the right one.
        table: Where the line only holds the place of a table, that table's position among those of the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first: float
    column: int = 0
    table: int = -1


@dataclass(slots=True)
class RuledCell:
    """A cell as it is drawn.

    Attributes:
        row: First row, from 0.
        column: First column, from 0.
        rows: Rows it spans.
        columns: Columns it spans.
        x0: Left edge.
        x1: Right edge.
        lines: Its lines from top to bottom.
    """

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    x1: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table as it is drawn.

    Attributes:
        xs: Column edges from left to right.
        ys: Row edges from top to bottom.
        cells: Its cells by first row and column.
    """

    xs: list[float]
    ys: list[float]
    cells: list[RuledCell]


@dataclass(slots=True)
class PageContent:
    """What stands on one page, in reading order.

    Attributes:
        number: From 1.
        width: In points.
        height: In points.
        lines: Its lines, places of tables among them.
        tables: Its ruled tables.
        picture: Whether it has to be read by OCR, or was.
        notes: Lines of footnotes, once they are set apart.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[RuledTable] = field(default_factory=list)
    picture: bool = False
    notes: list[Line] = field(default_factory=list)


def page_from(data: dict[str, Any]) -> PageContent:
    """A page from what ``dataclasses.asdict`` made of it."""
    tables = [
        RuledTable(
            table["xs"],
            table["ys"],
            [
                RuledCell(**{**cell, "lines": [Line(**line) for line in cell["lines"]]})
                for cell in table["cells"]
            ],
        )
        for table in data["tables"]
    ]
    lines = [Line(**line) for line in data["lines"]]
    return PageContent(**{**data, "lines": lines, "tables": tables})
