"""``serve``: interface and page in one process."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from contextlib import closing
from typing import Annotated

import typer

from assistant.command.chinese import PROGRAM
from assistant.command.failure import CommandFailed
from assistant.command.memory import use_few_arenas
from assistant.command.questions import IndexFolder
from assistant.command.terminal import progress_bar
from assistant.keys import KeyRing
from assistant.settings import Settings, load_settings


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
    use_few_arenas()
    settings = load_settings(host=host, port=port, index=index)
    with closing(KeyRing(settings.index)) as keys:
        open_without_keys = is_loopback(settings.host) or without_keys
        if not (open_without_keys or keys.all()):
            raise CommandFailed(
                f"不能在 {settings.host} 上监听：还没有访问密钥，任何人都能使用；"
                f"请先运行 {PROGRAM} keys add 名字，或确认后加上 --without-keys。"
            )
        # Bind before all that is slow, so that a taken port is said at once.
        with _bound(settings) as listener:
            _run(settings, listener, keys, open_without_keys)


def _run(settings: Settings, listener: socket.socket, keys: KeyRing, open_without_keys: bool) -> None:
    from assistant.opening import open_or_build

    with closing(open_or_build(settings, progress_bar)) as opened:
        import uvicorn

        from assistant.api import Door, Sessions, configure_logs, create_app
        from assistant.ui import mount_page

        configure_logs(settings.log_level)
        app = create_app(opened, settings, Door(keys, Sessions(), open_without_keys))
        mount_page(app, app.state.service)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{listener.getsockname()[1]}"
        print(f"已启动：网页 {address}/　接口说明 {address}/docs　（按 Ctrl+C 停止）", file=sys.stderr)
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=10)
        uvicorn.Server(config).run(sockets=[listener])


def _bound(settings: Settings) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise CommandFailed(_explain_bind(error, settings)) from error
    return listener


def _explain_bind(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {settings.port} 已被占用：请用 --port 换一个端口，或先停掉占用它的程序。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {settings.port}：请用 --port 换一个 1024 以上的端口。"
    return f"{settings.host} 不是本机的地址：请用 --host 给出本机的一个地址。"


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
