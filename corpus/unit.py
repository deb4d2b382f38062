"""A unit of a document's outline, and the heading of a 专栏 (box)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus import shapes
from corpus.numbering import Family, Mark

_BOX = re.compile(r"专\s*栏\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[：:]?\s*(?P<rest>.*)")
_BOX_LENGTH = 50


@dataclass(eq=False, slots=True)
class Unit:
    """A numbered unit, a 专栏 (box), or a section under a heading without a number.

    Attributes:
        at: Position of the line that opens it.
        mark: Its number; None for a box and for a heading without a number.
        parent: The unit it stands under; None at the top of its container.
        box: Number of a box, as written; None where it is no box.
        listed: Whether it is an item of a list inside its parent's text, under a colon or as a part.
        number: Place of a heading without a number among those under the same unit, from 1.
        children: Units directly under it.
    """

    at: int
    mark: Mark | None
    parent: Unit | None = None
    box: str | None = None
    listed: bool = False
    number: int = 0
    children: list[Unit] = field(default_factory=list)

    @property
    def family(self) -> Family:
        """The form of its number; boxes count as ``box`` and headings without a number as ``division``."""
        if self.mark is not None:
            return self.mark.family
        return "box" if self.box is not None else "division"


def box_number(text: str) -> str | None:
    """The number of a 专栏 (box) that a line opens; ``""`` for one without a number."""
    match = _BOX.fullmatch(text) if text[:1] == "专" else None
    if match is None or len(text) > _BOX_LENGTH or shapes.ends_sentence(text):
        return None
    if re.match(r"(?:所|中|的|列|、|和|以)", match["rest"]):
        return None
    return match["number"] or ""
