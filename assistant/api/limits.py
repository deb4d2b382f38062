"""How much one access key may ask for at a time; the person at this machine is not limited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.access import LOCAL
from assistant.api.errors import error_response
from assistant.keys import Key

#: The page's events arrive here; every one is a question or a small step beside one.
_PAGE_EVENTS = "/gradio_api/queue/join"


class RateLimit:
    """A token bucket for each key: a minute's worth may come at once, then one every so often.

    Args:
        per_minute: Requests a minute; 0 sets no limit.
        clock: Seconds from any start, never going back.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, key: str) -> float:
        """Take one token; return 0.0, or the seconds until there is one to take."""
        if not self._size:
            return 0.0
        now = self._clock()
        tokens, last = self._buckets.get(key, (self._size, now))
        tokens = min(self._size, tokens + (now - last) * self._size / 60)
        taken = tokens >= 1
        self._buckets[key] = (tokens - 1 if taken else tokens, now)
        return 0.0 if taken else (1 - tokens) * 60 / self._size


class Limits:
    """ASGI middleware that refuses with 429 what goes over a key's limits.

    Args:
        app: What is protected.
        rate: Requests by time.
        concurrent: Requests of one key that may run at once; 0 sets no limit.
    """

    def __init__(self, app: ASGIApp, rate: RateLimit, concurrent: int) -> None:
        self.app = app
        self._rate = rate
        self._concurrent = concurrent
        self._running: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; see the class."""
        caller: Key | None = scope.get("state", {}).get("caller") if scope["type"] == "http" else None
        if caller is None or caller is LOCAL or not _is_work(scope):
            await self.app(scope, receive, send)
            return
        if wait := self._rate.wait(caller.id):
            await _too_many(int(wait) + 1)(scope, receive, send)
            return
        if self._concurrent and self._running[caller.id] >= self._concurrent:
            await _too_many(1)(scope, receive, send)
            return
        self._running[caller.id] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._running[caller.id] -= 1
            if not self._running[caller.id]:
                del self._running[caller.id]


def _is_work(scope: Scope) -> bool:
    path = str(scope["path"])
    return scope["method"] in {"POST", "PUT"} and (path.startswith("/v1/") or path == _PAGE_EVENTS)


def _too_many(seconds: int) -> Response:
    response = error_response(429, "too_many_requests", f"请求太多：请过 {seconds} 秒再试。")
    response.headers["retry-after"] = str(seconds)
    return response
