"""Work on somebody's file in a process of its own: no file can take the service down or keep it busy."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from corpus.model import CorpusError, ParsedDocument
from corpus.parse import with_text
from corpus.word import Insertion, Remark, Summary, mark_word, read_draft

#: What one file may cost; the longest real documents take seconds and far below a gigabyte.
_CPU_SECONDS = 120
_WALL_SECONDS = 180
_MEMORY_BYTES = 4 << 30


def parse_apart(
    data: bytes, name: str, document_id: str, overrides: Mapping[str, object] | None = None
) -> ParsedDocument:
    """Read and parse a file.

    The result comes back as JSON and is checked on the way in: a child that a file has taken over can
    send wrong text, but nothing that runs here.

    Args:
        data: The file as received.
        name: Its file name.
        document_id: Id the document gets.
        overrides: Metadata set by hand, by ``Document`` field name.

    Raises:
        CorpusError: The file cannot be read, holds no text, or takes too much time or memory.
    """
    content = _apart(name, _parse, data, name, document_id, dict(overrides or {}))
    try:
        parsed: ParsedDocument = _adapter().validate_json(content)
    except ValueError as error:
        raise CorpusError(f"{name}：文件内容异常，未能读出文字。请另存后重试。") from error
    return with_text(parsed, name)


def read_draft_apart(data: bytes, name: str) -> str:
    """Read the text of a draft; see ``read_draft``.

    Raises:
        CorpusError: It cannot be read, or takes too much time or memory.
    """
    return _apart(name, _read_draft, data, name).decode("utf-8", errors="replace")


def mark_word_apart(
    data: bytes, name: str, remarks: Sequence[Remark], insertions: Sequence[Insertion], summary: Summary
) -> bytes:
    """Give a docx back with remarks; see ``mark_word``.

    Raises:
        CorpusError: It cannot be read or written back, or takes too much time or memory.
    """
    return _apart(name, mark_word, data, name, remarks, insertions, summary)


def _apart(name: str, work: Callable[..., bytes], *arguments: object) -> bytes:
    """Do some work in a child process with limits on time and memory, and return what it returns."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, name, work, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(_WALL_SECONDS):
            raise CorpusError(f"{name}：文件过于复杂，未能在限定时间内读完。请拆分或另存后重试。")
        kind, content = ours.recv_bytes(), ours.recv_bytes()
    except EOFError:
        raise CorpusError(f"{name}：文件过于复杂或已损坏，读取时中断。请另存后重试。") from None
    finally:
        ours.close()
        child.kill()
        child.join()
    if kind == b"!":
        raise CorpusError(content.decode("utf-8", errors="replace"))
    return content


def _work(result: Connection, name: str, work: Callable[..., bytes], arguments: tuple[object, ...]) -> None:
    """What the child does: first bind itself to the limits, then work."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(BrokenPipeError):
        try:
            answer = b"+", work(*arguments)
        except CorpusError as error:
            answer = b"!", str(error).encode("utf-8", errors="replace")
        except Exception as error:
            message = f"{name}：文件读不出来（{type(error).__name__}），可能已损坏。请另存后重试。"
            answer = b"!", message.encode("utf-8", errors="replace")
        for part in answer:
            result.send_bytes(part)
    # Whoever asked ends this process as soon as the answer is there: nothing may be half done by then.
    os._exit(0)


def _parse(data: bytes, name: str, document_id: str, overrides: dict[str, object]) -> bytes:
    from corpus.parse import parse
    from corpus.readers import read_bytes

    parsed = parse(read_bytes(data, name), document_id=document_id, overrides=overrides)
    return bytes(_adapter().dump_json(parsed))


def _read_draft(data: bytes, name: str) -> bytes:
    return read_draft(data, name).encode("utf-8", errors="replace")


def _adapter() -> Any:
    """What turns a parsed document into JSON and back; building it takes a while."""
    from pydantic import TypeAdapter

    return TypeAdapter(ParsedDocument)
