"""The tree of a container: every unit with its own text, and what is cited whole."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import shapes
from corpus.closing import release, take_closing
from corpus.nodes import Block, Node, groups
from corpus.numbering import PARTS

_LIST_ITEM_LENGTH = 150


def build(blocks: Sequence[Block]) -> tuple[list[Block], list[Node], list[Block]]:
    """Hang the paragraphs of a container under its units.

    Args:
        blocks: The container's blocks without those of the frame.

    Returns:
        What stands before the first unit, the top units, and the closing paragraphs after the last.
    """
    before: list[Block] = []
    apart: list[Block] = []
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    current: Node | None = None
    order = -1
    for block in blocks:
        # A signature or a list of attachments in between ends the unit.
        gap, order = order >= 0 and block.order > order + 1, block.order
        if block.unit is not None:
            if current is not None:
                current.body += apart
            apart = []
            current = Node(block.unit, block)
            nodes[id(block.unit)] = current
            parent = block.unit.parent
            if parent is not None and id(parent) in nodes:
                nodes[id(parent)].children.append(current)
            else:
                top.append(current)
        elif current is None:
            before.append(block)
        elif gap or apart:
            apart.append(block)
        else:
            current.body.append(block)
    for node in top:
        _decide(node)
    behind = [
        place
        for place, node in enumerate(top)
        if place and node.unit.mark is None and shapes.is_back_matter(node.opener.text)
    ]
    closing = [block for end in [*behind[:1], len(top)] for block in take_closing(top[:end])]
    return before, top, [*closing, *apart]


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
            release(node)
            node.whole = _keeps_list(node)
        else:
            node.whole = not (node.headed and len(groups(node.body)) > 1)


def _keeps_list(node: Node) -> bool:
    """Whether the numbered children are a list inside the node's own text."""
    if not all(child.whole for child in node.children):
        return False
    item = node.unit.family in {"arabic", "decimal"} | PARTS
    if all(child.unit.family in PARTS for child in node.children) and (item or not node.headed):
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
        own = child.body
        if child is children[-1]:
            # Those who answer for the whole clause stand after its last item.
            own = [block for block in own if not shapes.is_responsible(block.text)]
        if any(shapes.is_responsible(block.text) for block in own) or (len(own) > 1 and not child.children):
            return False
        text = child.opener.text
        runs_in = 0 < child.head_end < len(text) and text[child.head_end - 1] == "。"
        plain += not runs_in
    average = sum(len(child.opener.text) for child in children) / len(children)
    return plain * 2 > len(children) and average <= _LIST_ITEM_LENGTH
