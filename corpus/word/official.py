"""Word documents laid out after GB/T 9704-2012 (党政机关公文格式)."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from corpus.word.fonts import (
    AUTHOR,
    BODY_FONT,
    BODY_SIZE,
    FIRST_FONT,
    FOLIO_SIZE,
    LINE,
    SECOND_FONT,
    TITLE_FONT,
    TITLE_SIZE,
    add_text,
    set_characters,
    set_font,
    sound,
)
from corpus.word.tables import add_table, text_width


class OfficialDocument:
    """A document in the making: paragraphs are added from the top down."""

    def __init__(self, subject: str) -> None:
        """Begins an empty document.

        Args:
            subject: What it is about; kept in its properties, not shown.
        """
        self.word: Document = docx.Document()
        _set_page(self.word)
        _set_properties(self.word, subject)
        normal = self.word.styles["Normal"]
        set_font(normal.element.get_or_add_rPr(), BODY_FONT)
        normal.font.size = BODY_SIZE
        spacing = normal.paragraph_format
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = LINE
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.widow_control = False
        spacing.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def title(self, text: str) -> Paragraph:
        """Adds a title: 小标宋, 二号, centred."""
        return self.line(text, TITLE_FONT, size=TITLE_SIZE, centred=True)

    def body(self, text: str = "") -> Paragraph:
        """Adds a paragraph of the body: 仿宋, 三号, indented by two characters."""
        return self.line(text, BODY_FONT)

    def first(self, text: str) -> Paragraph:
        """Adds a heading of the first level (一、): 黑体."""
        heading = self.line(text, FIRST_FONT)
        heading.paragraph_format.keep_with_next = True
        return heading

    def second(self, text: str) -> Paragraph:
        """Adds a heading of the second level (（一）): 楷体."""
        return self.line(text, SECOND_FONT)

    def line(
        self, text: str, font: str, *, size: Pt = BODY_SIZE, centred: bool = False, indent: bool = True
    ) -> Paragraph:
        """Adds a paragraph of one run, or an empty one."""
        paragraph = self.word.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif indent:
            indent_two(paragraph, size)
        if text:
            add_text(paragraph, text, font, size)
        return paragraph

    def date(self, text: str) -> Paragraph:
        """Adds the date of the document: at the right, four characters in from the edge."""
        paragraph = self.line(text, BODY_FONT, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = 4 * BODY_SIZE
        set_characters(paragraph, rightChars=400)
        return paragraph

    def appendix(self, name: str, title: str) -> None:
        """Begins an appendix on a page of its own: its name at the left edge, a line below its title."""
        self.line(name, FIRST_FONT, indent=False).paragraph_format.page_break_before = True
        self.body()
        self.title(title)
        self.body()

    def add(self, paragraph: Paragraph, text: str, *, bold: bool = False, raised: bool = False) -> None:
        """Adds words of the body to a paragraph; raised ones refer to an entry of the appendix."""
        run = add_text(paragraph, text, BODY_FONT, bold=bold)
        if raised:
            run.font.superscript = True

    def table(self, rows: list[list[str]]) -> None:
        """Adds a table with a header row."""
        width = text_width(self.word)
        columns = max(map(len, rows))
        add_table(self.word, rows, [width // columns] * columns)

    def save(self) -> bytes:
        """The finished file."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()


def indent_two(paragraph: Paragraph, size: Pt = BODY_SIZE) -> None:
    """Indents the first line by two characters, whatever their size becomes."""
    paragraph.paragraph_format.first_line_indent = 2 * size
    set_characters(paragraph, firstLineChars=200)


def _set_page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The number stands 7 mm below the text.
    section.footer_distance = Mm(23)
    word.settings.odd_and_even_pages_header_footer = True
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        _add_page_number(footer.paragraphs[0], alignment)


def _add_page_number(paragraph: Paragraph, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """Writes ``— 1 —``, one character in from the edge: odd pages right, even pages left."""
    paragraph.alignment = alignment
    inset = paragraph.paragraph_format
    inset.left_indent = inset.right_indent = FOLIO_SIZE
    add_text(paragraph, "— ", "宋体", FOLIO_SIZE)
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = add_text(paragraph, "1" if kind == "text" else "", "宋体", FOLIO_SIZE)
        if code and not kind:
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
    add_text(paragraph, " —", "宋体", FOLIO_SIZE)


def _set_properties(word: Document, subject: str) -> None:
    properties = word.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title = sound(subject)[:255]
    properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
