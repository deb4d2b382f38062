import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from notices import made

from corpus import ParsedDocument
from index import IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from index.schema import MIGRATIONS, SCHEMA_VERSION
from index.store import STORE, Store

MODEL = "model@1"


def put(store: Store, parsed: ParsedDocument, raw: bytes = b"raw", stamp: str | None = None) -> None:
    windows = {clause.id: [f"window of {clause.text}"] for clause in parsed.clauses}
    store.put_document(parsed, raw, windows, parser="1", windowing="1", stamp=stamp)
    unseen = {text for texts in store.vectors.missing(MODEL).values() for text in texts}
    store.vectors.put(MODEL, {text: np.full(4, 0.5, dtype=np.float32) for text in unseen})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, write=True)


def test_a_document_comes_back_as_it_was_taken_in(store: Store) -> None:
    parsed = made("a", "一、资金。", "二、劳务。")
    put(store, parsed, raw="原文\r\n".encode("gb18030"))
    assert store.document("a") == parsed.document
    assert store.clauses("a") == parsed.clauses
    assert store.received("a") == "原文\r\n".encode("gb18030")


def test_a_document_without_any_metadata_comes_back_too(store: Store) -> None:
    bare = {"number": None, "issuer": None, "date": None, "regions": (), "period": None, "evidence": {}}
    parsed = made("a", "一。", **bare)
    put(store, parsed)
    assert store.document("a") == parsed.document


def test_the_list_of_documents_is_ordered_by_id_and_leaves_out_the_text_as_received(store: Store) -> None:
    for name in ("b", "a"):
        put(store, made(name, "一。"))
    listed = store.documents()
    assert [document.id for document in listed] == ["a", "b"]
    assert listed[0].text == "一。\n"
    assert listed[0].original == ""


def test_what_is_not_there_is_none_and_not_an_error(store: Store) -> None:
    assert store.document("a") is None
    assert store.received("a") is None
    assert store.clauses("a") == ()
    assert store.clauses_by_id(["a:p1"]) == {}
    assert store.delete_document("a") is False


def test_many_clauses_are_looked_up_at_once(store: Store) -> None:
    parsed = made("a", *(f"第{number}段。" for number in range(2000)))
    put(store, parsed)
    found = store.clauses_by_id([clause.id for clause in parsed.clauses] + ["a:none"])
    assert found == {clause.id: clause for clause in parsed.clauses}


def test_replacing_a_document_leaves_nothing_of_the_old_one(store: Store) -> None:
    put(store, made("a", "旧的一段。", "共有一段。"), raw=b"old")
    put(store, made("a", "共有一段。"), raw=b"new")
    assert [clause.text for clause in store.clauses("a")] == ["共有一段。"]
    assert store.received("a") == b"new"
    assert len(store.vectors.windows()) == 1


@pytest.mark.parametrize("replace", [False, True])
def test_deleted_text_is_in_no_file_of_the_record(tmp_path: Path, replace: bool) -> None:
    secret = "不应再出现的内部数字七七四九"
    store = Store(tmp_path, write=True)
    put(store, made("a", secret * 200), raw=secret.encode() * 200)
    assert any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
    if replace:
        put(store, made("a", "新的。"))
    else:
        store.delete_document("a")
    assert not any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_a_vector_is_kept_as_long_as_any_document_holds_its_text(store: Store) -> None:
    for name in ("a", "b"):
        put(store, made(name, "同样的一段。"))
    (_, _, text), _ = store.vectors.windows()
    store.delete_document("a")
    assert text in store.vectors.get(MODEL, [text])
    store.delete_document("b")
    assert store.vectors.get(MODEL, [text]) == {}


def test_vectors_of_two_models_stand_side_by_side(store: Store) -> None:
    put(store, made("a", "一。"))
    (_, _, text) = store.vectors.windows()[0]
    assert store.vectors.missing("other@1") == {"a": {text}}
    store.vectors.put("other@1", {text: np.ones(8, dtype=np.float32)})
    assert store.vectors.missing("other@1") == {}
    assert store.vectors.get(MODEL, [text])[text].shape == (4,)
    assert store.vectors.get("other@1", [text])[text].shape == (8,)


