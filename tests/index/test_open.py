import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from notices import QUESTIONS, made

from index import Embedder, Index, IndexMissing, IndexStale, Where, build, generation


@pytest.fixture
def index(home: Path, embedder: Embedder):  # type: ignore[no-untyped-def]
    with Index.open(home, embedder=embedder) as opened:
        yield opened


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


def texts(index: Index, question: str, where: Where = Where()) -> str:  # noqa: B008
    return "\n".join(hit.clause.text for hit in index.search(question, where=where))


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


def test_deleted_text_is_not_found_from_that_moment_on(index: Index) -> None:
    assert "东湖" in {hit.clause.document_id for hit in index.search(QUESTIONS[0])}
    assert index.understand("《东湖县东西部扶贫协作工作方案》").titles[0].documents == ("东湖",)
    assert index.delete_document("东湖") is True
    assert index.pending == {"东湖"}
    for question in QUESTIONS:
        hits = index.search(question)
        assert len(hits) == 10
        assert "东湖" not in {hit.clause.document_id for hit in hits}
    assert "东湖" not in {document.id for document in index.documents()}
    named = index.understand("《东湖县东西部扶贫协作工作方案》").titles
    assert all("东湖" not in mention.documents for mention in named)
    index.rebuild()
    assert index.pending == frozenset()
    assert "东湖" not in {hit.clause.document_id for hit in index.search(QUESTIONS[0])}


def test_deleted_words_are_in_no_file_once_two_builds_have_passed(home: Path, index: Index) -> None:
    index.put_document(made("新", "内部事项：甲乙丙丁戊己庚辛。"), b"raw")
    index.rebuild()
    assert "甲乙丙丁" in texts(index, "内部事项甲乙丙丁戊己庚辛")
    index.delete_document("新")
    index.rebuild()
    index.put_document(made("再", "另一份文件。"), b"raw")
    index.rebuild()
    # Words are indexed one by one, so a part of the text would show.
    assert not any("庚辛".encode() in content for content in contents(home).values())


def test_a_replaced_document_is_never_quoted_in_its_old_words(index: Index) -> None:
    old = index.clauses("东湖")
    parsed = made("东湖", *(f"新规定第{number}项。" for number in range(1, 4)))
    renamed = replace(parsed.clauses[0], id=old[-1].id, text=parsed.clauses[0].text)
    index.put_document(replace(parsed, clauses=(renamed, *parsed.clauses[1:])), b"raw")
    for question in QUESTIONS:
        found = [hit.clause.text for hit in index.search(question) if hit.clause.document_id == "东湖"]
        assert set(found) <= {"新规定第1项。"}
    index.rebuild()
    assert "新规定第2项" in texts(index, "新规定第2项")


def test_a_new_document_is_found_after_the_next_build_in_every_open_index(
    home: Path, index: Index, embedder: Embedder
) -> None:
    with Index.open(home, embedder=embedder) as other:
        index.put_document(made("汛期", "汛期值班实行二十四小时制。"), "原文".encode())
        assert index.pending == other.pending == {"汛期"}
        assert index.document("汛期") is not None
        report = index.rebuild()
        assert report.embedded == 1
        assert index.search("汛期值班")[0].clause.document_id == "汛期"
        assert other.refresh() is True
        assert other.refresh() is False
        assert other.search("汛期值班")[0].clause.document_id == "汛期"


def test_deleting_every_document_leaves_an_index_that_finds_nothing(index: Index) -> None:
    for document in index.documents():
        index.delete_document(document.id)
    assert index.search(QUESTIONS[0]) == []
    report = index.rebuild()
    assert report.documents == 0
    assert index.search(QUESTIONS[0]) == []
    index.put_document(made("新", "从头再来。"), b"raw")
    index.rebuild()
    assert [hit.clause.text for hit in index.search("从头再来")] == ["从头再来。"]


def test_searches_go_on_while_generations_change_under_them(index: Index) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                assert len(index.search(QUESTIONS[0])) == 10
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(3):
        index.put_document(made("轮换", f"第{number}次轮换的内容。"), b"raw")
        index.rebuild()
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert "第2次" in texts(index, "第2次轮换")


def test_many_generations_leave_no_file_of_an_old_one_open(home: Path, index: Index) -> None:
    for number in range(4):
        index.put_document(made("轮换", f"第{number}次轮换。"), b"raw")
        index.rebuild()
        index.search(QUESTIONS[0])
    current = generation.current(home)
    assert current is not None
    # Chroma's threads close their files a moment after the client is closed.
    deadline = time.monotonic() + 120
    while _open_generations(home) != {current.name} and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _open_generations(home) == {current.name}


def _open_generations(home: Path) -> set[str]:
    """Names of the generations of which this process has a file open."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            target = descriptor.readlink()
            if target.is_relative_to(home / "index"):
                found.add(target.relative_to(home / "index").parts[0])
    return found


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
