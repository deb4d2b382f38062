"""Tables with borders of their own: a draft's styles may have none for them."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_TrPr
from docx.shared import Emu, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.word.fonts import BODY_FONT, FIRST_FONT, add_text, set_characters

#: 小四.
_SIZE = Pt(12)
_LINE = Pt(18)


def add_table(word: Document, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
    """Adds a table at the end of a document.

    Args:
        word: The document.
        rows: Texts of the cells by row; the first row is the header. A line feed begins a new paragraph.
        widths: Widths of the columns in EMU.

    Returns:
        The table.
    """
    table: Table = word.add_table(len(rows), len(widths))
    properties = table._tbl.tblPr
    # The style that python-docx names may not exist in the document, or mean anything in it.
    properties.style = None
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The order of the schema: borders follow the width.
    next(properties.iterchildren(qn("w:tblW"))).addnext(borders)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        _keep_whole(row._tr.get_or_add_trPr(), repeated=number == 0)
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = Emu(width)
            text = texts[place] if place < len(texts) else ""
            for index, line_text in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                add_text(paragraph, line_text, BODY_FONT if number else FIRST_FONT, _SIZE)
                set_plain(paragraph, centred=number == 0)
    return table


def text_width(word: Document) -> int:
    """The width between the margins of a document's last section, in EMU."""
    section = word.sections[-1]
    return (section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0)


def set_plain(paragraph: Paragraph, *, centred: bool = False) -> None:
    """Sets what a paragraph would otherwise take from styles that are not ours."""
    layout = paragraph.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = _LINE
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = Pt(0)
    layout.left_indent = layout.right_indent = Pt(0)
    set_characters(paragraph, firstLineChars=0, leftChars=0, rightChars=0)


def _keep_whole(properties: CT_TrPr, *, repeated: bool) -> None:
    """Keeps a row on one page, and repeats a header on every page."""
    for name in ("cantSplit", "tblHeader") if repeated else ("cantSplit",):
        properties.append(OxmlElement(f"w:{name}"))