def test_a_file_that_two_documents_share_goes_with_the_last_of_them(store: Store) -> None:
    for name in ("a", "b"):
        put(store, made(name, "一。"), raw=b"same")
    store.delete_document("a")
    assert store.received("b") == b"same"


def test_a_document_is_taken_in_whole_or_not_at_all(store: Store) -> None:
    put(store, made("a", "旧的。"))
    clauses = made("a", "新的。", "再来。").clauses
    doubled = ParsedDocument(made("a", "新的。").document, (clauses[0], clauses[0]))
    with pytest.raises(ValueError, match="not unique"):
        put(store, doubled)
    with pytest.raises(ValueError, match="surrogates"):
        put(store, made("a", "坏字符\ud800。"))
    assert [clause.text for clause in store.clauses("a")] == ["旧的。"]


def test_a_snapshot_shows_one_state_whatever_others_write(tmp_path: Path, store: Store) -> None:
    put(store, made("a", "一。"))
    with store.snapshot():
        before = store.stored()
        put(Store(tmp_path, write=True), made("b", "二。"))
        assert store.stored() == before
    assert len(store.stored()) == 2


def test_a_reader_sees_that_another_has_written(tmp_path: Path, store: Store) -> None:
    put(store, made("a", "一。"))
    reader = Store(tmp_path)
    before = reader.version()
    assert reader.version() == before
    store.delete_document("a")
    assert reader.version() != before


def test_a_folder_without_a_record_is_missing_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="policy-assistant build"):
        Store(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_an_index_that_was_never_finished(tmp_path: Path) -> None:
    (tmp_path / STORE).touch()
    with pytest.raises(IndexMissing, match="尚未建好"):
        Store(tmp_path)


@pytest.mark.parametrize("write", [False, True])
def test_a_file_that_is_no_database_is_damaged_and_left_alone(tmp_path: Path, write: bool) -> None:
    (tmp_path / STORE).write_bytes(b"not a database, but long enough to be looked at" * 100)
    before = (tmp_path / STORE).read_bytes()
    with pytest.raises(IndexDamaged, match="已损坏"):
        Store(tmp_path, write=write)
    assert (tmp_path / STORE).read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
def test_a_record_of_a_newer_program_is_refused(tmp_path: Path, store: Store, write: bool) -> None:
    store.close()
    connection = sqlite3.connect(tmp_path / STORE)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(IndexStale, match="请升级"):
        Store(tmp_path, write=write)


def test_a_record_of_an_older_program_is_stale_to_readers_and_migrated_by_writers(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, made("a", "一。"))
    store.close()
    monkeypatch.setattr("index.schema.MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (name TEXT);"))
    for module in ("schema", "database"):
        monkeypatch.setattr(f"index.{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(IndexStale, match="policy-assistant build"):
        Store(tmp_path)
    Store(tmp_path, write=True).close()
    assert Store(tmp_path).clauses("a") == made("a", "一。").clauses


def test_a_migration_that_fails_leaves_the_record_as_it_was(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, made("a", "一。"))
    store.close()
    broken = "CREATE TABLE later (name TEXT); CREATE TABLE later (name TEXT);"
    monkeypatch.setattr("index.schema.MIGRATIONS", (*MIGRATIONS, broken))
    for module in ("schema", "database"):
        monkeypatch.setattr(f"index.{module}.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(IndexUnwritable):
        Store(tmp_path, write=True)
    monkeypatch.undo()
    assert Store(tmp_path, write=True).clauses("a") == made("a", "一。").clauses


def test_a_place_that_cannot_be_written_is_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexUnwritable, match="请检查目录权限"):
        Store(tmp_path / "file" / "home", write=True)


def test_two_processes_may_make_the_same_record_at_once(tmp_path: Path) -> None:
    code = "import sys, pathlib, index.store; index.store.Store(pathlib.Path(sys.argv[1]), write=True)"
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(4)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    assert Store(tmp_path).stored() == ()
