"""The guard's rules, each by a few cases that show what passes and what does not."""

from __future__ import annotations

import pytest

from assistant.guard import Evidence, check, check_answer
from assistant.model import Citation
from corpus.model import Clause, Document

FUNDS = Evidence(
    text="1.统筹资金帮扶。从2018年起连续3年，我市对口帮扶四川省的6个贫困县（区），按平均每年每个受援县（区）3000万元的额度安排"
    "财政帮扶资金。2018年的资金于2018年5月底前拨付到位，2019年、2020年的于当年一季度拨付到位。[市财政局、市对口支援办]",
    path=("二、工作任务", "（二）加大资金帮扶力度"),
    title="关于丽水市助力脱贫攻坚的实施意见",
    number="丽委办发〔2018〕21号",
    issuer="丽水市人民政府办公室",
    date="2018-08-16",
    regions=("丽水市",),
    period=(2018, 2020),
)
PAIRS = Evidence(
    text="莲都区结对广元市剑阁县，龙泉市结对广元市昭化区。武进区与汉滨区、平利县结对，金坛区与石泉县、宁陕县结对。"
)
TRAINING = Evidence(
    text="有关县每年培训农村致富带头人20名、贫困村干部10名。选派人才挂职不少于2人（时间原则上为一年半以上）。"
    "最高给予50万元补贴，力争到2019年底建成一批车间。对优秀企业给予一次性奖励5万元。"
)
MINDED = Evidence(
    text="紫阳县选派5名干部到新北区挂职学习3个月，新北区选派2～3名干部到紫阳县锻炼。由市国土局会同市财政局实施。\n"
    "（市发展改革委负责，各县区政府配合）",
    title="新北区与紫阳县协作计划",
)
ROWS = (
    Evidence(text="内容：组织媒体采风活动；责任单位：区经发局；时间：9～11月", kind="table_row"),
    Evidence(text="内容：确定1家医院结对；责任单位：区社会事业局；时间：4月", kind="table_row"),
)


