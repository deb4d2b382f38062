"""Type in Word documents: the fonts and sizes of GB/T 9704, and runs that name them."""

from __future__ import annotations

import re

from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

#: Who a document made here, or a remark in one, is from.
AUTHOR = "政策问答助手"

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
FIRST_FONT = "黑体"
SECOND_FONT = "楷体_GB2312"

#: 二号 and 三号 of the standard, and 四号 for page numbers.
TITLE_SIZE, BODY_SIZE, FOLIO_SIZE = Pt(22), Pt(16), Pt(14)
LINE = Pt(28)

#: Characters that no XML may hold; a text that keeps its length keeps its offsets.
_UNSOUND = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with a blank for every character that a Word file cannot hold."""
    return _UNSOUND.sub(" ", text)


def add_text(paragraph: Paragraph, text: str, font: str, size: Pt = BODY_SIZE, *, bold: bool = False) -> Run:
    """Adds a run with its own font; digits and letters take the font of the Chinese around them."""
    run: Run = paragraph.add_run(sound(text))
    set_font(run._r.get_or_add_rPr(), font)
    run.font.size = size
    if bold:
        run.font.bold = True
    return run


def set_font(properties: CT_RPr, font: str) -> None:
    """Names a font in ``w:rPr`` for every script."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), "")


def set_characters(paragraph: Paragraph, **widths: int) -> None:
    """Sets indents in hundredths of a character, which go before those in points.

    Args:
        paragraph: The paragraph.
        **widths: By name: ``firstLineChars``, ``leftChars``, ``rightChars``.
    """
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, width in widths.items():
        indent.set(qn(f"w:{name}"), str(width))
