import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock
from notices import PLACES, QUESTIONS, made, notice, write_corpus

from corpus import CorpusError, ParsedDocument
from corpus.library import CorpusFile, Failure, load_file
from index import Embedder, Index, IndexMissing, IndexUnwritable, build, generation
from index.build import rebuild
from index.store import Store


def ids_of(home: Path) -> list[str]:
    return [document.id for document in Store(home).stored()]


def test_the_report_counts_what_was_done(tmp_path: Path, embedder: Embedder) -> None:
    corpus = write_corpus(tmp_path / "语料")
    (corpus / "坏的.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    stages: list[str] = []
    report = build(
        corpus, tmp_path / "home", embedder=embedder, progress=lambda stage, done, total: stages.append(stage)
    )
    assert report.documents == 3
    assert report.clauses >= 15
    assert report.embedded >= 15
    assert [failure.path.name for failure in report.failures] == ["坏的.docx"]
    assert list(dict.fromkeys(stages)) == ["read", "embed", "words", "write", "check"]
    assert report.seconds > 0


def test_a_build_with_nothing_changed_writes_nothing(home: Path, built: Path, embedder: Embedder) -> None:
    current = generation.current(home)
    report = build(built / "corpus", home, embedder=embedder)
    assert report.embedded == 0
    assert report.documents == 3
    assert generation.current(home) == current
    assert [path.name for path in (home / "index").iterdir() if path.is_dir()] == ["000001"]


def test_only_what_changed_is_embedded_again(tmp_path: Path, home: Path, embedder: Embedder) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    path = corpus / "西岭.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("不少于半年", "不少于一年"), encoding="utf-8")
    report = build(corpus, home, embedder=embedder)
    assert 1 <= report.embedded <= 2
    with Index.open(home, embedder=embedder) as index:
        assert any("不少于一年" in hit.clause.text for hit in index.search("西岭选派教师期限"))


def test_files_that_are_new_moved_or_gone_are_followed(
    tmp_path: Path, home: Path, embedder: Embedder
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "东湖.txt").unlink()
    (corpus / "旧").mkdir()
    (corpus / "西岭.txt").rename(corpus / "旧" / "西岭.txt")
    (corpus / "北山.txt").write_text(notice("北山", 9), encoding="utf-8")
    report = build(corpus, home, embedder=embedder)
    assert ids_of(home) == sorted(["北山", "南溪", "西岭"])
    assert report.documents == 3


def test_an_incremental_build_ranks_like_one_from_nothing(
    tmp_path: Path, home: Path, embedder: Embedder, top_ten
) -> None:
    corpus = write_corpus(tmp_path / "corpus", (*PLACES, "北山"))
    build(corpus, home, embedder=embedder)
    build(corpus, tmp_path / "fresh", embedder=embedder)
    assert top_ten(home) == top_ten(tmp_path / "fresh")
    with Index.open(home, embedder=embedder) as one, Index.open(tmp_path / "fresh", embedder=embedder) as two:
        assert one.fingerprint == two.fingerprint


def test_an_index_remembers_its_corpus_and_its_model(tmp_path: Path, embedder: Embedder) -> None:
    corpus, home = write_corpus(tmp_path / "corpus"), tmp_path / "home"
    build(corpus, home, embedder=embedder)
    (corpus / "北山.txt").write_text(notice("北山", 9), encoding="utf-8")
    report = build(None, home)
    assert report.documents == 4
    assert ids_of(home) == sorted([*PLACES, "北山"])


def test_a_corpus_folder_that_is_gone_leaves_the_documents_in_the_index(
    tmp_path: Path, embedder: Embedder
) -> None:
    corpus, home = write_corpus(tmp_path / "corpus"), tmp_path / "home"
    build(corpus, home, embedder=embedder)
    shutil.rmtree(corpus)
    report = build(None, home, embedder=embedder)
    assert report.documents == 3
    assert "已不存在" in report.failures[0].message
    with pytest.raises(CorpusError, match="不存在"):
        build(corpus, home, embedder=embedder)
    assert len(ids_of(home)) == 3


def test_a_mistyped_corpus_folder_leaves_nothing_behind(tmp_path: Path, embedder: Embedder) -> None:
    with pytest.raises(CorpusError, match="不存在"):
        build(tmp_path / "none", tmp_path / "home", embedder=embedder)
    assert list(tmp_path.iterdir()) == []


def test_a_parser_of_another_version_reads_the_bytes_as_received_again(
    home: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(home, embedder=embedder) as index:
        before = index.fingerprint
    for module in ("index.shape", "index.intake"):
        monkeypatch.setattr(f"{module}.parser_version", lambda: "another")
    report = build(None, home, embedder=embedder)
    assert report.embedded == 0
    assert {document.parser for document in Store(home).stored()} == {"another"}
    with Index.open(home, embedder=embedder) as index:
        assert index.fingerprint != before


def test_a_document_keeps_its_tie_to_the_folder_when_it_is_read_again(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, home = write_corpus(tmp_path / "corpus"), tmp_path / "home"
    build(corpus, home, embedder=embedder)
    for module in ("index.shape", "index.intake"):
        monkeypatch.setattr(f"{module}.parser_version", lambda: "another")
    rebuild(home, embedder=embedder)
    (corpus / "东湖.txt").unlink()
    assert build(corpus, home, embedder=embedder).documents == 2


def test_a_file_that_trips_the_program_does_not_stop_the_others(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, home = write_corpus(tmp_path / "corpus"), tmp_path / "home"

    def trip(file: CorpusFile) -> ParsedDocument | Failure:
        if file.name == "西岭.txt":
            raise KeyError("表格")
        if file.name == "南溪.txt":
            parsed = made("南溪", "一。")
            return ParsedDocument(parsed.document, parsed.clauses * 2)
        return load_file(file)

    monkeypatch.setattr("index.intake.load_file", trip)
    report = build(corpus, home, embedder=embedder)
    assert report.documents == 1
    assert [failure.path.name for failure in report.failures] == ["南溪.txt", "西岭.txt"]
    assert all("解析时出错" in failure.message for failure in report.failures)
    monkeypatch.undo()
    assert build(corpus, home, embedder=embedder).documents == 3


def test_what_a_person_deleted_or_replaced_a_build_does_not_bring_back(
    home: Path, built: Path, embedder: Embedder
) -> None:
    with Index.open(home, embedder=embedder) as index:
        index.delete_document("东湖")
        index.put_document(made("西岭", "本通知已作全面修订。"), b"new", {"title": "新"})
    report = build(built / "corpus", home, embedder=embedder)
    assert ids_of(home) == sorted(["南溪", "西岭"])
    assert [clause.text for clause in Store(home).clauses("西岭")] == ["本通知已作全面修订。"]
    assert report.documents == 2


def test_a_corpus_without_a_single_document_makes_no_index(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "empty").mkdir()
    report = build(tmp_path / "empty", tmp_path / "home", embedder=embedder)
    assert (report.documents, report.clauses) == (0, 0)
    with pytest.raises(IndexMissing):
        Index.open(tmp_path / "home", embedder=embedder)


def test_the_generation_before_stays_until_the_next_build(
    tmp_path: Path, home: Path, embedder: Embedder
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    names = []
    for number in (6, 7, 8):
        (corpus / "西岭.txt").write_text(notice("西岭", number + 20), encoding="utf-8")
        build(corpus, home, embedder=embedder)
        names.append(sorted(path.name for path in (home / "index").iterdir() if path.is_dir()))
    assert names == [["000001", "000002"], ["000002", "000003"], ["000003", "000004"]]


def hold_lock(path: str, taken, release) -> None:  # type: ignore[no-untyped-def]
    with FileLock(path):
        taken.set()
        release.wait()


def test_a_second_build_waits_for_the_first_and_says_so(home: Path, built: Path, embedder: Embedder) -> None:
    context = multiprocessing.get_context("spawn")
    taken, release = context.Event(), context.Event()
    other = context.Process(target=hold_lock, args=(str(home / "build.lock"), taken, release))
    other.start()
    taken.wait()
    stages: list[str] = []

    def progress(stage: str, done: int, total: int) -> None:
        stages.append(stage)
        release.set()

    build(built / "corpus", home, embedder=embedder, progress=progress)
    other.join()
    assert stages[0] == "wait"


def test_an_index_is_read_while_another_process_builds_it_again_and_again(
    tmp_path: Path, home: Path, embedder: Embedder, top_ten
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    code = (
        "import sys; from pathlib import Path; from index import build\n"
        "corpus, home = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "for number in range(3):\n"
        "    text = f'北山的第{number}份通知，安排资金{number}00万元。\\n'\n"
        "    (corpus / '北山.txt').write_text(text, encoding='utf-8')\n"
        "    build(corpus, home)\n"
    )
    reader = Index.open(home, embedder=embedder)
    child = subprocess.Popen([sys.executable, "-c", code, str(corpus), str(home)])
    taken_up = 0
    while child.poll() is None:
        taken_up += reader.refresh()
        assert all(len(reader.search(question)) == 10 for question in QUESTIONS)
        assert all(len(answers) == 10 for answers in top_ten(home))
        time.sleep(0.05)
    assert child.returncode == 0
    taken_up += reader.refresh()
    assert taken_up >= 1
    assert "安排资金200万元" in reader.search("北山安排资金")[0].clause.text
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is of POSIX systems")
def test_a_full_disk_is_said_in_chinese_and_leaves_the_old_index(
    tmp_path: Path, home: Path, embedder: Embedder, top_ten
) -> None:
    before = top_ten(home)
    corpus = write_corpus(tmp_path / "corpus", (*PLACES, "北山", "中岛"))
    # A file that may not grow stops writing as a full disk does: first the record, then Chroma.
    code = (
        "import resource, signal, sys; from pathlib import Path; from index import IndexUnwritable, build\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "import chromadb, tantivy\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))\n"
        "try:\n    build(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except IndexUnwritable as error:\n    sys.exit(f'FULL {error}')\n"
    )
    # Without coverage: what it notes at the end would be cut off as well.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    for limit in (4_000, 60_000, 150_000):
        child = subprocess.run(
            [sys.executable, "-c", code, str(corpus), str(home), str(limit)],
            env=unmeasured,
            capture_output=True,
            encoding="utf-8",
        )
        assert any(line.startswith("FULL ") for line in child.stderr.splitlines()), child.stderr
        assert "磁盘空间" in child.stderr
        assert [path.name for path in (home / "index").iterdir() if path.is_dir()] == ["000001"]
        assert top_ten(home) == before
    assert build(corpus, home, embedder=embedder).documents == 5


def test_a_folder_that_cannot_be_made_is_said_in_chinese(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexUnwritable, match="请检查目录权限"):
        build(write_corpus(tmp_path / "corpus"), tmp_path / "file" / "home", embedder=embedder)
