"""Asking and searching over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.command import run

QUESTION = "丽水每年给每个县多少资金"


def events(text: str) -> list[tuple[str, Any]]:
    """Read server-sent events as a client does."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_an_answer_names_the_clause_it_rests_on_word_for_word(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["status"] == "answered"
    assert "3000万元" in answer["answer"]
    citation = answer["citations"][0]
    assert citation["clause_id"] == "lishui-2018:2.2.1"
    assert citation["label"].endswith("二、（二）1.")
    assert citation["quote"] in citation["text"]
    document = client.get(f"/v1/documents/{citation['document']['id']}").json()
    assert document["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_the_command_line_prints_the_same_object(
    client: TestClient, bundled_home: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", QUESTION, "--json", "--index", str(bundled_home)]) == 0
    printed = json.loads(capsys.readouterr().out)
    answered = client.post("/v1/ask", json={"question": QUESTION}).json()
    for volatile in ("timings_ms", "receipt"):
        del printed[volatile], answered[volatile]
    assert printed == answered


def test_a_stream_sends_the_sentences_and_then_the_same_answer(client: TestClient) -> None:
    response = client.post("/v1/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    received = events(response.text)
    names = [name for name, _ in received]
    assert names.count("answer") == 1
    assert names[-1] == "answer"
    sentences = "".join(data["text"] for name, data in received if name == "sentence")
    assert sentences.strip() == received[-1][1]["answer"].strip()


def test_what_the_corpus_does_not_know_is_refused_with_the_nearest_clauses(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "拉萨市2030年的碳排放目标是多少？"}).json()
    assert answer["status"] == "refused"
    assert answer["citations"] == []
    assert answer["hits"]


def test_an_earlier_turn_may_have_no_answer(client: TestClient) -> None:
    body = {"question": QUESTION, "history": [{"question": "丽水结对帮扶哪些县？"}, {"question": "为什么？"}]}
    response = client.post("/v1/ask", json=body)
    assert response.status_code == 200
    assert "3000万元" in response.json()["answer"]


def test_filters_narrow_a_search(client: TestClient) -> None:
    every = client.post("/v1/search", json={"query": "帮扶资金", "k": 30}).json()["hits"]
    assert len({hit["document"]["id"] for hit in every}) > 1
    one = client.post(
        "/v1/search", json={"query": "帮扶资金", "k": 30, "where": {"documents": ["ankang-2017"]}}
    ).json()["hits"]
    assert {hit["document"]["id"] for hit in one} == {"ankang-2017"}


def test_a_search_returns_what_the_contract_names(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"query": "挂职干部", "k": 3}).json()["hits"]
    assert len(hits) == 3
    assert set(hits[0]) == {"clause_id", "label", "document", "path", "text", "score", "ranks"}
    assert hits[0]["score"] >= hits[-1]["score"]


def test_documents_and_clauses_can_be_looked_up(client: TestClient) -> None:
    listed = client.get("/v1/documents").json()["documents"]
    assert {document["id"] for document in listed} >= {"lishui-2018", "ankang-2017"}
    assert all(document["status"] == "ready" and document["clauses"] > 0 for document in listed)
    clause = client.get("/v1/clauses/lishui-2018:2.2.1").json()
    assert clause["text"].startswith("1.统筹资金帮扶")
    assert clause["document"]["id"] == "lishui-2018"
