"""A language model's server that is at fault in one way, or answers rightly; and a service that asks it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from assistant.api import Door, Sessions, create_app
from assistant.keys import KeyRing
from assistant.settings import Settings
from assistant.writer import WriterSettings
from index import Index

RIGHT = "丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金[1]。"
COUNTS = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}


def chunk(**what: Any) -> bytes:
    """One piece of a streamed completion."""
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", **what}
    return f"data: {json.dumps(whole)}\n\n".encode()


def said(text: str) -> bytes:
    """A piece that says something."""
    delta = {"role": "assistant", "content": text}
    return chunk(choices=[{"index": 0, "delta": delta, "finish_reason": None}])


DONE = b"data: [DONE]\n\n"
STREAM = "text/event-stream"
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "right": (200, STREAM, said(RIGHT) + chunk(choices=[], usage=COUNTS) + DONE),
    "error": (500, "application/json", b'{"error": {"message": "out of memory"}}'),
    "html": (200, "text/html", "<h1>登录</h1>".encode()),
    "no json": (200, STREAM, b"data: {broken\n\n"),
    "no choices": (200, STREAM, b'data: {"choices": []}\n\n' + DONE),
    "empty": (200, STREAM, b""),
    "binary": (200, STREAM, bytes(range(256)) * 40),
    "cut": (200, STREAM, said("丽水市")),
    "endless": (200, STREAM, b""),
    "pings": (200, STREAM, b""),
    "a sentence, then pings": (200, STREAM, said(RIGHT) + said("紫阳县")),
}
#: What a server goes on to send, and how long it waits before each.
FOR_EVER = {
    "endless": (said("嗯"), 0.0),
    "pings": (b": ping\n\n", 0.1),
    "a sentence, then pings": (b": ping\n\n", 0.1),
}


class Faulty(BaseHTTPRequestHandler):
    """Answers each request in the way that its server is set to."""

    server: FaultyServer

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.release()
        how = self.server.how
        if how == "silent":
            self.server.over.wait()
            return
        if how == "slow headers":
            self._send(b"HTTP/1.1 200 OK\r\n", b"X-Ping: 1\r\n", 0.1)
            return
        status, kind, body = ANSWERS[how]
        self.send_response(status)
        self.send_header("content-type", kind)
        if how == "cut":
            self.send_header("content-length", str(len(body) + 1000))
        self.end_headers()
        self._send(body, *FOR_EVER.get(how, (b"", 0.0)))

    def _send(self, first: bytes, again: bytes, pause: float) -> None:
        """Send something, then something else until the client has left, for two minutes at most."""
        until = time.monotonic() + 120
        try:
            self.wfile.write(first)
            while again and time.monotonic() < until and not self.server.over.wait(pause):
                self.wfile.write(again)
        except OSError:
            self.server.left.set()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class FaultyServer(ThreadingHTTPServer):
    """A server that is at fault in one way.

    Attributes:
        asked: Released for every request.
        over: Set when the test is over.
        left: Set when a client hung up while it was answered.
    """

    daemon_threads = True

    def __init__(self, how: str) -> None:
        super().__init__(("127.0.0.1", 0), Faulty)
        self.how = how
        self.asked = threading.Semaphore(0)
        self.over = threading.Event()
        self.left = threading.Event()

    def handle_error(self, *_: Any) -> None:
        """Clients that give up are no error of this server."""


@contextmanager
def asking(home: Path, how: str, timeout: float = 1.0) -> Iterator[tuple[FastAPI, FaultyServer]]:
    """A service whose language model's server answers in one way; ``dead`` is one that is not there."""
    server = FaultyServer(how)
    if how != "dead":
        threading.Thread(target=server.serve_forever, daemon=True).start()
    writer = WriterSettings(base_url=f"http://127.0.0.1:{server.server_port}/v1", timeout=timeout)
    if how == "dead":
        server.server_close()
    index = Index.open(home)
    app = create_app(index, Settings(index=home, llm=writer), Door(KeyRing(home), Sessions(), True))
    try:
        yield app, server
    finally:
        index.close()
        server.over.set()
        if how != "dead":
            server.shutdown()
            server.server_close()
