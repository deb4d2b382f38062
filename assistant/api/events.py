"""Server-sent events whose work ends with the connection."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.types import Receive, Scope, Send

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
    """Sends what a generator gives, and closes it when the client leaves.

    The framework's own streaming drops the generator instead: it is closed at some later collection of
    garbage, and a language model goes on writing for nobody until then.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes]) -> None:
        # A proxy that buffers would hold back the first sentence.
        super().__init__(events, headers={"cache-control": "no-cache", "x-accel-buffering": "no"})
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; see the class."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)
