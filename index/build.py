"""Build an index: corpus folder to record, record to embeddings, both to a new generation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.library import Failure, bundled_corpus, list_corpus
from index.codec import canonical, sha256
from index.contents import embedded_texts
from index.embedding import Embedder, load_embedder
from index.errors import IndexUnwritable
from index.intake import Progress, bring_up_to_date, read_back, take_in
from index.shape import model_key, vocabulary_version
from index.store import Store
from index.vocabulary import vocabulary_words
from index.words import Words
from index.writing import write_generation

#: Value of the property ``corpus`` for the documents that the package brings.
BUNDLED_CORPUS = "bundled"

#: Texts embedded between two commits: what a crash costs at most.
_CHUNK = 128


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        documents: Documents in the index.
        clauses: Clauses that a search may return.
        embedded: Texts that had to be embedded; the others were kept from an earlier build.
        seconds: Time it took.
        failures: Files that could not be read, and why.
    """

    documents: int
    clauses: int
    embedded: int
    seconds: float
    failures: tuple[Failure, ...]


def build(
    corpus: Path | None,
    home: Path,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Index a corpus; only what changed is embedded again, and nothing is written where nothing changed.

    Args:
        corpus: Folder of files. None for the corpus that the index remembers; for a new index, the documents
            that the package brings.
        home: Folder of the index, made where there is none.
        embedder: None for the model that the index remembers; for a new index, the bundled one.
        progress: Called with the stage (``wait``, ``read``, ``embed``, ``words``, ``write``, ``check``), the
            steps done and the steps in all; ``wait`` means that another process is building.

    Raises:
        CorpusError: The folder does not exist or its manifest is wrong.
        IndexUnwritable: Disk full, no permission; the index stays as it was.
        IndexFailure: The record or the new generation is damaged.
    """
    started = time.monotonic()
    report = progress or _silent
    if corpus is not None:
        # A mistyped folder must not leave an empty index behind.
        list_corpus(corpus)
    with _alone(home, report), closing(Store(home, write=True)) as store:
        failures = _read_corpus(store, corpus, report)
        return _derive(store, home, embedder, report, failures, started)


def rebuild(
    home: Path,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    distrusted: str | None = None,
) -> BuildReport:
    """Build from the record alone, without looking at any folder: after uploads, or to mend damage.

    Args:
        home: Folder of the index.
        embedder: As for ``build``.
        progress: As for ``build``.
        distrusted: Name of a generation that is replaced even where its files seem whole.

    Raises:
        IndexMissing: There is no record.
        IndexUnwritable: Disk full, no permission; the index stays as it was.
        IndexFailure: The record or the new generation is damaged.
    """
    started = time.monotonic()
    report = progress or _silent
    Store(home).close()
    with _alone(home, report), closing(Store(home, write=True)) as store:
        return _derive(store, home, embedder, report, (), started, distrusted)


def _read_corpus(store: Store, corpus: Path | None, progress: Progress) -> tuple[Failure, ...]:
    if corpus is not None:
        # Before the first document: if this build dies, the next one goes on with the same folder.
        store.set_property("corpus", str(corpus.resolve()))
        return take_in(store, corpus, progress)
    remembered = store.property("corpus")
    if remembered in {None, BUNDLED_CORPUS}:
        store.set_property("corpus", BUNDLED_CORPUS)
        return take_in(store, bundled_corpus(), progress)
    folder = Path(str(remembered))
    if folder.is_dir():
        return take_in(store, folder, progress)
    message = f"语料文件夹 {folder} 已不存在，沿用索引中保存的原文；如已移动，请用 --corpus 指定新位置。"
    return (Failure(folder, message),)


def _derive(
    store: Store,
    home: Path,
    embedder: Embedder | None,
    progress: Progress,
    failures: tuple[Failure, ...],
    started: float,
    distrusted: str | None = None,
) -> BuildReport:
    """Make everything that is derived from the record, where it is not there already."""
    failures += bring_up_to_date(store)
    embedder = embedder or load_embedder(store.property("embedding"))
    store.set_property("embedding", embedder.name)
    embedded = 0
    while True:
        embedded += _embed(store, embedder, progress)
        _embed_words(store, embedder, progress)
        # Documents may be taken in at any moment: what is written is one state of the record, with vectors.
        with store.snapshot():
            if not store.vectors.missing(model_key(embedder)):
                meta = write_generation(store, home, embedder, progress, distrusted)
                break
    store.fold_in_log()
    return BuildReport(
        documents=len(meta.documents),
        clauses=meta.clauses,
        embedded=embedded,
        seconds=time.monotonic() - started,
        failures=failures,
    )


def _embed(store: Store, embedder: Embedder, progress: Progress) -> int:
    """Embed what has no vector yet, keeping what is done so far; return the number of texts."""
    key = model_key(embedder)
    texts: dict[str, str] = {}
    for document_id, wanted in store.vectors.missing(key).items():
        for written in embedded_texts(read_back(store, document_id)).values():
            texts.update((digest, text) for text in written if (digest := sha256(text)) in wanted)
    todo = list(texts.items())
    for start in range(0, len(todo), _CHUNK):
        progress("embed", start, len(todo))
        part = todo[start : start + _CHUNK]
        vectors = embedder.embed_passages([text for _, text in part])
        store.vectors.put(key, {digest: vector for (digest, _), vector in zip(part, vectors, strict=True)})
    if todo:
        progress("embed", len(todo), len(todo))
    return len(todo)


def _embed_words(store: Store, embedder: Embedder, progress: Progress) -> None:
    """Bring the vectors of the corpus's words up to date, where a document has changed."""
    key = model_key(embedder)
    contents = {document.id: document.content for document in store.stored()}
    state = sha256(canonical([key, vocabulary_version(), contents]))
    if store.property("words") == state:
        return
    texts = (clause.text for document in store.documents() for clause in store.clauses(document.id))
    words = vocabulary_words(texts, Words())
    known = set(store.vectors.words(key)[0])
    todo = [word for word in words if word not in known]
    for start in range(0, len(todo), _CHUNK * 4):
        progress("words", start, len(todo))
        part = todo[start : start + _CHUNK * 4]
        store.vectors.put_words(key, dict(zip(part, embedder.embed_passages(part), strict=True)))
    if todo:
        progress("words", len(todo), len(todo))
    store.vectors.keep_words(key, set(words))
    store.set_property("words", state)


@contextmanager
def _alone(home: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock under which one process at a time builds; it goes with the process that holds it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / "build.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress("wait", 0, 0)
            lock.acquire()
    except OSError as error:
        raise IndexUnwritable(
            f"无法写入索引目录 {home}（{error}）。请检查目录权限和磁盘空间后重试。"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""
