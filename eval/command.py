"""The program ``policy-eval`` (also ``python -m eval``)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.command import chinese
from assistant.command.failure import FAILED, explain_failure
from assistant.command.terminal import complain, print_lines, progress_bar, speak_utf8
from eval.cases import CaseError
from eval.results import ResultsError
from eval.target import TargetError

PROGRAM = "policy-eval"

app = typer.Typer(
    cls=chinese.Group,
    help="答复准确性评测：更换文件、模型或设置之前，先看答得对不对、引得准不准。",
    epilog="",
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def program(ctx: typer.Context) -> None:
    """Show the help page where no command is given."""
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())


@app.command("run", cls=chinese.Command, help="逐题提问并打分")
def run(
    suite: Annotated[
        str,
        typer.Option(
            "--suite", metavar="评测集", help="自带的 sample、development、test，或 .jsonl 文件，默认 sample"
        ),
    ] = "sample",
    mode: Annotated[
        str | None, typer.Option("--mode", metavar="方式", help="回答方式：auto、extractive 或 llm")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="键=值", help="只评其中一部分，如 kind=fact、tag=…、id=…"),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="网址", help="评测正在运行的服务，如 http://127.0.0.1:8000")
    ] = None,
    index: Annotated[
        Path | None, typer.Option("--index", metavar="文件夹", help="索引所在的文件夹，默认 var")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="个数", min=1, max=64, help="同时提问的个数，默认 2")
    ] = 2,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="把结果写成 .json")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="列出每道未通过的题")] = False,
) -> None:
    """Ask every case of a suite and print the figures."""
    from eval.session import evaluate, open_subject

    with open_subject(mode=mode, url=url, index=index, watch=progress_bar) as subject:
        finished = evaluate(suite, subject, where=where or [], workers=workers, watch=progress_bar)
    if out:
        from eval.results import write_run

        write_run(finished, out)
    from eval.terminal import run_lines

    print_lines([(line, "") for line in run_lines(finished, failures=failures)])


def main() -> None:
    """Run the program with the words of its command line."""
    speak_utf8()
    try:
        status = app(args=sys.argv[1:], prog_name=PROGRAM, standalone_mode=False)
    except KeyboardInterrupt:
        complain("已中断。")
        sys.exit(130)
    except (CaseError, ResultsError, TargetError) as error:
        complain(str(error))
        sys.exit(FAILED)
    except Exception as error:
        message, code = explain_failure(error)
        complain(message)
        sys.exit(code)
    sys.exit(status if isinstance(status, int) else 0)
