"""Where the document stands in a web page: furniture is left out by general rules, not site by site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.readers.html_blocks import NEVER, is_hidden, record_labels, text_of
from corpus.shapes import ends_title
from corpus.source import Block, Paragraph

#: Words in class names and ids by which the makers of pages name their furniture.
_FURNITURE = frozenset(
    {
        "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "dqwz",
        "share", "bdsharebuttonbox", "jiathis", "footer", "foot", "sidebar", "related", "recommend",
        "relevant", "xgxx", "toolbar", "copyright", "pager", "pagination", "print", "qrcode", "qr", "ewm",
        "weixin", "wechat", "weibo", "banner", "topbar", "search", "login", "fontsize", "friendlink",
        "links", "hot", "rank", "comment",
    }
)  # fmt: skip
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
_TITLE_WORDS = frozenset({"title", "headline", "biaoti"})
_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|ceb|txt)(?:$|[?#])", re.IGNORECASE)
_MARK = re.compile("[，。；：]")
_ATTACHMENT = re.compile(r"附\s*(?:件|表|录|图)")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LISTS = frozenset({"ul", "ol", "dl", "div", "td", "table", "section"})
_BLOCKS = ("p", "div", "table", "section", "br", "li", "h1", "h2", "h3", "h4")
_TABLE_PARTS = frozenset({"tbody", "thead", "tfoot", "tr", "td", "th"})

#: A mark weighs as much as this many characters: furniture has words, but hardly sentences.
_MARK_WEIGHT = 10
#: An element with this share of the page's weight holds the document.
_MAIN_SHARE = 0.8
#: An element named as furniture is taken for the document all the same above this share of the text.
_NAMED_SHARE = 0.2
_LINK_SHARE = 0.6
_FEWEST_LINKS = 3
_FEWEST_BLOCKS = 3
_FEWEST_LABELS = 2

_BUTTONS = (
    r"扫一扫.{0,20}|(?:浏览|点击|阅读)(?:次数|量|数|率).{0,20}|字(?:体|号)\s*[:：].{0,20}|【?大】?\s*【?中】?\s*【?小】?"
    r"|(?:分享|打印|关闭|收藏|返回|下载)(?:到|至|本页|此页|窗口|顶部|首页|列表|上一页)?\s*(?:[:：】\]].{0,20})?"
)
_TOP_LINE = re.compile(
    rf"[【\[]?\s*(?:(?:您)?(?:现在|当前)?(?:所在)?的?位置\s*[:：].*|当前位置.*|首页\s*[>›»/].*|今天是.*"
    rf"|无障碍.{{0,20}}|长者.{{0,20}}|繁體.{{0,8}}|{_BUTTONS})"
)
_END_LINE = re.compile(
    rf"[【\[]?\s*(?:[上下]一?[篇条]\s*[:：].*|责任编辑.{{0,30}}|责编.{{0,30}}|编辑\s*[:：].{{0,30}}"
    rf"|相关(?:链接|文章|文档|文件|阅读|稿件|解读|信息|推荐|新闻|报道|政策|内容)[:：]?|{_BUTTONS})"
)
#: The foot of a site, which names its owner only beside its registration: 主办 alone may be an event's.
_OWNER_LINE = re.compile(r"(?:主办|承办)(?:单位)?\s*[:：].*|技术支持.*|网站地图.*|联系我们.*|地址\s*[:：].*")
_REGISTRATION = re.compile(r"ICP备|公网安备|网站标识码|版权所有|Copyright|©", re.IGNORECASE)
#: What pages say about themselves on one line under a title.
_BYLINE = re.compile(
    r"(?:(?:发布)?(?:时间|日期)|来源|作者|(?:信息)?(?:浏览|点击|阅读)(?:次数|量|数)|字(?:体|号)|编辑|审核)\s*[:：]"
)
_OF_A_SITE = re.compile("来源|浏览|点击|阅读|字体|字号")
_LONGEST_LINE = 120
_FEWEST_TITLE = 6
_TOP_BLOCKS = 20
_END_BLOCKS = 15
_LONGEST_LINK = 60


@dataclass(slots=True)
class _Weight:
    """What an element holds with all its descendants.

    Attributes:
        text: Characters.
        marks: Sentence marks outside links.
        linked: Characters inside links to other pages.
        links: Number of such links.
    """

    text: int = 0
    marks: int = 0
    linked: int = 0
    links: int = 0

    @property
    def prose(self) -> int:
        """How much it reads like a document."""
        return self.text - self.linked + _MARK_WEIGHT * self.marks


def prune(body: etree._Element, title: str) -> None:
    """Takes out of a page, in place, what is not its document.

    What goes: what is not shown; navigation and the like by tag, by class name and by being a list of links;
    then everything beside the element that holds most of the sentences, but for a title and the record of the
    document before it, and attachments and tables after it.

    Args:
        body: The page's body.
        title: The page's title.
    """
    for element in list(body.iter(etree.Element)):
        if element is not body and (element.tag in NEVER or is_hidden(element)):
            _drop(element)
    _drop_furniture(body)
    for step in _path_to_main(body):
        place = step.getparent()
        if place is None:
            continue
        before = True
        for sibling in list(place):
            if sibling is step:
                before = False
            elif not (_belongs_before(sibling, title) if before else _belongs_after(sibling)):
                _drop(sibling)


def without_page_lines(blocks: Sequence[Block]) -> list[Block]:
    """Drops lines such as 当前位置 from the first blocks of a page, and its end from 责任编辑 on."""
    top = [block for block in blocks[:_TOP_BLOCKS] if not _is_top_line(_line(block))]
    kept = [*top, *blocks[_TOP_BLOCKS:]]
    for at in range(max(0, len(kept) - _END_BLOCKS), len(kept)):
        line, rest = _line(kept[at]), kept[at + 1 :]
        begins = _END_LINE.fullmatch(line) or _REGISTRATION.search(line)
        if not begins and _OWNER_LINE.fullmatch(line):
            begins = next((match for block in rest if (match := _REGISTRATION.search(_line(block)))), None)
        if begins and all(map(_is_page_end, rest)):
            return kept[:at]
    return kept


def _line(block: Block) -> str:
    """The text of a block that is one short line; empty for any other."""
    return block.text.strip() if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_LINE else ""


def _is_top_line(line: str) -> bool:
    if _TOP_LINE.fullmatch(line):
        return True
    labels = {match[0] for match in _BYLINE.finditer(line)}
    return (
        len(labels) > 1 and _BYLINE.match(line) is not None and _OF_A_SITE.search("".join(labels)) is not None
    )


def _is_page_end(block: Block) -> bool:
    """Whether a block may follow the last line of a document: a button, a link, a line of the page's foot."""
    line = _line(block)
    if _END_LINE.fullmatch(line) or _REGISTRATION.search(line):
        return True
    return 0 < len(line) <= _LONGEST_LINK and "。" not in line and _ATTACHMENT.match(line) is None


