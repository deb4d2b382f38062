"""The tree of a container: every unit with its own text, and what is cited whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus import shapes
from corpus.frame import Role
from corpus.numbering import DIVISIONS, Family
from corpus.render import Span, TableBlock
from corpus.structure import HEADING_LENGTH, Unit
from corpus.tables import declared_unit

#: Numbers that only ever count parts of a clause: （1）, 1), ①, a.
_PARTS: frozenset[Family] = frozenset({"arabic_paren", "arabic_close", "circled", "letter"})
_RUN_IN_LENGTH = 45
_LIST_ITEM_LENGTH = 150
_CAPTION_LENGTH = 60
_TITLE_BRACKET = re.compile(r"\s*[【〔\[](?P<title>[^】〕\]]{1,40})[】〕\]]\s*")
_RUN_IN = re.compile(r"[^。；]*?[。：:](?=.)")
_SPACED_HEADING = re.compile(r"\s*[^\s，。；：、]{2,30}[ \u3000]+(?=\S)")
_BULLETS = ("——", "—", "●", "■", "◆", "•", "·", "★", "-", "※", "○", "▲", "□")
_CLOSING = re.compile(
    r"本[一-鿿]{2,12}?(?:自|从|由|有效期|未尽|印发|发布|公布|所称|解释|与|如|中所?称|涉及|实施|执行|施行|（[^）]*）自)"
    r"|(?:各(?:地|级|有关|部门|单位|市|县|区|省|设区|相关|镇|乡|街道)|请(?:各|结合|认真|遵照|按照|抓紧)|以上(?:意见|措施|政策|规定|各)|上述|此前|凡(?:与|过去|以前|此前)|(?:望|希望)"
    r"|执行(?:中|过程)|附则|自(?:本|发布|印发|公布|\d{4}年)|国务院(?:有关|各)|原[《有]|过去)"
)
_IN_FORCE = re.compile(r"自.{1,30}(?:起|日)(?:施行|实施|执行|生效)|(?:负责|予以)解释|同时废止|有效期")


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
    """

    start: int
    end: int
    text: str = ""
    role: Role | None = None
    unit: Unit | None = None
    table: TableBlock | None = None
    rows: tuple[Span, ...] = ()
    caption: bool = False


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
        return heading_length(self.opener.text, self.unit)

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
        if match.end() <= _RUN_IN_LENGTH and not re.search("[，；].*[，；]", match[0]):
            return at + match.end()
        return 0
    if len(text) <= HEADING_LENGTH and not rest.endswith(("；", ";", "，")):
        if rest.endswith("。") and re.search("[，、].*[，、]", rest):
            return 0
        return len(text)
    return 0


def build(blocks: Sequence[Block]) -> tuple[list[Block], list[Node], list[Block]]:
    """Hang the paragraphs of a container under its units.

    Args:
        blocks: The container's blocks without those of the frame.

    Returns:
        What stands before the first unit, the top units, and the closing paragraphs after the last.
    """
    before: list[Block] = []
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    current: Node | None = None
    for block in blocks:
        if block.unit is not None:
            current = Node(block.unit, block)
            nodes[id(block.unit)] = current
            parent = block.unit.parent
            if parent is not None and id(parent) in nodes:
                nodes[id(parent)].children.append(current)
            else:
                top.append(current)
        elif current is None:
            before.append(block)
        else:
            current.body.append(block)
    for node in top:
        _decide(node)
    closing = _release_closing(top)
    return before, top, closing


def _decide(root: Node) -> None:
    """Decide from the bottom up what is cited whole; paragraphs after a closed list go to its parent."""
    order: list[Node] = []
    pending = [root]
    while pending:
        node = pending.pop()
        order.append(node)
        pending += node.children
    for node in reversed(order):
        if node.unit.family == "article" or node.unit.box is not None:
            node.whole = True
        elif node.children:
            node.whole = _keeps_list(node)
            if not node.whole:
                _release(node)
        else:
            node.whole = not (node.headed and len(groups(node.body)) > 1)


def _keeps_list(node: Node) -> bool:
    """Whether the numbered children are a list inside the node's own text."""
    if not all(child.whole for child in node.children):
        return False
    item = node.unit.family in {"arabic", "decimal"} | _PARTS
    if all(child.unit.family in _PARTS for child in node.children) and (item or not node.headed):
        return True
    paragraphs = [node.opener, *node.body]
    if not shapes.is_stem(paragraphs[-1].text):
        return item and not node.headed and _is_list(node.children)
    if len(groups(node.body)) > 1 and node.headed:
        return False
    return _is_list(node.children)


def _is_list(children: Sequence[Node]) -> bool:
    """Whether items read as a list: short, one paragraph each, without headings or bodies of their own."""
    plain = 0
    for child in children:
        if any(shapes.is_responsible(block.text) for block in child.body if block.text):
            return False
        text = child.opener.text
        if len(child.body) > 1 and not child.children:
            return False
        runs_in = 0 < child.head_end < len(text) and text[child.head_end - 1] == "。"
        plain += not runs_in
    average = sum(len(child.opener.text) for child in children) / len(children)
    return plain * 2 > len(children) and average <= _LIST_ITEM_LENGTH


def groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Paragraphs with what belongs to each: its 责任单位 line, the bullets under its colon, its fields.

    A table ends a group and is in none.
    """
    found: list[list[Block]] = []
    fresh = True
    for block in blocks:
        if block.table is not None or block.caption:
            fresh = True
            continue
        if not fresh and found and _attaches(found[-1], block):
            found[-1].append(block)
        else:
            found.append([block])
        fresh = False
    return found


def _attaches(group: list[Block], block: Block) -> bool:
    before = group[-1].text
    if shapes.is_responsible(block.text):
        return True
    if any(shapes.is_stem(member.text) for member in group):
        return (
            block.text.startswith(_BULLETS)
            or shapes.is_field(block.text)
            or before.endswith(("；", ";", "，"))
        )
    return shapes.is_field(block.text) and shapes.is_field(before)


def _release(node: Node) -> None:
    """Give the paragraphs after a list that is closed back to the unit that holds the list."""
    last = node.children[-1]
    if last.children or not last.whole or len(node.children) < 2 or last.unit.family == "article":
        return
    keep = _own(last, node.children[:-1])
    if keep is not None:
        node.tail = last.body[keep:]
        del last.body[keep:]
        if not last.children:
            last.whole = last.whole or not (last.headed and len(groups(last.body)) > 1)


def _own(last: Node, siblings: Sequence[Node]) -> int | None:
    """How many paragraphs of the last item are its own; None where all are."""
    extra = [
        place for place, block in enumerate(last.body) if block.table is None and not _belongs(last, place)
    ]
    if not extra or any(node.children for node in siblings):
        return None
    first = extra[0]
    if all(not node.body and node.opener.text.endswith(("；", ";")) for node in siblings):
        return first
    plain = all(not node.body and node.head_end in {0, len(node.opener.text)} for node in siblings)
    if plain and len(siblings) >= 2 and not last.headed:
        return first
    if len(siblings) >= 2 and all(
        node.body and shapes.is_responsible(node.body[-1].text) for node in siblings
    ):
        closed = [place for place, block in enumerate(last.body) if shapes.is_responsible(block.text)]
        return closed[-1] + 1 if closed and closed[-1] + 1 < len(last.body) else None
    return None


def _belongs(node: Node, place: int) -> bool:
    text = node.body[place].text
    before = node.body[place - 1].text if place else node.opener.text
    return shapes.is_responsible(text) or shapes.is_stem(before) or text.startswith(_BULLETS)


def _release_closing(top: Sequence[Node]) -> list[Block]:
    """Take the closing paragraphs of a document, such as 本办法自…起施行, from its last unit."""
    if not top:
        return []
    chain = [top[-1]]
    while chain[-1].children:
        chain.append(chain[-1].children[-1])
    # What was given back to a unit at the very end closes the document.
    for node in chain:
        if node.tail:
            closing = node.tail
            node.tail = []
            return closing
    last = chain[-1]
    if tables := _hanging_tables(last):
        return tables
    if any(node.unit.family == "article" or node.unit.box is not None for node in chain):
        return []
    first = next((p for p, block in enumerate(last.body) if _closes(last, p, alone=len(top) < 2)), None)
    if first is None or (last.headed and first == 0):
        return []
    closing = last.body[first:]
    del last.body[first:]
    if not last.children and not last.unit.box:
        last.whole = not (last.headed and len(groups(last.body)) > 1)
    return closing


def _hanging_tables(last: Node) -> list[Block]:
    """Tables with captions of their own behind the last unit, which belong to the document."""
    first = next((place for place, block in enumerate(last.body) if block.caption), None)
    if first is None or (first == 0 and last.headed):
        return []
    hanging = last.body[first:]
    if hanging[-1].table is None:
        return []
    del last.body[first:]
    last.whole = last.whole or not (last.headed and len(groups(last.body)) > 1)
    return hanging


def _closes(node: Node, place: int, *, alone: bool) -> bool:
    block = node.body[place]
    if block.table is not None or block.caption or alone:
        return False
    rest = [later for later in node.body[place:] if later.table is None]
    if any(shapes.is_responsible(later.text) for later in rest):
        return False
    if _IN_FORCE.search(block.text) and _CLOSING.match(block.text):
        return True
    if len(rest) <= 2 and _IN_FORCE.search(block.text):
        return True
    return place == len(node.body) - 1 and bool(_CLOSING.match(block.text))


def mark_captions(blocks: Sequence[Block]) -> None:
    """Mark the lines right above a table that name it or its unit."""
    for place, table in enumerate(blocks):
        if table.table is None:
            continue
        for block in reversed(blocks[max(0, place - 2) : place]):
            if block.table is not None or block.unit is not None or len(block.text) > _CAPTION_LENGTH:
                break
            if declared_unit(block.text):
                block.caption = True
                continue
            if not shapes.ends_sentence(block.text) and not shapes.is_responsible(block.text):
                block.caption = True
            break
