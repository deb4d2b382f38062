"""Lines become paragraphs: one that breaks off in a sentence is joined with the one that goes on with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus import shapes
from corpus.frame import Frame, Role
from corpus.lines import Line
from corpus.structure import HEADING_LENGTH

#: A line shorter than this many columns was not broken by a page end or a fixed width.
_SHORT = 48
#: Lines within this many columns of the width are full: a word or a closing mark may not have fitted.
_SLACK = 8
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


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the document as a whole is laid out.

    Attributes:
        width: Columns of a full line where lines are broken at a fixed width; 0 where they are not.
        indented: Whether paragraphs begin with an indent.
    """

    width: int
    indented: bool


def join_lines(
    lines: Sequence[Line], live: Sequence[int], frame: Frame, openers: Collection[int], rows: Collection[int]
) -> list[Paragraph]:
    """Join lines into paragraphs.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text, table rows and page furniture left out.
        frame: Roles of the lines that frame the document.
        openers: Positions of the lines that open a unit.
        rows: Positions of the lines that are table rows; nothing is joined across them.

    Returns:
        Paragraphs in reading order.
    """
    layout = _layout(lines, [at for at in live if at not in frame.roles])
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
                    joint = _joint(tail, line.text)
            elif (
                role in {None, "distribution", "annex_list"}
                and not any(place in rows for place in range(before + 1, at))
                and _joins(lines[before], line, tail, layout, opened)
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


def _layout(lines: Sequence[Line], live: Sequence[int]) -> _Layout:
    wrapped = [at for at in live if lines[at].wrapped]
    widths = {at: shapes.width(lines[at].text) + lines[at].indent for at in wrapped}
    broken = [
        widths[at]
        for order, at in enumerate(wrapped[:-1])
        if widths[at] >= _SHORT
        and not shapes.ends_sentence(lines[at].text)
        and not lines[wrapped[order + 1]].blanks
    ]
    long = sum(1 for at in wrapped if widths[at] >= _SHORT)
    width = 0
    if len(broken) >= 3 and len(broken) * 10 >= long * 3:
        broken.sort()
        usual = broken[len(broken) * 9 // 10 if len(broken) >= 10 else len(broken) - 1]
        near = sum(1 for columns in broken if abs(columns - usual) <= _SLACK)
        if near * 10 >= len(broken) * 7:
            width = usual
    begins = [
        at
        for order, at in enumerate(wrapped)
        if order and shapes.ends_sentence(lines[wrapped[order - 1]].text) and widths[at] >= _SHORT // 2
    ]
    indented = sum(1 for at in begins if lines[at].indent >= 2)
    return _Layout(width, bool(begins) and indented * 10 >= len(begins) * 6)


def _joins(before: Line, line: Line, tail: str, layout: _Layout, opened: bool) -> bool:
    """Whether a line goes on with the paragraph before it.

    Args:
        before: The paragraph's last line.
        line: The line in question.
        tail: The end of the paragraph so far.
        layout: How the document is laid out.
        opened: Whether the paragraph opens a unit.
    """
    if not (before.wrapped and line.wrapped):
        return False
    if _stands_alone(line.text):
        return False
    full = shapes.width(before.text) + before.indent >= layout.width - _SLACK if layout.width else False
    begins = layout.indented and line.indent >= 2
    if shapes.ends_sentence(tail):
        return full and layout.indented and not begins and not line.blanks and not shapes.is_stem(tail)
    if shapes.starts_in_the_middle(line.text) or shapes.goes_on(tail):
        return True
    if layout.width:
        return full and not begins
    if begins:
        return False
    has_sentence = "。" in tail or ("，" in tail and not opened)
    long = shapes.width(before.text) >= _SHORT
    if opened and "。" not in tail:
        return len(tail) > HEADING_LENGTH
    return has_sentence and (long or "。" in tail) and not _is_bare_heading(tail)


def _is_bare_heading(tail: str) -> bool:
    return len(tail) <= 30 and "。" not in tail


def _stands_alone(text: str) -> bool:
    return (
        shapes.is_responsible(text)
        or shapes.is_date(text)
        or shapes.is_distribution(text)
        or text.startswith(("——", "●", "■", "◆", "•", "★"))
    )


def _joint(before: str, after: str) -> str:
    return " " if _WORD_END.search(before[-1:]) and _WORD_START.match(after) and _latin(before, after) else ""


def _latin(before: str, after: str) -> bool:
    """Whether the break fell between two Latin words rather than inside a number."""
    return not (before[-1:].isdecimal() and after[:1].isdecimal())
