"""Lists, read over whole documents: tasks of a body, items of a clause, what stands under a heading."""

import re
from collections.abc import Iterator

import pytest

from assistant.chain import Assistant
from assistant.compose.items import enumerations
from assistant.model import Turn
from assistant.settings import Settings
from index import Index, build

SQUARES = """桐庐县文化广场管理办法

第一章 总则

第一条 为规范文化广场管理，制定本办法。

第二章 使用管理

第二条 申请在文化广场举办活动的，应当提交下列材料：
（一）活动申请表；
（二）主办单位登记证书复印件；
（三）活动方案和安全预案；
（四）场地平面图。
材料齐全的，县文化和广电旅游体育局在5个工作日内答复。

第三条 在文化广场内，不得有下列行为：
（一）擅自设摊经营；
（二）在22时以后使用扩音设备；
（三）损坏健身器材和绿化。

第四条 县城市管理局负责广场的日常巡查，县公安局负责活动的治安管理。

第三章 附则

第五条 本办法自2023年5月1日起施行。
"""

READING = """建德市全民阅读三年行动方案

一、总体要求
到2025年，基本建成书香城市。

二、重点任务
（一）实施阅读空间行动。新建城市书房12家。（市文广旅体局牵头，市住建局、市财政局配合）
（二）实施阅读品牌行动。每年举办读书节1次。（市委宣传部牵头，市文广旅体局、市教育局配合）
（三）实施农家书屋行动。更新农家书屋图书3万册。（市教育局、市农业农村局负责）

三、保障措施
（一）加强组织领导。成立领导小组，由副市长任组长。
（二）落实经费保障。市财政每年安排专项资金80万元，主要用于：一是书房建设；二是图书采购；三是活动补助。

建德市人民政府办公室
2023年2月8日
"""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("office-corpus")
    home = tmp_path_factory.mktemp("office-index")
    (corpus / "squares.txt").write_text(SQUARES, encoding="utf-8")
    (corpus / "reading.txt").write_text(READING, encoding="utf-8")
    build(corpus, home)
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home))


LISTS: list[tuple[str, list[str]]] = [
    ("在桐庐文化广场办活动要交哪些材料？", ["活动申请表", "登记证书复印件", "安全预案", "场地平面图"]),
    ("桐庐的文化广场里不能干什么，都列出来", ["擅自设摊经营", "22时以后使用扩音设备", "健身器材和绿化"]),
    ("建德全民阅读的重点任务有哪几项？", ["阅读空间行动", "阅读品牌行动", "农家书屋行动"]),
    ("建德全民阅读分几大行动", ["阅读空间行动", "阅读品牌行动", "农家书屋行动"]),
    ("建德全民阅读的保障措施有哪些", ["加强组织领导", "落实经费保障"]),
    ("建德的阅读专项资金主要用在哪些方面", ["书房建设", "图书采购", "活动补助"]),
    ("建德市文广旅体局在阅读行动方案里承担哪些任务", ["阅读空间行动", "阅读品牌行动"]),
    ("建德教育局有什么任务，列一下", ["阅读品牌行动", "农家书屋行动"]),
    ("建德的方案里市文广旅体局牵头的任务有哪些", ["阅读空间行动"]),
    ("建德的阅读方案里市教育局配合哪些工作", ["阅读品牌行动"]),
    ("桐庐的文化广场办法第二章有哪些条", ["应当提交下列材料", "不得有下列行为", "日常巡查"]),
]


@pytest.mark.parametrize(("question", "items"), LISTS)
def test_a_list_holds_every_item_and_a_count_that_equals_its_rows(
    office: Assistant, question: str, items: list[str]
) -> None:
    answer = office.ask(question)
    rows = re.findall(r"^\d+\. .*\[\d+\]$", answer.text, re.M)
    assert len(rows) == len(items), answer.text
    assert all(item in row for item, row in zip(items, rows, strict=True)), answer.text
    assert f"共{len(items)}项：" in answer.text


def test_a_body_without_responsibility_lines_has_its_tasks_from_the_sentences(office: Assistant) -> None:
    answer = office.ask("桐庐县城市管理局在广场管理上有哪些职责")
    assert "日常巡查" in answer.text
    assert [citation.clause.id for citation in answer.citations] == ["squares:4"]


def test_a_body_is_listed_for_each_document_that_names_it_when_none_is_named(office: Assistant) -> None:
    answer = office.ask("列出市文广旅体局负责的任务")
    assert "共2项：" in answer.text
    assert {citation.document.id for citation in answer.citations} == {"reading"}


def test_a_question_for_the_body_is_no_question_for_its_tasks(office: Assistant) -> None:
    answer = office.ask("建德的农家书屋行动由哪些单位负责？")
    assert "市教育局、市农业农村局" in answer.text
    assert "共" not in answer.text


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("下列人员可以申请：\n（一）教师；\n（二）医生。\n其他人员不得申请。", [2]),
        ("资金用于：一是修路；二是架桥；三是绿化。其余上缴。", [3]),
        ("——三项工程\n道路\n桥梁\n管网\n——两项行动\n清河\n植树", [3, 2]),
        ("（一）本条不列举。", []),
        ("应当符合以下条件：1.年满18周岁；2.有固定住所。", [2]),
        ("2.1升3.2升不是项目。", []),
    ],
)
def test_enumerations_are_found_by_their_numbers_and_marks(text: str, sizes: list[int]) -> None:
    assert [len(found.items) for found in enumerations(text)] == sizes


GRANTS = """淳安县人才和小区工作方案

一、实施人才集聚行动
（一）A类人才购房补贴最高90万元。（县委组织部牵头）
（二）B类人才购房补贴最高60万元。（县委组织部牵头）

二、实施小区更新行动
（一）编制改造计划。（县住房城乡建设局牵头，县财政局配合）
（二）督促居民出资。（县财政局牵头，县住房城乡建设局配合）

三、实施环境提升行动
（一）整治背街小巷。（县综合行政执法局牵头）

淳安县人民政府办公室
2024年3月1日
"""


@pytest.fixture(scope="session")
def grants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("grants-corpus")
    home = tmp_path_factory.mktemp("grants-index")
    (corpus / "grants.txt").write_text(GRANTS, encoding="utf-8")
    build(corpus, home)
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home, receipts=0))


def test_great_actions_are_the_headings_of_a_level(grants: Assistant) -> None:
    answer = grants.ask("淳安的工作方案分哪几大行动？")
    assert "共3项：" in answer.text
    assert "2. 实施小区更新行动" in answer.text


def test_a_body_is_known_by_its_short_name(grants: Assistant) -> None:
    answer = grants.ask("淳安的方案里住建局牵头的有哪些？")
    assert "1. 编制改造计划[1]" in answer.text


def test_another_class_takes_the_place_of_the_first(grants: Assistant) -> None:
    answer = grants.ask("那B类呢？", [Turn("淳安A类人才购房补贴最高多少？", "")])
    assert "最高60万元" in answer.text
    assert [citation.clause.id for citation in answer.citations] == ["grants:1.2"]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("淳安编制改造计划是县财政局牵头的吧？", "不是县财政局，牵头单位是县住房城乡建设局"),
        ("淳安编制改造计划是县财政局配合的吧？", "是的，由县财政局配合"),
        ("淳安督促居民出资是由县财政局牵头吗？", "是的，由县财政局牵头"),
    ],
)
def test_who_leads_is_told_from_who_helps(grants: Assistant, question: str, opening: str) -> None:
    assert grants.ask(question).text.startswith(opening)
