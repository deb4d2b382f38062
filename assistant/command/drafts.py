"""``check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.command.chinese import WrongUsage
from assistant.command.failure import CommandFailed
from assistant.command.questions import AsJson, IndexFolder
from assistant.command.terminal import print_json, print_lines, progress_bar
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.drafts import DraftReport, DraftStatement

#: Nothing larger is read as a draft.
_LARGEST: Final = 64 * 1024 * 1024
_FORMS: Final = frozenset({".docx", ".json", ".txt", ".md"})
_STYLES: Final = {"supported": "green", "contradicted": "bold red", "unsupported": "yellow"}


def check(
    draft: Annotated[Path, typer.Argument(metavar="草稿", help="要核对的草稿：docx、txt 或 md 文件")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="文件",
            help="把结果写进这个文件：.docx 写带批注的草稿，.json 写 JSON，.txt、.md 写文字",
        ),
    ] = None,
    as_json: AsJson = False,
    insert: Annotated[
        bool, typer.Option("--insert", help="给出插好引用的草稿；--out 为 .docx 时以修订方式插入")
    ] = False,
    index: IndexFolder = None,
) -> None:
    """Hold a draft to the corpus, sentence by sentence."""
    if insert and as_json:
        raise WrongUsage("--insert 给出草稿全文，--json 给出核对结果：两个选项只能用一个。")
    if out is not None and out.suffix.lower() not in _FORMS:
        raise WrongUsage(f"不知道怎样写 {out.name}：--out 请用 .docx、.json、.txt 或 .md 文件。")
    if out is not None and out.resolve() == draft.resolve():
        raise WrongUsage(f"{out} 就是草稿本身：--out 请用另一个文件名，以免覆盖草稿。")
    if out is not None and not out.absolute().parent.is_dir():
        raise CommandFailed(f"--out 的文件夹 {out.absolute().parent} 不存在：请先建好，或换一个位置。")
    if out is not None and out.is_dir():
        raise WrongUsage(f"{out} 是文件夹：--out 请写到其中的一个文件。")
    data, text = _read(draft)
    settings = load_settings(index=index)

    from assistant.chain import Assistant
    from assistant.drafts import check_draft, report_json, with_suggestions
    from assistant.opening import mend, open_or_build

    with open_or_build(settings, progress_bar) as opened:
        with progress_bar("正在核对草稿") as show:
            report = check_draft(
                text,
                Assistant(opened, settings),
                progress=(lambda done, total: show("draft", done, total)) if show else None,
            )
        mend(opened, progress_bar)
    lines = [(with_suggestions(report), "")] if insert else report_lines(report)
    if out is not None and out.suffix.lower() == ".docx":
        from assistant.drafts.marking import marked_draft
        from assistant.drafts.suggest import to_insert

        of_word = data if draft.suffix.lower() == ".docx" else None
        out.write_bytes(marked_draft(of_word, draft.name, report, to_insert(report) if insert else ()))
    elif out is not None:
        written = (
            json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n"
            if out.suffix.lower() == ".json"
            else "\n".join(line for line, _ in lines).rstrip("\n") + "\n"
        )
        out.write_text(written, encoding="utf-8")
    if as_json:
        print_json(report_json(report))
    elif out is None:
        print_lines(lines)
    else:
        print(f"{_summary(report)}结果已写入 {out}。")


def report_lines(report: DraftReport) -> list[tuple[str, str]]:
    """Return a checked draft: the count, then every statement that needs a look, then what may be cited."""
    lines = [(_summary(report), "bold")]
    order = {"contradicted": 0, "unsupported": 1}
    wanting = [one for one in report.statements if one.verdict in order]
    for statement in sorted(wanting, key=lambda one: order[one.verdict]):
        lines += [("", ""), *_statement_lines(statement)]
    cited = [one for one in report.statements if one.suggestion]
    if cited:
        lines += [("", ""), ("可以加注的依据（--insert 一次插入）：", "bold")]
        lines += [(f"- {one.text}\n    {one.suggestion}", "") for one in cited]
    return lines


def _summary(report: DraftReport) -> str:
    from assistant.drafts.words import VERDICT_NAMES

    counts = "，".join(f"{VERDICT_NAMES[verdict]} {count} 处" for verdict, count in report.summary.items())
    return f"共 {len(report.statements)} 句：{counts}。"


def _statement_lines(statement: DraftStatement) -> list[tuple[str, str]]:
    from assistant.drafts.words import VERDICT_NAMES, explain

    lines = [(f"【{VERDICT_NAMES[statement.verdict]}】{statement.text}", _STYLES[statement.verdict])]
    lines += [(f"    {explain(reason)}", "") for reason in statement.reasons]
    for citation in statement.citations:
        lines.append((f"    见 {citation.label}：“{citation.quote}”", "cyan"))
    return lines


def _read(draft: Path) -> tuple[bytes, str]:
    """Read a draft's bytes and its text.

    Raises:
        CommandFailed: There is no such file, or it is too large.
        CorpusError: It is empty, binary or broken.
    """
    if not draft.exists():
        raise CommandFailed(f"找不到草稿 {draft}：请检查路径是否写对。")
    if draft.is_dir():
        raise CommandFailed(f"{draft} 是文件夹：请给出其中的一份草稿。")
    if draft.stat().st_size > _LARGEST:
        raise CommandFailed(f"{draft} 超过 {_LARGEST >> 20} MB：请拆成几份后分别核对。")

    from corpus.word import read_draft

    data = draft.read_bytes()
    return data, read_draft(data, draft.name)
