"""Reading a file: its bytes tell the format, its name only what was meant."""

from __future__ import annotations

from pathlib import Path, PurePath

from corpus.model import CorpusError
from corpus.readers.content import Content
from corpus.readers.sniff import sniff, unsupported
from corpus.source import Source

#: File name endings that are read, with the format each one means.
_FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".docm": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".doc": "doc",
    ".wps": "wps",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".mht": "html",
    ".mhtml": "html",
}
SUFFIXES: frozenset[str] = frozenset(_FORMATS)

#: Formats that people know by another name.
_REPORTED = {"mhtml": "html", "wordml": "doc"}

#: Formats that bear no mark of their own: any text may be one of them.
_TEXTUAL = frozenset({"txt", "md", "html"})

#: Formats of word processors: plain text is at times given their endings.
_WRITTEN = frozenset({"docx", "doc", "wps", "rtf"})

#: Nothing larger is opened at all.
MAX_BYTES = 256 * 1024 * 1024


def read_source(path: Path, *, name: str | None = None) -> Source:
    """Reads one file of any supported format.

    Args:
        path: The file.
        name: The name to keep, relative to its corpus; the file's own name by default.

    Returns:
        Its content as paragraphs and tables in reading order.

    Raises:
        CorpusError: It cannot be read; the message is Chinese and says what to do next.
    """
    name = path.name if name is None else name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CorpusError(f"{name}：文件超过 {MAX_BYTES >> 20} MB，过大。请拆分后重试。")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"{name}：文件打不开，因为它不存在。请检查路径后重试。") from error
    except OSError as error:
        raise CorpusError(f"{name}：文件打不开（{error.strerror}）。请检查读取权限后重试。") from error
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Source:
    """Reads the bytes of one file of any supported format.

    Args:
        data: The file's bytes.
        name: The file's name; its ending says which format is meant.

    Returns:
        Its content as paragraphs and tables in reading order.

    Raises:
        CorpusError: It cannot be read; the message is Chinese and says what to do next.
    """
    suffix = PurePath(name).suffix.lower()
    meant = _FORMATS.get(suffix)
    if meant is None:
        raise unsupported(name, suffix, SUFFIXES)
    if not data:
        raise CorpusError(f"{name}：文件是空的。请重新取得原件后重试。")
    found = sniff(data, name)
    if found is None:
        if meant not in _TEXTUAL and (meant not in _WRITTEN or b"\x00" in data):
            raise CorpusError(f"{name}：内容不是 {suffix} 格式，文件可能已损坏。请重新取得原件后重试。")
        found = meant if meant in _TEXTUAL else "txt"
    if (meant, found) == ("wps", "doc"):
        found = "wps"
    try:
        content = _read(found, data, name)
    except RecursionError as error:
        raise CorpusError(f"{name}：文件嵌套过深。请用原来的软件另存一份后重试。") from error
    form = _REPORTED.get(found, found)
    notes = content.notes
    if form != meant:
        notes = (f"扩展名是 {suffix}，内容实为 {form} 格式，已按后者读取。", *notes)
    return Source(name=name, format=form, blocks=content.blocks, notes=notes)


def _read(form: str, data: bytes, name: str) -> Content:
    """Calls the reader of one format; each is imported only when a file needs it."""
    if form == "docx":
        from corpus.readers.docx import read_docx

        return read_docx(data, name)
    if form == "xlsx":
        from corpus.readers.xlsx import read_xlsx

        return read_xlsx(data, name)
    if form in {"html", "mhtml"}:
        from corpus.readers.html import read_html, read_mhtml

        return read_html(data, name) if form == "html" else read_mhtml(data, name)
    if form in {"pdf", "image"}:
        from corpus.readers.pdf import read_pdf, read_picture

        return read_pdf(data, name) if form == "pdf" else read_picture(data, name)
    if form in {"doc", "wps", "rtf", "wordml"}:
        from corpus.readers.office import read_office

        return read_office(data, name, form)
    from corpus.readers.text import read_text

    return read_text(data, name)
