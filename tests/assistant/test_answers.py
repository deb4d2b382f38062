"""What staff ask, over the bundled documents and over two that no rule was written for."""

import re

import pytest

from assistant import Turn
from assistant.chain import Assistant
from assistant.guard import Evidence, check, without_marks

ELSEWHERE = [
    ("80岁以上的低保老人每个月补多少钱？", "300元", "第二条"),
    ("失能老人每月补贴标准是多少", "450元", "第二条"),
    ("新增一张护理型床位补助多少钱", "8000元", "第三条"),
    ("床位建设补助最高多少？", "80万元", "第三条"),
    ("补贴资金什么时候发放", "每季度末月15日前", "第四条"),
    ("养老补贴对象由哪个部门审核？", "市民政局", "第五条"),
    ("骗取补贴会有什么后果？", "责令退回", "第六条"),
    ("衢州市养老服务补贴办法的文号是多少", "衢政办发〔2021〕37号", ""),
    ("衢州的养老补贴办法什么时候开始施行？", "2021年10月1日", "第七条"),
    ("开化县2023年要建多少个充电桩", "200个", "一、"),
    ("开化三年一共建多少个公共充电桩", "600个", "一、"),
    ("充电服务费每度电最高多少钱？", "0.6元", "二、（二）"),
    ("开化的充电设施安全监管由谁负责", "县应急管理局、县消防救援大队", "二、（三）"),
    ("开化充电设施多久做一次安全检查", "每半年至少开展1次", "二、（三）"),
]


@pytest.mark.parametrize(("question", "fact", "place"), ELSEWHERE)
def test_other_offices_documents_are_answered_as_well(
    elsewhere: Assistant, question: str, fact: str, place: str
) -> None:
    answer = elsewhere.ask(question)
    assert fact in answer.text
    assert any(place in citation.label for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "开化县2026年要建多少个充电桩？",
        "衢州市的民政局局长是谁",
        "宁波市的养老补贴是多少",
        "衢州市给每个村多少修路资金",
        "开化县的充电桩由哪家公司承建？",
        "衢州市托育机构每个学位补助多少钱",
    ],
)
def test_what_no_document_says_is_refused_with_no_citation(elsewhere: Assistant, question: str) -> None:
    answer = elsewhere.ask(question)
    assert answer.status == "refused"
    assert answer.citations == ()


def test_a_refusal_names_the_nearest_clause_and_what_it_does_not_say(bundled: Assistant) -> None:
    answer = bundled.ask("奉节东西部扶贫协作领导小组组长是谁")
    assert answer.status == "refused"
    label = re.search(r"最接近的条款是(《奉节县.*?)，其中没有写到(.*)，请核对。", answer.text)
    assert label is not None
    nearest = next(hit.clause for hit in answer.hits if hit.clause.label == label.group(1))
    words = re.findall("“(.*?)”", label.group(2))
    assert "组长" in words
    assert not any(word in nearest.text for word in words)


def test_a_paragraph_about_one_place_does_not_answer_for_the_other(bundled: Assistant) -> None:
    assert "2851" in bundled.ask("临洮总面积有多少平方公里").text
    assert "2851" not in bundled.ask("仓山区总面积有多少平方公里").text


def test_a_second_ask_without_a_subject_keeps_to_what_the_first_is_about(bundled: Assistant) -> None:
    answer = bundled.ask("仓山给临洮的钱一年不少于多少？哪年开始")
    assert "2017年起" in answer.text
    assert [citation.clause.id for citation in answer.citations] == ["cangshan-lintao-2017:6"]


def test_every_one_of_a_kind_is_heard_in_few_words_too(bundled: Assistant) -> None:
    answer = bundled.ask("每个县给多少", (Turn("丽水的资金帮扶归谁管", None),))
    assert answer.text.startswith("平均每年每个受援县（区）3000万元")


def test_what_was_refused_for_its_place_is_not_asked_of_it_again(bundled: Assistant) -> None:
    answer = bundled.ask("各县帮扶资金的主要任务有哪些？", (Turn("拉萨市2030年的碳排放目标是多少", None),))
    assert answer.status == "answered"


