import json
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import Clause, Document
from index import Index, Where
from index.catalog import Catalog
from index.rerank import Candidate
from index.search import article_place, copies_last, serve_all

SAMPLE = Path(__file__).parents[2] / "eval" / "cases" / "sample.jsonl"


@pytest.fixture(scope="module")
def index(bundled_home):
    opened = Index.open(bundled_home)
    yield opened
    opened.close()


def _plain(text):
    return "".join(text.split())


def _cases():
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["support"] and not case.get("history"):
            yield pytest.param(case["question"], case["support"], id=case["id"])


@pytest.mark.parametrize(("question", "support"), list(_cases()))
def test_the_support_of_every_sample_question_is_among_the_first_five(index, question, support):
    hits = [(hit.clause.document_id, _plain(hit.clause.text)) for hit in index.search(question, 5)]
    for wanted in support:
        quotes = [_plain(quote) for quote in (wanted["quote"], *wanted.get("any", []))]
        assert any(key == wanted["doc"] and quote in text for key, text in hits for quote in quotes)


def test_scores_fall_and_every_hit_names_its_places(index):
    hits = index.search("丽水每年给每个县多少资金", 20)
    assert len(hits) == 20
    assert all(first.score >= second.score for first, second in pairwise(hits))
    assert all(set(hit.ranks) & {"dense", "lexical"} for hit in hits)


def test_the_same_question_gives_the_same_ranking(index, bundled_home):
    question = "两地怎样开展劳务协作？"
    first = index.search(question, 50)
    again = Index.open(bundled_home)
    try:
        assert again.search(question, 50) == first == index.search(question, 50)
    finally:
        again.close()


def test_where_two_places_are_named_both_are_among_the_first(index):
    hits = index.search("奉节和临洮各有什么旅游合作", 4)
    assert {hit.clause.document_id for hit in hits[:2]} == {"fengjie-2019", "cangshan-lintao-2017"}


def test_a_place_makes_its_document_lead_and_lets_others_follow(index):
    hits = index.search("奉节县怎么开展劳务协作", 60)
    documents = [hit.clause.document_id for hit in hits]
    assert documents[0] == "fengjie-2019"
    assert len(set(documents)) > 1


def test_misspelt_places_find_the_same_clause(index):
    right = index.search("仓山区每年给临洮多少钱？", 1)[0].clause.id
    assert index.search("仓山驱每年给林洮多少钱？", 1)[0].clause.id == right


def test_a_filter_is_kept_however_deep_the_ranking_must_go(index):
    where = Where(documents=("lishui-2018",), kinds=("table_row",))
    hits = index.search("组织媒体采风活动", 10, where)
    assert hits
    assert {(hit.clause.document_id, hit.clause.kind) for hit in hits} == {("lishui-2018", "table_row")}


@pytest.mark.parametrize(
    ("question", "key"),
    [
        (
            "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》二、（二）1.的内容是什么",
            "lishui-2018:2.2.1",
        ),
        ("安政办发〔2017〕65号二、5.", "ankang-2017:2.5"),
        ("仓山临洮规划第四章1.", "cangshan-lintao-2017:4.1"),
    ],
)
def test_a_clause_that_is_named_by_its_place_comes_first(index, question, key):
    first = index.search(question, 3)[0]
    assert first.clause.id == key
    assert first.ranks["named"] == 1


@pytest.mark.parametrize("question", ["", "？", "zzzz", "的", "a" * 3000])
def test_a_question_without_words_is_no_error(index, question):
    assert len(index.search(question, 3)) <= 3


def test_asking_for_none_gives_none(index):
    assert index.search("丽水每年给每个县多少资金", 0) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("第十二条", "12"),
        ("第一百一十二条", "112"),
        ("第二百九十九条之一", "299-1"),
        ("第一千零二条", "1002"),
    ],
)
def test_an_article_has_the_place_that_clause_ids_use(name, place):
    assert article_place(name) == place


def _scored(*keys):
    return [
        (Candidate(Clause(key, key[0], "clause", (), key, key, 0, 3), None, 0.0, {}), float(10 - place))
        for place, key in enumerate(keys)
    ]


def test_groups_of_documents_lead_in_turn_and_scores_never_rise():
    served = serve_all(_scored("a:1", "a:2", "c:1", "a:3", "b:1"), [frozenset("a"), frozenset("b")])
    assert [candidate.clause.id for candidate, _ in served] == ["a:1", "b:1", "a:2", "a:3", "c:1"]
    assert all(first >= second for (_, first), (_, second) in pairwise(served))


def test_one_group_leaves_the_order_alone():
    scored = _scored("a:1", "b:1")
    assert serve_all(scored, [frozenset("b")]) == scored
    assert serve_all(scored, []) == scored


def _version(key, title, date):
    return Document(key, title, None, None, date, (), None, "in_force", "", "甲")


VERSIONS = Catalog.build(
    [
        _version("old", "某办法", "2018-01-01"),
        _version("new", "《某办法》", "2023-01-01"),
        _version("x", "他法", None),
    ]
)


def _saying(*pairs):
    return [
        (
            Candidate(Clause(key, key.split(":")[0], "clause", (), key, text, 0, len(text)), None, 0.0, {}),
            score,
        )
        for key, text, score in pairs
    ]


def test_what_two_versions_say_in_the_same_words_takes_one_place_and_the_current_one_stays():
    scored = _saying(
        ("old:1", "第一条　甲乙", 5.0),
        ("new:1", "第一条 甲乙", 5.0),
        ("x:1", "丙", 4.0),
        ("new:2", "丁", 3.0),
    )
    ordered = copies_last(scored, VERSIONS)
    assert [candidate.clause.id for candidate, _ in ordered] == ["new:1", "x:1", "new:2", "old:1"]
    assert all(first >= second for (_, first), (_, second) in pairwise(ordered))


def test_a_version_that_the_question_names_stays_before_the_current_one():
    ordered = copies_last(
        _saying(("old:1", "甲乙", 7.0), ("new:1", "甲乙", 5.0), ("x:1", "丙", 4.0)), VERSIONS
    )
    assert [candidate.clause.id for candidate, _ in ordered] == ["old:1", "x:1", "new:1"]


def test_the_same_words_under_another_title_and_other_words_under_the_same_title_stay():
    scored = _saying(("old:1", "甲乙", 5.0), ("x:1", "甲乙", 4.0), ("new:1", "甲乙丙", 3.0))
    assert copies_last(scored, VERSIONS) == scored
