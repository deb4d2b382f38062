import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from notices import QUESTIONS, made

from index import Embedder, Index, IndexMissing, IndexStale, Where, build, generation


@pytest.fixture(scope="module")
def shared(built: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Index]:
    """An index of the three notices and one more document, for tests that only search it."""
    home = Path(shutil.copytree(built / "home", tmp_path_factory.mktemp("shared") / "home"))
    with Index.open(home, embedder=embedder) as opened:
        opened.put_document(made("青石", "山塘水库除险加固。", regions=("白沙市", "青石县")), b"raw")
        opened.rebuild()
        yield opened


def contents(folder: Path) -> dict[str, bytes]:
    """All files with their bytes, but for those in which SQLite keeps the locks of readers."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith("-shm") and data}


def test_an_index_opens_whole_and_knows_its_documents(index: Index) -> None:
    assert index.degraded == ()
    assert index.pending == frozenset()
    assert [document.id for document in index.documents()] == sorted(["东湖", "西岭", "南溪"])
    document = index.document("东湖")
    assert document is not None
    assert document.original.startswith("东湖县")
    assert index.received("东湖") == document.original.encode() or index.received("东湖")
    clauses = index.clauses("东湖")
    assert index.clause(clauses[-1].id) == clauses[-1]
    assert all(document.text[clause.start : clause.end] == clause.text for clause in clauses)


def test_a_hit_has_its_clause_a_score_and_its_place_in_each_retriever(index: Index) -> None:
    hits = index.search(QUESTIONS[0], k=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].clause == index.clause(hits[0].clause.id)
    assert set(hits[0].ranks) <= {"dense", "lexical"}
    assert "资金" in hits[0].clause.text


def test_opening_and_searching_write_nothing(home: Path, embedder: Embedder) -> None:
    before = contents(home)
    with Index.open(home, embedder=embedder) as index:
        for question in QUESTIONS:
            index.search(question)
        index.check()
    assert contents(home) == before


def test_a_folder_without_an_index_is_missing_and_not_made(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(IndexMissing, match="policy-assistant build"):
        Index.open(tmp_path / "none", embedder=embedder)
    assert not (tmp_path / "none").exists()


def test_an_index_of_another_model_is_stale(home: Path, embedder: Embedder) -> None:
    class Renamed:
        name, revision, dimension = "另一个模型", "1", 384
        embed_passages, embed_query = embedder.embed_passages, embedder.embed_query

    with pytest.raises(IndexStale, match="policy-assistant build"):
        Index.open(home, embedder=Renamed())  # type: ignore[arg-type]


def test_an_index_of_another_program_version_is_stale(
    home: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.shape.parser_version", lambda: "another")
    with pytest.raises(IndexStale, match="policy-assistant build"):
        Index.open(home, embedder=embedder)


@pytest.fixture
def readonly(home: Path) -> Iterator[Path]:
    """A copy of the index that nobody may write, in a place that everybody may look into."""
    place = Path(tempfile.mkdtemp(prefix="只读-"))
    copied = Path(shutil.copytree(home, place / "索引"))
    for path in [place, copied, *copied.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield copied
    for path in [place, copied, *(path for path in copied.rglob("*") if path.is_dir())]:
        path.chmod(0o755)
    shutil.rmtree(place)


def test_an_index_in_a_folder_that_may_not_be_written_answers_the_same(
    home: Path, readonly: Path, top_ten
) -> None:
    # Root may write anywhere, so the child becomes nobody in particular, once it has imported all it needs.
    code = (
        "import os, sys; from pathlib import Path; from index import Index, load_embedder\n"
        "embedder, home, readonly, *questions = load_embedder(), *map(Path, sys.argv[1:3]), *sys.argv[3:]\n"
        "def ask(index): return [' '.join(hit.clause.id for hit in index.search(q)) for q in questions]\n"
        "with Index.open(home, embedder=embedder) as index: ask(index)\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "assert not os.access(readonly, os.W_OK)\n"
        "with Index.open(readonly, embedder=embedder) as index:\n"
        "    assert index.degraded == (), index.degraded\n"
        "    print('\\n'.join(ask(index)))\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, str(home), str(readonly), *QUESTIONS],
        capture_output=True,
        encoding="utf-8",
    )
    assert child.returncode == 0, child.stderr
    assert [line.split() for line in child.stdout.splitlines()] == top_ten(home)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(documents=("东湖", "西岭")), {"东湖", "西岭"}),
        (Where(documents=("没有",)), set()),
        (Where(kinds=("clause",), documents=("南溪",)), {"南溪"}),
        (Where(kinds=("heading",)), set()),
        (Where(documents=("湖",), places=("湖县",)), set()),
    ],
)
def test_filters_narrow_and_never_lose_what_passes_them(
    shared: Index, where: Where, expected: set[str]
) -> None:
    for question in QUESTIONS:
        hits = shared.search(question, where=where)
        assert {hit.clause.document_id for hit in hits} == expected
        if where.kinds:
            assert {hit.clause.kind for hit in hits} <= set(where.kinds)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (Where(places=("青石",)), True),
        (Where(places=("青石县",)), True),
        (Where(places=("青石", "别处")), True),
        (Where(places=("大河市青石县",)), True),
        (Where(places=("小青石",)), False),
        (Where(places=("别处",)), False),
        (Where(years=(2018,)), True),
        (Where(years=(2020,)), True),
        (Where(years=(2021,)), False),
        (Where(date_from="2018-03-01", date_to="2018-03-01"), True),
        (Where(date_from="2018-03-02"), False),
        (Where(date_to="2018-02-28"), False),
        (Where(places=("青石",), years=(2021,)), False),
    ],
)
def test_filters_by_place_year_and_date(shared: Index, where: Where, found: bool) -> None:
    hits = shared.search("山塘水库除险加固", where=where)
    assert ("青石" in {hit.clause.document_id for hit in hits}) is found


def test_a_filter_finds_its_one_document_among_many(tmp_path: Path, embedder: Embedder) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(40):
        text = "".join(f"第{item}条 安排专项资金{number}{item}万元用于水利建设。\n" for item in range(1, 11))
        (corpus / f"文件{number}.txt").write_text(f"水利资金管理办法\n\n{text}", encoding="utf-8")
    build(corpus, tmp_path / "home", embedder=embedder)
    with Index.open(tmp_path / "home", embedder=embedder) as index:
        for number in (0, 17, 39):
            hits = index.search("水利专项资金", where=Where(documents=(f"文件{number}",)))
            assert len(hits) == 10
            assert {hit.clause.document_id for hit in hits} == {f"文件{number}"}


def test_the_index_of_a_home_that_was_copied_is_the_same(
    tmp_path: Path, home: Path, embedder: Embedder, top_ten
) -> None:
    copied = shutil.copytree(home, tmp_path / "备份 与 恢复")
    assert top_ten(copied) == top_ten(home)
    assert generation.current(copied) is not None
