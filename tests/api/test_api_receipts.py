"""Receipts can be shown again, and answers can be judged."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient

from assistant.api import Door, Sessions, create_app
from assistant.feedback import FeedbackBook
from assistant.keys import KeyRing
from assistant.settings import Settings
from index import Index

QUESTION = "丽水每年给每个县多少资金"


@pytest.fixture
def home(bundled_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_home, tmp_path / "var"))


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    index = Index.open(home)
    app = create_app(index, Settings(index=home), Door(KeyRing(home), Sessions(), True))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    index.close()


def test_a_receipt_shows_the_answer_as_it_was_given(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert answer["receipt"]
    receipt = client.get(f"/v1/receipts/{answer['receipt']}").json()
    assert receipt["answer"] == answer
    assert receipt["question"] == QUESTION
    assert receipt["changes"] == []


def test_a_receipt_says_which_clause_is_gone(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    client.delete("/v1/documents/lishui-2018")
    changes = client.get(f"/v1/receipts/{answer['receipt']}").json()["changes"]
    assert [(change["clause_id"], change["what"]) for change in changes] == [("lishui-2018:2.2.1", "gone")]


def test_a_person_who_changes_their_mind_replaces_what_they_said(client: TestClient, home: Path) -> None:
    receipt = client.post("/v1/ask", json={"question": QUESTION}).json()["receipt"]
    for body in ({"rating": "up"}, {"rating": "down", "comment": " 金额对，出处不对 "}):
        assert client.post("/v1/feedback", json={"receipt": receipt, **body}).status_code == 204
    kept = FeedbackBook(home).all()
    assert [(word.receipt, word.rating, word.comment, word.caller) for word in kept] == [
        (receipt, "down", "金额对，出处不对", "本机")
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"receipt": "none", "rating": "up"}, 404),
        ({"receipt": "none", "rating": "five"}, 422),
        ({"receipt": "none", "rating": "up", "comment": "字" * 2001}, 422),
        ({"rating": "up"}, 422),
    ],
)
def test_feedback_on_nothing_is_refused(
    client: TestClient, home: Path, body: dict[str, str], status: int
) -> None:
    assert client.post("/v1/feedback", json=body).status_code == status
    assert FeedbackBook(home).all() == ()


def test_an_unknown_receipt_is_404(client: TestClient) -> None:
    assert client.get("/v1/receipts/none").status_code == 404


def test_answers_are_exported_as_a_word_file(client: TestClient) -> None:
    receipts = [client.post("/v1/ask", json={"question": QUESTION}).json()["receipt"] for _ in range(2)]
    client.delete("/v1/documents/lishui-2018")
    response = client.post("/v1/export", json={"receipts": receipts})
    assert response.status_code == 200
    assert response.headers["content-type"].endswith("wordprocessingml.document")
    texts = [each.text for each in docx.Document(io.BytesIO(response.content)).paragraphs]
    assert f"二、{QUESTION}" in texts
    assert any("此后有变动" in text for text in texts)


@pytest.mark.parametrize(
    ("receipts", "status"), [(["none"], 404), ([], 422), ("none", 422), (["r"] * 101, 422)]
)
def test_an_export_of_nothing_is_refused(client: TestClient, receipts: object, status: int) -> None:
    response = client.post("/v1/export", json={"receipts": receipts})
    assert response.status_code == status
    assert response.json()["error"]["message"]
