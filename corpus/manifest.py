"""The manifest of a corpus folder: what a person fixes about its documents, in ``manifest.toml``."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from corpus.model import CorpusError

MANIFEST_NAME = "manifest.toml"

_STATUSES = ("in_force", "expired", "repealed", "unknown")


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the manifest says of one document.

    Attributes:
        file: Path of the file relative to the corpus folder, with ``/``.
        id: Document id, or None where the file's name gives it.
        sha256: SHA-256 of the file's bytes in hexadecimal, or None where it is not fixed.
        overrides: Metadata that replaces what is read from the file, by ``Document`` field name; lists are
            tuples, dates ISO 8601, and an empty string has become None: the document has no such value.
    """

    file: str
    id: str | None = None
    sha256: str | None = None
    overrides: dict[str, object] = field(default_factory=dict)


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """Read the manifest of a corpus folder.

    Args:
        folder: The corpus folder.

    Returns:
        Entries by file, in the order written; empty where the folder has no manifest.

    Raises:
        CorpusError: The manifest is not TOML, holds an unknown key or a value of the wrong kind, or names a
            file or an id twice.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"清单 {path} 不是有效的 TOML 文件（{error}），请改正后重试。") from error
    unknown = sorted(set(content) - {"document"})
    tables = content.get("document", [])
    if unknown or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        named = f"出现了未知的键 {'、'.join(unknown)}，" if unknown else ""
        raise CorpusError(f"清单 {path} {named}只应由若干个 [[document]] 组成，请改正后重试。")
    entries: dict[str, ManifestEntry] = {}
    ids: set[str] = set()
    for place, table in enumerate(tables, start=1):
        entry = _entry(table, f"清单 {path} 第 {place} 个文件")
        if entry.file in entries:
            raise CorpusError(f"清单 {path} 重复列出了文件 {entry.file}，请删去一处。")
        if entry.id is not None and entry.id in ids:
            raise CorpusError(f"清单 {path} 重复使用了编号 {entry.id}，请改成互不相同的编号。")
        entries[entry.file] = entry
        ids.update([entry.id] if entry.id is not None else [])
    return entries


def check_content(entry: ManifestEntry, path: Path) -> None:
    """Hold a file's bytes to the SHA-256 that the manifest fixes for it, if it fixes one.

    Raises:
        CorpusError: The bytes are other ones.
        OSError: The file cannot be read.
    """
    if entry.sha256 is None:
        return
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if entry.sha256 != found:
        raise CorpusError(
            f"文件 {entry.file} 与清单 {MANIFEST_NAME} 记载的 sha256 不符（文件为 {found}），"
            "请换回原文件；确认新文件无误的，请更新清单中的 sha256。"
        )


def _entry(table: dict[str, object], where: str) -> ManifestEntry:
    unknown = sorted(set(table) - {"file", "id", "sha256", *_OVERRIDES})
    if unknown:
        known = "、".join(["file", "id", "sha256", *_OVERRIDES])
        raise CorpusError(f"{where}有未知的键 {'、'.join(unknown)}；可用的键是 {known}。")
    file = unicodedata.normalize("NFC", _text(table.get("file"), f"{where}的 file"))
    if not file or PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
        raise CorpusError(f"{where}的 file 应是语料文件夹内的相对路径，请改正。")
    where = f"{where}（{file}）"
    identifier = _text(table["id"], f"{where}的 id") if "id" in table else None
    if identifier is not None and not re.fullmatch(r"[^\s:/\\?#%]+", identifier):
        raise CorpusError(f"{where}的 id 不能为空，也不能含空白和 : / \\ ? # %，请改正。")
    digest = _text(table["sha256"], f"{where}的 sha256").lower() if "sha256" in table else None
    if digest is not None and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise CorpusError(f"{where}的 sha256 应是 64 位十六进制数，请改正。")
    overrides = {
        name: read(table[name], f"{where}的 {name}") for name, read in _OVERRIDES.items() if name in table
    }
    return ManifestEntry(file, identifier, digest, overrides)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise CorpusError(f"{where}应是一个字符串，请改正。")
    return value.strip()


def _optional(value: object, where: str) -> str | None:
    return _text(value, where) or None


def _title(value: object, where: str) -> str:
    title = _text(value, where)
    if not title:
        raise CorpusError(f"{where}不能为空，请填写或删去这一行。")
    return title


def _date(value: object, where: str) -> str | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    text = _text(value, where)
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CorpusError(f"{where}应是 2018-08-16 这样的日期，请改正。") from None


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise CorpusError(f'{where}应是一列字符串，如 ["丽水市", "巴中市"]，请改正。')
    return tuple(_title(item, where) for item in value)


def _period(value: object, where: str) -> tuple[int, int] | None:
    if value == []:
        return None
    match value:
        case [int(first), int(last)] if 1900 <= first <= last <= 2200:
            return first, last
    raise CorpusError(f"{where}应是起止年份，如 [2018, 2020]，请改正。")


def _status(value: object, where: str) -> str:
    status = _text(value, where)
    if status not in _STATUSES:
        raise CorpusError(f"{where}只能是 {'、'.join(_STATUSES)} 之一，请改正。")
    return status


_OVERRIDES: dict[str, Callable[[object, str], object]] = {
    "title": _title,
    "aliases": _texts,
    "number": _optional,
    "issuer": _optional,
    "date": _date,
    "regions": _texts,
    "period": _period,
    "effective": _date,
    "expires": _date,
    "status": _status,
}
