"""Asking a service: what is sent, and every way in which there is no answer."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from answers import REFUSAL

from eval.cases import Case, Exchange
from eval.target import Served, TargetError


class Service(HTTPServer):
    """Replies to every request with what the test puts into ``reply``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply: tuple[int, bytes] = (200, b"{}")
        self.seen: list[tuple[str, Any]] = []
        self.keys: list[str | None] = []


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        self._reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_GET(self) -> None:
        self._reply(None)

    def _reply(self, body: Any) -> None:
        self.server.seen.append((self.path, body))
        self.server.keys.append(self.headers["Authorization"])
        status, content = self.server.reply
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def served(service: Service) -> Served:
    return Served(f"http://127.0.0.1:{service.server_port}/", timeout=10)


def test_a_question_is_sent_with_its_history_and_mode(service: Service) -> None:
    service.reply = (200, json.dumps(REFUSAL).encode())
    case = Case("a", "follow_up", "那呢？", (Exchange("前问"), Exchange("又问", "又答")))
    assert served(service).ask(case, mode="extractive") == REFUSAL
    history = [{"question": "前问"}, {"question": "又问", "answer": "又答"}]
    assert service.seen == [("/v1/ask", {"question": "那呢？", "mode": "extractive", "history": history})]


def test_a_clause_is_looked_up_by_its_id(service: Service) -> None:
    service.reply = (200, json.dumps({"label": "《意见》一、", "text": "全文"}).encode())
    assert served(service).clause("d:1.2") == ("《意见》一、", "全文")
    assert service.seen[0][0] == "/v1/clauses/d%3A1.2"
    service.reply = (404, b"{}")
    assert served(service).clause("d:9") is None


def test_a_key_goes_with_every_request_where_there_is_one(service: Service) -> None:
    service.reply = (200, json.dumps(REFUSAL).encode())
    served(service).ask(Case("a", "fact", "问？"), mode="auto")
    Served(f"http://127.0.0.1:{service.server_port}", key="k1").ask(Case("a", "fact", "问？"), mode="auto")
    assert service.keys == [None, "Bearer k1"]


@pytest.mark.parametrize(
    ("reply", "message"),
    [((500, "内部错误".encode()), "服务返回 500：内部错误"), ((200, b"<html>"), "没有给出答复")],
)
def test_a_reply_that_is_no_answer_says_what_came(
    service: Service, reply: tuple[int, bytes], message: str
) -> None:
    service.reply = reply
    with pytest.raises(TargetError, match=message):
        served(service).ask(Case("a", "fact", "问？"), mode="auto")


def test_a_service_that_is_not_there_is_named() -> None:
    with pytest.raises(TargetError, match="请确认服务已启动"):
        Served("http://127.0.0.1:1", timeout=5).ask(Case("a", "fact", "问？"), mode="auto")