def kinds(sentence: str, *evidence: Evidence, question: str = "") -> set[str]:
    return {reason.kind for reason in check(sentence, evidence, question=question).reasons}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("平均每年每个受援县（区）3000万元。", None),
        ("平均每年每个受援县（区）0.3亿元。", None),
        ("平均每年每个受援县（区）三千万元。", None),
        ("平均每年每个受援县（区）5000万元。", "amount"),
        ("从2018年起连续三年。", None),
        ("从2018年起连续4年。", "count"),
        ("2018年的资金于2018年6月底前到位。", "date"),
        ("2019年的资金于当年一季度拨付。", None),
        ("2021年的资金于当年一季度拨付。", "date"),
        ("帮扶5个贫困县。", "count"),
        ("丽水市帮扶四川省。", None),
        ("衢州市帮扶四川省。", "place"),
        ("丽水市帮扶贵州省。", "place"),
        ("由市财政局负责。", None),
        ("由丽水市财政局负责。", None),
        ("由市教育局负责。", "body"),
        ("文号为丽委办发〔2018〕21号。", None),
        ("文号为丽委办发[2018]21号。", None),
        ("文号为丽委办发〔2018〕31号。", "number_of_document"),
        ("文号为丽政办发〔2018〕21号。", "number_of_document"),
        ("文件日期是2018年8月16日。", None),
        ("文件日期是2018年8月17日。", "date"),
        ("“统筹资金帮扶”是任务之一。", None),
        ("“统筹资金援助”是任务之一。", "quote"),
        ("“按平均每年……安排财政帮扶资金”。", None),
        ("《关于丽水市助力脱贫攻坚的实施意见》有规定。", None),
        ("《关于衢州市助力脱贫攻坚的实施意见》有规定。", "title"),
    ],
)
def test_what_is_stated_stands_in_the_clause_or_around_it(sentence, kind):
    assert kinds(sentence, FUNDS) >= ({kind} if kind else set())
    assert bool(kinds(sentence, FUNDS)) == bool(kind)


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("有关县每年培训贫困村干部10名。", True),
        ("有关县培训贫困村干部10名。", False),
        ("挂职至少2人。", True),
        ("挂职2人以上。", True),
        ("挂职2人。", False),
        ("挂职不超过2人。", False),
        ("挂职时间原则上为一年半以上。", True),
        ("挂职时间为一年半以上。", False),
        ("补贴最高50万元。", True),
        ("补贴不超过50万元。", True),
        ("补贴50万元。", False),
        ("补贴50万元以上。", False),
        ("力争2019年底建成一批车间。", True),
        ("2019年底建成一批车间。", False),
        ("优秀企业一次性奖励5万元。", True),
        ("优秀企业奖励5万元。", False),
    ],
)
def test_a_condition_that_limits_a_figure_is_kept(sentence, kept):
    assert kinds(sentence, TRAINING) == (set() if kept else {"condition"})


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("莲都区结对剑阁县。", True),
        ("莲都区结对昭化区。", False),
        ("莲都区结对巴中市剑阁县。", False),
        ("剑阁县、昭化区分别由莲都区、龙泉市结对。", True),
        ("剑阁县、昭化区分别由龙泉市、莲都区结对。", False),
        ("与武进区结对的是汉滨区和平利县。", True),
        ("与武进区结对的是汉滨区和石泉县。", False),
        ("武进区和平利县、金坛区和宁陕县结对。", True),
        ("武进区和宁陕县、金坛区和平利县结对。", False),
    ],
)
def test_only_pairs_of_the_clause_may_be_said(sentence, right):
    assert check(sentence, [PAIRS]).ok == right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("每年培训10名贫困村干部和20名农村致富带头人。", True),
        ("每年培训20名贫困村干部和10名农村致富带头人。", False),
        ("贫困村干部每年培训20名。", False),
        ("农村致富带头人和贫困村干部每年分别培训20名、10名。", True),
        ("农村致富带头人和贫困村干部每年分别培训10名、20名。", False),
    ],
)
def test_a_figure_stays_with_its_object(sentence, right):
    assert check(sentence, [TRAINING]).ok == right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("到新北区挂职学习的是紫阳县选派的5名干部。", True),
        ("新北区选派5名干部到紫阳县挂职学习3个月。", False),
        ("紫阳县选派2～3名干部到新北区挂职学习3个月。", False),
        ("市国土局会同市财政局实施。", True),
        ("市财政局会同市国土局实施。", False),
        ("市发展改革委负责，各县区政府配合。", True),
        ("各县区政府负责，市发展改革委配合。", False),
    ],
)
def test_who_does_what_and_where_to_is_not_turned_round(sentence, right):
    assert check(sentence, [MINDED]).ok == right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("媒体采风由区经发局负责，9～11月完成；医院结对由区社会事业局负责，4月完成。", True),
        ("媒体采风由区社会事业局负责，医院结对由区经发局负责。", False),
        ("媒体采风4月完成，医院结对9～11月完成。", False),
        ("医院结对9～11月完成。", False),
    ],
)
def test_a_value_stays_in_its_row(sentence, right):
    assert check(sentence, ROWS).ok == right


def test_a_working_must_be_right_and_rest_on_stated_figures():
    clause = Evidence(text="按每人每月200元的标准，补助30人，补助12个月。")
    assert check("200元 × 30人 × 12个月 = 7.2万元。", [clause]).ok
    assert check("共7.2万元（200元×30人×12个月=7.2万元）。", [clause]).ok
    assert kinds("200元 × 30人 × 12个月 = 7.5万元。", clause) >= {"computed"}
    assert kinds("300元 × 30人 × 12个月 = 10.8万元。", clause) == {"amount"}
    assert kinds("共7.2万元。", clause) == {"amount"}


def test_counts_of_what_is_listed_and_spans_of_years_need_not_stand_anywhere():
    assert check("结对广元市的有两个：莲都区结对剑阁县，龙泉市结对昭化区。", [PAIRS]).ok
    assert not check("结对广元市的有三个：莲都区结对剑阁县，龙泉市结对昭化区。", [PAIRS]).ok
    period = Evidence(text="实施方案（2018—2020年）")
    assert check("2018—2020年三年的方案。", [period]).ok
    assert not check("2018—2020年五年的方案。", [period]).ok


