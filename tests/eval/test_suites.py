"""The suites that come with the product, held against the documents they were written from."""

from collections import Counter

import pytest

from corpus import Clause
from corpus.library import bundled_corpus, load_corpus
from eval.cases import KINDS, Case, Gold, read_cases, suite_path
from eval.validation import problems, shared_clauses, uncovered


@pytest.fixture(scope="module")
def clauses() -> dict[str, Clause]:
    parsed = list(load_corpus(bundled_corpus()))
    return {clause.id: clause for document in parsed for clause in document.clauses}


@pytest.fixture(scope="module")
def suites() -> dict[str, tuple[Case, ...]]:
    return {name: read_cases(suite_path(name)) for name in ("sample", "development", "test")}


@pytest.mark.parametrize("name", ["sample", "development", "test"])
def test_every_gold_clause_and_quotation_stands_in_the_documents(
    name: str, suites: dict[str, tuple[Case, ...]], clauses: dict[str, Clause]
) -> None:
    assert problems(suites[name], clauses) == []


def test_no_clause_is_both_tuned_on_and_reported(suites: dict[str, tuple[Case, ...]]) -> None:
    assert shared_clauses(suites["development"], suites["test"]) == set()
    assert not {case.question for case in suites["development"]} & {case.question for case in suites["test"]}


def test_every_clause_and_table_row_is_asked_about(
    suites: dict[str, tuple[Case, ...]], clauses: dict[str, Clause]
) -> None:
    assert uncovered((*suites["development"], *suites["test"]), clauses.values()) == []


def test_the_suites_are_large_enough_and_of_every_kind(suites: dict[str, tuple[Case, ...]]) -> None:
    kinds = Counter(case.kind for name in ("development", "test") for case in suites[name])
    assert kinds.total() >= 240
    assert kinds["unanswerable"] >= 50
    assert set(kinds) == set(KINDS)


def broken(clauses: dict[str, Clause], **changes: object) -> list[str]:
    gold = ((Gold("lishui-2018", "lishui-2018:2.2.1", "3000万元"),),)
    fields = {"id": "a", "kind": "fact", "question": "问？", "facts": (("3000万",),), "gold": gold} | changes
    return [problem.message for problem in problems([Case(**fields)], clauses)]  # type: ignore[arg-type]


def test_a_sound_case_has_no_problem(clauses: dict[str, Clause]) -> None:
    assert broken(clauses) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"gold": ((Gold("lishui-2018", "lishui-2018:9.9", "x"),),)}, "没有条款 lishui-2018:9.9"),
        ({"gold": ((Gold("lishui-2018", "lishui-2018:2.2.1", "4000万元"),),)}, "里没有“4000万元”"),
        ({"gold": ((Gold("lishui-2018", None, "4000万元"),),)}, "没有一条含有“4000万元”"),
        ({"gold": ((Gold("lishui-2019", None, "x"),),)}, "文件 lishui-2019 不在语料里"),
        ({"facts": (("4000万",),)}, "要点“4000万”不在依据条款里"),
        ({"facts": (), "gold": ()}, "既没有 facts 也没有 gold"),
        ({"kind": "follow_up"}, "追问没有 history"),
        ({"kind": "unanswerable"}, "题型与 answerable 不一致"),
    ],
)
def test_a_broken_case_is_told(clauses: dict[str, Clause], changes: dict[str, object], message: str) -> None:
    assert any(message in told for told in broken(clauses, **changes))


def test_the_same_question_twice_is_told(clauses: dict[str, Clause]) -> None:
    twice = [Case(name, "fact", "问 ？", facts=(("1",),)) for name in ("a", "b")]
    assert [problem.message for problem in problems(twice, clauses)] == [
        "与 a 是同一个问题；请删去其中一题。"
    ]
