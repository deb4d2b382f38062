"""The program ``policy-assistant``: its commands, and the way in that never shows a traceback."""

from __future__ import annotations

import os
import sys

import typer

from assistant.command import access, chinese, corpora, doctor, drafts, questions, service
from assistant.command.failure import explain_failure
from assistant.command.terminal import complain, speak_utf8

app = typer.Typer(
    cls=chinese.Group,
    help="政策问答助手：就本单位的公文提问，每句回答都注明依据的条款。",
    epilog="",
    add_completion=False,
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.command("build", cls=chinese.Command, help="为公文建立索引，只重新处理有变动的部分")(corpora.build)
app.command("ask", cls=chinese.Command, help="提一个问题，回答并注明依据")(questions.ask)
app.command("search", cls=chinese.Command, help="查找相关条款，按相关程度排列")(questions.search)
app.command("check", cls=chinese.Command, help="核对草稿里的引用和数字，指出与公文不符之处")(drafts.check)
app.command("clauses", cls=chinese.Command, help="把一个文件拆成条款并列出")(corpora.clauses)
app.command("serve", cls=chinese.Command, help="启动网页和接口")(service.serve)
app.add_typer(access.keys, name="keys")
app.command("doctor", cls=chinese.Command, help="检查安装、模型和索引是否正常")(doctor.doctor)


@app.callback()
def program(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="显示版本号"),
    debug: bool = typer.Option(False, "--debug", help="出错时显示技术细节（也可设 POLICY_DEBUG=1）"),
) -> None:
    """Show the version or the help page where no command is given."""
    if version:
        from importlib.metadata import version as installed

        print(f"{chinese.PROGRAM} {installed(chinese.PROGRAM)}")
    elif ctx.invoked_subcommand is None:
        print(ctx.get_help())


def run(arguments: list[str]) -> int:
    """Run one command.

    Args:
        arguments: The words after the program's name.

    Returns:
        Exit status: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted.
    """
    speak_utf8()
    words = arguments[: arguments.index("--")] if "--" in arguments else arguments
    debug = "--debug" in words or os.environ.get("POLICY_DEBUG", "0").lower() not in {"", "0", "false"}
    # --debug is understood anywhere on the line: who adds it, adds it at the end.
    kept = [word for word in words if word != "--debug"] + arguments[len(words) :]
    try:
        status = app(args=kept, prog_name=chinese.PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain("已中断。")
        return 130
    except BrokenPipeError:
        # The reader of our output left: nothing to say, and nothing more to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        message, code = explain_failure(error)
        complain(message)
        return code
    return status if isinstance(status, int) else 0


def main() -> None:
    """Run the program with the words of its command line."""
    sys.exit(run(sys.argv[1:]))
