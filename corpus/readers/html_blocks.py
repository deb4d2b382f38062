"""The elements of a web page as paragraphs and tables, the way a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.grid import MAX_PLACES, GridCell, as_blocks, too_large
from corpus.readers.number_format import format_count
from corpus.source import Block, Paragraph

_BLOCK = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
#: Elements that show nothing, or nothing that a document says.
NEVER = frozenset(
    {
        "applet", "area", "audio", "base", "button", "canvas", "datalist", "del", "embed", "frame",
        "frameset", "head", "iframe", "img", "input", "link", "map", "math", "meta", "noembed", "noframes",
        "noscript", "object", "optgroup", "option", "param", "progress", "script", "select", "source",
        "style", "svg", "template", "textarea", "title", "track", "video",
    }
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_HAN = "\u2014\u2018-\u201d\u2026\u3001-\u9fff\uf900-\ufaff\uff00-\uffef"
_SOURCE_BREAK = re.compile(f"(?<=[{_HAN}])[ \t\f]*[\r\n][ \t\f\r\n]*(?=[{_HAN}])")
_SPACE = re.compile("[ \t\f\r\n]+")
_LIST_TYPES = {"A": "upperLetter", "a": "lowerLetter", "I": "upperRoman", "i": "lowerRoman"}
_LIST_STYLES = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_CUSTOM_LIST = re.compile("custom_")
#: HTML itself ends spans here.
_MAX_COLUMNS = 1000
_MAX_ROWS = 65_534
_MAX_COUNT = 100_000
#: The oldest government pages nest about ten tables.
_MAX_TABLES = 16
_LAYOUT_SHARE = 0.5


def is_hidden(element: etree._Element) -> bool:
    """Whether an element, with all that is in it, is not shown."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def text_of(element: etree._Element) -> str:
    """All text in an element, without any white space."""
    return "".join("".join(map(str, element.itertext())).split())


