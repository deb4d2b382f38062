"""Generations: what is derived from the record, each in a folder that never changes once it is current."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from index.codec import canonical, sha256
from index.errors import IndexDamaged

#: Parts of a generation, as folders or files in its folder.
VECTORS = "chroma"
LEXICAL = "lexical"
CATALOG = "catalog.json"
PARTS = (VECTORS, LEXICAL, CATALOG)

_META = "meta.json"
_CURRENT = "CURRENT"


@dataclass(frozen=True, slots=True)
class Meta:
    """What a generation was made from, and what it consists of.

    Attributes:
        shape: Everything but the documents that shaped it: program, parser, dictionary, embedding.
        documents: Hash of the content of each document, by id.
        clauses: Number of clauses that a search may return.
        windows: Number of vectors.
        ids: Hash of the ids of the vectors, as ``hash_of_ids`` makes it.
        files: ``[bytes, sha256]`` of every file, by its path in the generation's folder.
    """

    shape: dict[str, Any]
    documents: dict[str, str]
    clauses: int
    windows: int
    ids: str
    files: dict[str, tuple[int, str]]

    @property
    def fingerprint(self) -> str:
        """Hash of everything that shaped the generation; equal ones rank alike."""
        return fingerprint(self.shape, self.documents)


def fingerprint(shape: dict[str, Any], documents: dict[str, str]) -> str:
    """Return the fingerprint of a generation with this shape over these documents."""
    return sha256(canonical({"shape": shape, "documents": documents}))


def hash_of_ids(ids: Iterable[str]) -> str:
    """Return a hash that tells whether two sets of ids are the same."""
    return sha256("\n".join(sorted(ids)))


def folder_of(home: Path) -> Path:
    """Return the folder that holds the generations of an index."""
    return home / "index"


def current(home: Path) -> Path | None:
    """Return the folder of the current generation; None where there is none."""
    try:
        name = (folder_of(home) / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = folder_of(home) / name
    # A damaged pointer must not lead out of the folder.
    return folder if _is_generation(name) and folder.is_dir() else None


def begin(home: Path) -> Path:
    """Make the folder of a new generation, under a name that was never used, and remove unfinished ones."""
    parent = folder_of(home)
    parent.mkdir(parents=True, exist_ok=True)
    now = current(home)
    numbers = [0]
    for path in parent.iterdir():
        if _is_generation(path.name):
            numbers.append(int(path.name))
            if not (path / _META).is_file():
                shutil.rmtree(path, ignore_errors=True)
    if now is not None:
        numbers.append(int(now.name))
    folder = parent / f"{max(numbers) + 1:06d}"
    folder.mkdir()
    return folder


def seal(folder: Path, meta: Meta) -> Meta:
    """Write the description of a finished generation; every byte of it is on the disk when this returns.

    Args:
        folder: The generation, whole but for its description.
        meta: The description, without ``files``.

    Returns:
        The description with ``files``.
    """
    files: dict[str, tuple[int, str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as content:
            # Readable by whoever may read the folder, writable by none: it never changes.
            os.fchmod(content.fileno(), 0o444)
            os.fsync(content.fileno())
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        files[path.relative_to(folder).as_posix()] = (path.stat().st_size, digest)
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        _sync_folder(path)
    meta = replace(meta, files=files)
    body = canonical(asdict(meta))
    _write(folder / _META, canonical({"meta": json.loads(body), "sha256": sha256(body)}))
    return meta


def publish(home: Path, folder: Path) -> None:
    """Make a sealed generation the current one, by one atomic rename."""
    pointer = folder_of(home) / _CURRENT
    _write(pointer, folder.name + "\n")


def prune(home: Path, keep: set[Path]) -> None:
    """Remove the generations that are not in ``keep``; a process that has one open goes on reading it."""
    for path in folder_of(home).iterdir():
        if _is_generation(path.name) and path not in keep:
            shutil.rmtree(path, ignore_errors=True)


def read_meta(folder: Path) -> Meta:
    """Read what a generation consists of.

    Raises:
        IndexDamaged: The description itself is missing or damaged.
    """
    try:
        outer = json.loads((folder / _META).read_text(encoding="utf-8"))
        values = outer["meta"]
        if sha256(canonical(values)) != outer["sha256"]:
            raise ValueError("checksum")
        files = {name: (size, digest) for name, (size, digest) in values.pop("files").items()}
        return Meta(files=files, **values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(
            f"索引 {folder} 的说明文件缺失或损坏。请执行 policy-assistant build 重建。"
        ) from error


def built_with(home: Path) -> str | None:
    """Return the name of the embedding model of the current generation; None where it does not say."""
    with suppress(IndexDamaged):
        if (folder := current(home)) is not None:
            return str(read_meta(folder).shape["embedding"]["name"])
    return None


def damaged_parts(folder: Path, meta: Meta) -> set[str]:
    """Return the parts of a generation of which a file is missing or not as it was sealed."""
    bad = {part for part in PARTS if not (folder / part).exists()}
    for name, (size, digest) in meta.files.items():
        part = name.partition("/")[0]
        if part not in bad and not _is_as_sealed(folder / name, size, digest):
            bad.add(part)
    return bad


def link(folder: Path, place: Path) -> Path:
    """Make ``place`` a folder of links to what is in ``folder``, where a library may put files of its own.

    Returns:
        ``place``.
    """
    place.mkdir(exist_ok=True)
    for path in folder.resolve().iterdir():
        # A lock that the writing library left is nothing to read, and a reader could not take it.
        if path.suffix != ".lock":
            (place / path.name).symlink_to(path)
    return place


def _is_as_sealed(path: Path, size: int, digest: str) -> bool:
    try:
        if path.stat().st_size != size:
            return False
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == digest
    except OSError:
        return False


def _is_generation(name: str) -> bool:
    return len(name) == 6 and name.isascii() and name.isdigit()


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever happens."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
