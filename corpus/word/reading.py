"""A draft as a file (docx, txt, md) becomes text to check."""

from __future__ import annotations

from pathlib import PurePath

from lxml import etree

from corpus.model import CorpusError
from corpus.readers.docx_styles import W
from corpus.readers.ooxml import Package
from corpus.readers.sniff import sniff
from corpus.readers.text import decode
from corpus.word.text import WordText, word_text

#: File name endings of drafts.
DRAFT_SUFFIXES = (".docx", ".txt", ".text", ".md", ".markdown")
#: Characters of a draft; 160 pages of a 公文 are fewer.
LONGEST_DRAFT = 100_000
_MAX_ELEMENTS = 1_000_000
_ANOTHER_FORM = "请在 Word 或 WPS 中另存为 docx 后重试。"


def read_draft(data: bytes, name: str) -> str:
    """Reads the text of a draft.

    Args:
        data: The file's bytes.
        name: The file's name; its ending says what it is.

    Returns:
        Its text; offsets into it are what a check and ``mark_word`` speak of.

    Raises:
        CorpusError: It cannot be read, or is too long; the message is Chinese and says what to do next.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in DRAFT_SUFFIXES:
        raise CorpusError(f"{name}：草稿须是 docx、txt 或 md 文件。{_ANOTHER_FORM}")
    if not data:
        raise CorpusError(f"{name}：文件是空的。请确认保存后重试。")
    text = read_word(data, name).text if suffix == ".docx" else _plain(data, name)
    if not text.strip():
        raise CorpusError(f"{name}：文件里没有文字。请确认保存的是正文后重试。")
    if len(text) > LONGEST_DRAFT:
        raise CorpusError(f"{name}：草稿有 {len(text)} 字，超过 {LONGEST_DRAFT} 字。请分成几份核对。")
    return text


def read_word(data: bytes, name: str) -> WordText:
    """Reads a docx with the elements that show its text.

    Raises:
        CorpusError: It is no docx, broken, encrypted or implausibly large.
    """
    package, main, body = open_body(data, name)
    return word_text(body, package, main, name)


def open_body(data: bytes, name: str) -> tuple[Package, str, etree._Element]:
    """Opens a docx within the bounds.

    Returns:
        The package, the path of its main part, and the ``w:body``.

    Raises:
        CorpusError: It is no docx, broken, encrypted or implausibly large.
    """
    if sniff(data, name) != "docx":
        raise CorpusError(f"{name}：内容不是 docx 格式，文件可能已损坏。{_ANOTHER_FORM}")
    package = Package(data, name)
    main = package.main("word/document.xml")
    root = package.xml(main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise CorpusError(f"{name}：不是有效的 Word 文档（缺少正文）。{_ANOTHER_FORM}")
    if sum(1 for _ in body.iter()) > _MAX_ELEMENTS:
        raise CorpusError(f"{name}：文件结构异常复杂。请分成几份核对。")
    return package, main, body


def _plain(data: bytes, name: str) -> str:
    if sniff(data, name) not in {None, "html"}:
        raise CorpusError(f"{name}：内容不是文本，与扩展名不符。请核对后重试。")
    text, _ = decode(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n")
