"""Totals, products and differences: asked for, from cited figures, with the working shown."""

from collections.abc import Iterator

import pytest

from assistant.chain import Assistant
from assistant.compose.sides import sides_of
from assistant.compose.workings import for_quantity, summed
from assistant.figures import figures
from assistant.settings import Settings
from assistant.statements import units_of
from assistant.terms import Term
from corpus import Clause, Document
from index import Index, build

SKILLS = """龙游县技能人才培养三年行动方案

一、目标任务
（一）每年培训电工60名、焊工40名、养老护理员不少于50名。
（二）向省城选派联络员1名，向每个乡镇选派指导员2名、信息员1名。
（三）选派校长、骨干教师各8名到杭州市跟岗学习。
（四）2023年全县技能人才达到4200人、增加300人。

二、资金支持
（一）企业每新招1名高级技师，给予3万元引才奖励，每家企业每年最高20万元。
（二）从2023年起连续3年，每年安排培训专项资金不少于200万元。
（三）对获得省级竞赛奖项的选手，每人给予奖励5000元。

三、待遇保障
（一）A类工匠每月发放津贴800元。
（二）B类工匠每月发放津贴500元。
（三）C类学徒每月发放补助300元。
（四）D类学徒一次性发放补助不超过2000元。

龙游县人民政府办公室
2023年3月1日
"""


@pytest.fixture(scope="session")
def skills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("skills-corpus")
    home = tmp_path_factory.mktemp("skills-index")
    (corpus / "skills.txt").write_text(SKILLS, encoding="utf-8")
    build(corpus, home)
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home, receipts=0))


@pytest.mark.parametrize(
    ("question", "working"),
    [
        ("龙游每年培训电工和焊工加一块多少名？", "60名 + 40名 = 100名"),
        (
            "龙游派的联络员加上15个乡镇的指导员、信息员一共多少名？",
            "1名 + 2名 × 15个乡镇 + 1名 × 15个乡镇 = 46名",
        ),
        ("龙游到杭州跟岗的校长和骨干教师总共多少名", "8名 + 8名 = 16名"),
        ("龙游2023年技能人才4200人，前一年是多少人", "达到4200人 - 300人 = 3900人"),
        ("龙游一家企业新招了4名高级技师，引才奖励能拿多少钱", "3万元 × 4名 = 12万元"),
        ("龙游一家企业新招了9名高级技师，引才奖励能拿多少钱", "3万元 × 9名 = 27万元，每家企业每年最高20万元"),
        ("龙游三年下来安排培训专项资金多少钱？", "不少于200万元 × 3年 = 不少于600万元"),
        ("龙游12名选手拿了省级竞赛奖项，奖励一共多少元？", "5000元 × 12名 = 6万元"),
    ],
)
def test_what_is_computed_shows_its_working(skills: Assistant, question: str, working: str) -> None:
    answer = skills.ask(question)
    assert working in answer.text
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    ["龙游每年培训电工多少名？", "龙游每年安排多少培训专项资金？", "龙游每新招1名高级技师奖励多少钱？"],
)
def test_nothing_is_computed_that_is_not_asked_for(skills: Assistant, question: str) -> None:
    assert "=" not in skills.ask(question).text


def test_a_sum_keeps_the_limit_of_its_figures() -> None:
    found = figures("电工60名、护理员不少于50名")
    assert summed([(figure, None) for figure in found]) == "60名 + 不少于50名 = 不少于110名"


def test_a_lower_and_an_upper_limit_have_no_total() -> None:
    found = figures("电工不超过60名、护理员不少于50名")
    assert summed([(figure, None) for figure in found]) == ""


def test_a_figure_for_each_of_something_else_is_not_multiplied() -> None:
    text = "每亩补助300元。"
    clause = Clause("d:1", "d", "clause", (), "《d》一、", text, 0, len(text))
    document = Document("d", "d", None, None, None, (), None, None, "d.txt", text)
    (unit,) = units_of(clause, document)
    assert for_quantity("5名农民一共补助多少元", unit) == ("", "")


def test_two_things_of_two_clauses_are_added_up_and_both_are_cited(skills: Assistant) -> None:
    answer = skills.ask("龙游向省城派的联络员和到杭州跟岗的校长加起来多少名？")
    assert "1名 + 8名 = 9名[1][2]。" in answer.text
    assert [citation.clause.id for citation in answer.citations] == ["skills:1.2", "skills:1.3"]


def test_a_yearly_figure_is_not_added_to_another(skills: Assistant) -> None:
    assert "=" not in skills.ask("龙游每年培训的电工和到杭州跟岗的校长加起来多少名？").text


def test_two_classes_are_set_side_by_side_with_their_difference(skills: Assistant) -> None:
    answer = skills.ask("龙游A类和B类工匠的津贴各是多少元，哪类更多？")
    rows = answer.text.splitlines()[2:]
    assert rows[0].startswith("| A类 |")
    assert "800元" in rows[0]
    assert rows[1].startswith("| B类 |")
    assert "500元" in rows[1]
    assert rows[2] == "| A类更多 | 800元 - 500元 = 300元[1][2] |"


def test_figures_under_different_conditions_are_not_compared(skills: Assistant) -> None:
    answer = skills.ask("龙游C类和D类学徒的补助各是多少元，哪类更多？")
    assert "| C类 |" in answer.text
    assert "更多 |" not in answer.text
    assert any("口径不同" in note for note in answer.notes)


def test_a_question_that_joins_two_things_is_taken_apart() -> None:
    terms = [Term(word, 1.0, thing=True) for word in ("挂职", "干部", "培训", "医生")]
    sides = sides_of("挂职的干部和培训的医生加起来多少人", terms)
    assert sides is not None
    assert [side.name for side in sides] == ["挂职的干部", "培训的医生"]
    own = [[term.text for term in side.terms if not term.carried] for side in sides]
    assert own == [["挂职", "干部"], ["培训", "医生"]]


def test_a_question_about_one_thing_is_not_taken_apart() -> None:
    assert sides_of("挂职的干部有多少人", [Term("干部", 1.0, thing=True)]) is None
