"""Plain text and Markdown: bytes to lines, in the encodings that offices still have."""

from __future__ import annotations

import codecs
import contextlib
import re

from corpus.model import CorpusError
from corpus.readers.content import Content
from corpus.source import Block, Paragraph

#: Text above this size is no document but a dump; 64 MB is about 20 million Chinese characters.
MAX_BYTES = 64 * 1024 * 1024
_MAX_LINES = 2_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029\v]")
_PAGE_END = re.compile("\n?\f")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile("[\u4e00-\u9fff]")
#: At most this share of a UTF-8 file may be unreadable before it counts as another encoding.
_DAMAGE = 0.001
#: Share of GB 2312 level-1 characters: simplified text .98 and more, traditional text saved as GBK .46,
#: UTF-8 taken for GB18030 .16, Big5 taken for GB18030 .43.
_SIMPLIFIED_SHARE = 0.7
_CHINESE_SHARE = 0.4
_SAMPLE = 20_000


def read_text(data: bytes, name: str) -> Content:
    """Reads text as lines; their texts joined by line feeds are the decoded text.

    Line ends of every system become paragraph ends. A form feed ends a page: pages are numbered from 1
    where the file has any.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        One wrapped paragraph a line, blank lines included.

    Raises:
        CorpusError: It is too large, binary, or in no encoding that Chinese offices use.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{name}：文本超过 {MAX_BYTES >> 20} MB，过大。请拆分成单个文件后重试。")
    text, notes = decode(data, name)
    if not text.strip("\ufeff\u200b\x00 \t\r\n\f\v\u3000\xa0"):
        raise CorpusError(f"{name}：文件里没有文字。请确认保存的是正文后重试。")
    text = _LINE_END.sub("\n", text)
    if text.count("\n") > _MAX_LINES:
        raise CorpusError(f"{name}：文本超过 {_MAX_LINES} 行，过大。请拆分成单个文件后重试。")
    return Content(_lines(text), notes)


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decodes UTF-8, UTF-16 and UTF-32 with a mark, GB18030 (which covers GBK and GB 2312), and Big5.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        The text without its byte order mark, and remarks on damage.

    Raises:
        CorpusError: The bytes are binary or in another encoding.
    """
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    if encoding in {"utf-16", "utf-32"}:
        try:
            return _printable(data.decode(encoding), name), ()
        except UnicodeDecodeError as error:
            raise CorpusError(
                f"{name}：文件标明是 {encoding.upper()} 编码，但内容已损坏。请用原件另存为 UTF-8 文本后重试。"
            ) from error
    if b"\x00" in data[:_SAMPLE]:
        raise CorpusError(f"{name}：这是二进制文件，不是文本。请核对扩展名，或另存为 docx、pdf 后重试。")
    try:
        return _printable(data.decode("utf-8-sig"), name), ()
    except UnicodeDecodeError as error:
        damaged = _mostly_utf8(data, name, error)
        if damaged is not None:
            return damaged
    return _decode_office(data, name)


def _decode_office(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decodes what is no Unicode: GB18030, or Big5 where that reads as Chinese and GB18030 does not."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise CorpusError(_encoding_message(name)) from error
    share = _level_1_share(text)
    if share < _SIMPLIFIED_SHARE:
        with contextlib.suppress(UnicodeDecodeError):
            return _printable(data.decode("cp950"), name), ("文件按 Big5（繁体）编码读取。",)
    if share < _CHINESE_SHARE:
        raise CorpusError(_encoding_message(name))
    return _printable(text, name), ()


def _mostly_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]] | None:
    """The text where only a few bytes of a UTF-8 file are broken, such as one cut off at its end."""
    text = data.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    if not _HAN.search(text) or broken > max(1, len(text) * _DAMAGE):
        return None
    line = data.count(b"\n", 0, error.start) + 1
    note = f"文件有 {broken} 处字节损坏（第一处在第 {line} 行），已用 \ufffd 代替，引用前请核对原件。"
    return _printable(text, name), (note,)


def _level_1_share(text: str) -> float:
    """The share of common characters among the Chinese ones; 0 where there are none."""
    han = _HAN.findall(text[:_SAMPLE])
    return sum(map(_is_level_1, han)) / len(han) if han else 0.0


def _is_level_1(character: str) -> bool:
    """Whether a character is one of the 3,755 of GB 2312 level 1 (rows 16 to 55)."""
    code = character.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def _printable(text: str, name: str) -> str:
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if "\x00" in text or controls > max(2, min(len(text), _SAMPLE) // 200):
        raise CorpusError(f"{name}：这是二进制文件，不是文本。请核对扩展名，或另存为 docx、pdf 后重试。")
    return text


def _encoding_message(name: str) -> str:
    return f"{name}：文字编码无法识别（支持 UTF-8、带 BOM 的 UTF-16 和 GB18030）。请另存为 UTF-8 后重试。"


def _lines(text: str) -> tuple[Block, ...]:
    if "\f" not in text:
        return tuple(Paragraph(line, wrapped=True) for line in text.split("\n"))
    return tuple(
        Paragraph(line, page=number, wrapped=True)
        for number, page in enumerate(_PAGE_END.split(text), start=1)
        for line in page.split("\n")
    )
