"""Text after the last item of a list: the item's, the list owner's, or the close of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import shapes
from corpus.nodes import BULLETS, Block, Node, groups, walk

_CLOSING = re.compile(
    r"本[一-鿿]{2,12}?(?:自|从|由|有效期|未尽|印发|发布|公布|所称|解释|与|如|中所?称|涉及|实施|执行|施行|（[^）]*）自)"
    r"|各(?:地|级|有关|部门|单位|市|县|区|省|设区|相关|镇|乡|街道)|请(?:各|结合|认真|遵照|按照|抓紧)"
    r"|以上(?:意见|措施|政策|规定|各)|上述|此前|凡(?:与|过去|以前|此前)|望|希望|执行(?:中|过程)|附则"
    r"|自(?:本|发布|印发|公布|\d{4}年)|国务院(?:有关|各)|原[《有]|过去"
)
_CALLS_UPON = re.compile(r"各(?:有关|级|地|部门|单位)[^。]{0,12}(?:必须|务必|要|应)")
_ADDRESS = re.compile("(?:各位(?:代表|委员|领导|来宾|同志)|同志们|朋友们)[！!，,：:]")
_SUMS_UP = re.compile(
    f"{_ADDRESS.pattern}|(?:过去|[一两三四五]年来|回顾|总结|这些成绩|成绩(?:的取得|来之)|在.{{0,6}}成绩的同时|同时，我们|我们也?(?:深知|清醒)"
    "|(?:与此)?同时也要|总的(?:来)?看|综上)"
)
_POINTS_BELOW = re.compile("[：:]$|下表|附表|表\\d|如下")
_ATTENDANCE = re.compile("(?:出席|列席|参加|参会|请假|缺席|记录|主持)(?:人员|人|单位|会议)?[：:]")
_CONTACT = re.compile(r"[（(]?联\s*系\s*(?:人|单\s*位|电\s*话|方\s*式)(?:及\S{2,6})?[：:]")
_THANKS = re.compile(r"(?:最后|再次|在此)?[，,]?(?:再次|衷心|诚挚|由衷)?(?:地)?感谢(?:您|你|各位|贵|对)")
_IN_FORCE = re.compile(r"自.{1,30}(?:起|日)(?:施行|实施|执行|生效)|(?:负责|予以)解释|同时废止|有效期")


def release(node: Node) -> None:
    """Give the paragraphs after a list that is closed back to the unit that holds the list.

    Args:
        node: A unit with items under it.
    """
    last = node.children[-1]
    if last.children or len(node.children) < 2 or last.unit.family == "article":
        return
    own = _own(last, node.children[:-1])
    if own is None:
        own = _looks_back(last, node.children[:-1])
    if own is not None:
        node.tail = _cut(last, own)


def take_closing(top: Sequence[Node]) -> list[Block]:
    """Take the closing paragraphs of a document, such as 本办法自…起施行, from its last unit.

    Args:
        top: The document's top units.

    Returns:
        The paragraphs and tables that belong to the document as a whole.
    """
    if not top:
        return []
    chain = [top[-1]]
    while chain[-1].children:
        chain.append(chain[-1].children[-1])
    for node in chain:
        if node.tail and _is_closing(node.tail, 0, top_level=True):
            closing, node.tail = node.tail, []
            return closing
    last = chain[-1]
    if any(node.tail for node in chain):
        return []
    if tables := _hanging_tables(last):
        return tables
    if any(node.unit.family == "article" or node.unit.box is not None for node in chain) or len(top) < 2:
        return []
    peers = [node for node in walk(top) if node.unit.family == last.unit.family and node is not last]
    first = _after_bodies(last, peers)
    if first is None:
        named = [place for place, block in enumerate(last.body) if _answers(block.text)]
        needed = last.headed and not last.opener.text.endswith("。")
        start = max(named[-1] + 1 if named else 0, 1 if needed else 0)
        level = last.unit.parent is None
        places = range(start, len(last.body))
        first = next((place for place in places if _is_closing(last.body, place, top_level=level)), None)
    return [] if first is None else _cut(last, first)


def _answers(text: str) -> bool:
    return shapes.is_responsible(text) and not _ATTENDANCE.match(text)


def _cut(node: Node, first: int) -> list[Block]:
    """Take a unit's paragraphs from one on."""
    taken = node.body[first:]
    del node.body[first:]
    node.whole = node.whole or not (node.headed and len(groups(node.body)) > 1)
    return taken


def _own(last: Node, siblings: Sequence[Node]) -> int | None:
    """How many paragraphs of the last item are its own; None where all are."""
    if any(node.children for node in siblings):
        return None
    places = range(len(last.body))
    first = next((place for place in places if not _belongs(last, place)), None)
    if first is None:
        return None
    if all(not node.body and node.opener.text.endswith(("；", ";")) for node in siblings):
        return first
    plain = all(not node.body and node.head_end in {0, len(node.opener.text)} for node in siblings)
    return first if plain and len(siblings) >= 2 and not last.headed else None


def _looks_back(last: Node, siblings: Sequence[Node]) -> int | None:
    """How many paragraphs are the last item's own where a speech then sums up, or a table has its caption."""
    if any(node.body or node.children for node in siblings):
        return None
    for place, block in enumerate(last.body):
        if _SUMS_UP.match(block.text) or (block.caption and not _POINTS_BELOW.search(last.opener.text)):
            return place
    return None


def _belongs(node: Node, place: int) -> bool:
    block = node.body[place]
    before = node.body[place - 1].text if place else node.opener.text
    return (
        block.table is not None
        or shapes.is_responsible(block.text)
        or shapes.is_footnote(block.text)
        or shapes.is_stem(before)
        or block.text.startswith(BULLETS)
    )


def _after_bodies(last: Node, peers: Sequence[Node]) -> int | None:
    """How many paragraphs are an item's own where every other item ends with those who answer for it."""
    if len(peers) < 2 or not all(_names_bodies([node.opener, *node.body][-1]) for node in peers):
        return None
    closed = [place for place, block in enumerate([last.opener, *last.body]) if _names_bodies(block)]
    return closed[-1] if closed and closed[-1] < len(last.body) else None


def _names_bodies(block: Block) -> bool:
    """Whether a paragraph ends with those who answer for it: …。（市教育局负责）."""
    return block.table is None and (
        shapes.is_responsible(block.text) or shapes.ends_with_responsible(block.text)
    )


def _hanging_tables(last: Node) -> list[Block]:
    """Tables with captions of their own behind the last unit, which belong to the document."""
    first = next((place for place, block in enumerate(last.body) if block.caption), None)
    if first is None or (first == 0 and last.headed) or last.body[-1].table is None:
        return []
    return _cut(last, first)


def _is_closing(body: Sequence[Block], place: int, *, top_level: bool) -> bool:
    block = body[place]
    if block.table is not None or block.caption:
        return False
    if any(pattern.match(block.text) for pattern in (_ADDRESS, _ATTENDANCE, _THANKS)):
        return True
    if _CONTACT.match(block.text) and not (place and shapes.is_field(body[place - 1].text)):
        return True
    if _IN_FORCE.search(block.text) and (_CLOSING.match(block.text) or len(body) - place <= 2):
        return True
    return place == len(body) - 1 and bool(
        _CLOSING.match(block.text) or (top_level and _CALLS_UPON.search(block.text))
    )
