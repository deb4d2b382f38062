"""Drafts are checked by text or by file, and come back as JSON, as events, or as their own file."""

from __future__ import annotations

import io
import json
import threading

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.desk import Desk, Progress
from assistant.api.word import DOCX
from assistant.chain import Assistant
from assistant.drafts import DraftReport
from corpus.word import LONGEST_DRAFT, lay_out, read_draft

JSON = {"content-type": "application/json"}
RIGHT = "从2018年起连续3年，丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。"
WRONG = "丽水市2018年的财政帮扶资金于2018年6月底前拨付到位。"
TEXT = f"关于资金安排的汇报\n\n{RIGHT}{WRONG}\n"


def upload(data: bytes, name: str) -> dict[str, tuple[str, bytes, str]]:
    return {"file": (name, data, "application/octet-stream")}


def comments(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(data)).comments]


def test_a_text_is_checked_with_offsets_into_it(client: TestClient) -> None:
    report = client.post("/v1/drafts/check", json={"text": TEXT}).json()
    assert list(report) == ["statements", "summary"]
    by_verdict = {each["verdict"]: each for each in report["statements"]}
    for statement in report["statements"]:
        assert TEXT[statement["start"] : statement["end"]] == statement["text"]
    wrong = by_verdict["contradicted"]
    assert wrong["text"] == WRONG
    assert wrong["reasons"] == [{"kind": "date", "found": "2018年6月", "expected": "2018年5月"}]
    assert wrong["citations"][0]["clause_id"] == "lishui-2018:2.2.1"
    assert by_verdict["supported"]["suggestion"].startswith("根据《关于丽水市")
    assert report["summary"]["contradicted"] == 1


@pytest.mark.parametrize("name", ["汇报.docx", "汇报.txt", "汇报.md"])
def test_a_file_is_checked_like_its_text(client: TestClient, name: str) -> None:
    data = lay_out(TEXT, "汇报") if name.endswith("docx") else TEXT.encode()
    of_text = client.post("/v1/drafts/check", json={"text": TEXT}).json()
    assert client.post("/v1/drafts/check", files=upload(data, name)).json() == of_text


def test_a_docx_comes_back_with_comments_where_it_is_asked_for(client: TestClient) -> None:
    data = lay_out(TEXT, "汇报")
    by_query = client.post("/v1/drafts/check?format=docx", files=upload(data, "汇报.docx"))
    by_header = client.post("/v1/drafts/check", files=upload(data, "汇报.docx"), headers={"accept": DOCX})
    for response in (by_query, by_header):
        assert response.status_code == 200
        assert response.headers["content-type"] == DOCX
        assert "%EF%BC%88%E6%A0%B8%E5%AF%B9%EF%BC%89.docx" in response.headers["content-disposition"]
        says = "草稿为“2018年【6】月”，公文为“2018年【5】月”"
        assert any(says in text for text in comments(response.content))
        assert read_draft(response.content, "汇报.docx").startswith(f"{TEXT}\n核对情况\n")


def test_a_text_comes_back_as_a_docx_with_the_chosen_suggestions_inserted(client: TestClient) -> None:
    statements = client.post("/v1/drafts/check", json={"text": TEXT}).json()["statements"]
    [place] = [number for number, each in enumerate(statements) if each["suggestion"]]
    path = f"/v1/drafts/check?format=docx&insert={place}&insert=99"
    marked = client.post(path, json={"text": TEXT}).content
    assert statements[place]["suggestion"] + RIGHT in read_draft(marked, "稿.docx")
    assert not any("未注明出处" in text for text in comments(marked))


def test_progress_is_told_before_the_report(client: TestClient) -> None:
    # A text of its own: what was checked a moment ago is not checked again.
    text = TEXT + "另外一句。"
    response = client.post("/v1/drafts/check/stream", json={"text": text})
    events = [
        (lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: ")))
        for lines in (block.splitlines() for block in response.text.strip().split("\n\n"))
    ]
    names = [name for name, _ in events]
    assert names[-1] == "report"
    assert set(names[:-1]) == {"progress"}
    assert events[-2][1]["done"] == events[-2][1]["total"] > 1
    report = events[-1][1]
    assert report.pop("text") == text
    assert report == client.post("/v1/drafts/check", json={"text": text}).json()


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"json": {}}, 422, "text 缺少"),
        ({"json": {"text": " \n"}}, 422, "不能为空"),
        ({"json": {"text": "字" * (LONGEST_DRAFT + 1)}}, 422, "太长"),
        ({"json": {"text": "好", "mode": "x"}}, 422, "不认识的字段"),
        ({"json": ["好"]}, 422, "应是"),
        ({"content": b"{", "headers": JSON}, 422, "JSON"),
        ({"content": b"[" * 90_000, "headers": JSON}, 422, "JSON"),
        (
            {"content": b'{"text": "\\ud800"}', "headers": JSON},
            422,
            "代理字符",
        ),
        ({"content": TEXT.encode()}, 422, "Content-Type"),
        ({"data": {"text": "x"}, "files": {"other": ("a.txt", b"x")}}, 422, "file"),
        ({"files": upload(b"%PDF-1.7", "稿.pdf")}, 415, "docx、txt 或 md"),
        ({"files": upload(b"", "稿.docx")}, 422, "空的"),
        ({"files": upload(b"PK\x03\x04 broken", "稿.docx")}, 422, "损坏"),
        ({"files": upload(b"x" * 52_430_000, "稿.txt")}, 413, "50 MB"),
        ({"content": b"{}", "headers": {"content-type": "multipart/form-data; boundary=x"}}, 400, "格式"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/drafts/check", "/v1/drafts/check/stream"])
def test_what_cannot_be_checked_is_refused_with_a_reason(
    client: TestClient, path: str, sent: dict[str, object], status: int, says: str
) -> None:
    response = client.post(path, **sent)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert says in response.json()["error"]["message"]


@pytest.mark.parametrize("query", ["format=pdf", "format=docx&insert=-1", "format=docx&insert=x"])
def test_a_form_that_there_is_not_is_refused(client: TestClient, query: str) -> None:
    assert client.post(f"/v1/drafts/check?{query}", json={"text": TEXT}).status_code == 422


def test_a_check_that_nobody_waits_for_ends(application: FastAPI) -> None:
    assistant: Assistant = application.state.service.assistant
    desk = Desk(assistant)
    steps = desk.check("".join(f"第{number}句说2018年有{number}万元。" for number in range(400)))
    assert isinstance(next(steps), Progress)
    steps.close()
    for thread in threading.enumerate():
        if thread.name == "draft":
            thread.join(timeout=120)
            assert not thread.is_alive()


def test_what_was_checked_a_moment_ago_is_known_until_the_corpus_changes(
    application: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant: Assistant = application.state.service.assistant
    desk = Desk(assistant)
    assert len(list(desk.check(TEXT))) > 1
    [again] = desk.check(TEXT)
    assert isinstance(again, DraftReport)
    monkeypatch.setattr(type(assistant.index), "fingerprint", "another")
    assert len(list(desk.check(TEXT))) > 1
