import math
from collections import Counter

import pytest

from index import IndexDamaged
from index.lexical import LexicalIndex
from index.words import Words

TEXTS = {
    "d:1": "丽水市每年为每个县安排3000万元帮扶资金",
    "d:2": "仓山区每年安排扶贫协作专项资金不少于500万元",
    "d:3": "组织10家以上农业企业赴紫阳县对接",
    "d:4": "本办法自发布之日起施行",
}


@pytest.fixture(scope="module")
def lexical(tmp_path_factory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "index"
    return LexicalIndex.build(folder, list(TEXTS), list(TEXTS.values()), ["仓山区", "紫阳县"])


def test_scores_are_bm25(lexical):
    words = Words(["仓山区", "紫阳县"])
    tokens = {key: words.terms(text) for key, text in TEXTS.items()}
    mean = sum(map(len, tokens.values())) / len(tokens)

    def bm25(key: str, query: str) -> float:
        total = 0.0
        for term, weight in Counter(words.terms(query)).items():
            holding = sum(term in held for held in tokens.values())
            idf = math.log(1 + (len(tokens) - holding + 0.5) / (holding + 0.5))
            count = tokens[key].count(term)
            total += weight * idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(tokens[key]) / mean))
        return total

    for query in ("每年多少资金", "仓山区500万元", "农业企业"):
        for key, score in lexical.search(query, 10):
            assert score == pytest.approx(bm25(key, query), rel=0.02)  # tantivy rounds lengths


def test_what_shares_no_word_is_not_found(lexical):
    assert lexical.search("天气", 10) == []
    assert lexical.search("？！", 10) == []


def test_the_best_match_is_first_and_no_more_than_asked_come_back(lexical):
    assert next(key for key, _ in lexical.search("仓山区每年安排多少资金", 10)) == "d:2"
    assert len(lexical.search("每年安排资金", 1)) == 1


def test_equal_scores_are_in_order_of_ids(tmp_path):
    lexical = LexicalIndex.build(tmp_path / "x", ["b", "c", "a"], ["帮扶资金"] * 3)
    assert [key for key, _ in lexical.search("资金", 3)] == ["a", "b", "c"]


def test_weighted_terms_shift_the_order(lexical):
    assert lexical.search({"500万元": 1.0, "3000万元": 0.1}, 2)[0][0] == "d:2"
    assert lexical.search({"500万元": 0.1, "3000万元": 1.0}, 2)[0][0] == "d:1"


def test_an_opened_index_cuts_questions_with_the_dictionary_it_was_built_with(tmp_path):
    built = LexicalIndex.build(tmp_path / "x", ["a"], ["每年给每个县资金"], ["每年给每个县"])
    opened = LexicalIndex.open(tmp_path / "x")
    assert opened.words.fingerprint == built.words.fingerprint
    assert opened.search({"每年给每个县": 1.0}, 1)


def test_frequency_counts_texts(lexical):
    assert lexical.frequency("每年") == 2
    assert lexical.frequency("没有") == 0
    assert len(lexical) == 4


@pytest.mark.parametrize("damage", ["missing folder", "missing dictionary", "broken meta"])
def test_a_failing_index_is_an_error_and_not_an_empty_result(tmp_path, damage):
    folder = tmp_path / "x"
    LexicalIndex.build(folder, ["a"], ["帮扶资金"])
    if damage == "missing folder":
        folder = tmp_path / "y"
    elif damage == "missing dictionary":
        (folder / "dictionary.txt").unlink()
    else:
        (folder / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="build"):
        LexicalIndex.open(folder)


def test_a_text_that_is_asked_for_by_its_id_has_the_score_it_would_be_found_with(lexical):
    terms = dict(Counter(lexical.words.terms("仓山区每年安排多少资金")))
    found = dict(lexical.search(terms, 10))
    assert len(found) > 1
    for key, score in found.items():
        assert lexical.score(terms, [key, "no such id"]) == {key: pytest.approx(score)}
    assert lexical.score(terms, list(found)) == pytest.approx(found)


def test_texts_without_a_word_of_the_query_have_no_score(lexical):
    assert lexical.score({"天气": 1.0}, list(TEXTS)) == {}
    assert lexical.score({}, list(TEXTS)) == lexical.score({"资金": 1.0}, []) == {}
