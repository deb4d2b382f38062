"""How large a request body may be, counted as its bytes arrive."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import error_response

_TOO_LARGE = 413


class BodyLimit:
    """ASGI middleware that refuses a body with 413 as soon as it is known to be too large.

    A length that the sender declares is refused before a byte is read; a body that declares none is cut
    off at the limit. Starlette's own limit answers the first of these in plain text.

    Args:
        app: What is protected.
        limit: Gives the most bytes of a request.
    """

    def __init__(self, app: ASGIApp, limit: Callable[[Scope], int]) -> None:
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; see the class."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most, arrived = self._limit(scope), 0
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > most:
            message = f"内容超过 {_size(most)}：请缩短或拆分后再发送。"
            await error_response(_TOO_LARGE, "too_large", message)(scope, receive, send)
            return

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            if message["type"] == "http.request":
                arrived += len(message.get("body", b""))
                if arrived > most:
                    # This kind is passed on by every framework that reads the body above us.
                    raise HTTPException(_TOO_LARGE)
            return message

        await self.app(scope, counted, send)


def _size(limit: int) -> str:
    return f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit >> 10} KB"
