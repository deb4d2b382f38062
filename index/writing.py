"""Write a generation from one state of the record."""

from __future__ import annotations

import shutil
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import CITABLE
from index import generation
from index.catalog import Catalog
from index.check import probe
from index.contents import lexical_text
from index.embedding import Embedder
from index.errors import IndexDamaged, IndexFailure, IndexUnwritable
from index.generation import CATALOG, LEXICAL, VECTORS, Meta
from index.intake import Progress
from index.lexical import LexicalIndex
from index.shape import model_key, shape
from index.store import Store
from index.vectors import batch_bounds, write_vectors

#: Vectors that must find themselves in a new generation before it is used.
_SAMPLES = 200


def write_generation(
    store: Store, home: Path, embedder: Embedder, progress: Progress, distrusted: str | None
) -> Meta:
    """Write a generation and make it current, unless the current one is whole and made from the same.

    Args:
        store: The record, held in one state.
        home: Folder of the index.
        embedder: The model whose vectors are written.
        progress: Told how far it is.
        distrusted: Name of a generation that is replaced even where its files seem whole.

    Returns:
        What the current generation was made from. A record without any document makes no first generation.

    Raises:
        IndexUnwritable: Disk full, no permission; the current generation stays.
        IndexDamaged: The new generation failed its check; the current one stays.
    """
    documents = {document.id: document.content for document in store.stored()}
    shaped = shape(embedder)
    before = generation.current(home)
    if before is not None and before.name != distrusted:
        with suppress(IndexDamaged):
            meta = generation.read_meta(before)
            same = meta.fingerprint == generation.fingerprint(shaped, documents)
            if same and not generation.damaged_parts(before, meta):
                return meta
    if not documents and before is None:
        return Meta(shape=shaped, documents={}, clauses=0, windows=0, ids="", files={})
    folder = None
    try:
        folder = generation.begin(home)
        meta = _write(store, folder, embedder, shaped, documents, progress)
        generation.publish(home, folder)
    except Exception as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, IndexFailure):
            raise
        # Chroma and tantivy have errors of their own for a full disk; none of them tells it apart.
        raise IndexUnwritable(
            f"写入索引 {home} 时出错（{error}）。原有索引不受影响；请检查磁盘空间和目录权限后重新执行。"
        ) from error
    generation.prune(home, {folder} if before is None else {folder, before})
    return meta


def _write(
    store: Store,
    folder: Path,
    embedder: Embedder,
    shaped: dict[str, object],
    documents: dict[str, str],
    progress: Progress,
) -> Meta:
    windows = store.vectors.windows()
    ids = [f"{clause_id}#{number}" for clause_id, number, _ in windows]
    hashes = [text for _, _, text in windows]
    key = model_key(embedder)
    progress("write", 0, len(ids))

    def batches() -> Iterator[NDArray[np.float32]]:
        for start, end in batch_bounds(len(ids)):
            found = store.vectors.get(key, hashes[start:end])
            yield np.stack([found[text] for text in hashes[start:end]])
            progress("write", end, len(ids))

    write_vectors(folder / VECTORS, embedder.dimension, ids, batches())
    catalog = Catalog.build(store.documents())
    catalog.save(folder / CATALOG)
    write_lexical(store, folder / LEXICAL, catalog)
    meta = Meta(
        shape=shaped,
        documents=documents,
        clauses=len({clause_id for clause_id, _, _ in windows}),
        windows=len(ids),
        ids=generation.hash_of_ids(ids),
        files={},
    )
    progress("check", 0, 1)
    probe(folder, meta, samples(store, key, documents))
    progress("check", 1, 1)
    return generation.seal(folder, meta)


def write_lexical(store: Store, folder: Path, catalog: Catalog) -> LexicalIndex:
    """Write the lexical index of every clause that a search may return."""
    ids: list[str] = []
    texts: list[str] = []
    for document in store.documents():
        for clause in store.clauses(document.id):
            if clause.kind in CITABLE:
                ids.append(clause.id)
                texts.append(lexical_text(document, clause))
    lexical = LexicalIndex.build(folder, ids, texts, catalog.words())
    for path in folder.glob(".*.lock"):
        path.unlink()
    return lexical


def samples(store: Store, key: str, documents: Container[str]) -> dict[str, NDArray[np.float32]]:
    """Return vectors evenly spread over some documents, by id: each must find itself in the index."""
    windows = [entry for entry in store.vectors.windows() if entry[0].partition(":")[0] in documents]
    chosen = windows[:: max(1, len(windows) // _SAMPLES)]
    found = store.vectors.get(key, [text for _, _, text in chosen])
    return {f"{clause_id}#{number}": found[text] for clause_id, number, text in chosen if text in found}
