"""How an answer is judged against a case."""

from typing import Any

import pytest

from eval.cases import Case, Gold
from eval.fidelity import number_fidelity, numbers, quotation_fidelity
from eval.outcome import failure, measure
from eval.ranking import as_groups
from eval.score import plain, states

CLAUSE = "1.统筹资金帮扶。从2018年起连续3年，按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。"


def citation(
    text: str = CLAUSE, clause: str = "d:1", quote: str = "3000万元", **document: str
) -> dict[str, Any]:
    told = {"id": clause.partition(":")[0], "title": "意见", "number": None, "issuer": None, "date": None}
    return {
        "mark": 1, "clause_id": clause, "label": "《意见》1.", "document": told | document,
        "path": [], "quote": quote, "text": text,
    }  # fmt: skip


def answer(text: str, *citations: dict[str, Any], status: str = "answered") -> dict[str, Any]:
    hits = [{"clause_id": one["clause_id"]} for one in citations]
    return {"answer": text, "status": status, "citations": list(citations), "hits": hits}


CASE = Case("c", "fact", "问", facts=(("3000万", "三千万"),), gold=((Gold("d", "d:1", "3000万元"),),))
HOPELESS = Case("u", "unanswerable", "问", answerable=False)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("每年３０００万元", "3000万"),
        ("3 000 万元", "3000万"),
        ("9～11月", "9-11月"),
        ("9—11月", "9~11月"),
        ("责任单位｜区农业局", "责任单位区农业局"),
        ("（一）", "(一)"),
        ("2017—2020年", "2020年"),
        ("8月6日至8月7日", "8月7日"),
    ],
)
def test_width_blanks_and_dashes_do_not_matter(text: str, fact: str) -> None:
    assert states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("15个", "5个"),
        ("1.5万", "5万"),
        ("2018", "201"),
        ("3.50", "3.5"),
        ("十五名", "五名"),
        ("3～9月", "9月"),
        ("3月至9月", "9月"),
    ],
)
def test_a_fact_is_no_part_of_a_longer_figure(text: str, fact: str) -> None:
    assert not states(text, fact)


def test_an_answer_is_right_with_one_alternative_of_each_group() -> None:
    outcome = measure(CASE, answer("每年三千万元[1]。", citation()), seconds=0.1)
    assert outcome.correct
    assert outcome.citation_precision == outcome.citation_recall == 1.0


def test_what_is_missing_and_what_is_uncited_is_named_by_number() -> None:
    case = Case(
        "c", "fact", "问", facts=(("3000万",), ("连续3年",)), gold=(*CASE.gold, (Gold("d", "d:2", "x"),))
    )
    outcome = measure(case, answer("每年3000万元[1]。", citation()), seconds=0.1)
    assert (outcome.missing, outcome.uncited) == ((1,), (1,))
    assert outcome.citation_recall == 0.5


def test_a_right_answer_with_the_wrong_clause_is_not_correct() -> None:
    outcome = measure(CASE, answer("每年3000万元[1]。", citation(clause="d:2")), seconds=0.1)
    assert outcome.right
    assert not outcome.supported
    assert outcome.citation_precision == 0.0


def test_a_clause_that_lost_its_gold_quotation_does_not_support() -> None:
    assert not measure(CASE, answer("3000万元[1]", citation(text="另外的条款")), seconds=0.1).supported


def test_gold_without_a_clause_takes_any_clause_of_the_document_with_the_quotation() -> None:
    case = Case("c", "fact", "问", facts=(("3000万",),), gold=((Gold("d", None, "每个受援县(区)3000万元"),),))
    assert measure(case, answer("3000万元[1]", citation(clause="d:9")), seconds=0.1).supported
    assert not measure(case, answer("3000万元[1]", citation(clause="e:9")), seconds=0.1).supported


def test_a_forbidden_statement_makes_an_answer_wrong() -> None:
    case = Case("c", "premise", "问", facts=(("昭化区",),), forbidden=("结对剑阁县",))
    assert measure(case, answer("龙泉市结对昭化区[1]。", citation()), seconds=0.1).right
    told = measure(case, answer("龙泉市结对剑阁县，不是昭化区[1]。", citation()), seconds=0.1)
    assert not told.right
    assert told.forbidden == ("结对剑阁县",)


