"""A folder of files as a corpus: every file in a stable order, read, parsed and named."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath

from corpus.manifest import MANIFEST_NAME, ManifestEntry, check_content, read_manifest
from corpus.model import CorpusError, ParsedDocument

_log = logging.getLogger(__name__)

_IGNORED_NAMES = frozenset({MANIFEST_NAME, "thumbs.db", "desktop.ini", "__macosx"})
_IGNORED_SUFFIXES = (".tmp", ".part", ".crdownload", ".swp")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file of a corpus that could not become clauses.

    Attributes:
        path: The file.
        message: The reason and what to do next, in Chinese.
    """

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus before it is read.

    Attributes:
        path: Where it lies.
        name: Its path relative to the corpus folder, with ``/``.
        document_id: Id of the document it becomes: from the manifest, else from its name.
        entry: What the manifest says of it; an entry without overrides where it says nothing.
    """

    path: Path
    name: str
    document_id: str
    entry: ManifestEntry


def bundled_corpus() -> Path:
    """The folder of documents that the package brings."""
    return Path(str(files("corpus") / "documents"))


def load_corpus(folder: Path) -> Iterator[ParsedDocument | Failure]:
    """Parse every file of a corpus folder and its subfolders, in a stable order.

    Hidden and temporary files and the manifest are passed over. A file that cannot be read gives a
    ``Failure`` in its place and does not stop the others.

    Args:
        folder: The corpus folder.

    Yields:
        A document, or the reason why there is none, for each file and each manifest entry without a file.

    Raises:
        CorpusError: The folder does not exist or its manifest is wrong.
    """
    listed, missing = list_corpus(folder)
    for file in listed:
        yield load_file(file)
    yield from missing


def list_corpus(folder: Path) -> tuple[tuple[CorpusFile, ...], tuple[Failure, ...]]:
    """List the files of a corpus in natural order of their names, without reading them.

    Returns:
        The files, and a failure for each manifest entry whose file is missing.

    Raises:
        CorpusError: The folder does not exist or its manifest is wrong.
    """
    if not folder.is_dir():
        raise CorpusError(f"语料文件夹 {folder} 不存在，请检查路径。")
    manifest = read_manifest(folder)
    paths = {
        unicodedata.normalize("NFC", path.relative_to(folder).as_posix()): path for path in _walk(folder)
    }
    names = sorted(paths, key=_natural)
    missing = tuple(
        Failure(folder / name, f"清单 {MANIFEST_NAME} 列出的文件 {name} 不存在，请补上文件或从清单中删去。")
        for name in manifest
        if name not in paths
    )
    taken = {entry.id for entry in manifest.values() if entry.id is not None}
    stems = Counter(safe_id(PurePosixPath(name).stem).casefold() for name in names)
    stems.update(identifier.casefold() for identifier in taken)
    listed = []
    for name in names:
        entry = manifest.get(name, ManifestEntry(name))
        identifier = entry.id
        if identifier is None:
            identifier = safe_id(PurePosixPath(name).stem)
            if stems[identifier.casefold()] > 1:
                identifier = f"{identifier}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        listed.append(CorpusFile(paths[name], name, identifier, entry))
    return tuple(listed), missing


def load_file(file: CorpusFile) -> ParsedDocument | Failure:
    """Read and parse one listed file."""
    from corpus.parse import parse, with_text
    from corpus.readers import read_source

    try:
        check_content(file.entry, file.path)
        source = read_source(file.path, name=file.name)
        parsed = parse(source, document_id=file.document_id, overrides=file.entry.overrides)
        return with_text(parsed, file.name)
    except CorpusError as error:
        return Failure(file.path, str(error))
    except OSError as error:
        return Failure(file.path, f"文件 {file.name} 打不开（{error.strerror}），请检查它的权限后重试。")
    except Exception as error:
        # Whatever one file sets off, the others of its corpus must not be lost.
        _log.exception("parsing failed: %s", file.path)
        return Failure(
            file.path,
            f"解析文件 {file.name} 时程序出错（{type(error).__name__}），请将它另存为 txt 或 docx 后重试，"
            "并把原文件和日志交给维护人员。",
        )


def safe_id(stem: str) -> str:
    """Turn a file's name without its ending into a document id: no white space, ``:`` or URL syntax."""
    plain = unicodedata.normalize("NFC", stem)
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C")
    return re.sub(r"[\s:/\\?#%&\"'<>|*`]+", "-", plain).strip("-.") or "document"


#: The file by which a folder is known to be an index.
_RECORD = "store.db"


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        if _RECORD in names:
            folders.clear()  # An index that lies inside the corpus is no part of it.
            continue
        folders[:] = [name for name in folders if not _ignored(name)]
        for name in names:
            path = Path(parent) / name
            if not _ignored(name) and path.is_file():
                yield path


def _ignored(name: str) -> bool:
    lower = name.lower()
    return name.startswith((".", "~")) or lower in _IGNORED_NAMES or lower.endswith(_IGNORED_SUFFIXES)


def _natural(name: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Sort key by path part, digits by value: ``附件2`` before ``附件10``."""
    return tuple(
        tuple(
            (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece)
            for piece in re.split(r"(\d+)", part)
            if piece
        )
        for part in PurePosixPath(name).parts
    )
