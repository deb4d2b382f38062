"""What a file really is, told by its bytes; its name only says what was meant."""

from __future__ import annotations

import io
import re
import struct
import zipfile

from corpus.model import CorpusError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_HEAD = 4096
_SPACE = b"\xef\xbb\xbf \t\r\n"

#: Formats that people try and that need another program first: ending -> what to do.
_HINTS = {
    ".xls": "请用 Excel 或 WPS 另存为 .xlsx 后重试。",
    ".et": "请用 WPS 另存为 .xlsx 后重试。",
    ".ofd": "请用 OFD 阅读器导出为 PDF 后重试。",
    ".ceb": "请用方正阅读器导出为 PDF 后重试。",
    ".ppt": "请导出为 PDF 后重试。",
    ".pptx": "请导出为 PDF 后重试。",
    ".odt": "请用 LibreOffice 另存为 .docx 后重试。",
    ".zip": "请先解压，再读取其中的文件。",
    ".rar": "请先解压，再读取其中的文件。",
    ".7z": "请先解压，再读取其中的文件。",
}


def unsupported(name: str, suffix: str, supported: frozenset[str]) -> CorpusError:
    """The error for a file name ending that no reader takes.

    Args:
        name: The file's name.
        suffix: Its ending in lower case, with the dot.
        supported: The endings that are read.

    Returns:
        The error, with what to do about that very ending where it is a usual one.
    """
    hint = _HINTS.get(suffix, f"支持：{'、'.join(sorted(supported))}。请转换后重试。")
    return CorpusError(f"{name}：不支持{f' {suffix} ' if suffix else '没有扩展名的'}文件。{hint}")


def sniff(data: bytes, name: str) -> str | None:
    """Tells the format by magic bytes.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        ``docx``, ``xlsx``, ``doc``, ``wordml``, ``rtf``, ``pdf``, ``image``, ``html`` or ``mhtml``; None
        where the bytes may be any text.

    Raises:
        CorpusError: The bytes are encrypted or of a format that no reader takes.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    if data.startswith(_IMAGES) or (data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"):
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    head = data[:_HEAD].lstrip(_SPACE)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head[:200].lower().startswith(b"mime-version:") and b"multipart/related" in data[:_HEAD].lower():
        return "mhtml"
    if head.startswith(b"<?xml") and b'progid="Word.Document"' in head:
        return "wordml"
    if head.startswith(b"<") and _HTML.search(head):
        return "html"
    return None


def _sniff_zip(data: bytes, name: str) -> str:
    names = _zip_names(data)
    if not names:
        raise CorpusError(f"{name}：文件已损坏，无法解开。请重新取得原件，或用 Office、WPS 修复另存后重试。")
    if any(member.startswith("word/") for member in names):
        return "docx"
    if any(member.startswith("xl/") for member in names):
        return "xlsx"
    for marker, suffix in (("OFD.xml", ".ofd"), ("ppt/presentation.xml", ".pptx"), ("mimetype", ".odt")):
        if marker in names:
            raise unsupported(name, suffix, frozenset())
    raise unsupported(name, ".zip", frozenset())


def _zip_names(data: bytes) -> frozenset[str]:
    """The members of a zip file; none where its directory cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, struct.error, OSError, RuntimeError, NotImplementedError, ValueError):
        return frozenset()


def _sniff_ole(data: bytes, name: str) -> str:
    """Word, or one of the other programs that keep their files in OLE containers."""
    streams = _ole_streams(data)
    if "EncryptedPackage" in streams:
        raise CorpusError(f"{name}：文件设有打开密码。请在 Office 或 WPS 中去掉密码另存后重试。")
    if "WordDocument" in streams:
        start = streams["WordDocument"]
        # Bit 8 of the flags at byte 10 of the file information block: the document is encrypted.
        if data[start : start + 2] == b"\xec\xa5" and data[start + 11] & 0x01:
            raise CorpusError(f"{name}：文件设有打开密码。请在 Word 或 WPS 中去掉密码另存后重试。")
        return "doc"
    if "Workbook" in streams or "Book" in streams:
        raise unsupported(name, ".xls", frozenset())
    if "PowerPoint Document" in streams:
        raise unsupported(name, ".ppt", frozenset())
    return "doc"


def _ole_streams(data: bytes) -> dict[str, int]:
    """Stream names of an OLE container with the offset of each one's first sector."""
    if len(data) < 512:
        return {}
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, 48)
    if shift not in {9, 12}:
        return {}
    size = 1 << shift
    streams: dict[str, int] = {}
    # The directory is nearly always in one piece; without its chain, entries are searched for from its start.
    start = (sector + 1) * size
    for offset in range(start, min(len(data), start + 64 * size) - 127, 128):
        (length,) = struct.unpack_from("<H", data, offset + 64)
        if not 2 < length <= 64 or data[offset + 66] not in {1, 2, 5}:
            continue
        stream = data[offset : offset + length - 2].decode("utf-16-le", errors="replace")
        (first,) = struct.unpack_from("<I", data, offset + 116)
        streams.setdefault(stream, (first + 1) * size)
    return streams
