"""The last page of a marked draft: what was found, in tables."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.shared import Pt

from corpus.word.fonts import BODY_FONT, BODY_SIZE, FIRST_FONT, LINE, TITLE_FONT, TITLE_SIZE, add_text
from corpus.word.tables import add_table, set_plain, text_width


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """One table of a summary.

    Attributes:
        heading: What stands above it; "" for nothing.
        rows: Texts by row; the first is the header.
        shares: How the width is divided among the columns.
    """

    heading: str
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the last page says.

    Attributes:
        title: Its title.
        lead: A sentence or two under the title.
        tables: Its tables in order.
    """

    title: str
    lead: str
    tables: tuple[SummaryTable, ...]


def add_summary(word: Document, summary: Summary) -> None:
    """Adds a summary on a page of its own at the end of a document.

    Every paragraph says itself how it looks: the styles are the draft's, and must not shape this page.
    """
    # A document may say nothing of its page; the library wants to be told that it says nothing.
    word.element.body.get_or_add_sectPr()
    width = text_width(word)
    for text, font, size, centred in (
        (summary.title, TITLE_FONT, TITLE_SIZE, True),
        (summary.lead, BODY_FONT, BODY_SIZE, False),
    ):
        paragraph = word.add_paragraph()
        add_text(paragraph, text, font, size)
        set_plain(paragraph, centred=centred)
        paragraph.paragraph_format.line_spacing = LINE
        paragraph.paragraph_format.space_after = Pt(14 if centred else 6)
        paragraph.paragraph_format.page_break_before = centred
    for table in summary.tables:
        heading = word.add_paragraph()
        add_text(heading, table.heading, FIRST_FONT, Pt(14))
        set_plain(heading)
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.line_spacing = Pt(24)
        heading.paragraph_format.keep_with_next = True
        whole = sum(table.shares)
        add_table(word, table.rows, [width * share // whole for share in table.shares])
    # A document must not end in a table.
    set_plain(word.add_paragraph())
