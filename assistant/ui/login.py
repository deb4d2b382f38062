"""``/login``: the page asks for an access key where keys are in use."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.api.access import COOKIE, Door, session_token

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · 政策问答助手</title>
<link rel="stylesheet" href="page-assets/login.css">
</head>
<body>
<main>
<h1>政策问答助手</h1>
<form method="post" action="login">
<label for="key">访问密钥</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<p role="alert">$problem</p>
<button>登录</button>
</form>
<p class="hint">密钥由管理员发放。</p>
</main>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


AtDoor = Annotated[Door, Depends(_door)]


@router.get("/login")
async def login_page() -> HTMLResponse:
    """Show the form."""
    return HTMLResponse(_PAGE.replace("$problem", ""))


@router.post("/login")
async def login(request: Request, door: AtDoor) -> Response:
    """Begin a session with a valid key.

    The cookie holds a random token, never the key, and is sent by no other site's pages.
    """
    form = parse_qs((await request.body()).decode("utf-8", errors="replace"))
    key = await run_in_threadpool(door.keys.find, form.get("key", [""])[0].strip())
    if key is None:
        return HTMLResponse(
            _PAGE.replace("$problem", "密钥不对或已撤销，请核对后重新输入。"), status_code=401
        )
    response = RedirectResponse("./", status_code=303)
    secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
    response.set_cookie(
        COOKIE, door.sessions.begin(key), httponly=True, samesite="strict", secure=secure, path="/"
    )
    return response


@router.post("/logout")
async def logout(request: Request, door: AtDoor) -> Response:
    """End the session."""
    door.sessions.end(session_token(request.headers))
    response = RedirectResponse("login", status_code=303)
    response.delete_cookie(COOKIE)
    return response
