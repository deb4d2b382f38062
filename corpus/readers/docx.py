"""Word documents (docx): paragraphs and tables in body order, as the final version reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.content import Content
from corpus.readers.docx_numbering import Numbering, apart
from corpus.readers.docx_styles import Styles, W, number, value
from corpus.readers.docx_text import alternative, lists_contents, paragraph_text, prompts
from corpus.readers.grid import GridCell, as_blocks, flattened
from corpus.readers.ooxml import Package
from corpus.source import Block, Paragraph

_CONTAINERS = frozenset(
    f"{W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_NOTE_PARTS = {"footnote": "footnotes", "endnote": "endnotes"}
_MAX_COLUMNS = 1000
_MAX_DEPTH = 16

_REMARKS = {
    "deleted": "修订记录中的 {} 处删除内容未计入正文。",
    "hidden": "{} 处隐藏文字未计入正文。",
    "contents": "自动目录（{} 行）未计入正文。",
    "box": "{} 个文本框的内容放在其锚定段落之后。",
    "note": "{} 条脚注、尾注放在所在段落之后，以［注］标明。",
    "picture": "{} 幅图片中的文字未读取。",
    "embedded": "{} 处嵌入的其他文档未读取。",
}


def read_docx(data: bytes, name: str) -> Content:
    """Reads a docx (or docm) file; macros, pictures, headers and footers are left alone.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Paragraphs with automatic numbers written out, and tables with their merged cells.

    Raises:
        CorpusError: The file is broken, implausibly large, or holds no text.
    """
    package = Package(data, name)
    main = package.main("word/document.xml")
    root = package.xml(main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise CorpusError(
            f"{name}：不是有效的 Word 文档（缺少正文）。请用 Office 或 WPS 另存为 docx 后重试。"
        )
    reader = _Reader(package, main, name)
    blocks = tuple(reader.blocks(body))
    if not any(not isinstance(block, Paragraph) or block.text.strip() for block in blocks):
        if reader.seen["picture"]:
            raise CorpusError(f"{name}：文档里只有图片，没有文字。请导出为 PDF，安装 OCR 组件后重试。")
        raise CorpusError(f"{name}：文档里没有文字。请确认保存的是正文后重试。")
    return Content(
        blocks, tuple(text.format(reader.seen[kind]) for kind, text in _REMARKS.items() if reader.seen[kind])
    )


class _Reader:
    """One pass over a document's body; counts lists as it goes."""

    def __init__(self, package: Package, main: str, name: str) -> None:
        self._name = name
        self._depth = 0
        self.seen: Counter[str] = Counter()
        self._styles = Styles(related(package, main, "styles"))
        self._numbering = Numbering(related(package, main, "numbering"), self._styles)
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind, part in _NOTE_PARTS.items()
            for note in children(related(package, main, part), kind)
            if note.get(f"{W}type") in {None, "normal"}
        }

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        """The content of the body, a cell or a text box, with notes and boxes after their paragraph."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise CorpusError(f"{self._name}：表格或文本框嵌套过深。请在 Word 中简化后重试。")
        carried = ""
        for element in flat(container, self.seen):
            if element.tag == f"{W}tbl":
                yield from as_blocks(self._rows(element), self._name)
                continue
            properties = element.find(f"{W}pPr")
            style = None if properties is None else value(properties, "pStyle")
            text = paragraph_text(element, self._styles)
            self.seen.update(text.seen)
            if self._styles.contents(style):
                self.seen["contents"] += 1
                continue
            if joined_to_next(properties):
                carried += "".join(text.lines)
                continue
            first = carried + text.lines[0]
            text.lines[0] = apart(self._numbering.number(properties, style), first) + first
            carried = ""
            level = self._styles.heading(properties, style)
            for line in text.lines:
                yield Paragraph(line.rstrip(), style=level if line.strip() else 0)
            for box in text.boxes:
                self.seen["box"] += 1
                yield from self.blocks(box)
            for note in text.notes:
                yield from self._note(note)
        if carried:
            yield Paragraph(carried)
        self._depth -= 1

    def _note(self, key: tuple[str, str]) -> Iterator[Block]:
        note = self._notes.pop(key, None)
        if note is None:
            return
        text = "".join(flattened(self.blocks(note)).split("\n")).strip()
        if text:
            self.seen["note"] += 1
            yield Paragraph(f"［注{self.seen['note']}］{text}")

    def _rows(self, table: etree._Element) -> list[list[GridCell]]:
        """The cells of a table by row, vertical merges resolved."""
        rows: list[list[GridCell]] = []
        above: dict[int, GridCell] = {}
        for row in flat_children(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.seen["deleted"] += 1
                continue
            header = properties is not None and properties.find(f"{W}tblHeader") is not None
            column = 0 if properties is None else min(number(properties, "gridBefore") or 0, _MAX_COLUMNS)
            cells = [GridCell(columns=column)] if column else []
            merged: dict[int, GridCell] = {}
            for element in flat_children(row, f"{W}tc"):
                width, merge = _spans(element.find(f"{W}tcPr"))
                cell = above.get(column) if merge == "continue" else None
                if cell is not None:
                    cell.rows += 1
                else:
                    cell = GridCell(list(self.blocks(element)), columns=width, header=header)
                    cells.append(cell)
                if merge:
                    merged[column] = cell
                column += cell.columns
            above = merged
            rows.append(cells)
        return rows


def _spans(properties: etree._Element | None) -> tuple[int, str]:
    """The columns a cell spans, and whether it begins (``restart``) or continues a vertical merge."""
    if properties is None:
        return 1, ""
    width = min(number(properties, "gridSpan") or 1, _MAX_COLUMNS)
    merge = properties.find(f"{W}vMerge")
    return width, "" if merge is None else merge.get(f"{W}val", "continue")


def related(package: Package, main: str, kind: str) -> etree._Element | None:
    """The root of the part of a kind that the main part is related to; None where there is none."""
    part = package.related(main, kind)
    return None if part is None else package.xml(part)


def children(root: etree._Element | None, tag: str) -> list[etree._Element]:
    """The children of an element that have a tag; none where there is no element."""
    return [] if root is None else root.findall(f"{W}{tag}")


def flat(container: etree._Element, seen: Counter[str]) -> Iterator[etree._Element]:
    """Paragraphs and tables of a container, through content controls and kept insertions."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag == f"{W}altChunk":
            seen["embedded"] += 1
        elif element.tag == _ALTERNATE:
            waiting.extend(reversed(alternative(element)))
        elif element.tag in _CONTAINERS:
            if lists_contents(element):
                seen["contents"] += sum(1 for _ in element.iter(f"{W}p"))
            elif not prompts(element):
                waiting.extend(reversed(element))


def flat_children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through content controls."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            waiting.extend(reversed(element))


def joined_to_next(properties: etree._Element | None) -> bool:
    """Whether the end of a paragraph is deleted or hidden, so that the next one goes on in its line."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    if mark is None:
        return False
    return mark.find(f"{W}del") is not None or mark.find(f"{W}specVanish") is not None
