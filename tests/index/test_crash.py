"""A process that dies at any moment loses nothing it has acknowledged, and the next one answers."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from notices import PLACES, QUESTIONS, SOAK, write_corpus

from index import Embedder, Index, build, generation
from index.shape import model_key
from index.store import Store
from index.vectors import ChromaVectors

ROUNDS = 100 if SOAK else 6

BUILDER = """
import sys
from pathlib import Path
from index import build
def say(stage, done, total):
    print(stage, done, total, flush=True)
report = build(Path(sys.argv[1]), Path(sys.argv[2]), progress=say)
print("ready", report.seconds, flush=True)
"""

UPLOADER = """
import sys
from pathlib import Path
from corpus import Clause, Document, ParsedDocument
from index.store import Store
store = Store(Path(sys.argv[1]), write=True)
for number in range(int(sys.argv[2]), 10**9):
    name, text = f"u{number}", f"第{number}份文件的一段话。" * 50
    document = Document(name, name, None, None, None, (), None, "unknown", name, text)
    clauses = tuple(Clause(f"{name}:{n}", name, "clause", (), "", text, 0, len(text)) for n in range(20))
    windows = {clause.id: [clause.id] for clause in clauses}
    store.put_document(ParsedDocument(document, clauses), text.encode(), windows, parser="1", windowing="1")
    print("put", name, flush=True)
    if number % 3 == 0:
        store.delete_document(name)
        print("deleted", name, flush=True)
"""


def killed(code: str, arguments: list[str], seconds: float = 3600) -> tuple[list[str], bool]:
    """Run code, kill it some seconds after its first line; return its lines and whether it was killed."""
    # Without coverage: what it notes of a process that is killed is half written, too.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=unmeasured, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert child.stdout is not None
    output = child.stdout.readline()
    try:
        output += child.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        output += child.communicate()[0]
    # A line that was cut off was not acknowledged.
    lines = output.splitlines() if output.endswith("\n") else output.splitlines()[:-1]
    return lines, child.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> tuple[Path, Path, float]:
    """A corpus of twelve notices, an index of it that was never disturbed, and the seconds that took."""
    folder = tmp_path_factory.mktemp("larger")
    corpus = write_corpus(folder / "corpus", (*PLACES, *(f"乡镇{number}" for number in range(9))))
    lines, _ = killed(BUILDER, [str(corpus), str(folder / "home")])
    return corpus, folder / "home", float(lines[-1].split()[1])


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_build_killed_at_any_moment_is_taken_up_where_it_stopped(
    larger: tuple[Path, Path, float], home: Path, embedder: Embedder, top_ten, seed: int
) -> None:
    corpus, undisturbed, seconds = larger
    before, expected = top_ten(home), top_ten(undisturbed)
    # One moment in each part of a build, at random within the part.
    moment = seconds * (seed % 10 + random.Random(seed).random()) / 10
    lines, died = killed(BUILDER, [str(corpus), str(home)], moment)

    store = Store(home)
    read = max((int(line.split()[1]) for line in lines if line.startswith("read ")), default=0)
    embedded = max((int(line.split()[1]) for line in lines if line.startswith("embed ")), default=0)
    held = sum(len(store.clauses(document.id)) > 0 for document in store.stored())
    wanted = {text for _, _, text in store.vectors.windows()}
    assert held >= read
    assert len(store.vectors.get(model_key(embedder), wanted)) >= embedded
    store.close()

    # The next start answers at once: from the old generation, or from the new one.
    assert top_ten(home) == (expected if generation.current(home) != home / "index" / "000001" else before)

    report = build(corpus, home, embedder=embedder)
    assert report.documents == 12
    assert report.embedded <= len(wanted) - embedded if read == 12 else True
    assert top_ten(home) == expected
    folder = generation.current(home)
    assert folder is not None
    vectors = ChromaVectors(folder / "chroma")
    assert max(Counter(vectors.ids()).values()) == 1
    assert len(vectors) == generation.read_meta(folder).windows
    vectors.close()
    assert died or lines[-1].startswith("ready")


def test_the_first_build_killed_leaves_a_folder_that_can_be_built(
    larger: tuple[Path, Path, float], tmp_path: Path, embedder: Embedder, top_ten
) -> None:
    corpus, undisturbed, seconds = larger
    for round_ in range(2):
        killed(BUILDER, [str(corpus), str(tmp_path / "home")], seconds * (0.3 + 0.2 * round_))
    build(corpus, tmp_path / "home", embedder=embedder)
    assert top_ten(tmp_path / "home") == top_ten(undisturbed)


def test_uploads_and_deletions_killed_at_any_moment_are_whole_or_not_there(tmp_path: Path) -> None:
    first, stored, deleted = 0, set[str](), set[str]()
    dice = random.Random(7)
    for _ in range(ROUNDS):
        lines, _ = killed(UPLOADER, [str(tmp_path), str(first)], 0.4 + dice.random())
        stored |= {line.split()[1] for line in lines if line.startswith("put ")}
        deleted |= {line.split()[1] for line in lines if line.startswith("deleted ")}
        store = Store(tmp_path)
        held = {document.id for document in store.stored()}
        assert stored - deleted - held <= {f"u{number}" for number in range(0, 10**6, 3)}
        assert not deleted & held
        assert {len(store.clauses(document_id)) for document_id in held} <= {20}
        assert all(store.received(document_id) for document_id in held)
        store.close()
        first = max((int(name[1:]) for name in held | stored), default=0) + 1
    # Each round has at least the line that it was timed by.
    assert len(stored) >= ROUNDS


def test_a_reader_of_a_record_whose_writer_died_sees_what_was_acknowledged(
    home: Path, embedder: Embedder
) -> None:
    lines, died = killed(UPLOADER, [str(home), "1"], 2.0)
    assert died
    with Index.open(home, embedder=embedder) as index:
        names = {document.id for document in index.documents()}
        assert {
            line.split()[1] for line in lines if line.startswith("put ") and int(line.split()[1][1:]) % 3
        } <= names
        assert len(index.search(QUESTIONS[0])) == 10


def test_a_first_build_that_died_goes_on_with_its_own_corpus(
    larger: tuple[Path, Path, float], tmp_path: Path, embedder: Embedder, top_ten
) -> None:
    corpus, undisturbed, _ = larger
    lines, died = killed(BUILDER, [str(corpus), str(tmp_path / "home")], 0.0)
    assert died, lines
    assert build(None, tmp_path / "home", embedder=embedder).documents == 12
    assert top_ten(tmp_path / "home") == top_ten(undisturbed)
