"""Everyday words find the words of the documents that mean the same."""

from pathlib import Path

import numpy as np
from notices import write_corpus

from index import Embedder, Index, build
from index.store import Store
from index.vocabulary import Vocabulary, vocabulary_words
from index.words import Words


def test_words_with_a_meaning_are_kept_and_names_and_particles_are_not() -> None:
    found = vocabulary_words(["临洮县对购房的人才给予补贴，并在每年安排资金。"], Words())
    assert {"购房", "人才", "补贴", "资金"} <= set(found)
    assert not {"临洮县", "临洮", "每年", "给予补贴"} & set(found)
    assert found == sorted(found)


def test_a_near_word_is_one_that_stands_out_from_all_others() -> None:
    rows = np.tile(np.array([1.0, 0.0, 0.0], np.float32), (40, 1))
    rows[7] = (0.0, 1.0, 0.0)
    words = [f"词{number:02d}" for number in range(40)]
    near = Vocabulary(words, rows).near(np.array([0.0, 1.0, 0.0], np.float32))
    assert [word for word, _ in near] == ["词07"]
    # One of 40 at cosine 1 and the rest at 0: (1 - 1/40) / sqrt(1/40 * 39/40).
    assert abs(near[0][1] - 6.245) < 0.01


def test_a_corpus_too_small_to_compare_with_names_no_near_words() -> None:
    assert Vocabulary(["购房"], np.ones((1, 3), np.float32)).near(np.ones(3, np.float32)) == ()


def test_an_index_knows_the_words_of_its_documents_by_their_meaning(built: Path, embedder: Embedder) -> None:
    with Index.open(built / "home", embedder=embedder) as index:
        assert index.near("扶贫款")[0][0] in {"资金", "帮扶", "扶贫"}
        assert index.near("补贴")[0][0] == "补贴"
        assert "就业" in [word for word, _ in index.near("找工作")]


def test_words_go_with_the_last_document_that_held_them(tmp_path: Path, embedder: Embedder) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "办法.txt").write_text("养老补贴办法\n\n一、给予护理床位补助。\n", encoding="utf-8")
    home = tmp_path / "home"

    def words() -> list[str]:
        build(corpus, home, embedder=embedder)
        store = Store(home)
        found, vectors = store.vectors.words(f"{embedder.name}@{embedder.revision}")
        store.close()
        assert len(found) == len(vectors)
        return found

    assert "床位" in words()
    (corpus / "办法.txt").unlink()
    assert "床位" not in words()
    assert "就业" in words()
