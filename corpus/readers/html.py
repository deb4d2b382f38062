"""Web pages: the document in a page, without the page's furniture."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.content import Content
from corpus.readers.html_blocks import Blocks
from corpus.readers.html_content import prune, without_page_lines
from corpus.readers.text import decode
from corpus.shapes import ends_title
from corpus.source import Block, Paragraph

_MAX_BYTES = 32 * 1024 * 1024
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_OFFICE_CHARSETS = {b"gb2312": "gb18030", b"gbk": "gb18030", b"gb18030": "gb18030", b"big5": "cp950"}
_HEAD = 4096
#: Elements allowed in a page of up to a megabyte; larger pages may have as many a byte.
_FREE_ELEMENTS = 100_000
_ELEMENTS_A_BYTE = 0.1
#: Pictures written into a page, and tags longer than any with real attributes (the parser is slow on those).
_DATA_ADDRESS = re.compile(r"""data:[^"'<>\s]*""")
_LONG_TAG = re.compile(r"<[A-Za-z/][^<>]{32768}")
_TITLE_PARTS = re.compile(r"[_|｜]|\s[-–—]+\s|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")
_TITLE_WORTH = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_SITE_NAME = re.compile("(?:网|网站|门户|首页|平台|系统)$")
_TITLE_SEARCHED = 30
_LONGEST_TITLE = 300


def read_html(data: bytes, name: str) -> Content:
    """Reads a web page: its document's paragraphs and tables, without navigation, scripts and the like.

    Nothing that the page points to is fetched.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Paragraphs and tables; the page's title first where the document itself does not bear it.

    Raises:
        CorpusError: The page is too large, too deeply nested, or holds no document.
    """
    if len(data) > _MAX_BYTES:
        raise CorpusError(f"{name}：网页超过 {_MAX_BYTES >> 20} MB，过大。请另存为 txt 或 docx 后重试。")
    text, notes = _decode(data, name)
    root = _parse(text, name)
    title = " ".join((root.findtext(".//title") or "").split())[:_LONGEST_TITLE]
    blocks = _blocks(root, title, name)
    if not blocks:
        raise CorpusError(f"{name}：网页里没有正文。请在浏览器中打开，确认正文显示后另存为完整网页再试。")
    headline = _headline(title, blocks)
    if headline:
        blocks = [Paragraph(headline), *blocks]
        notes = (*notes, "正文未写标题，标题取自网页的标题栏。")
    return Content(tuple(blocks), notes)


def read_mhtml(data: bytes, name: str) -> Content:
    """Reads a single-file web page (mht), which some offices' systems export with the ending .doc.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        What ``read_html`` finds in its first page.

    Raises:
        CorpusError: It holds no page.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    try:
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        content = None if page is None else page.get_payload(decode=True)
    except (ValueError, LookupError, IndexError, AttributeError, TypeError) as error:
        # The standard parser trips over damaged headers in many ways; each means the same here.
        raise _no_page(name) from error
    if not isinstance(content, bytes) or not content:
        raise _no_page(name)
    return read_html(content, name)


def _no_page(name: str) -> CorpusError:
    return CorpusError(f"{name}：单文件网页已损坏，找不到正文。请用 Word 或浏览器打开后另存为 docx 再试。")


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decodes by byte order mark and declaration, else as any text: declarations are often wrong."""
    match = _CHARSET.search(data[:_HEAD])
    declared = _OFFICE_CHARSETS.get(match[1].lower()) if match else None
    if declared is not None and b"\x00" not in data:
        try:
            data = data.decode(declared).encode()
        except UnicodeDecodeError:
            declared = None
    return decode(data, name)


def _parse(text: str, name: str) -> etree._Element:
    text = _DATA_ADDRESS.sub("", text)
    elements = text.count("<") - text.count("</")
    if _LONG_TAG.search(text) or elements > max(_FREE_ELEMENTS, _ELEMENTS_A_BYTE * len(text)):
        raise CorpusError(f"{name}：网页结构异常复杂。请另存为 txt 或 docx 后重试。")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise _empty(name) from error
    if root is None:
        raise _empty(name)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise CorpusError(f"{name}：网页嵌套过深，无法完整读取。请另存为 txt 或 docx 后重试。")
    return root


def _empty(name: str) -> CorpusError:
    return CorpusError(f"{name}：网页里没有内容。请重新取得原件后重试。")


def _blocks(root: etree._Element, title: str, name: str) -> list[Block]:
    body = root.find("body")
    body = root if body is None else body
    prune(body, title)
    reader = Blocks(name)
    reader.add(body)
    return without_page_lines(reader.finished())


def _headline(title: str, blocks: list[Block]) -> str:
    """The document's title in the page's, where the first lines of the document do not hold it."""
    parts = [part.strip() for part in _TITLE_PARTS.split(title)]
    headline = parts[0] if parts else ""
    if not _TITLE_WORTH.search(headline) or _SITE_NAME.search(headline):
        return ""
    first = [block for block in blocks[:_TITLE_SEARCHED] if isinstance(block, Paragraph)]
    if any(block.style == 1 and ends_title(block.text) for block in first):
        return ""  # the page's own heading is the title, whatever the tab is called
    start = "".join(block.text for block in first)
    return "" if "".join(headline.split()) in "".join(start.split()) else headline
