"""Server-sent events whose work ends with the connection."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.types import Receive, Scope, Send

from assistant.api.errors import failure
from assistant.api.logs import logger

log = logger(__name__)

#: For the OpenAPI entry of a route that returns an ``EventStream``.
EVENT_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "服务器推送事件，data 为 JSON",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
                    "required": ["data"],
                }
            }
        },
    }
}


def event(data: dict[str, Any] | str, name: str | None = None) -> bytes:
    """Return one event as it is sent: a JSON value, or a text as it stands."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return format_sse_event(data_str=text, event=name)


class EventStream(StreamingResponse):
    """Sends what a generator gives, tells of its failure, and closes it when the client leaves.

    The framework's own streaming drops the generator instead: it is closed at some later collection of
    garbage, and a language model goes on writing for nobody until then.

    Args:
        events: What is sent.
        error: Name of the event that tells of a failure; None for a stream whose events have no names.
        end: What is sent last, whether or not all went well.
    """

    media_type = "text/event-stream"

    def __init__(
        self, events: AsyncGenerator[bytes], *, error: str | None = "error", end: bytes = b""
    ) -> None:
        self._events = _told(events, error, end)
        # A proxy that buffers would hold back the first sentence.
        super().__init__(self._events, headers={"cache-control": "no-cache", "x-accel-buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; see the class."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


async def _told(events: AsyncGenerator[bytes], name: str | None, end: bytes) -> AsyncGenerator[bytes]:
    """Pass events on, and a failure as one more: with the status line sent, nothing else can tell of it."""
    async with aclosing(events):
        try:
            async for sent in events:
                yield sent
        # Whatever it is: left unsaid, the client would take a part of the answer for the whole.
        except Exception as error:
            log.exception("a stream of events failed")
            yield event(failure(error)[1], name)
    if end:
        yield end
