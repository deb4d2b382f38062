"""Parse an uploaded file in a process of its own: no file can take the service down or keep it busy."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import Connection

from pydantic import TypeAdapter

from corpus import CorpusError, ParsedDocument

#: What one file may cost; the longest real documents take seconds and far below a gigabyte.
_CPU_SECONDS = 120
_WALL_SECONDS = 180
_MEMORY_BYTES = 4 << 30

_PARSED = TypeAdapter(ParsedDocument)


def parse_apart(
    data: bytes, name: str, document_id: str, overrides: Mapping[str, object] | None = None
) -> ParsedDocument:
    """Read and parse a file in a child process with limits on time and memory.

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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=_parse, args=(theirs, data, name, document_id, dict(overrides or {})), daemon=True
    )
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
    try:
        parsed = _PARSED.validate_json(content)
    except ValueError as error:
        raise CorpusError(f"{name}：文件内容异常，未能读出文字。请另存后重试。") from error
    if not any(clause.text.strip() for clause in parsed.clauses):
        raise CorpusError(f"{name}：没有读出文字。请确认文件不是空白或纯图片后重试。")
    return parsed


def _parse(
    result: Connection, data: bytes, name: str, document_id: str, overrides: dict[str, object]
) -> None:
    """What the child does: first bind itself to the limits, then read."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from corpus.parse import parse
    from corpus.readers import read_bytes

    with suppress(BrokenPipeError):
        try:
            parsed = parse(read_bytes(data, name), document_id=document_id, overrides=overrides)
            answer = b"+", _PARSED.dump_json(parsed)
        except CorpusError as error:
            answer = b"!", str(error).encode("utf-8", errors="replace")
        except Exception as error:
            message = f"{name}：文件读不出来（{type(error).__name__}），可能已损坏。请另存后重试。"
            answer = b"!", message.encode("utf-8", errors="replace")
        for part in answer:
            result.send_bytes(part)
