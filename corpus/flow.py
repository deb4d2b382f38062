"""Lines become paragraphs: one that breaks off in a sentence is joined with the one that goes on with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus import shapes
from corpus.candidates import HEADING_LENGTH
from corpus.layout import SHORT, Layout
from corpus.lines import Line
from corpus.numbering import is_bare_mark
from corpus.roles import Frame, Role

#: As much of a paragraph's end as is looked at.
_TAIL = 400
_WORD_END = re.compile(r"[A-Za-z0-9]$")
_WORD_START = re.compile(r"[A-Za-z0-9]")


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph.

    Attributes:
        lines: Positions of its lines.
        text: Its repaired text, with the lines joined.
        joints: What stands between one line and the next: nothing, or a space between Latin words.
        role: Its role in the frame of the document.
    """

    lines: list[int]
    text: str
    joints: list[str] = field(default_factory=list)
    role: Role | None = None


def join_lines(
    lines: Sequence[Line],
    live: Sequence[int],
    frame: Frame,
    layout: Layout,
    openers: Collection[int],
    rows: Collection[int],
) -> list[Paragraph]:
    """Join lines into paragraphs.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text, table rows and page furniture left out.
        frame: Roles of the lines that frame the document.
        layout: How the document is laid out.
        openers: Positions of the lines that open a unit.
        rows: Positions of the lines that are table rows; nothing is joined across them.

    Returns:
        Paragraphs in reading order.
    """
    paragraphs: list[Paragraph] = []
    tail = ""
    opened = False
    for order, at in enumerate(live):
        line = lines[at]
        role = frame.roles.get(at)
        joint: str | None = None
        if paragraphs and at not in openers and paragraphs[-1].role == role:
            before = live[order - 1]
            if role in {"title", "annex_title"}:
                if frame.groups[at] == frame.groups[before]:
                    side_by_side = shapes.is_body(lines[before].text) and shapes.begins_with_body(line.text)
                    joint = " " if side_by_side else _joint(tail, line.text)
            elif (
                role in {None, "distribution", "annex_list"}
                and not any(place in rows for place in range(before + 1, at))
                and _joins(lines[before], line, tail, layout, opened=opened, page_end=at > before + 1)
            ):
                joint = _joint(tail, line.text)
        if joint is None:
            paragraphs.append(Paragraph([at], line.text, role=role))
            opened = at in openers
            tail = line.text[-_TAIL:]
        else:
            paragraphs[-1].lines.append(at)
            paragraphs[-1].joints.append(joint)
            tail = (tail + joint + line.text)[-_TAIL:]
    for paragraph in paragraphs:
        paragraph.text = _text(paragraph, lines)
    return paragraphs


def _text(paragraph: Paragraph, lines: Sequence[Line]) -> str:
    pieces = [lines[paragraph.lines[0]].text]
    for joint, at in zip(paragraph.joints, paragraph.lines[1:], strict=True):
        pieces += (joint, lines[at].text)
    return "".join(pieces)


def _joins(before: Line, line: Line, tail: str, layout: Layout, *, opened: bool, page_end: bool) -> bool:
    """Whether a line goes on with the paragraph before it.

    Args:
        before: The paragraph's last line.
        line: The line in question.
        tail: The end of the paragraph so far.
        layout: How the document is laid out.
        opened: Whether the paragraph opens a unit.
        page_end: Whether a page number or a running head stood between them.
    """
    if opened and is_bare_mark(tail):
        return not _stands_alone(line.text)
    if not (before.wrapped and line.wrapped):
        return False
    if _stands_alone(line.text):
        return False
    full = layout.is_full(before)
    begins = layout.begins_paragraph(line)
    if shapes.ends_sentence(tail):
        unbroken = layout.always_indented and shapes.width(before.text) >= SHORT
        return (
            (full or unbroken)
            and layout.indented
            and not (begins or (line.blanks and not page_end))
            and not shapes.is_stem(tail)
            and len(line.text) > 1
        )
    if shapes.starts_in_the_middle(line.text) or shapes.goes_on(tail):
        return True
    if shapes.wants_more(tail) and not begins:
        return True
    if shapes.cites_article(tail, line.text):
        return True
    if layout.width:
        # The last line of a page may be short of the width.
        cut_off = page_end and layout.indented and ("。" in tail or ("，" in tail and not opened))
        return (full or cut_off) and not begins
    if begins:
        return False
    has_sentence = "。" in tail or ("，" in tail and not opened)
    long = shapes.width(before.text) >= SHORT
    if opened and "。" not in tail:
        return len(tail) > HEADING_LENGTH
    return has_sentence and (long or layout.indented or "。" in tail)


def _stands_alone(text: str) -> bool:
    return (
        shapes.is_responsible(text)
        or shapes.is_date(text)
        or shapes.is_distribution(text)
        or shapes.is_printed(text)
        or text.startswith(("——", "●", "■", "◆", "•", "★", "- ", "* ", "+ "))
    )


def _joint(before: str, after: str) -> str:
    return " " if _WORD_END.search(before[-1:]) and _WORD_START.match(after) and _latin(before, after) else ""


def _latin(before: str, after: str) -> bool:
    """Whether the break fell between two Latin words rather than inside a number."""
    return not (before[-1:].isdecimal() and after[:1].isdecimal())
