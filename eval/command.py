"""The program ``policy-eval`` (also ``python -m eval``)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.command import chinese
from assistant.command.failure import FAILED, explain_failure
from assistant.command.terminal import complain, print_lines, progress_bar, speak_utf8
from eval.cases import CaseError
from eval.results import ResultsError, Run
from eval.target import TargetError

if TYPE_CHECKING:
    from assistant.feedback import Rating

PROGRAM = "policy-eval"

_Write = Callable[[Run, Path], None]

app = typer.Typer(
    cls=chinese.Group,
    help="答复准确性评测：更换文件、模型或设置之前，先看答得对不对、引得准不准。",
    epilog="",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Suites = Annotated[
    list[str] | None,
    typer.Option(
        "--suite",
        metavar="评测集",
        help="sample、development、test 或 .jsonl 文件，可多次给出；默认同基线，没有基线则为 sample",
    ),
]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="文件夹", help="索引所在的文件夹，默认 var")
]


@app.callback()
def program(ctx: typer.Context) -> None:
    """Show the help page where no command is given."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


@app.command("run", cls=chinese.Command, help="逐题提问并打分")
def run(
    suite: Suites = None,
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="方式", help="回答方式：auto、extractive 或 llm")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="键=值", help="只评其中一部分，如 kind=fact、tag=…、id=…、document=…"
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="网址", help="评测正在运行的服务，如 http://127.0.0.1:8000"),
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="文件", help="服务要求密钥时，写有密钥的文件")
    ] = None,
    index: IndexFolder = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="个数", min=1, max=64, help="同时提问的个数，默认 2")
    ] = 2,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="文件", help="写出报告：.json、.md 或 .html，可多次给出"),
    ] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="文件夹", help="边评边记在这里，中断后接着评")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="列出每道未通过的题")] = False,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="文件", help="与这次结果相比的 .json")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="比基线差就以状态 1 退出")] = False,
) -> None:
    """Ask every case of one suite or several, and print the figures."""
    from eval.results import read_run
    from eval.session import evaluate, open_subject
    from eval.terminal import run_lines

    if gate and baseline is None:
        raise chinese.WrongUsage("--gate 需要 --baseline：请给出作为基线的 .json 文件。")
    accepted = read_run(baseline) if baseline else None
    writers = [(path, _writer(path)) for path in out or ()]
    key = key_file.read_text(encoding="utf-8").strip() if key_file else None
    with open_subject(mode=mode, url=url, key=key, index=index, watch=progress_bar) as subject:
        finished = evaluate(
            suite or (accepted.suite.split("+") if accepted else ["sample"]),
            subject,
            where=where or [],
            workers=workers,
            watch=progress_bar,
            journal=resume,
        )
    for path, write in writers:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(finished, path)
    _print(run_lines(finished, failures=failures))
    if accepted:
        _against(accepted, finished, gate=gate)


@app.command("compare", cls=chinese.Command, help="比较两次评测：哪些题变好，哪些变差")
def compare(
    first: Annotated[Path, typer.Argument(metavar="先前的结果", help="policy-eval run --out 写出的 .json")],
    second: Annotated[Path, typer.Argument(metavar="后来的结果", help="policy-eval run --out 写出的 .json")],
) -> None:
    """Print what was won and lost from one run to another."""
    from eval.compare import compare as compare_runs
    from eval.results import read_run
    from eval.terminal import comparison_lines

    _print(comparison_lines(compare_runs(read_run(first), read_run(second))))


@app.command("validate", cls=chinese.Command, help="核对评测题的条款编号和引文")
def validate(suite: Suites = None, index: IndexFolder = None) -> None:
    """Check every gold id and quotation of a suite against the corpus."""
    from eval.cases import read_numbered, suite_path
    from eval.session import open_clauses
    from eval.validation import problems, uncovered

    numbered = [(suite_path(name), read_numbered(suite_path(name))) for name in suite or ["sample"]]
    with open_clauses(index=index, watch=progress_bar) as clauses:
        lines = {case.id: f"{path.name} 第{line}行" for path, cases in numbered for line, case in cases}
        cases = [case for _, suite_cases in numbered for _, case in suite_cases]
        found = problems(cases, clauses)
        left = uncovered(cases, clauses.values())
    told = [f"{lines[problem.case_id]}（{problem.case_id}）：{problem.message}" for problem in found]
    told.append(f"共 {len(cases)} 题，{len(found)} 处问题；没有题涉及的条款 {len(left)} 条。")
    _print(told + [f"    {clause.id}" for clause in left])
    if found:
        raise typer.Exit(FAILED)


