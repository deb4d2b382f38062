"""The text of one docx paragraph as a reader of the final version sees it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.docx_styles import Styles, W

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_SKIPPED = frozenset(
    f"{W}{tag}"
    for tag in (
        "pPr", "rPr", "instrText", "delText", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef",
        "rt", "rubyPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "tbl",
    )
)  # fmt: skip
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_PICTURES = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
        "{urn:schemas-microsoft-com:vml}imagedata",
    }
)
#: What a symbol font draws for a character (``w:sym``): ticked and empty boxes, which forms are full of.
_SYMBOLS = {
    "F052": "☑",
    "F0FE": "☑",
    "F053": "☒",
    "F0FD": "☒",
    "F06F": "□",
    "F0A8": "□",
    "F0A3": "□",
    "F071": "□",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """An element that shows text, and where that text stands in its paragraph.

    Attributes:
        line: Which of the paragraph's lines.
        start: Offset of its first character in that line.
        end: Offset after its last.
        element: ``w:t``, ``w:tab`` or another element that shows characters.
    """

    line: int
    start: int
    end: int
    element: etree._Element


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph holds.

    Attributes:
        lines: Its text, cut at manual line and page breaks; at least one line.
        spots: The elements that show this text, in order.
        notes: Footnotes and endnotes it refers to, as (kind, id), in order.
        boxes: ``w:txbxContent`` of the text boxes anchored in it.
        seen: How often something was left out: ``deleted``, ``hidden``, ``picture``.
    """

    lines: list[str] = field(default_factory=lambda: [""])
    spots: list[Spot] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)


def paragraph_text(paragraph: etree._Element, styles: Styles) -> ParagraphText:
    """Reads a paragraph: insertions kept, deletions and hidden runs dropped, fields by their result.

    Args:
        paragraph: The ``w:p``.
        styles: The document's styles, which may hide a run.

    Returns:
        Its text, and what hangs on it.
    """
    result = ParagraphText()
    pieces: list[str] = []
    column = 0

    def show(text: str) -> None:
        nonlocal column
        if text:
            pieces.append(text)
            result.spots.append(Spot(len(result.lines) - 1, column, column + len(text), element))
            column += len(text)

    def end_line() -> None:
        nonlocal column
        result.lines[-1] = "".join(pieces)
        pieces.clear()
        column = 0

    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag == f"{W}t" or tag == _MATH_TEXT:
            show((element.text or "").replace("\r", " ").replace("\n", " "))
        elif tag in _SKIPPED or not isinstance(tag, str):
            continue
        elif tag == f"{W}r" and styles.hidden(element.find(f"{W}rPr")):
            result.seen["hidden"] += any(child.text for child in element.iter(f"{W}t"))
        elif tag in _DELETED:
            result.seen["deleted"] += 1
        elif tag == f"{W}tab" or tag == f"{W}ptab":
            show("\t")
        elif tag == f"{W}br" or tag == f"{W}cr":
            end_line()
            result.lines.append("")
        elif tag == f"{W}noBreakHyphen":
            show("-")
        elif tag == f"{W}sym":
            show(_SYMBOLS.get(element.get(f"{W}char", "").upper(), ""))
        elif tag in _NOTES:
            result.notes.append((_NOTES[tag], element.get(f"{W}id", "")))
        elif tag == f"{W}txbxContent":
            result.boxes.append(element)
        elif tag == f"{_MARKUP}AlternateContent":
            waiting.extend(reversed(alternative(element)))
        elif tag == f"{W}sdt" and prompts(element):
            continue
        else:
            result.seen["picture"] += tag in _PICTURES
            waiting.extend(reversed(element))
    end_line()
    return result


def alternative(element: etree._Element) -> list[etree._Element]:
    """The children of the first branch of ``mc:AlternateContent``; the others say the same again."""
    branch = element.find(f"{_MARKUP}Choice")
    if branch is None:
        branch = element.find(f"{_MARKUP}Fallback")
    return [] if branch is None else list(branch)


def prompts(control: etree._Element) -> bool:
    """Whether a content control (``w:sdt``) shows only its prompt, such as 单击此处输入文字."""
    properties = control.find(f"{W}sdtPr")
    return properties is not None and properties.find(f"{W}showingPlcHdr") is not None


def lists_contents(control: etree._Element) -> bool:
    """Whether a content control (``w:sdt``) holds an automatic table of contents."""
    properties = control.find(f"{W}sdtPr")
    gallery = None if properties is None else next(properties.iter(f"{W}docPartGallery"), None)
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
