"""Whatever happens to the files of a generation is seen, answered for by the record, and mended."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from notices import QUESTIONS, SOAK

from index import Embedder, Index, IndexDamaged, build, check, generation
from index.generation import Meta
from index.lexical import LexicalIndex
from index.store import STORE

ROUNDS = 50 if SOAK else 6


def damage(path: Path, how: str, dice: random.Random) -> None:
    """Flip one bit of a file, cut it short, or delete it."""
    content = bytearray(path.read_bytes())
    path.unlink()
    if how == "flip" and content:
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
    elif how == "truncate" and content:
        path.write_bytes(content[: dice.randrange(len(content))])


def files_of_generation(home: Path) -> list[Path]:
    folder = generation.current(home)
    assert folder is not None
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_damage_to_any_file_is_seen_and_changes_no_answer(
    home: Path, embedder: Embedder, top_ten, seed: int
) -> None:
    dice = random.Random(seed)
    before = top_ten(home)
    files = files_of_generation(home)
    # Every file in turn, so that the short run meets as many kinds of files as it has rounds.
    path, how = files[seed * 5 % len(files)], ("flip", "truncate", "delete")[seed % 3]
    damage(path, how, dice)
    with Index.open(home, embedder=embedder) as index:
        assert index.degraded, f"{how} {path.name}: not seen"
        assert [[hit.clause.id for hit in index.search(question)] for question in QUESTIONS] == before
        assert index.check() is False
        index.rebuild()
        assert index.degraded == ()
        assert index.check() is True
        assert [[hit.clause.id for hit in index.search(question)] for question in QUESTIONS] == before
    assert top_ten(home) == before


def test_all_files_damaged_at_once_change_no_answer(home: Path, embedder: Embedder, top_ten) -> None:
    before = top_ten(home)
    for number, path in enumerate(files_of_generation(home)):
        damage(path, ("flip", "truncate", "delete")[number % 3], random.Random(number))
    assert top_ten(home) == before
    build(None, home, embedder=embedder)
    assert top_ten(home) == before


@pytest.mark.parametrize("lost", ["index", "index/CURRENT", "index/000001", "index/000001/meta.json"])
def test_a_lost_generation_is_answered_for_by_the_record(
    home: Path, embedder: Embedder, top_ten, lost: str
) -> None:
    before = top_ten(home)
    if (home / lost).is_dir():
        shutil.rmtree(home / lost)
    else:
        (home / lost).unlink()
    with Index.open(home, embedder=embedder) as index:
        assert index.degraded
        fingerprint = index.fingerprint
    assert top_ten(home) == before
    build(None, home, embedder=embedder)
    with Index.open(home, embedder=embedder) as index:
        assert index.degraded == ()
        assert index.fingerprint == fingerprint
    assert top_ten(home) == before


def test_a_record_that_is_damaged_says_what_to_do(home: Path, embedder: Embedder) -> None:
    content = bytearray((home / STORE).read_bytes())
    content[:64] = b"x" * 64
    (home / STORE).write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"已损坏.*policy-assistant build"):
        Index.open(home, embedder=embedder)
    with pytest.raises(IndexDamaged, match="已损坏"):
        build(None, home, embedder=embedder)


def test_a_dense_index_that_fails_while_serving_loses_no_question(
    home: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Index.open(home, embedder=embedder) as index:
        before = [hit.clause.id for hit in index.search(QUESTIONS[0])]

        def fail(*_: object) -> None:
            raise RuntimeError("Error finding id")

        monkeypatch.setattr("index.vectors.ChromaVectors.query", fail)
        assert [hit.clause.id for hit in index.search(QUESTIONS[0])] == before
        assert index.degraded == ("chroma",)
        monkeypatch.undo()
        index.rebuild()
        assert index.degraded == ()
        assert [hit.clause.id for hit in index.search(QUESTIONS[0])] == before
    assert "Error finding id" in caplog.text


def test_a_lexical_index_that_fails_while_serving_loses_no_question(
    home: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Index.open(home, embedder=embedder) as index:
        before = [hit.clause.id for hit in index.search(QUESTIONS[0])]
        search, failures = LexicalIndex.search, [IndexDamaged("全文索引的文件损坏")]

        def fail_once(self: LexicalIndex, *arguments: Any) -> Any:
            if failures:
                raise failures.pop()
            return search(self, *arguments)

        monkeypatch.setattr(LexicalIndex, "search", fail_once)
        assert [hit.clause.id for hit in index.search(QUESTIONS[0])] == before
        assert index.degraded == ("lexical",)
        index.rebuild()
        assert index.degraded == ()
    assert "全文索引的文件损坏" in caplog.text


def probed(home: Path, **changed: object) -> str:
    """Probe a generation with some of its description changed; return what the probe says."""
    folder = generation.current(home)
    assert folder is not None
    meta = generation.read_meta(folder)
    values = {name: getattr(meta, name) for name in Meta.__slots__} | changed
    samples = values.pop("samples", {})
    try:
        check.probe(folder, Meta(**values), samples)  # type: ignore[arg-type]
    except IndexDamaged as error:
        return str(error)
    return "ok"


def test_the_check_counts_names_and_finds_again(home: Path, embedder: Embedder) -> None:
    stranger = embedder.embed_query("与本库毫无关系的一句话")
    assert probed(home) == "ok"
    assert "向量应有 9999 条" in probed(home, windows=9999)
    assert "编号与记录不符" in probed(home, ids="0" * 64)
    assert "全文索引应有 9999 条" in probed(home, clauses=9999)
    assert "检索不到自身" in probed(home, samples={"x:1#0": stranger})


def test_a_check_that_dies_or_hangs_is_a_failed_check(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run
    died = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    monkeypatch.setattr(subprocess, "run", lambda command, **options: run(died, **options))
    assert "-11" in probed(home)
    hangs = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(check, "_PATIENCE_S", 0.2)
    monkeypatch.setattr(subprocess, "run", lambda command, **options: run(hangs, **options))
    assert "超时" in probed(home)


def test_a_generation_that_fails_its_check_never_becomes_current(
    home: Path, embedder: Embedder, top_ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, current = top_ten(home), generation.current(home)

    def fail(*_: object) -> None:
        raise IndexDamaged("未通过自检")

    monkeypatch.setattr("index.writing.probe", fail)
    with Index.open(home, embedder=embedder) as index:
        index.delete_document("东湖")
        with pytest.raises(IndexDamaged, match="未通过自检"):
            index.rebuild()
    assert generation.current(home) == current
    monkeypatch.undo()
    build(None, home, embedder=embedder)
    kept = Counter(len(answers) for answers in top_ten(home))
    assert kept == Counter(len(answers) for answers in before)
