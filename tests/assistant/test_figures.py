"""Figures are found where they are stated, with one value for each way of writing them."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from assistant.figures import figures


def only(text: str):
    found = figures(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("3000万元", "amount", Decimal(30_000_000), "元"),
        ("０.３亿元", "amount", Decimal(30_000_000), "元"),
        ("３０００万元", "amount", Decimal(30_000_000), "元"),
        ("1,200元", "amount", Decimal(1200), "元"),
        ("三千元", "amount", Decimal(3000), "元"),
        ("80％", "percent", Decimal(80), "%"),
        ("百分之八十", "percent", Decimal(80), "%"),
        ("1.5个百分点", "percent", Decimal("1.5"), "百分点"),
        ("三分之一", "fraction", (Decimal(1), Decimal(3)), ""),
        ("二〇一八年", "year", Decimal(2018), "年"),
        ("2018年度", "year", Decimal(2018), "年"),
        ("2018年8月16日", "date", (2018, 8, 16), ""),
        ("二〇一八年八月十六日", "date", (2018, 8, 16), ""),
        ("2018-08-16", "date", (2018, 8, 16), ""),
        ("8月", "date", (0, 8), ""),
        ("2018—2020年", "period", (2018, 2020), "年"),
        ("2018年至2020年", "period", (2018, 2020), "年"),
        ("2019一2020年", "period", (2019, 2020), "年"),
        ("从2017年开始到2019年", "period", (2017, 2019), "年"),
        ("4～11月", "period", (4, 11), "月"),
        ("4月至11月", "period", (4, 11), "月"),
        ("一季度", "ordinal", Decimal(1), "季度"),
        ("三年", "duration", Decimal(36), "月"),
        ("一年半", "duration", Decimal(18), "月"),
        ("半年", "duration", Decimal(6), "月"),
        ("6个月", "duration", Decimal(6), "月"),
        ("30个工作日", "duration", Decimal(30), "工作日"),
        ("5名", "count", Decimal(5), "人"),
        ("十二家", "count", Decimal(12), "家"),
        ("两所", "count", Decimal(2), "所"),
        ("10场次", "count", Decimal(10), "场"),
        ("500人次", "count", Decimal(500), "人次"),
        ("55.18万人", "count", Decimal(551_800), "人"),
        ("6县区", "count", Decimal(6), "区县"),
        ("2～3名", "count", (2, 3), "人"),
        ("1-2家", "count", (1, 2), "家"),
        ("3-10（含）人", "count", (3, 10), "人"),
        ("3-5万元", "amount", (30_000, 50_000), "元"),
        ("20万-30万元", "amount", (200_000, 300_000), "元"),
        ("3至5年", "duration", (36, 60), "月"),
        ("2851平方公里", "measure", Decimal(2851), "平方公里"),
        ("108万亩", "measure", Decimal(1_080_000), "亩"),
        ("第3批", "ordinal", Decimal(3), "批"),
        ("十九大", "name", ("十九大",), ""),
        ("十三五", "name", ("十三五",), ""),
        ("5·18", "name", ("5·18",), ""),
        ("5G", "name", ("5G",), ""),
        ("出列年度：2017", "year", Decimal(2017), "年"),
        ("安政办发〔2017〕65号", "document_number", ("安政办发", "2017", "65"), ""),
        ("国发[2016] 64号", "document_number", ("国发", "2016", "64"), ""),
    ],
)
def test_a_figure_has_one_value_however_it_is_written(text, kind, value, unit):
    found = only(text)
    assert (found.kind, found.value, found.unit) == (kind, value, unit)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求",
        "（二）加大资金帮扶力度",
        "1.统筹资金帮扶",
        "3．10"[:2] + "加强",
        "按照第三条第二款第（三）项",
        "见二、（二）1.",
        "一定要统一思想，进一步加强，一律公开",
        "十分重要的一些问题",
        "“一带一路”“五位一体”",
        "万企帮万村，千方百计",
        "三元区、五家渠市、二七区、三门峡市",
        "第一书记",
        "[1]【2】",
        "附件2 专栏 3",
        "两市两地双方",
    ],
)
def test_list_numbers_and_words_are_no_figures(text):
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("每年安排不少于500万元", ("每年", "不少于")),
        ("按平均每年每个受援县（区）3000万元", ("平均", "每年", "每个")),
        ("80％以上", ("以上",)),
        ("至少结对1个", ("至少",)),
        ("时间原则上为一年半以上", ("原则上", "以上")),
        ("力争安排就业2000人以上", ("力争", "以上")),
        ("最高给予50万元一次性奖励", ("最高", "一次性")),
        ("30个工作日内", ("内",)),
        ("约3000人", ("约",)),
        ("3000余名", ("余",)),
        ("2018年5月底前", ("底", "前")),
        ("每年听取汇报，召开会议2次", ()),
        ("不超过20名", ("不超过",)),
        ("连续3年", ("连续",)),
    ],
)
def test_a_limiting_condition_is_bound_to_its_figure(text, bounds):
    assert figures(text)[-1].bounds == bounds


def test_figures_of_a_clause_come_in_order_and_do_not_overlap():
    text = "从2018年起连续3年，6个贫困县（区），平均每年3000万元，2018年5月底前拨付，2019年、2020年于一季度。"
    found = figures(text)
    assert [figure.text for figure in found] == [
        "2018年", "3年", "6个", "3000万元", "2018年5月", "2019年", "2020年", "一季度",
    ]  # fmt: skip
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_counts_that_follow_each_other_without_punctuation_are_kept_apart():
    found = figures("紫阳县4个镇2个村1个社区")
    assert [(f.value, f.unit) for f in found] == [(4, "个"), (2, "个"), (1, "个")]


def test_a_number_broken_over_lines_keeps_its_unit():
    assert only("323\n\n个村").unit == "个"


def test_any_text_is_read_without_error():
    for text in (
        "",
        "  ",
        "〔〔〔2018",
        "第",
        "百分之",
        "一" * 500,
        "2018" * 200,
        "-" * 50,
        "（" * 99 + "一",
    ):
        figures(text)