def test_an_echo_of_the_question_in_a_negation_is_no_statement():
    question = "2021年给陇南市多少资金？"
    assert check("文件没有2021年的规定，也不涉及陇南市。", [FUNDS], question=question).ok
    assert kinds("2021年有规定。", FUNDS, question=question) == {"date"}
    assert kinds("给陇南市3000万元。", FUNDS, question=question) >= {"place"}


def test_a_verdict_says_what_was_found_where_and_what_stands_instead():
    sentence = "莲都区结对昭化区，每年3000万元。"
    reasons = check(sentence, [PAIRS, FUNDS]).reasons
    pair = next(reason for reason in reasons if reason.kind == "relation")
    assert sentence[pair.start : pair.end] == pair.found
    assert {pair.found, pair.expected} <= {"莲都区", "昭化区", "龙泉市", "剑阁县"}


def citation(mark: int, text: str) -> Citation:
    document = Document(
        id="d", title="题", number=None, issuer=None, date=None, regions=(), period=None, status="unknown",
        source="d.txt", text=text,
    )  # fmt: skip
    clause = Clause(
        id=f"d:{mark}",
        document_id="d",
        kind="clause",
        path=(),
        label="《题》",
        text=text,
        start=0,
        end=len(text),
    )
    return Citation(mark, clause, document, "《题》", text, 0, len(text))


def test_each_sentence_of_an_answer_is_held_to_its_own_marks():
    citations = [citation(1, "甲项目补助500万元。"), citation(2, "乙项目补助300万元。")]
    answer = (
        "两项补助如下：\n甲项目500万元[1]，乙项目300万元[2]。\n"
        "乙项目500万元[2]。\n甲项目500万元。\n丙项目[3]。"
    )
    verdicts = check_answer(answer, citations)
    assert [[reason.kind for reason in item.verdict.reasons] for item in verdicts] == [
        [],
        [],
        ["amount"],
        ["mark"],
        ["mark"],
    ]
    assert [item.marks for item in verdicts] == [(), (1, 2), (2,), (), (3,)]
    assert all(answer[item.start : item.end] == item.text for item in verdicts)


def test_a_table_is_held_row_by_row_and_its_header_to_all_citations():
    citations = [citation(1, "甲区补助500万元。"), citation(2, "乙区补助300万元。")]
    answer = "| 项目 | 金额 |\n|---|---|\n| 甲区 | 500万元[1] |\n| 乙区 | 400万元[2] |"
    assert [item.verdict.ok for item in check_answer(answer, citations)] == [True, True, True, False]


def test_a_result_computed_in_one_sentence_may_be_repeated_in_another():
    citations = [citation(1, "每人每月200元，共30人，为期12个月。")]
    answer = "一年共需7.2万元[1]。计算：200元×30人×12个月=7.2万元[1]。"
    assert all(item.verdict.ok for item in check_answer(answer, citations))


def test_without_evidence_only_what_states_nothing_passes():
    assert check("具体情况如下", ()).ok
    assert not check("每年500万元", ()).ok
    assert check("", ()).ok


def test_a_bracket_in_the_text_does_not_make_the_rest_a_list_of_bodies() -> None:
    text = (
        "按每个受援县（区）3000万元安排资金。莲都区与昭化区、龙泉市与剑阁县结对。"
        "（责任单位：市对口支援办，市财政局）"
    )
    evidence = [Evidence(text=text, issuer="丽水市人民政府")]
    assert check("莲都区与昭化区结对。", evidence).ok
    assert not check("莲都区与剑阁县结对。", evidence).ok


def test_markup_and_links_must_stand_in_the_clause() -> None:
    evidence = [Evidence(text="申报请登录 http://pro.example.gov.cn/ 填写。")]
    assert check("申报请登录http://pro.example.gov.cn/填写。", evidence).ok
    for wrong in ("http://evil.example/", "<b>填写</b>", "[填写](http://pro.example.gov.cn/)"):
        assert not check(f"申报请登录{wrong}填写。", evidence).ok
