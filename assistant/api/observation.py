"""What is noted of every request: an id, a log line, a count and a time."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.logs import logger
from assistant.api.metrics import Metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: Asked every few seconds by machines; the page asks often, too.
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})

log = logger("assistant.request")


class Observation:
    """ASGI middleware that gives each request its id and notes how it went.

    An id that a proxy sent in ``X-Request-ID`` is kept, so that its log and ours can be joined.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see the class."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = Headers(scope=scope).get("x-request-id", "")
        request_id = sent if _SANE_ID.fullmatch(sent) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        begun = time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_and_note)
            finally:
                self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # The route's template, never the path that was sent: a path may hold anything.
        route = getattr(scope.get("route"), "path", "page" if status < 400 else "unknown")
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.metrics.count_request(method, route, status, seconds)
        caller = scope["state"].get("caller")
        quiet = route in _QUIET or route == "page" or route.startswith("/gradio_api")
        write = log.debug if quiet and status < 500 else log.info
        write(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            caller=caller.name if caller else None,
        )
