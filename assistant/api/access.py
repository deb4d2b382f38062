"""Who may do what: keys, login sessions, and a door that is shut unless a route is named as open."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Annotated, cast

from anyio import to_thread
from fastapi import Depends, Request
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.errors import ApiError, error_response
from assistant.keys import Key, KeyRing, Role

COOKIE = "pa_session"

#: Paths that need no key: whether the process lives, and what the login page is made of.
_OPEN = frozenset({"/healthz", "/readyz", "/login", "/page-assets/original.css", "/page-assets/login.css"})

_SESSION_SECONDS = 12 * 3600
_MOST_SESSIONS = 10_000

#: Who asks where no key was ever added: the person at this machine.
LOCAL = Key(id="", name="本机", role="admin", created="")


class Sessions:
    """Logged-in browsers: a random token for each, valid for hours, and no longer than its key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tokens: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def begin(self, key: Key) -> str:
        """Return the token of a new session."""
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (key.id, self._clock() + _SESSION_SECONDS)
        while len(self._tokens) > _MOST_SESSIONS:
            self._tokens.popitem(last=False)
        return token

    def key_id(self, token: str) -> str | None:
        """Return the id of the key that a session was begun with."""
        identifier, until = self._tokens.get(token, ("", 0.0))
        if until < self._clock():
            self._tokens.pop(token, None)
            return None
        return identifier

    def end(self, token: str) -> None:
        """Forget a session."""
        self._tokens.pop(token, None)


@dataclass(frozen=True, slots=True)
class Door:
    """What decides who a request comes from.

    Attributes:
        keys: The access keys.
        sessions: The logged-in browsers.
        open_without_keys: Whether anyone may do anything as long as no key was ever added: on a
            loopback address, or where the operator said so.
    """

    keys: KeyRing
    sessions: Sessions
    open_without_keys: bool

    def caller(self, headers: Headers) -> Key | None:
        """Return the key of a request; None where there is none that is valid."""
        if self.open_without_keys and not self.keys.all():
            # Clients of the OpenAI interface send a key whether one is wanted or not.
            return LOCAL
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.keys.find(secret.strip())
        if (secret := headers.get("x-api-key", "")) != "":
            return self.keys.find(secret)
        if (token := session_token(headers)) and (identifier := self.sessions.key_id(token)):
            return self.keys.current(identifier)
        return None


def session_token(headers: Headers) -> str:
    """Return the session token that a browser sent, "" where it sent none."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie is not None else ""


class AccessControl:
    """ASGI middleware: nothing behind it is reached without a key, the page's own routes included."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its caller, or refuse it; see the class."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = await to_thread.run_sync(self.door.caller, headers)
        if caller is None and scope["path"] not in _OPEN:
            if scope["type"] == "http":
                await _refusal(scope, headers)(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        await self.app(scope, receive, send)


def _refusal(scope: Scope, headers: Headers) -> Response:
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        root = scope.get("root_path", "").rstrip("/")
        return RedirectResponse(f"{root}/login", status_code=303)
    response = error_response(
        401, "unauthorized", "没有有效的密钥：请在 Authorization 头里带上 Bearer 密钥，或在网页上登录。"
    )
    response.headers["www-authenticate"] = "Bearer"
    return response


def caller_of(request: Request) -> Key:
    """Return who asks."""
    return cast(Key, request.state.caller)


def needs(role: Role) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that refuses a caller whose key does not allow what a role allows."""

    async def check(request: Request) -> None:
        if not caller_of(request).may(role):
            raise ApiError(403, "forbidden", f"这把密钥没有此项权限（需要 {role}）：请向管理员申请。")

    return check


#: For routes: ``caller: Caller``.
Caller = Annotated[Key, Depends(caller_of)]
