from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from numpy.typing import NDArray

from index import IndexDamaged
from index.vectors import BATCH, ChromaVectors, ExactVectors, batch_bounds, write_vectors

DIMENSION = 48


def clustered(count: int, seed: int = 0) -> NDArray[np.float32]:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(40, DIMENSION))
    rows = centres[random.integers(0, 40, count)] + 0.5 * random.normal(size=(count, DIMENSION))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def written(folder: Path, rows: NDArray[np.float32]) -> Path:
    ids = [f"文件:{number}#0" for number in range(len(rows))]
    write_vectors(folder, DIMENSION, ids, (rows[start:end] for start, end in batch_bounds(len(rows))))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("count", [1, 2, 999, 1000, 1001, 5461, 60_001])
def test_batches_cover_all_rows_and_differ_by_one_at_most(count: int) -> None:
    bounds = batch_bounds(count)
    sizes = [end - start for start, end in bounds]
    assert (bounds[0][0], bounds[-1][1], sum(sizes)) == (0, count, count)
    assert max(sizes) <= BATCH
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("count", [1, 2, 150, 1001])
def test_opening_and_searching_changes_no_byte(tmp_path: Path, count: int) -> None:
    rows = clustered(count)
    before = files(written(tmp_path / "chroma", rows))
    for _ in range(2):
        vectors = ChromaVectors(tmp_path / "chroma")
        assert vectors.query(rows[0], 1)[0] == ("文件:0#0", pytest.approx(1.0, abs=1e-5))
        vectors.close()
    assert files(tmp_path / "chroma") == before


def test_ids_are_listed_page_by_page(tmp_path: Path) -> None:
    vectors = ChromaVectors(written(tmp_path / "chroma", clustered(2003)))
    assert len(vectors) == 2003
    assert sorted(vectors.ids()) == sorted(f"文件:{number}#0" for number in range(2003))
    vectors.close()


def test_both_searches_find_the_same(tmp_path: Path) -> None:
    rows = clustered(3000)
    chroma = ChromaVectors(written(tmp_path / "chroma", rows))
    exact = ExactVectors([f"文件:{number}#0" for number in range(3000)], rows)
    hits, wanted = 0, 0
    for query in clustered(100, seed=1):
        found, best = chroma.query(query, 10), exact.query(query, 10)
        assert [score for _, score in found[:1]] == [pytest.approx(best[0][1], abs=1e-5)]
        hits += len({key for key, _ in found} & {key for key, _ in best})
        wanted += 10
    chroma.close()
    assert hits / wanted >= 0.99


def test_chromas_own_client_reads_the_same_collection(tmp_path: Path) -> None:
    rows = clustered(300)
    folder = written(tmp_path / "chroma", rows)
    vectors = ChromaVectors(folder)
    # The client writes when it opens, so it comes last.
    found = [vectors.query(query, 10) for query in clustered(20, seed=1)]
    vectors.close()
    client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_collection("clauses", embedding_function=None)
    assert collection.configuration_json["hnsw"]["space"] == "cosine"
    assert collection.count() == 300
    for query, hits in zip(clustered(20, seed=1), found, strict=True):
        answer = collection.query(query_embeddings=[query], n_results=10, include=["distances"])
        assert [1 - distance for distance in answer["distances"][0]] == pytest.approx(
            [score for _, score in hits]
        )
        assert set(answer["ids"][0]) == {key for key, _ in hits}
    client.close()


def test_equal_vectors_are_ordered_by_id() -> None:
    row = clustered(1)[0]
    exact = ExactVectors([f"{number:03d}" for number in reversed(range(301))], np.tile(row, (301, 1)))
    assert [key for key, _ in exact.query(row, 5)] == ["000", "001", "002", "003", "004"]


def test_asking_for_more_than_there_is_gives_all(tmp_path: Path) -> None:
    rows = clustered(3)
    exact = ExactVectors(["a", "b", "c"], rows)
    chroma = ChromaVectors(written(tmp_path / "chroma", rows))
    assert len(exact.query(rows[0], 10)) == len(chroma.query(rows[0], 10)) == 3
    chroma.close()


def test_no_vectors_at_all_find_nothing() -> None:
    assert ExactVectors([], np.empty((0, 0), dtype=np.float32)).query(clustered(1)[0], 10) == []


@pytest.mark.parametrize("damage", ["no folder", "no database", "not a database"])
def test_a_folder_that_chroma_cannot_open_is_damaged(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "chroma"
    if damage != "no folder":
        written(folder, clustered(5))
        (folder / "chroma.sqlite3").unlink()
    if damage == "not a database":
        (folder / "chroma.sqlite3").write_bytes(b"?" * 5000)
    with pytest.raises(IndexDamaged, match="无法打开"):
        ChromaVectors(folder)


def test_opening_many_times_keeps_no_file_open(tmp_path: Path) -> None:
    rows = clustered(10)
    folder = written(tmp_path / "chroma", rows)
    counts = []
    for _ in range(32):
        vectors = ChromaVectors(folder)
        vectors.query(rows[0], 1)
        vectors.close()
        counts.append(len(list(Path("/proc/self/fd").iterdir())))
    # One file left by each opening makes 30; Chroma's threads close the last few a moment later.
    assert counts[-1] < counts[1] + 15, counts
