"""What a reader hands to the parser: a file's content as paragraphs and tables, before any interpretation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line or paragraph as it stands in the file.

    Attributes:
        text: The text as received; an automatic list number (docx) is already written out in front.
        style: Heading level the format declares (1 is the top), 0 where it declares none.
        page: Page it stands on, from 1; 0 where the format has no pages.
        wrapped: Whether lines may have been broken at a fixed width (txt, pdf) and need joining.
    """

    text: str
    style: int = 0
    page: int = 0
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table that a format declares (docx, html, xlsx, pdf).

    Attributes:
        text: Content; paragraphs of the cell are separated by a line break.
        rows: Rows it spans.
        columns: Columns it spans.
        header: Whether the format itself marks it as a header cell.
    """

    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table: each row holds the cells that *begin* in it, in order, as in HTML.

    Attributes:
        rows: Cells by row; a cell covered by a span from above or the left is not repeated.
        page: Page it begins on, from 1; 0 where the format has no pages.
    """

    rows: tuple[tuple[Cell, ...], ...]
    page: int = 0


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read.

    Attributes:
        name: File name, relative to its corpus.
        format: ``txt``, ``md``, ``docx``, ``doc``, ``wps``, ``rtf``, ``pdf``, ``html``, ``xlsx`` or
            ``image``.
        blocks: Content in reading order; a blank line is an empty paragraph.
        notes: Remarks of the reader in Chinese, such as a footnote that was moved.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
