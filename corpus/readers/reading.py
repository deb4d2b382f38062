"""Reading a file: its bytes tell the format, its name only what was meant."""

from __future__ import annotations

from pathlib import Path, PurePath

from corpus.model import CorpusError
from corpus.readers.text import read_text
from corpus.source import Source

#: File name endings that are read, in lower case.
SUFFIXES: frozenset[str] = frozenset({".txt", ".md"})

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
    except OSError as error:
        raise CorpusError(f"{name}：文件打不开（{error.strerror}）。请检查路径和读取权限后重试。") from error
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
    if suffix not in SUFFIXES:
        raise CorpusError(f"{name}：不支持的格式。支持：{'、'.join(sorted(SUFFIXES))}。请转换后重试。")
    if not data:
        raise CorpusError(f"{name}：文件是空的。请重新取得原件后重试。")
    content = read_text(data, name)
    return Source(name=name, format=suffix[1:], blocks=content.blocks, notes=content.notes)
