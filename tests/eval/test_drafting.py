"""What is proposed as a case from documents that the product has not seen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.cases import Case
from eval.drafting import draft_cases

HEAD = "东山市人民政府关于扶持小微企业的通知\n\n各县区人民政府：\n"
TAIL = "\n东山市人民政府\n2024年3月5日\n"


@pytest.fixture
def drafted(tmp_path: Path) -> Callable[..., list[Case]]:
    def draft(*texts: str) -> list[Case]:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.txt").write_text(HEAD + text + TAIL, encoding="utf-8")
        cases, failures = draft_cases(tmp_path, most=40)
        assert failures == ()
        return list(cases)

    return draft


def asked(cases: list[Case]) -> dict[str, tuple[str, ...]]:
    return {case.question.partition("》，")[2] or case.question: case.facts[0] for case in cases}


def test_a_figure_is_asked_for_with_what_it_belongs_to(drafted: Callable[..., list[Case]]) -> None:
    found = asked(drafted("一、对新入库的企业，给予5万元奖励。\n二、资金于2024年5月底前拨付。\n"))
    assert found["对新入库的企业，给予多少元奖励？"] == ("5万元",)
    assert found["资金于什么时候拨付？"] == ("2024年5月底前",)


def test_a_name_that_holds_a_figure_is_not_asked_for(drafted: Callable[..., list[Case]]) -> None:
    found = asked(drafted("一、增强“四个意识”，全年培训企业家120名。\n"))
    assert list(found.values()) == [("120名",)]


def test_bodies_are_asked_for_without_the_words_around_them(drafted: Callable[..., list[Case]]) -> None:
    text = (
        "一、加强监管\n（一）建立台账。落实专项资金台账制度。（市财政局、市审计局等有关部门按职责分工负责）\n"
    )
    bodies = [case for case in drafted(text) if case.kind == "body"]
    assert [case.facts for case in bodies] == [(("市财政局",), ("市审计局",))]


def test_a_clause_without_a_heading_is_named_by_its_beginning(drafted: Callable[..., list[Case]]) -> None:
    text = "第一条 补助标准为每户300元。（市财政局负责）\n第二条 本办法自2024年6月1日起施行。\n"
    (body,) = [case for case in drafted(text) if case.kind == "body"]
    assert "补助标准为每户300元" in body.question
    assert body.facts == (("市财政局",),)


def test_two_documents_that_say_the_same_are_one_case_with_either_as_gold(
    drafted: Callable[..., list[Case]],
) -> None:
    text = "一、对新入库的企业，给予5万元奖励。\n"
    (case,) = drafted(text, text)
    assert [gold.clause for gold in case.gold[0]] == ["0:1", "1:1"]


def test_the_figures_of_a_table_are_asked_for_but_not_its_ordinals(
    drafted: Callable[..., list[Case]],
) -> None:
    text = "一、任务见下表。\n序号\t乡镇\t面积（亩）\n1\t东关镇\t5000\n2\t西营乡\t6000\n二、按期完成。\n"
    tables = [(case.question.split("，")[1], case.facts) for case in drafted(text) if case.kind == "table"]
    assert tables == [
        ("“东关镇”的面积（亩）是多少？", (("5000",),)),
        ("“西营乡”的面积（亩）是多少？", (("6000",),)),
    ]


def test_a_deadline_beside_the_bodies_is_no_body(drafted: Callable[..., list[Case]]) -> None:
    text = (
        "一、摸清底数。逐块核查。（县农业农村局牵头，县自然资源局配合，2021年8月底前完成）\n二、编制规划。\n"
    )
    (body,) = [case for case in drafted(text) if case.kind == "body"]
    assert body.facts == (("县农业农村局",), ("县自然资源局",))


def test_which_class_it_is_is_no_count_and_points_are_asked_for_as_points(
    drafted: Callable[..., list[Case]],
) -> None:
    found = asked(drafted("一、二类地区每人每月500元。\n二、签约家庭医生的，报销比例提高5个百分点。\n"))
    assert not any("多少类" in question for question in found)
    assert any(question.endswith("报销比例提高多少个百分点？") for question in found)
