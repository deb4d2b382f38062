"""Typer speaks Chinese: help pages, and one sentence for every wrong use of a command."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "policy-assistant"


class WrongUsage(typer.BadParameter):
    """A wrong use that we found ourselves; its message is the whole Chinese sentence."""


class Command(TyperCommand):
    """A command whose help page is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _help_page(self, ctx)


class Group(TyperGroup):
    """The program: its help page, and its answer to a command that does not exist."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page with the list of commands."""
        rows = [(name, command.help or "") for name, command in self.commands.items()]
        return f"{_help_page(self, ctx)}\n\n命令：\n{_columns(rows)}"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say in Chinese that there is none of that name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], list(self.commands), n=1)
            hint = f"您要的可能是 {near[0]}" if near else f"可用的命令有 {'、'.join(self.commands)}"
            raise WrongUsage(f"没有“{args[0]}”这个命令，{hint}。")
        return super().resolve_command(ctx, args)


def explain(error: typer.TyperException) -> str:
    """Return the one sentence that says what is wrong with a command line, and what to do."""
    text = str(getattr(error, "message", error))
    if isinstance(error, WrongUsage):
        return text
    context: Any = getattr(error, "ctx", None)
    where = context.command_path if context is not None else PROGRAM
    ask_help = f"请看 {where} --help。"
    kind = type(error).__name__
    param = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    if kind == "MissingParameter":
        return f"缺少 {_name(param)}，{ask_help}"
    if kind in {"NoSuchOption", "NoSuchOptionError"}:
        return f"没有 {option} 这个选项，{ask_help}"
    if kind == "BadOptionUsage":
        return f"选项 {option} 的用法不对（多半是少了它的值），{ask_help}"
    if kind == "BadParameter" and param is not None:
        return f"{_name(param)} 的值不对：{_wanted(param)}，{ask_help}"
    if "unexpected extra argument" in text:
        return f"多出了参数，有空格的文字请用引号括起来；{ask_help}"
    return f"命令的用法不对，{ask_help}"


def _name(param: Any) -> str:
    if param is None:
        return "参数"
    return f"选项 {param.opts[0]}" if param.param_type_name == "option" else str(param.metavar or param.name)


def _wanted(param: Any) -> str:
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None and high is not None:
        return f"应是 {low} 到 {high} 的整数"
    return "请照帮助里的写法"


def _help_page(command: Any, ctx: Any) -> str:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.params:
        if param.param_type_name == "argument":
            arguments.append((param.metavar or param.name, param.help or ""))
        else:
            value = "" if param.is_flag else f" {param.metavar or param.name.upper()}"
            options.append((", ".join(param.opts) + value, param.help or ""))
    options.append(("--help", "显示这段帮助"))
    tail = "命令 …" if isinstance(command, TyperGroup) else " ".join(name for name, _ in arguments)
    lines = [f"用法：{ctx.command_path} [选项] {tail}".rstrip(), "", command.help or ""]
    if arguments:
        lines += ["", "参数：", _columns(arguments)]
    lines += ["", "选项：", _columns(options)]
    return "\n".join(lines)


def _columns(rows: Sequence[tuple[str, str]]) -> str:
    width = max(_cells(name) for name, _ in rows)
    return "\n".join(f"  {name}{' ' * (width - _cells(name))}  {help_}".rstrip() for name, help_ in rows)


def _cells(text: str) -> int:
    """Columns a terminal gives to a text: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in text)
