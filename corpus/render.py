"""The repaired text of a document, with every difference from the text as received on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.flow import Paragraph
from corpus.lines import Line
from corpus.model import Repair
from corpus.tables import TableRow


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table between paragraphs.

    Attributes:
        rows: Its rows as rendered, the header first.
    """

    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a paragraph or a row stands in the repaired text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A repaired text.

    Attributes:
        text: The repaired text: one paragraph or table row a line.
        repairs: Every difference from the text as received, in order.
        spans: For every paragraph its span, for every table the spans of its rows.
    """

    text: str
    repairs: tuple[Repair, ...]
    spans: tuple[tuple[Span, ...], ...]


class _Writer:
    """Writes the repaired text piece by piece and records what differs."""

    def __init__(self, original: str, furniture: Sequence[tuple[int, str]]) -> None:
        self._original = original
        self._furniture = furniture
        self._next_furniture = 0
        self._pieces: list[str] = []
        self._repairs: list[Repair] = []
        self._source = 0
        self.at = 0

    def gap(self, until: int, after: str, kind: str) -> None:
        """Write what stands between two pieces."""
        while (
            self._next_furniture < len(self._furniture) and self._furniture[self._next_furniture][0] < until
        ):
            kind = self._furniture[self._next_furniture][1]
            self._next_furniture += 1
        self.replace(until, after, kind)

    def replace(self, until: int, after: str, kind: str) -> None:
        """Write ``after`` for the characters as received up to ``until``."""
        before = self._original[self._source : until]
        if before != after:
            self._repairs.append(
                Repair(kind, self._source, until, self.at, self.at + len(after), before, after)
            )
        self._put(after, until)

    def copy(self, until: int) -> None:
        """Write the characters as received up to ``until``."""
        self._put(self._original[self._source : until], until)

    def _put(self, text: str, until: int) -> None:
        self._pieces.append(text)
        self._source = until
        self.at += len(text)

    def result(self) -> tuple[str, tuple[Repair, ...]]:
        return "".join(self._pieces), tuple(self._repairs)


def render(
    original: str,
    lines: Sequence[Line],
    furniture: Mapping[int, str],
    blocks: Sequence[Paragraph | TableBlock],
) -> Rendered:
    """Write the repaired text.

    Args:
        original: The text as received.
        lines: Its lines.
        furniture: Positions of lines that are taken out, with the kind of repair.
        blocks: Paragraphs and tables in reading order.

    Returns:
        The text, its repairs and where each block stands in it.
    """
    writer = _Writer(original, [(lines[at].start, kind) for at, kind in sorted(furniture.items())])
    spans: list[tuple[Span, ...]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            spans.append((_write_paragraph(writer, lines, block),))
        else:
            rows = []
            for row in block.rows:
                writer.gap(row.start, "\n" if writer.at else "", "spacing")
                start = writer.at
                writer.replace(row.end, row.text, "table_row")
                rows.append(Span(start, writer.at))
            spans.append(tuple(rows))
    writer.gap(len(original), "", "spacing")
    text, repairs = writer.result()
    return Rendered(text, repairs, tuple(spans))


def _write_paragraph(writer: _Writer, lines: Sequence[Line], paragraph: Paragraph) -> Span:
    start = 0
    for order, at in enumerate(paragraph.lines):
        line = lines[at]
        if order:
            writer.gap(line.start, paragraph.joints[order - 1], "joined_line")
        else:
            writer.gap(line.start, "\n" if writer.at else "", "spacing")
            start = writer.at
        for edit in line.edits:
            writer.copy(edit.start)
            writer.replace(edit.end, edit.after, edit.kind)
        writer.copy(line.end)
    return Span(start, writer.at)


def restore(text: str, repairs: Sequence[Repair]) -> str:
    """Apply repairs backwards: the text as received.

    Args:
        text: The repaired text.
        repairs: Its repairs, in order.

    Returns:
        The text before any of them.
    """
    pieces: list[str] = []
    at = 0
    for repair in repairs:
        pieces += (text[at : repair.start], repair.before)
        at = repair.end
    pieces.append(text[at:])
    return "".join(pieces)