@app.command("retrieval", cls=chinese.Command, help="只评检索：一批段落、一批问题")
def retrieval(
    passages: Annotated[
        Path,
        typer.Option("--passages", metavar="文件", help="段落，.jsonl 或 .jsonl.gz：id、text、law、article"),
    ],
    questions: Annotated[
        Path, typer.Option("--questions", metavar="文件", help="问题，.jsonl：id、question、gold")
    ],
    index: Annotated[
        Path, typer.Option("--index", metavar="文件夹", help="这批段落的索引放在哪里，下次沿用")
    ],
) -> None:
    """Index a test set of passages and measure how well its questions find them."""
    from eval.retrieval import (
        passages_of_clauses,
        rank,
        read_passages,
        read_questions,
        retrieval_rows,
        write_corpus,
    )
    from eval.terminal import columns
    from index import Index, build

    asked = read_questions(questions)
    files = write_corpus(read_passages(passages), index / "passages")
    with progress_bar("正在建立索引") as progress:
        build(index / "passages", index, progress=progress)
    with Index.open(index) as opened, progress_bar("正在检索") as progress:
        rankings = rank(opened, asked, passages_of_clauses(opened, files), progress=progress)
    _print([f"{questions.stem}：{len(rankings)} 题", "", *columns(retrieval_rows(rankings))])


@app.command("draft", cls=chinese.Command, help="从一批文件里草拟评测题，供人修改")
def draft(
    corpus: Annotated[Path, typer.Option("--corpus", metavar="文件夹", help="放文件的文件夹")],
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="写成 .jsonl，不覆盖已有的文件")],
    most: Annotated[
        int, typer.Option("--most", metavar="题数", min=1, max=10000, help="每份文件最多几题，默认 40")
    ] = 40,
) -> None:
    """Propose cases from documents, each with its clause and quotation."""
    from eval.drafting import draft_cases, write_draft

    cases, failed = draft_cases(corpus, most=most)
    write_draft(cases, out)
    _print([f"跳过 {failure.path}：{failure.message}" for failure in failed])
    _print([f"草拟了 {len(cases)} 题，写在 {out}；请逐题核对、修改后再评。"])


@app.command("feedback", cls=chinese.Command, help="把大家对回答的评价导出成评测题，供人修改")
def feedback(
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="写成 .jsonl，不覆盖已有的文件")],
    rating: Annotated[
        str | None, typer.Option("--rating", metavar="评价", help="只导出 up（有用）或 down（没用）的")
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Write what people said of answers as cases."""
    from assistant.settings import load_settings
    from eval.drafting import write_draft
    from eval.feedback import feedback_cases

    if rating not in {None, "up", "down"}:
        raise chinese.WrongUsage(f"没有“{rating}”这种评价：--rating 请用 up 或 down。")
    chosen = cast("Rating | None", rating)
    cases, lost = feedback_cases(load_settings(index=index).index, rating=chosen)
    write_draft(cases, out)
    if lost:
        _print([f"跳过 {lost} 个回答：它们的回执已不再保留。"])
    _print([f"导出了 {len(cases)} 题，写在 {out}；请逐题核对、补全后再评。"])


def _writer(path: Path) -> _Write:
    from eval.markdown import run_markdown
    from eval.page import run_page
    from eval.results import write_run

    if path.suffix == ".json":
        return write_run
    if path.suffix == ".md":
        return lambda run, to: _write_text(to, run_markdown(run))
    if path.suffix in {".html", ".htm"}:
        return lambda run, to: _write_text(to, run_page(run))
    raise chinese.WrongUsage(f"不能写成 {path.name}：--out 的文件名请以 .json、.md 或 .html 结尾。")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _against(accepted: Run, finished: Run, *, gate: bool) -> None:
    from eval.compare import compare as compare_runs
    from eval.gate import decide
    from eval.terminal import comparison_lines

    _print(["", *comparison_lines(compare_runs(accepted, finished))])
    if gate:
        decision = decide(accepted, finished)
        _print(["", "门禁通过。" if decision.passed else "门禁未通过：", *decision.reasons])
        if not decision.passed:
            raise typer.Exit(FAILED)


def _print(lines: list[str]) -> None:
    print_lines([(line, "") for line in lines])


def main() -> None:
    """Run the program with the words of its command line."""
    speak_utf8()
    words = [word for word in sys.argv[1:] if word != "--debug"]
    debug = len(words) < len(sys.argv) - 1 or os.environ.get("POLICY_DEBUG", "0").lower() not in {
        "",
        "0",
        "false",
    }
    try:
        status = app(args=words, prog_name=PROGRAM, standalone_mode=False)
    except KeyboardInterrupt:
        complain("已中断。")
        sys.exit(130)
    except (CaseError, ResultsError, TargetError) as error:
        complain(str(error))
        sys.exit(FAILED)
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        message, code = explain_failure(error)
        complain(message)
        sys.exit(code)
    sys.exit(status if isinstance(status, int) else 0)
