"""The tokens of an answer: told by the server, estimated where it tells none, none without a model."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.chain import Assistant
from assistant.model import Answer, Usage
from assistant.settings import Settings
from assistant.writer import WriterSettings
from index import Index

QUESTION = "丽水每年给每个县多少资金"
RIGHT = "丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金[1]。"
WRONG = "丽水市每年给每个县5000万元[1]。"
COUNTS = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}


class Scripted(BaseHTTPRequestHandler):
    """Sends its next line as a stream; counts tokens as its server is set to."""

    server: "ScriptedServer"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(body)
        counted = "stream_options" in body
        if counted and self.server.counts == "refused":
            self.send_response(400)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"error": {"message": "Extra inputs are not permitted: stream_options"}}')
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self._send(choices=[{"index": 0, "delta": {"content": self.server.lines.pop(0)}}])
        if counted and self.server.counts == "told":
            self._send(choices=[], usage=COUNTS)
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, **what: Any) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", **what}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class ScriptedServer(ThreadingHTTPServer):
    """A server that counts tokens (``told``), ignores the wish (``silent``) or refuses it (``refused``)."""

    def __init__(self, counts: str, lines: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Scripted)
        self.counts, self.lines = counts, lines
        self.asked: list[dict[str, Any]] = []


@contextmanager
def server(counts: str, *lines: str) -> Iterator[ScriptedServer]:
    running = ScriptedServer(counts, list(lines))
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def ask(home: Path, running: ScriptedServer, *questions: str) -> list[Answer]:
    settings = Settings(
        index=home,
        receipts=0,
        llm=WriterSettings(base_url=f"http://127.0.0.1:{running.server_address[1]}/v1"),
    )
    with Index.open(home) as index:
        assistant = Assistant(index, settings)
        return [assistant.ask(question) for question in questions]


def test_the_tokens_are_those_that_the_server_counted(bundled_home: Path) -> None:
    with server("told", RIGHT) as running:
        (answer,) = ask(bundled_home, running, QUESTION)
    assert answer.mode == "llm"
    assert answer.usage == Usage(900, 40, estimated=False)


def test_both_attempts_count_also_where_neither_could_be_used(bundled_home: Path) -> None:
    with server("told", WRONG, WRONG) as running:
        (answer,) = ask(bundled_home, running, QUESTION)
    assert answer.mode == "extractive"
    assert answer.usage == Usage(1800, 80, estimated=False)


def test_tokens_that_a_server_does_not_count_are_marked_as_estimated(bundled_home: Path) -> None:
    with server("silent", RIGHT) as running:
        (answer,) = ask(bundled_home, running, QUESTION)
    assert answer.usage is not None
    assert answer.usage.estimated
    # Every character of the line is Chinese but "3000" and "[1]", seven of them at four to a token.
    assert answer.usage.completion_tokens == len(RIGHT) - 7 + 2


def test_a_server_that_refuses_to_count_answers_all_the_same_and_is_not_asked_again(
    bundled_home: Path,
) -> None:
    with server("refused", RIGHT, RIGHT) as running:
        answers = ask(bundled_home, running, QUESTION, QUESTION)
    assert [answer.mode for answer in answers] == ["llm", "llm"]
    assert all(answer.usage and answer.usage.estimated for answer in answers)
    assert ["stream_options" in body for body in running.asked] == [True, False, False]


@pytest.mark.parametrize("question", [QUESTION, "宁波每年给每个县多少资金"])
def test_without_a_model_no_tokens_are_counted(bundled_home: Path, question: str) -> None:
    with Index.open(bundled_home) as index:
        answer = Assistant(index, Settings(index=bundled_home, receipts=0)).ask(question)
    assert answer.usage is None