def test_only_a_refusal_is_right_where_the_corpus_has_no_answer() -> None:
    assert measure(HOPELESS, answer("没有规定。", status="refused"), seconds=0.1).correct
    assert not measure(HOPELESS, answer("3000万元[1]。", citation()), seconds=0.1).correct


def test_a_refusal_that_happens_to_name_the_fact_is_not_right() -> None:
    assert not measure(CASE, answer("没有查到3000万元。", status="refused"), seconds=0.1).right


def test_an_error_scores_nothing_even_where_a_refusal_was_due() -> None:
    for case in (CASE, HOPELESS):
        outcome = failure(case, "TargetError: 超时", seconds=1.0)
        assert not outcome.right
        assert not outcome.correct
    assert failure(CASE, "x", seconds=1.0).citation_recall == 0.0


def test_numbers_are_compared_by_value() -> None:
    assert [int(value) for value in numbers("１.８亿元、18,000万元和3000")] == [180000000, 180000000, 3000]


def test_a_number_that_no_citation_holds_is_counted() -> None:
    assert number_fidelity(answer("每年3000万元，共4年[1]。", citation())) == (1, 2)


def test_marks_ordinals_and_worked_out_figures_are_no_numbers_to_look_up() -> None:
    text = "1. 每年3000万元[12]。\n（2）连续3年：3000万元 × 3年 = 9000万元[1]。"
    assert number_fidelity(answer(text, citation())) == (4, 4)


def test_a_decimal_at_the_start_of_a_line_is_no_ordinal() -> None:
    assert number_fidelity(answer("3.5万元[1]。", citation())) == (0, 1)


def test_a_number_of_the_question_may_be_denied_but_no_other() -> None:
    said = answer("不是500万元，是3000万元[1]。", citation())
    assert number_fidelity(said, "每年500万元吧？") == (1, 1)
    assert number_fidelity(said, "每年多少？") == (1, 2)


def test_a_document_named_without_a_mark_is_no_statement() -> None:
    text = "每年3000万元[1]。\n《规划（2017年-2020年）》的相应内容，现有文件没有规定。"
    assert number_fidelity(answer(text, citation())) == (1, 1)
    assert number_fidelity(answer("按照《规划（2017年-2020年）》，每年3000万元[1]。", citation())) == (1, 3)


def test_a_working_may_multiply_by_the_years_of_a_cited_period() -> None:
    period = citation(text="从2017年起至2020年，每年不少于500万元。")
    assert number_fidelity(answer("不少于500万元 × 4年 = 不少于2000万元[1]。", period)) == (1, 1)
    assert number_fidelity(answer("不少于500万元 × 5年 = 不少于2500万元[1]。", period)) == (1, 2)


def test_a_working_may_multiply_by_a_figure_of_the_question() -> None:
    said = answer("3000万元 × 6个县 = 1.8亿元[1]。", citation())
    assert number_fidelity(said, "6个受援县一共多少？") == (1, 1)
    assert number_fidelity(said, "一共多少？") == (1, 2)
    assert number_fidelity(answer("共有6个县[1]。", citation()), "6个受援县一共多少？") == (0, 1)


def test_a_date_of_the_document_counts_as_evidence() -> None:
    assert number_fidelity(answer("2018年8月16日印发[1]。", citation(text="通知", date="2018-08-16"))) == (
        3,
        3,
    )


def test_a_refusal_holds_no_numbers_of_its_own() -> None:
    assert number_fidelity(answer("没有2021年的规定。", status="refused")) == (0, 0)


def test_a_quotation_is_literal_or_it_is_none() -> None:
    assert quotation_fidelity(answer("x", citation(), citation(quote="5000万元"), citation(quote=""))) == (
        1,
        3,
    )


def test_a_second_clause_of_a_found_group_adds_nothing_to_the_ranking() -> None:
    ranked, groups = as_groups(["x", "a", "b", "c"], [frozenset({"a", "b"}), frozenset({"c"})])
    assert ranked == ["x", 0, "b", 1]
    assert groups == {0, 1}


def test_plain_leaves_nothing_but_what_is_compared() -> None:
    assert plain(" 四\t｜ 个 一\n") == "四个一"
