"""A draft given back: its own file with comments at the words concerned and a summary on the last page."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from corpus.model import CorpusError
from corpus.readers.docx_styles import W
from corpus.word.fonts import AUTHOR, sound
from corpus.word.reading import open_body
from corpus.word.summary import Summary, add_summary
from corpus.word.text import Piece, WordText, word_text

_INITIALS = "核对"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on some words of a draft.

    Attributes:
        start: Offset of the first word in the draft's text.
        end: Offset after the last.
        text: What the comment says; a line feed begins a new paragraph.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words to insert, as a tracked change that the author may accept or reject.

    Attributes:
        at: Offset in the draft's text that they stand before.
        text: The words.
    """

    at: int
    text: str


def mark_word(
    data: bytes,
    name: str,
    remarks: Sequence[Remark],
    insertions: Sequence[Insertion] = (),
    summary: Summary | None = None,
) -> bytes:
    """Gives a docx back with remarks; every paragraph's text and every character's formatting stay.

    Runs are split where a remark begins or ends inside one, and both halves keep the formatting.

    Args:
        data: The draft as received.
        name: Its file name, for messages.
        remarks: Comments, with offsets into the text that ``read_draft`` gave.
        insertions: Words to insert, with offsets into the same text.
        summary: What the last page says; None adds no page.

    Returns:
        The marked file.

    Raises:
        CorpusError: The file cannot be read, or is of a kind that cannot be written back.
    """
    package, main, _ = open_body(data, name)
    package.verify()
    word = _opened(data, name)
    found = word_text(word.element.body, package, main, name)
    pieces = list(found.pieces)
    for offset in {each for remark in remarks for each in (remark.start, remark.end)}:
        _split(pieces, offset)
    for insertion in insertions:
        _split(pieces, insertion.at)
    found = WordText(found.text, tuple(pieces))
    for insertion in insertions:
        _insert(found, insertion, word)
    for remark in sorted(remarks, key=lambda remark: (remark.start, -remark.end)):
        _comment(found, remark, word)
    if summary is not None:
        add_summary(word, summary)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _opened(data: bytes, name: str) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, AttributeError, TypeError, etree.LxmlError, zipfile.BadZipFile) as error:
        # The strict form of the standard and templates are read, but not written by the library.
        raise CorpusError(
            f"{name}：这个文件不是普通的 docx，不能加批注。请另存为“Word 文档（.docx）”后重试。"
        ) from error


def _split(pieces: list[Piece], offset: int) -> None:
    """Splits the run that an offset lies in, so that a mark can stand there; both halves keep its look."""
    place = bisect_right(pieces, offset, key=lambda piece: piece.end)
    if place == len(pieces):
        return
    piece = pieces[place]
    element, run = piece.element, piece.anchor
    if element is None or piece.start > offset or run.tag != f"{W}r":
        return
    if piece.start == offset:
        if place == 0 or pieces[place - 1].anchor is not run:
            return
    elif element.tag == f"{W}t":
        rest = deepcopy(element)
        written = element.text or ""
        element.text, rest.text = written[: offset - piece.start], written[offset - piece.start :]
        for half in (element, rest):
            half.set(_PRESERVE, "preserve")
        element.addnext(rest)
        pieces[place : place + 1] = [
            replace(piece, end=offset),
            replace(piece, start=offset, element=rest),
        ]
        place, element = place + 1, rest
    else:
        return
    second = _like(run)
    for moved in [element, *element.itersiblings()]:
        second.append(moved)
    run.addnext(second)
    while place < len(pieces) and pieces[place].anchor is run and pieces[place].element is not None:
        pieces[place] = replace(pieces[place], anchor=second)
        place += 1


def _outside_insertion(run: etree._Element) -> etree._Element:
    """What an insertion can stand before: insertions do not nest, so one of the author's is cut in two."""
    above = run.getparent()
    if above is None or above.tag != f"{W}ins":
        return run
    if run.getprevious() is None:
        return above
    rest = _bare(above)
    for moved in [run, *run.itersiblings()]:
        rest.append(moved)
    above.addnext(rest)
    return rest


def _bare(element: etree._Element) -> etree._Element:
    """An empty element with the name and the attributes of another."""
    made = etree.SubElement(element, element.tag)
    element.remove(made)
    for name, value in element.attrib.items():
        made.set(name, value)
    return made


def _like(run: etree._Element) -> etree._Element:
    """An empty run with the attributes and the formatting of another."""
    made = _bare(run)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _comment(found: WordText, remark: Remark, word: Document) -> None:
    """Puts a comment around the words of a remark."""
    ends = found.between(remark.start, remark.end)
    if ends is None:
        return
    comment = word.comments.add_comment(sound(remark.text), AUTHOR, _INITIALS)
    identity = {qn("w:id"): str(comment.comment_id)}
    reference = OxmlElement("w:r")
    reference.append(OxmlElement("w:commentReference", attrs=identity))
    ends[0].anchor.addprevious(OxmlElement("w:commentRangeStart", attrs=identity))
    ends[1].anchor.addnext(reference)
    ends[1].anchor.addnext(OxmlElement("w:commentRangeEnd", attrs=identity))


def _insert(found: WordText, insertion: Insertion, word: Document) -> None:
    """Inserts words as a tracked change, in the formatting of the words that follow.

    Where the words that follow stand in a footnote or a text box, a comment says what to insert.
    """
    ends = found.between(insertion.at, insertion.at + 1)
    if ends is None or ends[0].element is None or ends[0].anchor.tag != f"{W}r":
        _comment(found, Remark(insertion.at, insertion.at + 1, f"建议插入：{insertion.text}"), word)
        return
    run = ends[0].anchor
    added = _like(run)
    text = OxmlElement("w:t", attrs={_PRESERVE: "preserve"})
    text.text = sound(insertion.text)
    added.append(text)
    used = [
        int(each) for each in word.element.body.xpath(".//w:ins/@w:id | .//w:del/@w:id") if each.isdigit()
    ]
    change = OxmlElement("w:ins")
    change.set(qn("w:id"), str(max(used, default=0) + 1))
    change.set(qn("w:author"), AUTHOR)
    change.set(qn("w:date"), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    change.append(added)
    _outside_insertion(run).addprevious(change)
