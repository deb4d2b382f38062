"""What a command prints: plain and unwrapped lines in a pipe, colour and a bar on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.model import Answer
    from corpus import Clause
    from index import Hit, Progress


#: What a build says it is doing, in words for people.
_STAGES = {
    "wait": "等待另一个进程建完",
    "read": "读取公文",
    "embed": "计算向量",
    "write": "写入索引",
    "check": "核对",
    "words": "学习词语",
    "draft": "逐句对照",
}


def speak_utf8() -> None:
    """Let both streams carry Chinese where the locale names an encoding that cannot."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        try:
            "政策".encode(stream.encoding)
            reconfigure(errors="backslashreplace")
        except (UnicodeEncodeError, LookupError):
            reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(message: str) -> None:
    """Say one sentence on stderr."""
    print(message, file=sys.stderr)


def print_json(value: Any) -> None:
    """Print one JSON value on one line of stdout, always in UTF-8."""
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", errors="backslashreplace") + b"\n"
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
        return
    sys.stdout.flush()
    buffer.write(data)


def print_lines(lines: Sequence[tuple[str, str]]) -> None:
    """Print lines in their styles; a style is a rich style name, "" for none.

    In a pipe a line stands as it is, however long.
    """
    if not sys.stdout.isatty():
        for text, _ in lines:
            print(text)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for text, style in lines:
        console.print(Text(text, style=style))


def answer_lines(answer: Answer) -> list[tuple[str, str]]:
    """Return an answer with its evidence, or a refusal with the nearest clauses."""
    lines = [(answer.text, "bold")]
    if answer.citations:
        lines += [("", ""), ("依据：", "dim")]
        for citation in answer.citations:
            about = "，".join(part for part in (citation.document.issuer, citation.document.date) if part)
            lines.append((f"[{citation.mark}] {citation.label}{f'　{about}' if about else ''}", "cyan"))
            lines.append((f"    “{citation.quote}”", ""))
    elif answer.hits:
        lines += [("", ""), ("最接近的条款：", "dim")]
        for hit in answer.hits[:3]:
            lines.append((f"- {hit.clause.label}", "cyan"))
            lines.append((f"    {_excerpt(hit.clause.text)}", ""))
    if answer.notes:
        lines.append(("", ""))
        lines += [(f"提示：{note}", "yellow") for note in answer.notes]
    return lines


def hit_lines(hits: Sequence[Hit]) -> list[tuple[str, str]]:
    """Return ranked clauses, whole."""
    lines: list[tuple[str, str]] = []
    for place, hit in enumerate(hits, start=1):
        lines.append((f"{place}. {hit.clause.label}", "cyan"))
        lines += [(f"    {line}", "") for line in hit.clause.text.splitlines()]
    return lines or [("没有找到相关条款，请换一种说法，或放宽筛选条件。", "")]


def clause_lines(clauses: Sequence[Clause]) -> list[tuple[str, str]]:
    """Return the clauses of a document as a tree: each indented below its headings."""
    lines: list[tuple[str, str]] = []
    for clause in clauses:
        depth = max(len(clause.path) - 1, 0)
        style = "bold" if clause.kind in {"title", "heading"} else ""
        lines.append((f"{'  ' * depth}{_excerpt(clause.text)}  〔{clause.id}〕", style))
    return lines


@contextmanager
def progress_bar(description: str) -> Iterator[Progress | None]:
    """Show a bar on stderr while something long runs; in a pipe only the description, once."""
    if not sys.stderr.isatty():
        complain(f"{description}…")
        yield None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=None)

        def show(stage: str, done: int, total: int) -> None:
            named = f"{description}：{_STAGES.get(stage, stage)}"
            bar.update(task, description=named, completed=done, total=total)

        yield show


def _excerpt(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"
