"""Styles of a docx: heading levels, numbering and hidden text, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*[1-9]$", re.IGNORECASE)
#: Styles inherit from each other; a longer chain than this is a loop.
_MAX_CHAIN = 16


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph or character style, without what it inherits.

    Attributes:
        id: Its id in the file.
        name: Its name, such as ``heading 1``.
        base: Id of the style it inherits from.
        list_id: The list that numbers its paragraphs.
        list_level: The level in that list.
        outline: Heading level from 1; 10 is body text.
        hidden: Whether its text is hidden, None where it does not say.
    """

    id: str
    name: str
    base: str | None
    list_id: str | None
    list_level: int | None
    outline: int | None
    hidden: bool | None


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        """Reads ``styles.xml``.

        Args:
            root: Root of the part; None where the document has none.
        """
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        self._chains: dict[str | None, tuple[Style, ...]] = {}
        for element in () if root is None else root.findall(f"{W}style"):
            style = _style(element)
            self._styles[style.id] = style
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true"}:
                self._default = style.id

    def chain(self, style: str | None) -> tuple[Style, ...]:
        """A paragraph style and those it inherits from, nearest first; the default one for None."""
        if style not in self._chains:
            found: list[Style] = []
            identity = self._default if style is None else style
            while identity in self._styles and len(found) < _MAX_CHAIN:
                found.append(self._styles[identity])
                identity = found[-1].base
            self._chains[style] = tuple(found)
        return self._chains[style]

    def heading(self, properties: etree._Element | None, style: str | None) -> int:
        """The heading level of a paragraph from 1; 0 for body text."""
        own = None if properties is None else number(properties, "outlineLvl")
        if own is not None:
            return own + 1 if own < 9 else 0
        for entry in self.chain(style):
            match = _HEADING.match(entry.name)
            if match:
                return int(match[1])
            if entry.outline is not None:
                return entry.outline if entry.outline < 10 else 0
        return 0

    def contents(self, style: str | None) -> bool:
        """Whether a paragraph belongs to an automatic table of contents."""
        return any(_CONTENTS.match(entry.name) for entry in self.chain(style)[:1])

    def hidden(self, run_properties: etree._Element | None) -> bool:
        """Whether a run with these ``w:rPr`` is hidden."""
        if run_properties is None:
            return False
        own = _switch(run_properties, "vanish")
        if own is not None:
            return own
        style = value(run_properties, "rStyle")
        chain = () if style is None else self.chain(style)
        return next((entry.hidden for entry in chain if entry.hidden is not None), False)


def value(parent: etree._Element, child: str) -> str | None:
    """The ``w:val`` of a child element; None where there is no such child."""
    element = parent.find(f"{W}{child}")
    return None if element is None else element.get(f"{W}val")


def number(parent: etree._Element, child: str) -> int | None:
    """The ``w:val`` of a child element as a small number; None where it is none."""
    text = value(parent, child)
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else None


def _switch(parent: etree._Element, child: str) -> bool | None:
    element = parent.find(f"{W}{child}")
    return None if element is None else element.get(f"{W}val") not in {"0", "false", "off"}


def _style(element: etree._Element) -> Style:
    paragraph = element.find(f"{W}pPr")
    run = element.find(f"{W}rPr")
    numbering = None if paragraph is None else paragraph.find(f"{W}numPr")
    outline = None if paragraph is None else number(paragraph, "outlineLvl")
    return Style(
        id=element.get(f"{W}styleId", ""),
        name=value(element, "name") or "",
        base=value(element, "basedOn"),
        list_id=None if numbering is None else value(numbering, "numId"),
        list_level=None if numbering is None else number(numbering, "ilvl"),
        outline=None if outline is None else outline + 1,
        hidden=None if run is None else _switch(run, "vanish"),
    )
