"""A deadline over whole HTTP exchanges.

A client's own time-outs are for each read, and begin anew with every byte: a server that sends comments to
keep the connection alive, or its headers letter by letter, would hold a request for ever.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from contextvars import ContextVar
from threading import Timer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

_UNTIL: ContextVar[float | None] = ContextVar("until", default=None)


def set_deadline(until: float) -> None:
    """Let every exchange that begins from here on, in this context, end at this reading of the clock."""
    _UNTIL.set(until)


def client_with_deadlines(timeout: float) -> httpx.Client:
    """Return a client that hangs up when the deadline of an exchange has come.

    Args:
        timeout: Seconds for each read, as usual.
    """
    import httpx  # Only where a server is set: answers from the clauses must not wait for the import.

    return httpx.Client(
        timeout=timeout,
        follow_redirects=True,
        # Only a new connection tells which socket it has; to open one is nothing beside what a model takes.
        limits=httpx.Limits(max_keepalive_connections=0),
        event_hooks={"request": [_watch]},
    )


def _watch(request: httpx.Request) -> None:
    if (until := _UNTIL.get()) is not None:
        request.extensions["trace"] = _Watch(until)


class _Watch:
    """Follows one exchange; shuts its connection down, under whoever reads it, when the time is over."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._line: socket.socket | None = None
        self._timer: Timer | None = None

    def __call__(self, event: str, info: dict[str, Any]) -> None:
        """Take note of what the connection does: httpx's ``trace`` extension."""
        if event == "connection.connect_tcp.complete":
            # A copy: TLS takes the first one over. As long as it is open, so is the connection.
            self._line = info["return_value"].get_extra_info("socket").dup()
            self._timer = Timer(max(0.0, self._until - time.monotonic()), _hang_up, [self._line])
            self._timer.daemon = True
            self._timer.start()
        elif event == "http11.response_closed.complete" and self._timer and self._line:
            self._timer.cancel()
            self._line.close()


def _hang_up(line: socket.socket) -> None:
    with line, suppress(OSError):  # It may be closed already.
        line.shutdown(socket.SHUT_RDWR)
