"""What a statement has to be before it answers: exact, of the year that is meant, and near the question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.compose.specifics import specific_enough
from assistant.measures import measure_of
from assistant.question import kinds_of, metadata_of
from assistant.settings import Settings
from index import Index, build

REPORT = """云岭县2025年政府工作报告

一、2024年工作回顾
全年新增旅居人数38万人，新建公园12座。

二、2025年重点任务
旅居人数力争达到60万人，新建公园15座。

云岭县人民政府
2025年1月18日
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("report")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "云岭县2025年政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    assert build(folder / "corpus", folder / "home").failures == ()
    with Index.open(folder / "home") as index:
        yield Assistant(index, Settings(index=folder / "home", receipts=0))


PAGE = """索引号：000014349/2018-00212
发布日期：2018年12月05日

关于促进就业工作的意见

每年安排就业补助资金300万元。

国务院
2018年11月16日
"""


def test_a_page_says_when_it_was_put_online_and_a_file_name_whose_it_is(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "长顺县-就业意见.txt").write_text(PAGE, encoding="utf-8")
    assert build(tmp_path / "corpus", tmp_path / "home").failures == ()
    with Index.open(tmp_path / "home") as index:
        assistant = Assistant(index, Settings(index=tmp_path / "home", receipts=0))
        assert "2018年12月05日" in assistant.ask("促进就业工作的意见是哪天在网上发布的").text
        assert "300万元" in assistant.ask("长顺县每年安排多少就业补助资金").text


@pytest.mark.parametrize(("year", "people"), [("今年", "60万人"), ("去年", "38万人")])
def test_this_year_and_last_year_are_those_of_the_report(report: Assistant, year: str, people: str) -> None:
    assert people in report.ask(f"云岭县{year}旅居人数多少").text.split("：", 1)[0]


@pytest.mark.parametrize(
    ("asked", "holds", "lacks"),
    [
        ("申请要交哪些材料", "提交申请表和身份证复印件。", "申请人应当是本县居民。"),
        ("该打哪个电话", "联系人：李某，0571-87654321", "联系人：李某"),
        ("网址是多少", "登录 https://www.example.gov.cn 申报。", "登录网站申报。"),
        ("办法的文号是什么", "（浙政发〔2021〕3号）", "制定本办法。"),
        ("每个学位补助多少", "每个学位补助2000元。", "每新增一张床位补助8000元。"),
    ],
)
def test_a_statement_is_as_exact_as_the_question(asked: str, holds: str, lacks: str) -> None:
    assert specific_enough(holds, asked)
    assert not specific_enough(lacks, asked)


def test_people_are_counted_in_people_whatever_the_measure() -> None:
    assert measure_of("先派了几个党政干部") == measure_of("派了多少名医生") == "人"
    assert measure_of("办几批培训") == "批"


def test_an_hour_and_a_day_are_no_bodies_and_ten_thousands_are_money() -> None:
    assert kinds_of("网上申报哪天几点截止") == ("date",)
    assert kinds_of("贷款最多几万") == ("amount",)
    assert metadata_of("这个政策到哪天为止") == ("expires",)
    assert metadata_of("这件建议是哪天答复的") == ("date",)
