"""The language model's server is dead, slow, or answers rubbish: the service answers from the clauses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from llm_server import RIGHT, asking

QUESTION = "丽水每年给每个县多少资金？"


@contextmanager
def served(home: Path, how: str, timeout: float = 1.0) -> Iterator[TestClient]:
    with asking(home, how, timeout) as (app, _), TestClient(app) as client:
        yield client


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
    waiting = 12
    with (
        asking(bundled_home, "silent", timeout=600) as (app, server),
        TestClient(app) as client,
        ThreadPoolExecutor(waiting) as crowd,
    ):
        try:
            answers = [
                crowd.submit(client.post, "/v1/ask", json={"question": QUESTION}) for _ in range(waiting)
            ]
            for _ in answers:
                assert server.asked.acquire(timeout=120), "not everybody could ask the model at once"
            quick = client.post("/v1/ask", json={"question": QUESTION, "mode": "extractive"})
            assert "3000万元" in quick.json()["answer"]
            assert client.post("/v1/search", json={"query": "资金"}).json()["hits"]
            assert not any(each.done() for each in answers)
        finally:
            server.over.set()
        assert {each.result().json()["mode"] for each in answers} == {"extractive"}


@pytest.mark.parametrize("how", ["pings", "slow headers"])
def test_a_server_that_only_keeps_the_connection_alive_is_hung_up_on(bundled_home: Path, how: str) -> None:
    with asking(bundled_home, how) as (app, server), TestClient(app) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert answer["mode"] == "extractive"
        assert any("大模型服务没有给出完整的回答" in note for note in answer["notes"])
        assert server.left.wait(60)


def test_what_was_said_before_a_server_only_kept_the_connection_alive_stays_said(bundled_home: Path) -> None:
    with asking(bundled_home, "a sentence, then pings") as (app, server), TestClient(app) as client:
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()
        assert answer["mode"] == "llm"
        assert answer["answer"] == RIGHT
        assert any("大模型服务没有给出完整的回答" in note for note in answer["notes"])
        assert server.left.wait(60)
