"""Automatic numbering in docx: from list definitions to the number text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from corpus.readers.docx_styles import Styles, W, number, value
from corpus.readers.number_format import format_count

_LEVELS = 9
#: Real patterns such as 第%1条 are short; a long one would be repeated before every paragraph.
_MAX_PATTERN = 64
_PLACE = re.compile("%([1-9])")
#: Bullets are drawn from symbol fonts: private characters, or letters that a symbol font draws as a mark.
_BULLET = "•"
_ENDS_OPEN = re.compile("[0-9A-Za-z０-９\u4e00-\u9fff]$")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list definition.

    Attributes:
        start: First count.
        style: Number format of this level.
        text: Pattern such as ``第%1条`` or ``%1.%2``.
        legal: Whether all counts in the pattern are written in decimal.
        restart: A level above it that starts it anew, counted from 1; 0 never, None any.
        paragraph_style: Id of the paragraph style that this level numbers.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    paragraph_style: str | None = None


def apart(number: str, text: str) -> str:
    """An automatic number as it stands before a text: 2. before 2019年 must not become one figure with it."""
    return f"{number} " if number.endswith((".", "．")) and text[:1].isdigit() else number


class Numbering:
    """The lists of one document and where their counts stand; ask in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Reads ``numbering.xml``.

        Args:
            root: Root of the part; None where the document has no lists.
            styles: The document's styles, which may number their paragraphs.
        """
        self._styles = styles
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def number(self, properties: etree._Element | None, style: str | None) -> str:
        """Counts one paragraph and returns the number in front of its text.

        Args:
            properties: The paragraph's ``w:pPr``, if any.
            style: The id of its style, if any.

        Returns:
            The number, with a blank where it would otherwise run into the text; empty for no list.
        """
        place = self._place(properties, style)
        if place is None:
            return ""
        list_id, level = place
        abstract = self._abstract_of[list_id]
        levels = self._levels[list_id]
        if level not in levels:
            return ""
        self._count(list_id, abstract, level, levels)
        return self._text(abstract, level, levels)

    def _place(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        """The list and level a paragraph belongs to: its own, or its style's."""
        own = None if properties is None else properties.find(f"{W}numPr")
        list_id = None if own is None else value(own, "numId")
        level = None if own is None else number(own, "ilvl")
        chain = self._styles.chain(style)
        if list_id is None:
            numbered = next((entry for entry in chain if entry.list_id is not None), None)
            if numbered is None:
                return None
            list_id = numbered.list_id
            if level is None:
                level = numbered.list_level
        if list_id is None or list_id not in self._abstract_of:
            return None
        if level is None:
            ids = {entry.id for entry in chain}
            levels = self._levels[list_id].items()
            level = next((depth for depth, entry in levels if entry.paragraph_style in ids), 0)
        return (list_id, level) if 0 <= level < _LEVELS else None

    def _count(self, list_id: str, abstract: str, level: int, levels: Mapping[int, _Level]) -> None:
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        override = self._starts.get((list_id, level))
        if override is not None and (list_id, level) not in self._begun:
            counts[level] = override
        else:
            before = counts[level]
            counts[level] = levels[level].start if before is None else before + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                counts[deeper] = None

    def _text(self, abstract: str, level: int, levels: Mapping[int, _Level]) -> str:
        entry = levels[level]
        if entry.style == "bullet":
            return _BULLET if entry.text else ""
        counts = self._counts[abstract]

        def written(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, _Level())
            count = counts[depth]
            return format_count(
                other.start if count is None else count, "decimal" if entry.legal else other.style
            )

        text = _PLACE.sub(written, entry.text).strip()
        if _ENDS_OPEN.search(text):
            return text + ("\u3000" if text[-1] >= "\u4e00" and text[-1] <= "\u9fff" else " ")
        return text

    def _read(self, root: etree._Element) -> None:
        by_style: dict[str, str] = {}
        linked: dict[str, str] = {}
        for abstract in root.findall(f"{W}abstractNum"):
            identity = abstract.get(f"{W}abstractNumId", "")
            self._abstracts[identity] = _levels(abstract)
            style = value(abstract, "styleLink")
            if style is not None:
                by_style[style] = identity
            link = value(abstract, "numStyleLink")
            if link is not None:
                linked[identity] = link
        for entry in root.findall(f"{W}num"):
            identity = entry.get(f"{W}numId", "")
            abstract_id = value(entry, "abstractNumId") or ""
            if identity == "0" or abstract_id not in self._abstracts:
                continue
            abstract_id = by_style.get(linked.get(abstract_id, ""), abstract_id)
            self._abstract_of[identity] = abstract_id
            self._levels[identity] = levels = dict(self._abstracts[abstract_id])
            for override in entry.findall(f"{W}lvlOverride"):
                depth = _integer(override.get(f"{W}ilvl"))
                if depth is None or not 0 <= depth < _LEVELS:
                    continue
                start = number(override, "startOverride")
                if start is not None:
                    self._starts[identity, depth] = start
                levels.update(_levels(override))


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.findall(f"{W}lvl"):
        depth = _integer(element.get(f"{W}ilvl"))
        if depth is None or not 0 <= depth < _LEVELS:
            continue
        level = _Level(
            text=(value(element, "lvlText") or "")[:_MAX_PATTERN],
            legal=element.find(f"{W}isLgl") is not None,
            restart=number(element, "lvlRestart"),
            paragraph_style=value(element, "pStyle"),
        )
        start = number(element, "start")
        # Newer formats hide in mc:AlternateContent, so the number format is looked for at any depth.
        style = next((found.get(f"{W}val") for found in element.iter(f"{W}numFmt")), None)
        levels[depth] = replace(level, start=1 if start is None else start, style=style or "decimal")
    return levels


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else None