def _drop_furniture(body: etree._Element) -> None:
    weights = _weights(body)
    total = max(1, weights[body].text)
    waiting = list(body)
    while waiting:
        element = waiting.pop()
        weight = weights.get(element)
        if weight is None:
            continue
        share = weight.text / total
        named = element.tag in _FURNITURE_TAGS or not _FURNITURE.isdisjoint(_names(element))
        links = (
            element.tag in _LISTS
            and weight.links >= _FEWEST_LINKS
            and weight.linked >= _LINK_SHARE * weight.text
        )
        if ((named and share < _NAMED_SHARE) or (links and share < 0.5)) and not _is_record(element):
            _drop(element)
        else:
            waiting.extend(element)


def _path_to_main(body: etree._Element) -> list[etree._Element]:
    """Elements from the body's child down to the one that holds the document."""
    weights = _weights(body)
    least = _MAIN_SHARE * weights[body].prose
    path: list[etree._Element] = []
    element = body
    while len(element):
        element = max(element, key=lambda child: weights[child].prose)
        if weights[element].prose < least or element.tag in {"p", "span", "font", "b", "strong"}:
            break
        path.append(element)
    # Inside a table only a cell that is a page of its own is a place to stop: else the table is the document.
    while path and path[-1].tag in _TABLE_PARTS and not _is_page(path[-1]):
        path.pop()
    return path


def _is_page(element: etree._Element) -> bool:
    return element.tag == "td" and sum(1 for child in element if child.tag in _BLOCKS) >= _FEWEST_BLOCKS


def _belongs_before(element: etree._Element, title: str) -> bool:
    if element.tag in _HEADINGS or any(True for _ in element.iter(*_HEADINGS)):
        return True
    text = text_of(element)
    names = _names(element)
    return (
        _is_record(element)
        or not _TITLE_WORDS.isdisjoint(names)
        or _reads_as_title(element, text)
        or (len(text) >= 6 and text in "".join(title.split()))
    )


def _reads_as_title(element: etree._Element, text: str) -> bool:
    """Whether an element is one short line that ends as titles do, and leads nowhere."""
    linked = next(element.iter("a"), None) is not None
    return not linked and _FEWEST_TITLE <= len(text) <= _LONGEST_LINE and ends_title(text)


def _belongs_after(element: etree._Element) -> bool:
    if next(element.iter("table"), None) is not None or _is_record(element):
        return True
    text = text_of(element)
    return _ATTACHMENT.search(text) is not None or len(_MARK.findall(text)) > 1


def _is_record(element: etree._Element) -> bool:
    """Whether an element is the record that government sites show with a document (索引号 … 成文日期)."""
    return record_labels(element) >= _FEWEST_LABELS


def _names(element: etree._Element) -> set[str]:
    text = f"{element.get('class', '')} {element.get('id', '')}"
    return {word.lower() for word in _WORD.findall(text)}


def _weights(body: etree._Element) -> dict[etree._Element, _Weight]:
    """The weight of every element, added up backwards: children come after their parents in a tree."""
    elements = list(body.iter(etree.Element))
    weights = {element: _Weight() for element in elements}
    for element in reversed(elements):
        weight = weights[element]
        _add(weight, element.text)
        for child in element:
            _add(weight, child.tail)
        if element.tag == "a" and not _FILE.search(element.get("href", "")):
            weight.linked, weight.links, weight.marks = weight.text, 1, 0
        parent = element.getparent()
        if element is not body and parent is not None:
            above = weights[parent]
            above.text += weight.text
            above.marks += weight.marks
            above.linked += weight.linked
            above.links += weight.links
    return weights


def _add(weight: _Weight, text: str | None) -> None:
    if text:
        weight.text += len("".join(text.split()))
        weight.marks += len(_MARK.findall(text))


def _drop(element: etree._Element) -> None:
    """Removes an element but not the text after it, which lxml hangs on the element."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
