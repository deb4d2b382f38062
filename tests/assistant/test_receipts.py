import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import receipts
from assistant.chain import Assistant
from assistant.json import answer_json
from assistant.receipts import RECEIPTS_FILE, Receipts
from assistant.settings import Settings
from corpus import Clause
from index import Index


@pytest.fixture
def receipted(bundled_home: Path, tmp_path: Path) -> Iterator[Assistant]:
    with Index.open(bundled_home) as index:
        yield Assistant(index, Settings(index=tmp_path))


def test_an_answer_is_replayed_as_it_was_given(receipted: Assistant) -> None:
    answer = receipted.ask("青田县结对哪个县？")
    receipt = receipted.receipts.get(answer.receipt)
    assert receipt is not None
    assert receipt.answer == answer_json(answer)
    assert receipt.fingerprint == receipted.index.fingerprint
    assert receipt.changes(receipted.index.clause) == ()


def test_a_receipt_says_which_of_its_sources_changed_or_are_gone(receipted: Assistant) -> None:
    answer = receipted.ask("每年安排多少帮扶资金？")
    receipt = receipted.receipts.get(answer.receipt)
    assert receipt is not None
    first, second = (citation.clause for citation in answer.citations)

    def now(clause_id: str) -> Clause | None:
        return replace(first, text=first.text + "。") if clause_id == first.id else None

    assert {(change.clause_id, change.what) for change in receipt.changes(now)} == {
        (first.id, "changed"),
        (second.id, "gone"),
    }


def test_only_the_newest_receipts_are_kept(receipted: Assistant, tmp_path: Path) -> None:
    few = Receipts(tmp_path, keep=2)
    answer = receipted.ask("青田县结对哪个县？")
    ids = [few.store(replace(answer, question=str(number)), "f", {}) for number in range(3)]
    assert [few.get(identifier) is not None for identifier in ids] == [False, True, True]


def test_receipts_can_be_turned_off(bundled_home: Path, tmp_path: Path) -> None:
    with Index.open(bundled_home) as index:
        assistant = Assistant(index, Settings(index=tmp_path, receipts=0))
        assert assistant.ask("青田县结对哪个县？").receipt == ""
    assert not (tmp_path / RECEIPTS_FILE).exists()


def test_an_answer_is_given_even_where_its_receipt_cannot_be_written(
    bundled_home: Path, tmp_path: Path
) -> None:
    (tmp_path / RECEIPTS_FILE).mkdir()
    with Index.open(bundled_home) as index:
        answer = Assistant(index, Settings(index=tmp_path)).ask("青田县结对哪个县？")
    assert answer.receipt == ""
    assert "平昌县" in answer.text


def test_an_unknown_receipt_is_none(tmp_path: Path) -> None:
    assert Receipts(tmp_path, keep=10).get("nothing") is None


def test_a_later_schema_keeps_the_receipts_of_an_earlier_one(
    receipted: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = receipted.ask("青田县结对哪个县？")
    step = "ALTER TABLE receipts ADD COLUMN caller TEXT NOT NULL DEFAULT ''"
    monkeypatch.setattr(receipts, "_MIGRATIONS", (*receipts._MIGRATIONS, step))
    later = Receipts(tmp_path, keep=10)
    assert later.get(first.receipt) == receipted.receipts.get(first.receipt)
    second = later.store(replace(first, question="二"), "f", {})
    assert later.get(second) is not None
    with closing(sqlite3.connect(tmp_path / RECEIPTS_FILE)) as connection:
        assert connection.execute("SELECT caller FROM receipts").fetchall() == [("",), ("",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(receipts._MIGRATIONS),)


def test_an_earlier_program_still_reads_and_writes_a_later_schema(
    receipted: Assistant, tmp_path: Path
) -> None:
    first = receipted.ask("青田县结对哪个县？")
    with closing(sqlite3.connect(tmp_path / RECEIPTS_FILE)) as connection:
        connection.execute("ALTER TABLE receipts ADD COLUMN caller TEXT NOT NULL DEFAULT ''")
        connection.execute("PRAGMA user_version = 9")
        connection.commit()
    assert receipted.receipts.get(first.receipt) is not None
    assert receipted.ask("青田县结对哪个县？").receipt


def test_many_writers_that_begin_at_once_lose_no_receipt(receipted: Assistant, tmp_path: Path) -> None:
    answer = receipted.ask("青田县结对哪个县？")
    home = tmp_path / "fresh"
    home.mkdir()
    stores = [Receipts(home, keep=100) for _ in range(8)]
    with ThreadPoolExecutor(len(stores)) as pool:
        ids = list(
            pool.map(lambda n: stores[n].store(replace(answer, question=str(n)), "f", {}), range(len(stores)))
        )
    assert all(stores[0].get(identifier) is not None for identifier in ids)


def test_a_receipt_tells_what_shaped_the_answer(receipted: Assistant) -> None:
    receipt = receipted.receipts.get(receipted.ask("青田县结对哪个县？", mode="extractive").receipt)
    assert receipt is not None
    assert receipt.question == "青田县结对哪个县？"
    assert receipt.settings == {"mode": "extractive", "model": None}
    assert set(receipt.hashes) == {citation["clause_id"] for citation in receipt.answer["citations"]}