@pytest.mark.parametrize("question", ["养老金怎么领", "怎么办身份证", "结婚证在哪办", "驾照怎么考"])
def test_everyday_matters_of_which_no_document_speaks_are_refused(bundled: Assistant, question: str) -> None:
    assert bundled.ask(question).status == "refused"


def test_a_year_that_no_document_covers_is_never_confirmed(bundled: Assistant) -> None:
    answer = bundled.ask("2021年丽水还帮扶四川吗")
    assert answer.status == "refused"
    assert "2021年" in answer.text
    assert not any("丽水还" in note for note in answer.notes)


def test_the_title_of_a_document_is_no_ground_for_a_figure(bundled: Assistant) -> None:
    answer = bundled.ask("常州安康协议是哪年签的")
    assert answer.status == "refused"


def test_an_item_is_said_with_what_it_stands_under(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("失能老人每月补贴标准是多少")
    assert (
        "本市户籍的下列老年人可以申请养老服务补贴：70周岁以上的失能老年人，每人每月补贴450元"
        in answer.text.replace("衢州市", "本市")
    )


def test_a_simple_fact_leads_with_the_figure_and_its_condition(bundled: Assistant) -> None:
    answer = bundled.ask("丽水每年给每个县多少资金")
    assert answer.text.startswith("平均每年每个受援县（区）3000万元")
    assert len(answer.text) <= 160
    (citation,) = answer.citations
    assert citation.label == "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》二、（二）1."
    assert citation.document.text[citation.start : citation.end] == citation.quote


def test_a_question_that_fits_several_documents_is_answered_for_each(bundled: Assistant) -> None:
    answer = bundled.ask("每年安排多少帮扶资金？")
    assert "3000万元" in answer.text and "500万元" in answer.text
    assert {citation.document.id for citation in answer.citations} == {"lishui-2018", "cangshan-lintao-2017"}


def test_two_documents_named_are_set_side_by_side(bundled: Assistant) -> None:
    answer = bundled.ask("丽水和仓山每年各拿多少钱搞帮扶？")
    rows = [line for line in answer.text.splitlines() if line.startswith("| ")]
    assert "3000万元" in rows[-2] and "500万元" in rows[-1]


def test_a_false_premise_is_corrected_with_the_clause(bundled: Assistant) -> None:
    answer = bundled.ask("龙泉市结对的是剑阁县吧？")
    assert answer.text.startswith("不是剑阁县")
    assert "昭化区" in answer.text


def test_a_wrong_figure_in_the_question_is_corrected(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("新增一张护理型床位补助5000元吗？")
    assert answer.text.startswith("不是5000元")
    assert "8000元" in answer.text


def test_a_wrong_body_in_the_question_is_corrected(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("开化充电设施的安全监管是县住建局负责的吧？")
    assert answer.text.startswith("不是县住建局，责任单位是县应急管理局、县消防救援大队")
    assert [citation.clause.id for citation in answer.citations] == ["开化县充电设施方案:2.3"]


def test_a_place_is_corrected_by_one_of_its_level(bundled: Assistant) -> None:
    answer = bundled.ask("奉节是跟山东济宁搞扶贫协作的吧？")
    assert answer.text.startswith("不是济宁")
    assert "滨州" in answer.text


def test_items_under_a_heading_are_counted_and_listed(bundled: Assistant) -> None:
    answer = bundled.ask("奉节的重点任务有哪些？")
    lines = answer.text.splitlines()
    assert lines[0] == "“重点任务”共8项："
    assert len(lines) == 9


def test_a_passed_period_is_noted(bundled: Assistant) -> None:
    answer = bundled.ask("仓山区每年安排多少扶贫协作专项资金？")
    assert any("2017—2020年" in note and "已过" in note for note in answer.notes)


def test_a_corrected_spelling_is_said(bundled: Assistant) -> None:
    answer = bundled.ask("仓山驱每年给林洮多少钱？")
    assert "500万元" in answer.text
    assert any("仓山驱" in note for note in answer.notes)


def test_small_talk_gets_one_sentence_and_no_citation(bundled: Assistant) -> None:
    answer = bundled.ask("你好")
    assert (answer.status, answer.citations, answer.hits) == ("refused", (), ())


def test_the_pieces_of_a_stream_are_the_answer(bundled: Assistant) -> None:
    *pieces, answer = bundled.stream("奉节的重点任务有哪些？")
    assert "".join(str(piece) for piece in pieces) == answer.text  # type: ignore[union-attr]


DIALOGUES = [
    (["丽水每年给每个县多少资金"], "那2018年的什么时候拨付到位？", "5月底"),
    (["青田县结对哪个县？"], "那缙云县呢？", "南江县"),
    (["仓山区每年安排多少扶贫协作专项资金给临洮？"], "从哪年到哪年？", "2020年"),
    (["新北区给紫阳办多少场招聘会？"], "由哪个部门负责？", "区人社局"),
    (["丽水有关县每年培训多少名农村致富带头人？", "贫困村干部呢？"], "责任单位是哪些？", "市委组织部"),
]


@pytest.mark.parametrize(("earlier", "question", "fact"), DIALOGUES)
def test_a_follow_up_is_completed_from_the_turns_before(
    bundled: Assistant, earlier: list[str], question: str, fact: str
) -> None:
    assert fact in bundled.ask(question, history=[Turn(text) for text in earlier]).text


def test_a_change_of_subject_takes_nothing_over(bundled: Assistant) -> None:
    answer = bundled.ask("临洮县有几个深度贫困乡镇？", history=[Turn("丽水每年给每个县多少资金")])
    assert "5个" in answer.text
    assert {citation.document.id for citation in answer.citations} == {"cangshan-lintao-2017"}


def test_every_sentence_that_is_said_has_passed_the_guard(elsewhere: Assistant) -> None:
    for question, _, _ in ELSEWHERE:
        for citation in (answer := elsewhere.ask(question)).citations:
            said = without_marks(answer.text).strip(" 。")
            assert check(said, [Evidence.of(citation.clause, citation.document)], question=question).ok


@pytest.mark.parametrize(
    "question",
    [
        "衢州的养老补贴办法什么时候开始施行？",
        "衢州市养老服务补贴办法的文号是多少",
        "新增一张护理型床位补助多少钱",
        "失能老人和低保老人每月的补贴标准分别是多少",
    ],
)
def test_every_cited_clause_is_among_the_clauses_found_for_the_question(
    elsewhere: Assistant, question: str
) -> None:
    answer = elsewhere.ask(question)
    assert answer.citations
    assert {citation.clause.id for citation in answer.citations} <= {hit.clause.id for hit in answer.hits}


@pytest.mark.parametrize("question", ["养老服务补贴标准是多少", "老年人每月补贴多少"])
def test_a_standard_set_class_by_class_is_answered_with_every_class(
    elsewhere: Assistant, question: str
) -> None:
    answer = elsewhere.ask(question)
    assert all(amount in answer.text for amount in ("300元", "450元", "200元"))


@pytest.mark.parametrize("question", ["衢政办发〔2021〕37号是哪个文件？", "衢政办发〔2021〕37号是什么文件"])
def test_a_document_number_is_answered_with_the_title_it_stands_for(
    elsewhere: Assistant, question: str
) -> None:
    assert "文件全称是《衢州市养老服务补贴办法》" in elsewhere.ask(question).text


def test_a_term_that_only_follows_from_the_clause_is_said_in_the_words_of_the_clause(
    elsewhere: Assistant,
) -> None:
    answer = elsewhere.ask("衢州市养老服务补贴办法的有效期到什么时候？")
    assert answer.text == "《衢州市养老服务补贴办法》规定，本办法自2021年10月1日起施行，有效期五年[1]。"
    assert not any("未写入" in note for note in answer.notes)


def test_the_stem_of_a_list_is_not_said_without_the_list(elsewhere: Assistant) -> None:
    answer = elsewhere.ask("失能老人可以申请多少养老服务补贴？")
    assert "450元" in answer.text
    assert "：[1]" not in answer.text
