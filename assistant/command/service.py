"""``serve``: interface and page in one process."""

from __future__ import annotations

import ipaddress
import sys
from typing import Annotated

import typer

from assistant.command.chinese import PROGRAM
from assistant.command.failure import CommandFailed
from assistant.command.questions import IndexFolder
from assistant.command.terminal import progress_bar
from assistant.keys import KeyRing
from assistant.settings import load_settings


def serve(
    host: Annotated[
        str | None, typer.Option("--host", metavar="地址", help="监听的地址，默认 127.0.0.1（只限本机）")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="端口", min=0, max=65535, help="监听的端口，默认 8000")
    ] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="没有访问密钥也对外开放：任何能连上的人都可使用")
    ] = False,
    index: IndexFolder = None,
) -> None:
    """Serve until interrupted."""
    settings = load_settings(host=host, port=port, index=index)
    keys = KeyRing(settings.index)
    if not (is_loopback(settings.host) or without_keys or keys.all()):
        raise CommandFailed(
            f"不能在 {settings.host} 上监听：还没有访问密钥，任何人都能使用；"
            f"请先运行 {PROGRAM} keys add 名字，或确认后加上 --without-keys。"
        )

    import socket

    from assistant.opening import open_or_build

    opened = open_or_build(settings, progress_bar)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        # Bind before the slow imports, so that a taken port is said at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        address = f"http://{settings.host}:{listener.getsockname()[1]}"

        import uvicorn

        from assistant.api import Door, Sessions, configure_logs, create_app
        from assistant.ui import mount_page

        configure_logs(settings.log_level)
        door = Door(keys, Sessions(), is_loopback(settings.host) or without_keys)
        app = create_app(opened, settings, door)
        mount_page(app, app.state.service)
        print(f"已启动：网页 {address}/　接口说明 {address}/docs　（按 Ctrl+C 停止）", file=sys.stderr)
        try:
            config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=10)
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            keys.close()
            opened.close()


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
