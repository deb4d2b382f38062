"""Single values of metadata: days, terms of validity, titles, and what a notice carries."""

import pytest

from corpus.metadata.carried import carried_title
from corpus.metadata.dates import find_dates, read_term
from corpus.metadata.title import clean_title

TERMS = [
    ("本办法自2018年3月1日起施行。", "2018-03-01", None),
    ("本办法自二〇一八年三月一日起施行。", "2018-03-01", None),
    ("本办法自发布之日起施行，有效期5年。", "2018-01-10", "2023-01-09"),
    ("本意见自印发之日起执行，有效期至2020年12月31日。", "2018-01-10", "2020-12-31"),
    ("本实施细则自印发之日起30日后施行。", "2018-02-09", None),
    ("本实施细则自印发之日起三个月后施行。", None, None),
    ("本通知自2018年2月1日起执行，试行两年。", "2018-02-01", "2020-01-31"),
    ("本规定自公布之日起施行，有效期为三年。", "2018-01-10", "2021-01-09"),
    ("本办法自2020年2月29日起施行，有效期1年。", "2020-02-29", "2021-02-28"),
    ("现予公布，自2018年5月1日起施行。", "2018-05-01", None),
    ("许可证有效期五年。证书自颁发之日起生效。", None, None),
    ("补贴标准自2018年1月1日起提高。", None, None),
    ("《甲办法》自2001年1月1日起施行，本办法自2018年3月1日起施行。", "2018-03-01", None),
    ("《中华人民共和国甲条例》同时废止。", None, None),
]


@pytest.mark.parametrize(("text", "effective", "expires"), TERMS)
def test_when_a_document_takes_effect_and_lapses(
    text: str, effective: str | None, expires: str | None
) -> None:
    term = read_term(text, "2018-01-10")
    assert (term.effective, term.expires) == (effective, expires)


def test_without_a_date_of_issue_the_day_of_issue_is_not_known() -> None:
    assert read_term("本办法自发布之日起施行，有效期5年。", None).effective is None


DATES = [
    ("2018年8月16日", ["2018-08-16"]),
    ("二〇一八年八月十六日", ["2018-08-16"]),
    ("二○一一年十二月三十一日", ["2011-12-31"]),
    ("2018-08-16、2018.8.16、2018/8/16", ["2018-08-16"] * 3),
    ("2018 年 8 月 16 日", ["2018-08-16"]),
    ("2018年2月30日", []),
    ("2018年8月", []),
    ("11.5.14", []),
]


@pytest.mark.parametrize(("text", "dates"), DATES)
def test_dates_that_exist_are_found(text: str, dates: list[str]) -> None:
    assert [day.iso for day in find_dates(text)] == dates


CARRIED = [
    ("甲市人民政府关于印发乙项目方案的通知", "乙项目方案"),
    ("关于印发《乙项目方案》的通知", "乙项目方案"),
    ("甲市人民政府办公室转发市发展改革委关于乙工作意见的通知", "市发展改革委关于乙工作意见"),
    ("关于公布乙项目清单的公告", "乙项目清单"),
    ("关于印发《乙办法》和《丙办法》的通知", None),
    ("关于做好乙工作的通知", None),
    ("乙管理办法", None),
]


@pytest.mark.parametrize(("title", "carried"), CARRIED)
def test_what_a_notice_carries(title: str, carried: str | None) -> None:
    assert carried_title(title) == carried


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("安康市人民政府办公室 关于印发 某某方案的通知", "安康市人民政府办公室关于印发某某方案的通知"),
        ("海关总署 国家移民局关于某事的通知", "海关总署 国家移民局关于某事的通知"),
        ("**某某规划**\u200b", "某某规划"),
        ("某某规划(2017年-2020年)", "某某规划（2017年-2020年）"),
        ("《某某规划》", "某某规划"),
        ("“5G+工业互联网” 方案", "“5G+工业互联网”方案"),
    ],
)
def test_a_title_is_written_on_one_line(typed: str, clean: str) -> None:
    assert clean_title(typed) == clean
