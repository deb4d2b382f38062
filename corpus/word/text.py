"""The text of a Word file as a person reads it, tied to the elements that show it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.docx import children, flat, flat_children, joined_to_next, related
from corpus.readers.docx_numbering import Numbering, apart
from corpus.readers.docx_styles import Styles, W, value
from corpus.readers.docx_text import paragraph_text
from corpus.readers.ooxml import Package

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that one element shows.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset after its last.
        element: The element that shows it, where a remark can begin or end inside it; else None.
        anchor: The element of the body's own paragraph, mostly a run, that a remark on it is put around.
    """

    start: int
    end: int
    element: etree._Element | None
    anchor: etree._Element


@dataclass(frozen=True, slots=True)
class WordText:
    """What a person reads in a Word file.

    Attributes:
        text: One line for each paragraph and manual line break; the cells of a table row stand in one
            line, with tabs between them. Footnotes and text boxes follow their paragraph.
        pieces: What shows it, in order. Automatic numbers are in the text, but no element shows them.
    """

    text: str
    pieces: tuple[Piece, ...]

    def between(self, start: int, end: int) -> tuple[Piece, Piece] | None:
        """The first and the last piece of a span; the nearest one where the span has none of its own."""
        if not self.pieces:
            return None
        first = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        last = bisect_left(self.pieces, end, key=lambda piece: piece.start) - 1
        first = min(first, len(self.pieces) - 1)
        return self.pieces[first], self.pieces[max(first, last)]


def word_text(body: etree._Element, package: Package, main: str, name: str) -> WordText:
    """Reads the body of a document.

    Args:
        body: Its ``w:body``; the pieces name elements of this tree.
        package: The file, for its styles, lists and notes.
        main: Path of the part that the body stands in.
        name: The file's name, for messages.

    Raises:
        CorpusError: Tables or text boxes are nested too deep.
    """
    reader = _Reader(package, main, name)
    reader.blocks(body, None)
    return WordText("".join(reader.written).removesuffix("\n"), tuple(reader.pieces))


class _Reader:
    """One pass over a body; every line it writes ends in a line feed."""

    def __init__(self, package: Package, main: str, name: str) -> None:
        self.written: list[str] = []
        self.pieces: list[Piece] = []
        self._length = 0
        self._depth = 0
        self._name = name
        self._styles = Styles(related(package, main, "styles"))
        self._numbering = Numbering(related(package, main, "numbering"), self._styles)
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in children(related(package, main, f"{kind}s"), kind)
            if note.get(f"{W}type") in {None, "normal"}
        }

    def blocks(self, container: etree._Element, anchor: etree._Element | None) -> None:
        """Reads what stands in the body, a cell, a text box or a note.

        Args:
            container: Where it stands.
            anchor: What remarks are put around where they cannot stand in the container itself.
        """
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise CorpusError(f"{self._name}：表格或文本框嵌套过深。请在 Word 中简化后重试。")
        for element in flat(container, Counter()):
            if element.tag == f"{W}tbl":
                for row in flat_children(element, f"{W}tr"):
                    self._row(row, anchor)
            else:
                self._paragraph(element, anchor)
        self._depth -= 1

    def _paragraph(self, paragraph: etree._Element, anchor: etree._Element | None) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else value(properties, "pStyle")
        if self._styles.contents(style):
            return
        found = paragraph_text(paragraph, self._styles)
        self._write(apart(self._numbering.number(properties, style), found.lines[0]))
        starts = []
        for line in found.lines[:-1]:
            starts.append(self._length)
            self._write(f"{line}\n")
        starts.append(self._length)
        self._write(found.lines[-1])
        for spot in found.spots:
            run = anchor if anchor is not None else _run(spot.element, paragraph)
            inside = spot.element if spot.element.getparent() is run else None
            start = starts[spot.line]
            self.pieces.append(Piece(start + spot.start, start + spot.end, inside, run))
        if joined_to_next(properties):
            return
        self._write("\n")
        for box in found.boxes:
            self.blocks(box, anchor if anchor is not None else _run(box, paragraph))
        for kind, identity in found.notes:
            note = self._notes.pop((kind, identity), None)
            if note is not None:
                mark = next(
                    each
                    for each in paragraph.iter(f"{W}{kind}Reference")
                    if each.get(f"{W}id", "") == identity
                )
                self.blocks(note, anchor if anchor is not None else _run(mark, paragraph))

    def _row(self, row: etree._Element, anchor: etree._Element | None) -> None:
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            return
        begun = self._length
        for cell in flat_children(row, f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                continue
            if self._length > begun:
                self.written[-1] = "\t"
            self.blocks(cell, anchor)

    def _write(self, text: str) -> None:
        if text:
            self.written.append(text)
            self._length += len(text)


def _run(element: etree._Element, paragraph: etree._Element) -> etree._Element:
    """What to put a remark around: the outermost run, or the child of the paragraph where there is none.

    A remark inside one branch of alternative content would be lost in the other: it goes around both.
    """
    found, child, above = None, element, element.getparent()
    while above is not None and child is not paragraph:
        if child.tag == f"{W}r" or child.tag == _ALTERNATE:
            found = child
        if above is paragraph:
            return child if found is None else found
        child, above = above, above.getparent()
    raise AssertionError("the element does not stand in the paragraph")
