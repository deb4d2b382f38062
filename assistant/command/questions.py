"""``ask`` and ``search``."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from assistant.command.chinese import WrongUsage
from assistant.command.failure import CommandFailed
from assistant.command.terminal import answer_lines, hit_lines, print_json, print_lines, progress_bar
from assistant.model import Mode, Turn
from assistant.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A question longer than this is a pasted document, and no question.
LONGEST_QUESTION = 2000

IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="文件夹", help="索引所在的文件夹，默认 var")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出 JSON，供程序读取")]


def ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="要问的话，有空格时用引号括起来")],
    as_json: AsJson = False,
    history: Annotated[
        Path | None,
        typer.Option(
            "--history", metavar="文件", help='前几轮对话：JSON 列表，每项形如 {"question": …, "answer": …}'
        ),
    ] = None,
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="方式", help="回答方式：auto、extractive 或 llm")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="文件", help="另把回答按公文格式写成 Word 文件（.docx）"),
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Answer one question."""
    if out is not None and out.suffix.lower() != ".docx":
        raise WrongUsage(f"不知道怎样写 {out.name}：--out 请用 .docx 文件。")
    asked = _checked(question, "问题")
    if mode is not None and mode not in get_args(Mode):
        raise WrongUsage(f"没有“{mode}”这种回答方式：--mode 请用 {'、'.join(get_args(Mode))} 之一。")
    turns = read_history(history) if history is not None else ()
    settings = load_settings(index=index, mode=mode)

    from assistant.chain import Assistant
    from assistant.opening import mend, open_or_build

    with open_or_build(settings, progress_bar) as opened:
        answer = Assistant(opened, settings).ask(asked, history=turns, mode=settings.mode)
        if out is not None:
            from datetime import date

            from assistant.export import Exported, exported_docx
            from assistant.json import answer_json

            today = date.today().isoformat()
            out.write_bytes(exported_docx([Exported(asked, answer_json(answer), today)]))
        if as_json:
            from assistant.json import answer_json

            print_json(answer_json(answer))
        else:
            print_lines(answer_lines(answer))
        mend(opened, progress_bar)


def search(
    query: Annotated[str, typer.Argument(metavar="要查的话", help="词或句子，有空格时用引号括起来")],
    k: Annotated[int, typer.Option("-k", metavar="个数", min=1, max=100, help="列出几条，默认 10")] = 10,
    as_json: AsJson = False,
    index: IndexFolder = None,
) -> None:
    """Print ranked clauses."""
    asked = _checked(query, "要查的话")
    settings = load_settings(index=index)

    from assistant.opening import mend, open_index

    with open_index(settings) as opened:
        hits = opened.search(asked, k=k)
        if as_json:
            from assistant.json import hits_json

            print_json(hits_json(hits, opened.document))
        else:
            print_lines(hit_lines(hits))
        mend(opened, progress_bar)


def read_history(path: Path) -> Sequence[Turn]:
    """Read earlier turns from a JSON file.

    Raises:
        CommandFailed: The file is not UTF-8, not JSON, or not a list of turns.
        OSError: The file cannot be read.
    """
    form = '应是 JSON 列表，每项形如 {"question": "…", "answer": "…"}，answer 可以没有'
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CommandFailed(f"历史文件 {path} 不是 UTF-8 编码：请另存为 UTF-8 后再试。") from error
    except json.JSONDecodeError as error:
        raise CommandFailed(f"历史文件 {path} 第 {error.lineno} 行不是有效的 JSON：{form}。") from error
    except RecursionError as error:
        raise CommandFailed(f"历史文件 {path} 嵌套太深：{form}。") from error
    if not isinstance(value, list):
        raise CommandFailed(f"历史文件 {path} 的内容不对：{form}。")
    turns = []
    for place, item in enumerate(value, start=1):
        if not isinstance(item, dict) or not _is_text(item.get("question")):
            raise CommandFailed(f"历史文件 {path} 的第 {place} 项不对：{form}。")
        answer = item.get("answer")
        if answer is not None and not _is_text(answer):
            raise CommandFailed(f"历史文件 {path} 的第 {place} 项的 answer 应是文字：{form}。")
        turns.append(Turn(question=item["question"], answer=answer))
    return tuple(turns)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not _has_surrogate(value)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _checked(text: str, what: str) -> str:
    if _has_surrogate(text):
        # Under a locale that cannot say so, the words of the command line may still be UTF-8.
        with contextlib.suppress(UnicodeError):
            text = text.encode("ascii", "surrogateescape").decode("utf-8")
    asked = text.strip()
    if not asked:
        raise WrongUsage(f"{what}是空的：请写上要问的内容。")
    if len(asked) > LONGEST_QUESTION:
        raise WrongUsage(f"{what}太长（{len(asked)} 字）：请缩短到 {LONGEST_QUESTION} 字以内。")
    if _has_surrogate(asked):
        raise WrongUsage(f"{what}里有无法识别的字符：请用 UTF-8 编码的终端重新输入。")
    return asked
