"""What turns a statement without a figure or a name: operators, bodies, opposites, the item it is said of."""

import pytest

from assistant.chain import Assistant
from assistant.drafts import DraftStatement, check_draft
from assistant.drafts.evidence import read
from assistant.drafts.exempt import matters
from assistant.guard import Reason

LISHUI = "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》"
ANKANG = "《常州市与安康市扶贫协作和经济合作战略合作协议落实分工方案》"


def last(text: str, assistant: Assistant) -> DraftStatement:
    return check_draft(text, assistant).statements[-1]


@pytest.mark.parametrize(
    ("sentence", "kind", "found", "expected"),
    [
        ("对未完成年度任务的，市委、市政府不予通报批评。", "relation", "不予", "通报批评"),
        (
            "脱贫摘帽后的贫困县区、贫困村和贫困户，在攻坚期内不再享受扶持政策。",
            "relation",
            "不再",
            "享受扶持",
        ),
        ("两市扶贫协作机构要建立定期的工作会商机制。", "relation", "定期", "不定期"),
        (
            "承担东西部扶贫协作任务的县（市、区）必须根据实际情况，积极探索结对工作。",
            "condition",
            "必须",
            "可根据",
        ),
        ("搭建爱心平台，要求企业、社会组织和个人捐资助学助医。", "condition", "要求企业", "鼓励企业"),
        (
            "在全年电力电量平衡方案中，一律消纳四川帮扶县光伏、水电的富余电量。",
            "condition",
            "一律",
            "优先消纳",
        ),
        (
            "由两地组织部门牵头，积极宣传可复制、可推广、可借鉴的先进经验和典型做法。",
            "body",
            "组织部门",
            "宣传部门",
        ),
        (
            "从2017年起至2020年，仓山区累计安排扶贫协作专项资金不少于500万元。",
            "condition",
            "累计安排",
            "每年500万元",
        ),
    ],
)
def test_a_word_that_turns_a_clause_is_told(
    bundled: Assistant, sentence: str, kind: str, found: str, expected: str
) -> None:
    statement = last(sentence, bundled)
    assert statement.verdict == "contradicted"
    [reason] = [one for one in statement.reasons if one.kind == kind]
    assert found in reason.found and expected in reason.expected


@pytest.mark.parametrize(
    "sentence",
    [
        "对未完成年度任务的，市委、市政府要予以通报批评。",
        "承担东西部扶贫协作任务的县（市、区）可以根据实际情况，探索开展结对工作。",
        "要支持企业、社会组织和个人捐资助学助医。",
        "要优先消纳四川帮扶县光伏、水电的富余电量。",
        "不得出现资金闲置、被挪用占用或贪占等问题。",
        "截至2016年底，临洮县贫困人口约5.7万人，贫困发生率为11.55%。",
        "劳务合作这一条由市人社局、市教育局和各县区政府负责。",
    ],
)
def test_other_words_of_the_same_force_are_carried(bundled: Assistant, sentence: str) -> None:
    assert last(sentence, bundled).verdict == "supported"


@pytest.mark.parametrize(
    ("text", "found", "counts"),
    [
        ("处违法所得1倍以上5倍以下的罚款。", "5倍", True),
        ("以上2项由市财政局负责。", "2项", False),
        ("劳务合作这一条由市人社局负责。", "一条", False),
    ],
)
def test_what_points_back_counts_nothing_and_an_upper_bound_does(text: str, found: str, counts: bool) -> None:
    at = text.index(found)
    reason = Reason("count", found, "3倍", at, at + len(found))
    assert matters(read(text, 0, len(text), ()), reason, ()) is counts


def test_a_number_of_a_document_is_found_in_running_text(bundled: Assistant) -> None:
    statement = last("大家要认真学习安政办发〔2017〕56号文件。", bundled)
    assert [(one.kind, one.found, one.expected) for one in statement.reasons] == [
        ("number_of_document", "安政办发〔2017〕56号", "安政办发〔2017〕65号")
    ]
    assert last("大家要认真学习安政办发〔2017〕65号文件。", bundled).verdict == "supported"


def test_a_short_name_in_quotation_marks_and_brackets_is_one(bundled: Assistant) -> None:
    text = (
        f"{LISHUI}（以下简称“《意见》”）已经印发。《意见》二、（二）2.规定，市财政局要制定帮扶资金管理办法。"
    )
    assert last(text, bundled).citations[0].clause.id == "lishui-2018:2.2.2"


def test_a_plan_that_a_clause_speaks_of_is_told_from_one_written_almost_so(bundled: Assistant) -> None:
    right = last("市对口支援办牵头编制《扶贫协作三年行动实施方案（2018—2020年）》。", bundled)
    assert right.verdict == "supported"
    wrong = last("市对口支援办牵头编制《扶贫协作五年行动实施方案（2018—2020年）》。", bundled)
    assert wrong.verdict == "contradicted"
    assert wrong.reasons[0].kind == "title" and "三年" in wrong.reasons[0].expected


def test_two_places_of_a_table_row_are_held_to_their_pairs(bundled: Assistant) -> None:
    text = f"{LISHUI}印发后，结对关系如下。\n县（市、区）\t结对县（区）\n莲都区\t四川省广元市昭化区\n"
    statement = last(text, bundled)
    assert statement.verdict == "contradicted"
    assert statement.reasons[0].kind == "relation"
