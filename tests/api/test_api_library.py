"""Uploading, replacing, correcting and deleting documents while the service runs."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from assistant.api import Door, Sessions, create_app
from assistant.api.indexing import Indexer
from assistant.api.intake import file_name
from assistant.keys import KeyRing
from assistant.settings import Settings
from corpus import CorpusError
from corpus.apart import parse_apart
from index import Index

NOTICE = """临江县人民政府办公室关于印发《临江县农村公路养护办法》的通知
临政办发〔2021〕12号

临江县农村公路养护办法

第一条 为了加强农村公路养护，制定本办法。
第二条 县级财政每年安排农村公路养护资金{amount}万元。
第三条 本办法自印发之日起施行。

临江县人民政府办公室
2021年3月5日
"""
QUESTION = "临江县每年安排多少农村公路养护资金？"


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyRing]:
    ring = KeyRing(tmp_path / "keys")
    yield ring
    ring.close()


@pytest.fixture
def app(bundled_home: Path, tmp_path: Path, keys: KeyRing) -> Iterator[FastAPI]:
    home = Path(shutil.copytree(bundled_home, tmp_path / "var"))
    index = Index.open(home)
    yield create_app(index, Settings(index=home, upload_mb=1), Door(keys, Sessions(), True))
    index.close()


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def file(amount: int, name: str = "临江县农村公路养护办法.txt") -> dict[str, Any]:
    return {"file": (name, NOTICE.format(amount=amount).encode(), "text/plain")}


def wait_until_ready(client: TestClient, document_id: str) -> None:
    for _ in range(3000):
        if client.get(f"/v1/documents/{document_id}").json()["status"] == "ready":
            return
        time.sleep(0.1)
    raise AssertionError("the document was never indexed")


def ask(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/ask", json={"question": QUESTION}).json()
    return answer


def test_a_document_is_asked_about_after_upload_replaced_and_gone_after_deletion(
    client: TestClient,
) -> None:
    assert ask(client)["status"] == "refused"

    response = client.post("/v1/documents", files=file(321))
    assert response.status_code == 201
    taken = response.json()
    assert taken["id"] == "临江县农村公路养护办法"
    assert taken["status"] in {"indexing", "ready"}
    assert taken["clauses"] >= 3
    wait_until_ready(client, taken["id"])
    answer = ask(client)
    assert "321万元" in answer["answer"]
    assert answer["citations"][0]["label"] == "《临江县农村公路养护办法》（临政办发〔2021〕12号）第二条"

    assert client.put(f"/v1/documents/{taken['id']}", files=file(654)).status_code == 200
    assert "321" not in client.get(f"/v1/documents/{taken['id']}").json()["text"]
    assert "321万元" not in ask(client)["answer"]
    wait_until_ready(client, taken["id"])
    assert "654万元" in ask(client)["answer"]

    assert client.delete(f"/v1/documents/{taken['id']}").status_code == 204
    assert ask(client)["status"] == "refused"
    assert client.get(f"/v1/documents/{taken['id']}").status_code == 404
    assert client.delete(f"/v1/documents/{taken['id']}").status_code == 404


def test_uploading_the_same_file_again_is_the_same_document_and_another_one_is_refused(
    client: TestClient,
) -> None:
    first = client.post("/v1/documents", files=file(321)).json()
    again = client.post("/v1/documents", files=file(321))
    assert again.status_code == 200
    assert again.json()["id"] == first["id"]
    other = client.post("/v1/documents", files=file(322))
    assert other.status_code == 409
    assert "替换" in other.json()["error"]["message"]


def test_metadata_is_corrected_by_hand_and_stays_when_more_is_corrected(client: TestClient) -> None:
    identifier = client.post("/v1/documents", files=file(321)).json()["id"]
    assert client.patch(f"/v1/documents/{identifier}", json={"issuer": "临江县交通局"}).status_code == 200
    assert client.patch(f"/v1/documents/{identifier}", json={"date": "2021-03-06"}).status_code == 200
    document = client.get(f"/v1/documents/{identifier}").json()
    assert (document["issuer"], document["date"]) == ("临江县交通局", "2021-03-06")
    assert document["number"] == "临政办发〔2021〕12号"
    wrong = [
        {"title": None},
        {"title": " "},
        {"date": "2021-02-30"},
        {"period": [2021]},
        {"period": [2022, 2021]},
        {"validity": "maybe"},
        {"text": "改"},
    ]
    for changes in wrong:
        assert client.patch(f"/v1/documents/{identifier}", json=changes).status_code == 422


def test_what_a_filter_goes_by_can_be_corrected_and_what_was_taken_away_stays_away(
    client: TestClient,
) -> None:
    identifier = client.post("/v1/documents", files=file(321)).json()["id"]
    path = f"/v1/documents/{identifier}"
    about = {"regions": ["青田县"], "period": [2019, 2023], "validity": "repealed", "number": None}
    assert client.patch(path, json=about).status_code == 200
    assert client.patch(path, json={"issuer": "青田县交通局"}).status_code == 200
    document = client.get(path).json()
    assert {name: document[name] for name in about} == about
    wait_until_ready(client, identifier)
    for where, found in (({"places": ["青田"]}, 1), ({"years": [2022]}, 1), ({"years": [2024]}, 0)):
        sent = {"query": "农村公路养护资金", "where": {**where, "documents": [identifier]}}
        assert (len(client.post("/v1/search", json=sent).json()["hits"]) > 0) == bool(found)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.exe", b"MZ", 415),
        ("noending", b"text", 415),
        ("a.docx", b"PK\x03\x04 no zip at all", 422),
        ("a.pdf", b"%PDF-1.7 broken", 422),
        ("a.xlsx", b"", 422),
        ("a.txt", b"", 422),
        ("a.txt", b" \n\n \t", 422),
        ("a.txt", b"x" * (1 << 20) + b"x", 413),
        ("a.txt", b"x" * (3 << 20), 413),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_chinese(
    client: TestClient, name: str, content: bytes, status: int
) -> None:
    response = client.post("/v1/documents", files={"file": (name, content)})
    assert response.status_code == status, response.text
    assert response.json()["error"]["message"].endswith("。")
    assert len(client.get("/v1/documents").json()["documents"]) == 5


def test_a_body_without_a_file_is_refused(client: TestClient) -> None:
    for sent in ({"data": {"file": "text"}}, {"json": {}}, {"content": b"--x", "headers": {}}):
        response = client.post("/v1/documents", **sent)  # type: ignore[arg-type]
        assert response.status_code in {400, 422}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\通知.docx", "通知.docx"),
        ("/abs/olute.txt", "olute.txt"),
        ("a\x00b\u202etxt.doc", "abtxt.doc"),
        ("", ""),
        ("..", ""),
    ],
)
def test_a_file_name_is_never_a_path(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


def test_a_very_long_file_name_is_cut_and_stays_distinct() -> None:
    one, other = file_name("长" * 300 + "一.docx"), file_name("长" * 300 + "二.docx")
    assert one != other
    assert one.endswith(".docx")
    assert len(one.encode()) <= 200


def test_only_editors_change_the_corpus(client: TestClient, keys: KeyRing) -> None:
    reader = {"x-api-key": keys.add("读者", "reader")}
    editor = {"x-api-key": keys.add("编辑", "editor")}
    path = "/v1/documents/lishui-2018"
    assert client.post("/v1/documents", files=file(1), headers=reader).status_code == 403
    assert client.put(path, files=file(1), headers=reader).status_code == 403
    assert client.patch(path, json={"title": "改"}, headers=reader).status_code == 403
    assert client.delete(path, headers=reader).status_code == 403
    assert client.get(path, headers=reader).status_code == 200
    assert client.post("/v1/documents", files=file(1), headers=editor).status_code == 201


def test_what_an_earlier_run_took_in_is_indexed_at_the_next_start(
    bundled_home: Path, tmp_path: Path, keys: KeyRing
) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "left"))
    with Index.open(home) as index:
        data = NOTICE.format(amount=77).encode()
        index.put_document(parse_apart(data, "养护办法.txt", "养护办法"), data)
    index = Index.open(home)
    app = create_app(index, Settings(index=home), Door(keys, Sessions(), True))
    with TestClient(app) as client:
        wait_until_ready(client, "养护办法")
        assert "77万元" in ask(client)["answer"]
    index.close()


class StoppedAtWriting(Indexer):
    """One whose service stops just when the new index is being written."""

    def _show(self, name: str, done: int, total: int) -> None:
        if name == "write":
            self.stop()
        super()._show(name, done, total)


def test_a_build_given_up_at_the_end_of_the_service_is_no_failure(bundled_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "left"))
    data = NOTICE.format(amount=77).encode()
    with Index.open(home) as index, ThreadPoolExecutor(1) as thread, capture_logs() as said:
        index.put_document(parse_apart(data, "养护办法.txt", "养护办法"), data)
        indexer = StoppedAtWriting(index)

        async def run() -> None:
            with anyio.fail_after(120):
                await indexer.run()

        # In a thread of its own: the browser tests keep a loop running in this one.
        thread.submit(anyio.run, run).result()
        assert index.pending
    assert said == []


def test_a_file_that_keeps_the_reader_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.apart._WALL_SECONDS", 0.01)
    with pytest.raises(CorpusError, match="限定时间"):
        parse_apart(NOTICE.encode(), "a.txt", "a")


def test_a_reader_that_dies_takes_nothing_else_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # A limit that the child cannot live with: it is killed while it starts to read.
    monkeypatch.setattr("corpus.apart._parse", _die)
    with pytest.raises(CorpusError, match="读取时中断"):
        parse_apart(NOTICE.encode(), "a.txt", "a")


def _die(*_: object) -> None:
    import os

    os.kill(os.getpid(), 9)
