"""``keys add|list|revoke``: who may use a service that others can reach."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from assistant.command.chinese import Command, Group, WrongUsage
from assistant.command.failure import CommandFailed
from assistant.command.questions import AsJson, IndexFolder
from assistant.command.terminal import complain, print_json, print_lines
from assistant.keys import KeyProblem, KeyRing, Role
from assistant.settings import load_settings

keys = typer.Typer(cls=Group, rich_markup_mode=None, help="管理访问密钥")

KeyName = Annotated[str, typer.Argument(metavar="名字", help="发给谁用，如 综合科-张三")]


@keys.command("add", cls=Command, help="新增一把密钥，密钥只显示这一次")
def add(
    name: KeyName,
    role: Annotated[
        str,
        typer.Option("--role", metavar="角色", help="reader（提问）、editor（还可管理公文）或 admin"),
    ] = "reader",
    index: IndexFolder = None,
) -> None:
    """Add a key; only the key itself goes to stdout."""
    if role not in get_args(Role):
        raise WrongUsage(f"没有“{role}”这个角色：--role 请用 {'、'.join(get_args(Role))} 之一。")
    if not name.strip() or len(name) > 100 or not name.isprintable():
        raise WrongUsage("名字应是 1 到 100 个可显示的字符：请换一个名字。")
    ring = KeyRing(load_settings(index=index).index)
    try:
        secret = ring.add(name.strip(), role)  # type: ignore[arg-type]
    except KeyProblem as error:
        raise CommandFailed(str(error)) from error
    complain(f"已为“{name.strip()}”新增密钥（{role}），请妥善保存，以后无法再次显示：")
    print(secret)


@keys.command("list", cls=Command, help="列出全部密钥（不显示密钥本身）")
def list_keys(as_json: AsJson = False, index: IndexFolder = None) -> None:
    """Print the keys."""
    found = KeyRing(load_settings(index=index).index).all()
    if as_json:
        print_json([{"name": key.name, "role": key.role, "created": key.created} for key in found])
    else:
        print_lines(
            [(f"{key.name}　{key.role}　{key.created}", "") for key in found] or [("还没有密钥。", "")]
        )


@keys.command("revoke", cls=Command, help="撤销一把密钥，立即生效")
def revoke(name: KeyName, index: IndexFolder = None) -> None:
    """Delete a key."""
    try:
        KeyRing(load_settings(index=index).index).revoke(name.strip())
    except KeyProblem as error:
        raise CommandFailed(str(error)) from error
    print(f"已撤销“{name.strip()}”的密钥。")
