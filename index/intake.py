"""Take a corpus folder into the record: what changed in the folder changes there, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from corpus import CorpusError, ParsedDocument
from corpus.library import CorpusFile, Failure, list_corpus, load_file
from index.codec import canonical, overrides_from, sha256
from index.contents import embedded_texts
from index.errors import IndexFailure
from index.shape import parser_version, windowing_version
from index.store import Store, Stored

#: Called with the stage, the steps done and the steps in all (0 where unknown).
Progress = Callable[[str, int, int], None]


def take_in(store: Store, folder: Path, progress: Progress) -> tuple[Failure, ...]:
    """Bring the record up to the state of a corpus folder.

    A file that was taken in before, and has not changed since, is left alone: a document that the service
    deleted or replaced in the meantime stays so.

    Returns:
        The files that could not be read; what the record holds of them stays.

    Raises:
        CorpusError: There is no such folder, or its manifest is wrong.
    """
    listed, missing = list_corpus(folder)
    failures = list(missing)
    known = store.corpus_files()
    stored = {document.id: document for document in store.stored()}
    for done, file in enumerate(listed):
        progress("read", done, len(listed))
        try:
            raw = file.path.read_bytes()
        except OSError as error:
            failures.append(
                Failure(file.path, f"文件 {file.name} 打不开（{error.strerror}），请检查它的权限后重试。")
            )
            continue
        stamp = sha256(canonical([sha256(raw), file.document_id, file.entry.overrides]))
        before = known.get(file.name)
        if before is not None and before[0] == stamp:
            document = stored.get(file.document_id)
            if document is None or document.stamp != stamp or document.parser == parser_version():
                continue
        try:
            parsed = load_file(file)
            if isinstance(parsed, Failure):
                failures.append(parsed)
                continue
            _put(store, parsed, raw, file.entry.overrides, stamp)
        except IndexFailure:
            raise
        except Exception as error:
            failures.append(_tripped(file.path, file.name, error))
            continue
        if before is not None and before[1] != file.document_id:
            store.delete_document(before[1])
    _drop_missing(store, listed, known, stored)
    progress("read", len(listed), len(listed))
    return tuple(failures)


def _drop_missing(
    store: Store,
    listed: tuple[CorpusFile, ...],
    known: dict[str, tuple[str, str]],
    stored: dict[str, Stored],
) -> None:
    """Delete the documents whose files have gone from the folder."""
    names = {file.name for file in listed}
    claimed = {file.document_id for file in listed}
    for name, (stamp, document_id) in known.items():
        if name in names:
            continue
        # A file that only moved has another name and the same document.
        if document_id in stored and stored[document_id].stamp == stamp and document_id not in claimed:
            store.delete_document(document_id)
        store.forget_file(name)


def bring_up_to_date(store: Store) -> tuple[Failure, ...]:
    """Parse what an older parser read again, from the bytes as received; cut windows anew where needed.

    Returns:
        The documents that the parser no longer reads; they stay as they were.
    """
    failures = []
    for document in store.stored():
        if document.parser != parser_version():
            raw = store.received(document.id) or b""
            overrides = overrides_from(document.overrides)
            try:
                parsed = parse_bytes(raw, document.source, document.id, overrides)
                _put(store, parsed, raw, overrides, document.stamp)
            except IndexFailure:
                raise
            except CorpusError as error:
                failures.append(Failure(Path(document.source), str(error)))
            except Exception as error:
                failures.append(_tripped(Path(document.source), document.source, error))
        elif document.windows != windowing_version():
            parsed = read_back(store, document.id)
            store.put_windows(document.id, embedded_texts(parsed), windowing_version())
    return tuple(failures)


def parse_bytes(raw: bytes, name: str, document_id: str, overrides: dict[str, object]) -> ParsedDocument:
    """Read and parse a file as received.

    Raises:
        CorpusError: It cannot become clauses.
    """
    from corpus.parse import parse, with_text
    from corpus.readers import read_bytes

    return with_text(parse(read_bytes(raw, name), document_id=document_id, overrides=overrides), name)


def read_back(store: Store, document_id: str) -> ParsedDocument:
    """Return a document of the record as its parser left it."""
    document = store.document(document_id)
    assert document is not None, document_id
    return ParsedDocument(document, store.clauses(document_id))


def _put(
    store: Store, parsed: ParsedDocument, raw: bytes, overrides: Mapping[str, object], stamp: str | None
) -> None:
    store.put_document(
        parsed,
        raw,
        embedded_texts(parsed),
        parser=parser_version(),
        windowing=windowing_version(),
        overrides=overrides,
        stamp=stamp,
    )


def _tripped(path: Path, name: str, error: Exception) -> Failure:
    """Name a file that trips the program: it must not stop the others."""
    reason = f"{type(error).__name__}：{error}"
    return Failure(path, f"文件 {name} 解析时出错（{reason}），请另存为 docx 或 txt 后重试。")