class Blocks:
    """Collects the blocks of elements that are added one after another."""

    def __init__(self, name: str, tables: int = 0) -> None:
        """Starts with nothing.

        Args:
            name: The file's name, for messages.
            tables: How many tables the elements to be added stand in.
        """
        self._name = name
        self._tables = tables
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._items: dict[etree._Element, int] = {}

    def finished(self) -> list[Block]:
        """Everything added so far."""
        self._end_line(0)
        return self._blocks

    def add(self, element: etree._Element, level: int = 0) -> None:
        """Adds an element's content.

        Args:
            element: The element.
            level: Heading level of the text directly in it, 0 for none.
        """
        tag = element.tag
        if tag in NEVER or not isinstance(tag, str) or is_hidden(element):
            return
        if tag == "br":
            self._end_line(level)
            return
        if tag == "table":
            self._end_line(level)
            self._table(element)
            return
        block = tag in _BLOCK
        if block:
            self._end_line(level)
            level = int(tag[1]) if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else level
        if tag == "li":
            self._pieces.append(self._list_number(element))
        self._pieces.append(_collapsed(element.text, tag))
        for child in element:
            self.add(child, level)
            self._pieces.append(_collapsed(child.tail, tag))
        if block:
            self._end_line(level)

    def _end_line(self, level: int) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        for line in text.split("\n"):
            line = _SPACE.sub(" ", line).strip()
            if line:
                self._blocks.append(Paragraph(line, style=level))

    def _list_number(self, item: etree._Element) -> str:
        """The number a browser draws in front of an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or _CUSTOM_LIST.search(parent.get("class", "")):
            return ""
        following = self._items.get(parent) or _number(parent.get("start"), _MAX_COUNT) or 1
        count = _number(item.get("value"), _MAX_COUNT) or following
        self._items[parent] = count + 1
        match = _LIST_STYLE.search(item.get("style", "")) or _LIST_STYLE.search(parent.get("style", ""))
        style = match[1].lower() if match else "decimal"
        if style in {"none", "disc", "circle", "square"}:
            return ""
        kind = _LIST_STYLES.get(style) or _LIST_TYPES.get(parent.get("type", ""), "decimal")
        return format_count(count, kind) + ("、" if kind == "chineseCounting" else ".")

    def _table(self, table: etree._Element) -> None:
        self._tables += 1
        if self._tables > _MAX_TABLES:
            raise CorpusError(f"{self._name}：网页中的表格嵌套过深。请另存为 txt 或 docx 后重试。")
        rows = list(_rows(table))
        if sum(len(cells) for cells, _ in rows) > MAX_PLACES:
            raise too_large(self._name)
        caption = table.find("caption")
        if caption is not None:
            self.add(caption)
        if _only_layout(table):
            for cells, _ in rows:
                for cell in cells:
                    self.add(cell)
        elif (pairs := _record([cells for cells, _ in rows])) is not None:
            self._blocks.extend(Paragraph(pair) for pair in pairs)
        else:
            grid = [[self._cell(cell, header) for cell in cells] for cells, header in rows]
            self._blocks.extend(as_blocks(grid, self._name))
        self._tables -= 1

    def _cell(self, element: etree._Element, header: bool) -> GridCell:
        inner = Blocks(self._name, self._tables)
        inner.add(element)
        return GridCell(
            inner.finished(),
            rows=_number(element.get("rowspan", "1"), _MAX_ROWS) or _MAX_ROWS,
            columns=_number(element.get("colspan"), _MAX_COLUMNS) or 1,
            header=header or element.tag == "th",
        )


def _rows(table: etree._Element, header: bool = False) -> Iterator[tuple[list[etree._Element], bool]]:
    """Rows of a table as their cells, with whether they stand in its head; tables inside it are left out."""
    for child in table:
        if child.tag == "tr" and not is_hidden(child):
            yield [cell for cell in child if cell.tag in {"td", "th"} and not is_hidden(cell)], header
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child, child.tag == "thead")


def _only_layout(table: etree._Element) -> bool:
    """Whether a table only places other content: most of its text stands in tables inside it."""
    if table.get("role") == "presentation":
        return True
    inner: list[etree._Element] = []
    waiting = list(table)
    while waiting:
        element = waiting.pop()
        if element.tag == "table":
            inner.append(element)
        else:
            waiting.extend(element)
    if not inner:
        return False
    return sum(len(text_of(other)) for other in inner) >= _LAYOUT_SHARE * len(text_of(table))


#: Labels of the record that government sites show above a document (索引号 … 成文日期).
_RECORD = re.compile(
    "索引号|信息名称|主题分类|发文机关|发布机构|成文日期|标题|名称|发文字号|文号|发布日期|主题词|公开日期"
    "|生成日期|信息分类|有效性|效力状态|施行日期|生效日期|实施日期|废止日期|失效日期|公文种类|公开方式|公开范围"
    "|体裁分类|组配分类|关键词|内容概述|来源|统一编号|制发机关"
)


def record_labels(element: etree._Element) -> int:
    """How many different labels of a document's record stand in an element, each followed by a colon."""
    return len({match[0] for match in re.finditer(f"(?:{_RECORD.pattern})(?=[:：])", text_of(element))})


def _record(rows: list[list[etree._Element]]) -> list[str] | None:
    """The lines ``label：value`` of a table that is (part of) a document's record; None for any other."""
    first = next((row[0] for row in rows if row), None)
    if first is None or not _RECORD.fullmatch(text_of(first).rstrip(":：")):
        return None
    pairs: list[str] = []
    labels = others = 0
    for row in rows:
        for label, content in zip(row[::2], row[1::2], strict=False):
            squeezed = text_of(label).rstrip(":：")
            if _RECORD.fullmatch(squeezed):
                labels += 1
                value = " ".join("".join(map(str, content.itertext())).split())
                pairs.extend([f"{squeezed}：{value}"] if value else [])
            elif squeezed or text_of(content):
                others += 1
    return pairs if labels > 4 * others else None


def _number(text: str | None, most: int) -> int:
    """A whole number in an attribute, cut to ``most``; 0 where there is none."""
    text = (text or "").strip()
    return min(int(text[:9]), most) if text.isascii() and text.isdigit() else 0


def _collapsed(text: str | None, tag: str) -> str:
    """Text with the line breaks of its source gone; a ``pre`` keeps them."""
    if not text:
        return ""
    if tag == "pre":
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPACE.sub(" ", _SOURCE_BREAK.sub("", text))
