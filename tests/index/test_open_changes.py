"""An open index while documents come, change and go."""

import contextlib
import threading
import time
from dataclasses import replace
from pathlib import Path

from notices import QUESTIONS, made

from index import Embedder, Index, Where, generation


def texts(index: Index, question: str, where: Where = Where()) -> str:  # noqa: B008
    return "\n".join(hit.clause.text for hit in index.search(question, where=where))


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
    written = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    # Words are indexed one by one, so a part of the text would show.
    assert not any("庚辛".encode() in content for content in written)


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
