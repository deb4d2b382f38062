"""How a document as a whole is laid out: lines broken at a fixed width, paragraphs indented or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import shapes
from corpus.lines import Line

#: A line shorter than this many columns was not broken by a page end or a fixed width.
SHORT = 48
#: Lines within this many columns of the width are full: a word or a closing mark may not have fitted.
_SLACK = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is laid out.

    Attributes:
        width: Columns of a full line where lines are broken at a fixed width; 0 where they are not.
        indented: Whether paragraphs begin with an indent.
        always_indented: Whether nearly all of them do.
    """

    width: int
    indented: bool
    always_indented: bool = False

    def is_full(self, line: Line) -> bool:
        """Whether the line reaches the width at which lines are broken."""
        return bool(self.width) and shapes.width(line.text) + line.indent >= self.width - _SLACK

    def begins_paragraph(self, line: Line) -> bool:
        """Whether the line's indent shows that it begins a paragraph."""
        return self.indented and line.indent >= 2


def read_layout(lines: Sequence[Line], live: Sequence[int]) -> Layout:
    """Read the layout from all lines at once.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text.
    """
    wrapped = [at for at in live if lines[at].wrapped]
    widths = {at: shapes.width(lines[at].text) + lines[at].indent for at in wrapped}
    broken = sorted(
        widths[at]
        for at, following in pairwise(wrapped)
        if widths[at] >= SHORT and not shapes.ends_sentence(lines[at].text) and not lines[following].blanks
    )
    long = sum(1 for at in wrapped if widths[at] >= SHORT)
    longest = max(widths.values(), default=0)
    begins = [
        at
        for before, at in pairwise(wrapped)
        if shapes.ends_sentence(lines[before].text) and (widths[before] < longest - _SLACK or not broken)
    ]
    indented = sum(1 for at in begins if lines[at].indent >= 2)
    return Layout(
        _width(broken, long),
        indented=bool(begins) and indented * 10 >= len(begins) * 6,
        always_indented=len(begins) >= 2 and indented * 10 >= len(begins) * 9,
    )


def _width(broken: Sequence[int], long: int) -> int:
    """The width that lines are broken at: where they break off in a sentence, they do so at one width."""
    if len(broken) < 3 or len(broken) * 10 < long * 3:
        return 0
    usual = broken[len(broken) * 9 // 10] if len(broken) >= 10 else broken[-1]
    near = sum(1 for columns in broken if abs(columns - usual) <= _SLACK)
    return usual if near * 10 >= len(broken) * 7 else 0
