"""What shaped an index besides its documents; two indexes of the same shape rank alike."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from index.embedding import Embedder

#: Layout of a generation's folder.
_FORMAT = 1

#: Libraries that write a part of a generation, or cut its words.
_LIBRARIES = ("chromadb", "tantivy", "rjieba")

#: Modules that decide what of a clause is embedded, and what of it is indexed as words.
_PASSAGE = ("passage.py",)
_VOCABULARY = ("words.py", "vocabulary.py")
_LEXICAL = ("words.py", "catalog.py", "lexical.py", "contents.py")


def shape(embedder: Embedder) -> dict[str, Any]:
    """Return what shapes an index that this program builds with ``embedder``, ready for JSON.

    Versions of our own code are hashes of its source: a version number that someone must remember to raise
    would one day leave an old index in use.
    """
    return {
        "format": _FORMAT,
        "parser": parser_version(),
        "windowing": windowing_version(),
        "lexical": _modules(_LEXICAL),
        "embedding": {
            "name": embedder.name,
            "revision": embedder.revision,
            "dimension": embedder.dimension,
        },
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def model_key(embedder: Embedder) -> str:
    """Return the key under which the record keeps the vectors of a model."""
    return f"{embedder.name}@{embedder.revision}"


@cache
def parser_version() -> str:
    """Return the version of the code and data that turn a file into clauses."""
    return _hash(files("corpus"), skip="documents")


def windowing_version() -> str:
    """Return the version of the code that decides which texts are embedded."""
    return _modules(_PASSAGE)


def vocabulary_version() -> str:
    """Return the version of the code that decides which words of the corpus are embedded."""
    return _modules(_VOCABULARY)


@cache
def _modules(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((files("index") / name).read_bytes())
    return digest.hexdigest()[:16]


def _hash(folder: Traversable, skip: str = "") -> str:
    digest = hashlib.sha256()
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name in {skip, "__pycache__"}:
            continue
        digest.update(entry.name.encode("utf-8"))
        digest.update(_hash(entry).encode() if entry.is_dir() else entry.read_bytes())
    return digest.hexdigest()[:16]
