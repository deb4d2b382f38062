"""The language model's server is dead, slow, or answers rubbish: the service answers from the clauses."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api import Door, Sessions, create_app
from assistant.keys import KeyRing
from assistant.settings import Settings
from assistant.writer import WriterSettings
from index import Index

QUESTION = "丽水每年给每个县多少资金？"
CHUNK = 'data: {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": %s}, "finish_reason": null}]}\n\n'  # noqa: E501


class Faulty(BaseHTTPRequestHandler):
    """Answers each request in the way that its server is set to."""

    server: FaultyServer

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        how = self.server.how
        if how == "silent":
            self.server.over.wait(20)
            return
        status, kind, body = {
            "error": (500, "application/json", b'{"error": {"message": "out of memory"}}'),
            "html": (200, "text/html", "<h1>登录</h1>".encode()),
            "no json": (200, "text/event-stream", b"data: {broken\n\n"),
            "no choices": (200, "text/event-stream", b'data: {"choices": []}\n\ndata: [DONE]\n\n'),
            "empty": (200, "text/event-stream", b""),
            "binary": (200, "text/event-stream", bytes(range(256)) * 40),
            "endless": (200, "text/event-stream", b""),
            "cut": (200, "text/event-stream", (CHUNK % '"丽水市"').encode()),
        }[how]
        self.send_response(status)
        self.send_header("content-type", kind)
        if how == "cut":
            self.send_header("content-length", str(len(body) + 1000))
        self.end_headers()
        self.wfile.write(body)
        while how == "endless" and not self.server.over.is_set():
            try:
                self.wfile.write((CHUNK % '"嗯"').encode())
            except OSError:
                return

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class FaultyServer(ThreadingHTTPServer):
    """A server that is at fault in one way."""

    daemon_threads = True

    def __init__(self, how: str) -> None:
        super().__init__(("127.0.0.1", 0), Faulty)
        self.how = how
        self.over = threading.Event()

    def handle_error(self, *_: Any) -> None:
        """Clients that give up are no error of this server."""


@contextmanager
def served(home: Path, how: str, timeout: float = 1.0) -> Iterator[TestClient]:
    server = FaultyServer(how)
    if how != "dead":
        threading.Thread(target=server.serve_forever, daemon=True).start()
    writer = WriterSettings(base_url=f"http://127.0.0.1:{server.server_port}/v1", timeout=timeout)
    if how == "dead":
        server.server_close()
    index = Index.open(home)
    app = create_app(index, Settings(index=home, llm=writer), Door(KeyRing(home), Sessions(), True))
    try:
        with TestClient(app) as client:
            yield client
    finally:
        index.close()
        server.over.set()
        if how != "dead":
            server.shutdown()
            server.server_close()


@pytest.mark.parametrize(
    "how", ["dead", "error", "html", "no json", "no choices", "empty", "binary", "endless", "cut", "silent"]
)
def test_the_answer_comes_from_the_clauses_and_says_why(bundled_home: Path, how: str) -> None:
    with served(bundled_home, how) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert answer["mode"] == "extractive"
        assert "3000万元" in answer["answer"]
        assert any("大模型" in note for note in answer["notes"])
        stream = client.post("/v1/ask/stream", json={"question": QUESTION}).text
        assert stream.count("event: answer") == 1
        assert "event: error" not in stream
        assert client.get("/readyz").status_code == 200


def test_a_server_that_hangs_keeps_nobody_waiting_who_does_not_ask_it(bundled_home: Path) -> None:
    with served(bundled_home, "silent", timeout=15) as client, ThreadPoolExecutor(12) as crowd:
        waiting = [crowd.submit(client.post, "/v1/ask", json={"question": QUESTION}) for _ in range(12)]
        time.sleep(2)
        quick = client.post("/v1/ask", json={"question": QUESTION, "mode": "extractive"})
        assert "3000万元" in quick.json()["answer"]
        assert client.post("/v1/search", json={"query": "资金"}).json()["hits"]
        assert not any(each.done() for each in waiting), "all were answered before those who did not wait"
        for each in waiting:
            assert each.result().json()["mode"] == "extractive"
