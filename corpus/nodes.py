"""Paragraphs, tables and the units they belong to: what the clauses of a document are cut from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus import shapes
from corpus.candidates import HEADING_LENGTH
from corpus.numbering import DIVISIONS
from corpus.render import Span, TableBlock
from corpus.roles import Role
from corpus.table_units import declared_units
from corpus.unit import Unit

#: Marks of an unnumbered list.
BULLETS = ("——", "—", "●", "■", "◆", "•", "·", "★", "-", "※", "○", "▲", "□")
_RUN_IN_LENGTH = 45
_CAPTION_LENGTH = 60
_ENTRY_LENGTH = 40
_TITLE_BRACKET = re.compile(r"\s*[【〔\[](?P<title>[^】〕\]]{1,40})[】〕\]]\s*")
_ASIDE = re.compile(r"[（(][^（）()。]+[）)]")
_QUOTATION = re.compile("^“|[：:]\\s*“")
_RUN_IN = re.compile(r"[^。；]*?[。：:](?=.)")
#: Words of a rule: a sentence with one of them is no heading.
_RULE = re.compile(
    r"应当|(?<![供适响相反效对呼感回顺])应(?![急用对变])|不得|必须|须|可以|的，|最多|最高|不超过|不少于|不低于"
    r"|万元|予以|由.{2,12}负责|禁止|^国家(?:实行|对|保护|鼓励|建立|保障)|^本(?:法|条例|办法|规定|细则)|主管全国|不受"
)


@dataclass(eq=False, slots=True)
class Block:
    """A paragraph or a table in the repaired text.

    Attributes:
        start: Offset of its first character in the repaired text.
        end: Offset after its last character.
        text: The paragraph; empty for a table.
        role: Its role in the frame of the document.
        unit: The unit that it opens.
        table: The table, where it is one.
        rows: Spans of the table's rows.
        caption: Whether it is the caption of the table after it.
        order: Its place among all blocks of the document.
    """

    start: int
    end: int
    text: str = ""
    role: Role | None = None
    unit: Unit | None = None
    table: TableBlock | None = None
    rows: tuple[Span, ...] = ()
    caption: bool = False
    order: int = -1


@dataclass(eq=False, slots=True)
class Node:
    """A unit with its text.

    Attributes:
        unit: The unit.
        opener: The paragraph that opens it.
        body: Paragraphs and tables of its own, before its first child.
        children: Units under it.
        tail: Paragraphs of its own after its last child.
        whole: Whether it is one clause with all that stands under it.
    """

    unit: Unit
    opener: Block
    body: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    whole: bool = False

    @property
    def head_end(self) -> int:
        """Length of the heading at the beginning of the opener; 0 where the text begins at once."""
        length = heading_length(self.opener.text, self.unit)
        if length == len(self.opener.text) and self.opener.text.endswith("。"):
            # A sentence on a line of its own is a heading only if it heads something.
            return length if self.body or self.children else 0
        return length

    @property
    def headed(self) -> bool:
        """Whether the opener is a heading and nothing else."""
        return self.head_end == len(self.opener.text)


def heading_length(text: str, unit: Unit) -> int:
    """Characters of the heading that a unit's first paragraph begins with.

    Args:
        text: The paragraph.
        unit: The unit it opens.

    Returns:
        All of it for a heading on a line of its own; up to its 。 or ： for one that shares the line with
        its text; 0 for an item that is prose from the start.
    """
    mark = unit.mark
    at = mark.end if mark else 0
    if mark is None or mark.family in DIVISIONS:
        return len(text)
    if bracket := _TITLE_BRACKET.match(text, at):
        return bracket.end()
    rest = text[at:]
    if mark.family == "article":
        return 0
    if match := _RUN_IN.match(rest):
        return at + match.end() if _reads_as_heading(match[0]) else 0
    if len(text) <= HEADING_LENGTH and not rest.endswith(("；", ";", "，")):
        return len(text) if not rest.endswith("。") or _reads_as_heading(rest) else 0
    return 0


def _reads_as_heading(text: str) -> bool:
    """Whether words up to a 。 or ： name a subject rather than state a rule."""
    return len(text) <= _RUN_IN_LENGTH and not re.search("[，；].*[，；]", text) and not _RULE.search(text)


def walk(nodes: Sequence[Node]) -> list[Node]:
    """Nodes with all that stand under them, in reading order."""
    found: list[Node] = []
    pending = list(reversed(nodes))
    while pending:
        node = pending.pop()
        found.append(node)
        pending += reversed(node.children)
    return found


def groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Paragraphs with what belongs to each: its 责任单位 line, the bullets under its colon, its fields.

    A table ends a group and is in none.
    """
    found: list[list[Block]] = []
    fresh = True
    quoting = False
    for block in blocks:
        if block.table is not None or block.caption:
            fresh, quoting = True, False
            continue
        if not fresh and found and (quoting or _attaches(found[-1], block)):
            found[-1].append(block)
        else:
            found.append([block])
        fresh = False
        quoting = _still_quotes(block.text, quoting)
    return found


def _attaches(group: list[Block], block: Block) -> bool:
    before = group[-1].text
    if len(group) == 1 and len(before) <= _ENTRY_LENGTH and _ASIDE.fullmatch(before):
        return True  # （2023年5月1日—31日）, under a heading and above what it is about
    if shapes.is_responsible(block.text) or shapes.is_footnote(block.text):
        return True
    if shapes.is_stem(group[0].text) or shapes.is_stem(before):
        return (
            block.text.startswith((*BULLETS, "“"))
            or shapes.is_field(block.text)
            or before.endswith(("；", ";", "，"))
        )
    if before.endswith(("；", ";", "，", "、")):
        return True
    return _is_entry(before) and _is_entry(block.text)


def _is_entry(text: str) -> bool:
    """Whether a line is one of a list of names or of fields, rather than a paragraph: 景芝镇人民政府."""
    if shapes.is_field(text):
        return True
    return len(text) <= _ENTRY_LENGTH and not shapes.ends_sentence(text) and not text.startswith(BULLETS)


def _still_quotes(text: str, quoting: bool) -> bool:
    """Whether a quotation is open after a paragraph: one that began with it, after its colon, or before."""
    if not quoting and not _QUOTATION.search(text):
        return False
    opened, closed = text.rfind("“"), text.rfind("”")
    return quoting if opened == closed else opened > closed


def mark_captions(blocks: Sequence[Block]) -> None:
    """Mark the lines right above a table that name it or its unit."""
    for place, table in enumerate(blocks):
        if table.table is None:
            continue
        for block in reversed(blocks[max(0, place - 2) : place]):
            if block.table is not None or block.unit is not None or len(block.text) > _CAPTION_LENGTH:
                break
            if declared_units(block.text):
                block.caption = True
                continue
            if not shapes.ends_sentence(block.text) and not shapes.is_responsible(block.text):
                block.caption = True
            break
