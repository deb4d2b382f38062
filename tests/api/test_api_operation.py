"""What an operator sees: health, metrics, audit lines, request ids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import Door, Sessions, create_app
from assistant.api.audit import AUDIT_FILE
from assistant.keys import KeyRing
from assistant.settings import Settings
from index import Index

QUESTION = "丽水每年给每个县多少资金"


def test_ready_means_that_a_search_was_made(client: TestClient) -> None:
    body = client.get("/readyz").json()
    assert body["status"] == "ready"
    assert body["documents"] == 5


def test_metrics_count_answers_and_requests_by_route(client: TestClient) -> None:
    client.post("/v1/ask", json={"question": QUESTION})
    client.get("/v1/documents/某份没有的公文")
    text = client.get("/metrics").text
    assert 'policy_answers_total{mode="extractive",status="answered"}' in text
    assert 'route="/v1/documents/{document_id}",status="404"' in text
    assert "某份没有的公文" not in text
    assert "policy_index_documents 5.0" in text


def test_a_request_id_from_a_proxy_is_kept_unless_it_is_odd(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = client.get("/healthz", headers={"x-request-id": "a b\tc"}).headers["x-request-id"]
    assert len(made) == 16


@pytest.mark.parametrize(("level", "recorded"), [("full", QUESTION), ("ids", None), ("off", "")])
def test_the_audit_records_what_the_setting_says(
    bundled_home: Path, tmp_path: Path, level: str, recorded: str | None
) -> None:
    index = Index.open(bundled_home)
    settings = Settings(index=tmp_path, audit=level)  # type: ignore[arg-type]
    client = TestClient(create_app(index, settings, Door(KeyRing(tmp_path), Sessions(), True)))
    client.post("/v1/ask", json={"question": QUESTION}, headers={"x-request-id": "r1"})
    client.post("/v1/ask/stream", json={"question": QUESTION})
    index.close()
    if level == "off":
        assert not (tmp_path / AUDIT_FILE).exists()
        return
    lines = [json.loads(line) for line in (tmp_path / AUDIT_FILE).read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert lines[0]["request_id"] == "r1"
    assert lines[0]["caller"] == "本机"
    assert lines[0]["question"] == recorded
    assert "lishui-2018:2.2.1" in lines[0]["clause_ids"]


def test_an_answer_is_given_even_where_its_audit_line_cannot_be_written(
    bundled_home: Path, tmp_path: Path
) -> None:
    index = Index.open(bundled_home)
    settings = Settings(index=tmp_path / "gone")
    client = TestClient(create_app(index, settings, Door(KeyRing(tmp_path), Sessions(), True)))
    assert client.post("/v1/ask", json={"question": QUESTION}).json()["status"] == "answered"
    index.close()


def test_the_openapi_document_describes_every_route_in_chinese(application: FastAPI) -> None:
    document = application.openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert any("一" <= character <= "鿿" for character in operation["summary"]), (method, path)
            assert "HTTPValidationError" not in json.dumps(operation), (method, path)
