"""Whatever is sent: an answer in one form, in Chinese, and never a 5xx."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.app import LARGEST_BODY
from index import IndexDamaged

JSON = {"content-type": "application/json"}


def is_in_form(body: object) -> bool:
    assert isinstance(body, dict)
    error = body["error"]
    return set(body) == {"error"} and set(error) == {"code", "message"} and error["message"].endswith("。")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'{"question": ""}', 422),
        (b'{"question": "   "}', 422),
        (b'{"question": NaN}', 422),
        (b'{"question": "a\\ud800b"}', 422),
        (b'{"question": "\\u0000"}', 200),
        (b'{"question": "a", "frob": 1}', 422),
        (b'{"question": "a", "frob": NaN}', 422),
        (b'{"question": "a", "\\ud800": 1}', 422),
        (b'{"question": "a", "where": {"year": [2018]}}', 422),
        (b'{"question": "a", "where": {"years": [9223372036854775808]}}', 422),
        (b'{"question": "a", "where": {"years": [1e999]}}', 422),
        (b'{"question": "a", "where": {"documents": ["\\udfff"]}}', 422),
        (b'{"question": "a", "where": {"date_from": "2018-02-30"}}', 422),
        (b'{"question": "a", "where": {"kinds": ["poem"]}}', 422),
        (b'{"question": "a", "mode": "magic"}', 422),
        (b'{"question": "a", "history": [{"answer": "b"}]}', 422),
        (b'{"question": "a", "history": [{"question": "b", "answer": "\\ud800"}]}', 422),
        (b'{"question": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 422),
        (b'{"question": ' + b"9" * 5_000 + b"}", 422),
        (b"\xff\xfe", 422),
        (('{"question": "' + "字" * 2001 + '"}').encode(), 422),
    ],
)
def test_a_body_is_answered_or_refused_but_never_breaks_the_service(
    client: TestClient, body: bytes, status: int
) -> None:
    for path in ("/v1/ask", "/v1/ask/stream"):
        response = client.post(path, content=body, headers=JSON)
        assert response.status_code in ({status, 400} if status == 422 else {status}), response.text
        if status == 422:
            assert is_in_form(response.json())


@pytest.mark.parametrize("k", [b"0", b"101", b"9223372036854775808", b"1e400", b"NaN", b'"ten"', b"1.5"])
def test_a_number_out_of_bounds_is_refused(client: TestClient, k: bytes) -> None:
    response = client.post("/v1/search", content=b'{"query": "a", "k": ' + k + b"}", headers=JSON)
    assert response.status_code == 422
    assert is_in_form(response.json())


def test_a_body_that_does_not_say_it_is_json_is_refused(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": "a"}', headers={"content-type": "text/plain"})
    assert response.status_code == 422
    assert "application/json" in response.json()["error"]["message"]


def test_a_body_is_cut_off_as_soon_as_it_is_too_large(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"question": "'
        while sent < 64 * LARGEST_BODY:
            sent += 64 * 1024
            yield b"a" * (64 * 1024)

    response = client.post("/v1/ask", content=endless(), headers=JSON)
    assert response.status_code == 413
    assert is_in_form(response.json())


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/documents/none", 404),
        ("GET", "/v1/documents/%ED%A0%80", 404),
        ("GET", "/v1/clauses/" + "9" * 400, 404),
        ("GET", "/v1/clauses/none:1%00", 404),
        ("GET", "/v1/ask", 405),
        ("DELETE", "/healthz", 405),
    ],
)
def test_what_is_not_there_is_said_in_the_same_form(
    client: TestClient, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert is_in_form(response.json())


def test_a_failure_of_the_index_is_503_and_says_what_mends_it(
    application: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexDamaged("索引损坏：请运行 policy-assistant build。")

    monkeypatch.setattr(application.state.service.index, "search", fail)
    response = client.post("/v1/search", json={"query": "资金"})
    assert response.status_code == 503
    assert response.json()["error"] == {
        "code": "index_unavailable",
        "message": "索引损坏：请运行 policy-assistant build。",
    }
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_an_unforeseen_failure_shows_nothing_of_the_inside(
    application: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(application.state.service.assistant, "ask", fail)
    monkeypatch.setattr(application.state.service.assistant, "stream", fail)
    response = client.post("/v1/ask", json={"question": "资金"})
    assert response.status_code == 500
    assert is_in_form(response.json())
    stream = client.post("/v1/ask/stream", json={"question": "资金"})
    assert "event: error" in stream.text
    assert "secret" not in response.text + stream.text


@pytest.mark.parametrize(
    ("path", "body", "named", "last"),
    [
        ("/v1/ask/stream", {"question": "资金"}, True, ""),
        (
            "/v1/chat/completions",
            {"model": "policy-assistant", "messages": [{"role": "user", "content": "资金"}], "stream": True},
            False,
            "data: [DONE]",
        ),
    ],
)
def test_a_stream_that_fails_half_way_says_so_at_its_end(
    application: FastAPI,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    body: dict[str, object],
    named: bool,
    last: str,
) -> None:
    def half(*_: object, **__: object) -> Iterator[str]:
        yield "第一句。"
        raise IndexDamaged("索引损坏：请运行 policy-assistant build。")

    monkeypatch.setattr(application.state.service.assistant, "stream", half)
    response = client.post(path, json=body)
    assert response.status_code == 200
    *_, failed = [part for part in response.text.strip().split("\n\n") if part and part != last]
    assert failed.startswith("event: error\n") is named
    assert json.loads(failed[failed.index("data: ") + 6 :])["error"]["code"] == "index_unavailable"
    assert "第一句。" in response.text
    assert response.text.strip().endswith(last)
