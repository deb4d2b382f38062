"""去年 and 今年 of a report, months of a year, and what one sentence of several says."""

from collections.abc import Iterator

import pytest

from assistant.chain import Assistant
from assistant.model import Turn
from assistant.settings import Settings
from index import Index, build

REPORT = """2024年衢江区政府工作报告

一、2023年工作回顾
（一）城市品质持续提升。新建口袋公园18座，改造老旧小区25个。
（二）民生福祉持续增进。城镇新增就业9300人，新增养老床位420张，改建认知障碍床位80张。

二、2024年主要任务
（一）扩大有效投资。区级财政安排重点项目资金3.6亿元，其中交通项目1.5亿元、水利项目1.2亿元、教育项目0.9亿元。
（二）提升城市品质。新建口袋公园12座，改造老旧小区30个以上。
（三）增进民生福祉。城镇新增就业9000人以上，新增养老床位300张。
（四）稳定公益岗位。开发公益性岗位150个，每人每月补助900元。
（五）加装住宅电梯。加装电梯每部补助20万元。维修分三个阶段推进：一是摸排阶段；二是施工阶段；三是验收阶段。
（六）选派驻村干部。每名驻村干部每年安排工作经费2万元。向各乡镇选派驻村干部45名。
"""

RULES = """衢江区停车管理办法

第一条 为规范停车管理，制定本办法。

第二条 下列车辆不能在中心城区停放：
（一）运输危险物品的车辆；
（二）无牌无证的车辆。

第三条 有下列情形之一的，不得减免停车费：
（一）占用消防通道的；
（二）占用盲道的；
（三）拖欠停车费的。

第四条 擅自设置地桩地锁的，由城市管理部门处200元以上1000元以下的罚款。

第五条 在人行道违规停车的，由公安机关处50元罚款。

第六条 擅自改变停车场用途的，由城市管理部门责令改正，处200元以上1000元以下的罚款。

第七条 停车证的有效期为2年。

第八条 本办法自2023年6月1日起施行。
"""


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("years-corpus")
    home = tmp_path_factory.mktemp("years-index")
    (corpus / "report.txt").write_text(REPORT, encoding="utf-8")
    (corpus / "parking.txt").write_text(RULES, encoding="utf-8")
    build(corpus, home)
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home, receipts=0))


@pytest.mark.parametrize(
    ("question", "words", "clauses"),
    [
        ("衢江去年新建口袋公园多少座？", ["18座"], ["report:1.1"]),
        ("衢江今年新建口袋公园多少座？", ["12座"], ["report:2.2"]),
        ("衢江去年和今年新建口袋公园各多少座？", ["18座", "12座"], ["report:1.1", "report:2.2"]),
        (
            "衢江城镇新增就业2023年实际和2024年目标各是多少？",
            ["9300人", "9000人以上"],
            ["report:1.2", "report:2.3"],
        ),
        ("衢江今年新增养老床位比去年少多少张？", ["420张 - 300张 = 120张"], ["report:2.3", "report:1.2"]),
        (
            "衢江今年改造老旧小区比去年多多少个？",
            ["30个以上 - 25个 = 5个以上"],
            ["report:2.2", "report:1.1"],
        ),
    ],
)
def test_each_year_is_answered_from_its_part_of_a_report(
    district: Assistant, question: str, words: list[str], clauses: list[str]
) -> None:
    answer = district.ask(question)
    assert all(word in answer.text for word in words), answer.text
    assert [citation.clause.id for citation in answer.citations] == clauses


@pytest.mark.parametrize(
    ("question", "working"),
    [
        ("衢江交通项目和教育项目的资金一共多少？", "1.5亿元 + 0.9亿元 = 2.4亿元"),
        ("衢江水利项目比教育项目的资金多多少？", "1.2亿元 - 0.9亿元 = 3000万元"),
        ("衢江公益性岗位补助一年总共要多少钱？", "900元 × 12个月 × 150个 = 162万元"),
        ("衢江驻村干部一年的工作经费总共多少钱？", "2万元 × 45名 = 90万元"),
        ("衢江加装12部电梯一共补助多少钱？", "20万元 × 12部 = 240万元"),
    ],
)
def test_only_what_is_joined_is_added_up(district: Assistant, question: str, working: str) -> None:
    assert working in district.ask(question).text


def test_a_monthly_figure_is_not_added_up_without_months(district: Assistant) -> None:
    assert "=" not in district.ask("衢江公益性岗位总共补助多少钱？").text


@pytest.mark.parametrize(
    ("turns", "question", "words"),
    [
        (["衢江去年新建口袋公园多少座？"], "今年呢？", "12座"),
        (["衢江公益性岗位每人每月补多少？"], "那一年下来呢？", "900元 × 12个月 = 1.08万元"),
    ],
)
def test_another_span_of_time_follows_up(
    district: Assistant, turns: list[str], question: str, words: str
) -> None:
    answer = district.ask(question, [Turn(turn, "") for turn in turns])
    assert words in answer.text, answer.text


def test_statements_with_the_same_fine_are_listed_from_all_articles(district: Assistant) -> None:
    answer = district.ask("衢江停车管理办法里，哪些行为处200元以上1000元以下的罚款？")
    assert "共2项：" in answer.text
    assert "第四条：擅自设置地桩地锁的" in answer.text
    assert "第六条：擅自改变停车场用途的" in answer.text


def test_stages_told_in_one_sentence_are_a_list(district: Assistant) -> None:
    answer = district.ask("衢江加装电梯维修分哪几个阶段？")
    assert "共3项：" in answer.text
    assert "2. 施工阶段[1]" in answer.text


def test_the_list_in_the_sense_of_the_question_is_given(district: Assistant) -> None:
    answer = district.ask("衢江停车管理办法里，哪些车辆不能停放在中心城区？")
    assert "共2项：" in answer.text
    assert "运输危险物品的车辆" in answer.text


def test_each_part_of_a_question_is_answered_by_itself(district: Assistant) -> None:
    answer = district.ask("衢江停车证的有效期是几年，擅自设置地桩地锁罚多少钱？")
    assert answer.status == "answered"
    assert "2年" in answer.text
    assert "200元以上1000元以下" in answer.text
    assert [citation.clause.id for citation in answer.citations] == ["parking:7", "parking:4"]
