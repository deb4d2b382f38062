"""References in running text: what is found, what is not, and what each names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citation import place_key
from corpus.numerals import chinese_numeral
from corpus.references import Reference, find_references


def said(text: str) -> list[tuple[str | None, str | None, str]]:
    return [(found.title, found.number, found.place) for found in find_references(text)]


FOUND = [
    (
        "根据《甲市分工方案》（安政办发〔2017〕65号）二、5.第3段规定，",
        [("甲市分工方案", "安政办发〔2017〕65号", "二、5.第3段")],
    ),
    ("《实施意见》二、（二）1.规定", [("实施意见", None, "二、（二）1.")]),
    ("《规划》第四章专栏3", [("规划", None, "第四章专栏3")]),
    ("《规划》的附件第6行", [("规划", None, "附件第6行")]),
    ("《工作计划》任务分解表第15行", [("工作计划", None, "任务分解表第15行")]),
    ("《方案》附件规定", [("方案", None, "附件")]),
    ("《甲条例》第十二条第二款第（三）项", [("甲条例", None, "第十二条第二款第（三）项")]),
    ("《甲条例》第12条之一", [("甲条例", None, "第12条之一")]),
    (
        "《甲法》第三条、第五条和第七条第二款、《乙法》第一条",
        [
            ("甲法", None, "第三条"),
            ("甲法", None, "第五条"),
            ("甲法", None, "第七条第二款"),
            ("乙法", None, "第一条"),
        ],
    ),
    ("《甲法》第三条至第五条", [("甲法", None, "第三条"), ("甲法", None, "第五条")]),
    ("《甲法》。第三条规定", [("甲法", None, ""), (None, None, "第三条")]),
    (
        "《关于修改〈中华人民共和国甲法〉等七部法律的决定》第一次修正",
        [("关于修改〈中华人民共和国甲法〉等七部法律的决定", None, "")],
    ),
    ("《印发《甲办法》的通知》（甲发〔2020〕1号）", [("印发《甲办法》的通知", "甲发〔2020〕1号", "")]),
    ("按照国办发〔2018〕16号文件第三条执行", [(None, "国办发〔2018〕16号", "第三条")]),
    (
        "《甲》（国办发〔2018〕16号、国发〔2019〕1号）",
        [("甲", None, ""), (None, "国办发〔2018〕16号", ""), (None, "国发〔2019〕1号", "")],
    ),
    ("《甲规划》1.5万元", [("甲规划", None, "")]),
    ("《甲\n乙》", []),
    ("第十二条是什么", [(None, None, "第十二条")]),
    ("仓山规划第四章专栏3写了什么", [("仓山规划", None, "第四章专栏3")]),
    ("劳动法第三十六条的内容是什么", [("劳动法", None, "第三十六条")]),
    ("根据中华人民共和国民法典第四十八条规定确定", [("中华人民共和国民法典", None, "第四十八条")]),
    ("二、（二）1.讲什么", [(None, None, "二、（二）1.")]),
    ("丽水实施意见二、（二）1.讲了什么", [("丽水实施意见", None, "二、（二）1.")]),
    ("安康分工方案二、5.说的是什么", [("安康分工方案", None, "二、5.")]),
    ("新北工作计划任务分解表第15行", [("新北工作计划", None, "任务分解表第15行")]),
    ("任务分解表第15行是什么", [(None, None, "任务分解表第15行")]),
    ("附件第6行是谁", [(None, None, "附件第6行")]),
    ("一、总体要求。二、主要任务", []),
    ("2018年第三季度第5次会议第7264号建议", []),
    ("第三方、第一时间、第二产业、第十届", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_reference_is_found_with_its_title_number_and_place(
    text: str, expected: list[tuple[str | None, str | None, str]]
) -> None:
    assert said(text) == expected


def test_a_short_name_stands_for_the_title_it_was_introduced_for() -> None:
    text = (
        "第二条按照办法第三条办理。《甲市项目管理办法》（甲发〔2020〕1号）（以下简称《办法》）已经印发。"
        "《办法》第五条明确了标准，办法第六条除外，其他办法另定。"
    )
    assert said(text)[2:] == [
        ("甲市项目管理办法", "甲发〔2020〕1号", ""),
        ("甲市项目管理办法", None, "第五条"),
        ("甲市项目管理办法", None, "第六条"),
    ]


@pytest.mark.parametrize(
    "introduced",
    ["（以下简称《条例》）", "（以下简称“条例”）", "(以下简称条例)", "（下称《条例》）", "（简称《条例》）"],
)
def test_every_way_to_introduce_a_short_name(introduced: str) -> None:
    assert said(f"《甲省燃气管理条例》{introduced}。违反《条例》第九条的")[-1] == (
        "甲省燃气管理条例",
        None,
        "第九条",
    )


def test_this_document_speaks_of_itself() -> None:
    (found,) = find_references("违反本办法第七条第（三）项规定的")
    assert (found.own, found.title, found.place) == (True, None, "第七条第（三）项")
    (found,) = find_references("本实施细则第四条")
    assert found.own


def test_that_statute_is_the_one_named_before() -> None:
    text = "《甲条例》已经施行，《乙办法》同时废止，该条例第三条"
    assert find_references(text)[-1].title == "甲条例"


def test_the_number_of_a_clause_at_its_own_beginning_is_no_reference() -> None:
    text = "第三条　为了发展。\n**第四条**　依照第三条的规定。\n第五条 【范围】适用。"
    assert said(text) == [(None, None, "第三条")]


TITLES = st.sampled_from(["甲市管理办法", "关于乙的实施意见", "丙条例", "丁规划（2018－2020年）"])
NUMBERS = st.sampled_from(["", "（甲政发〔2018〕3号）", "（国务院令第588号）"])
PLACES = st.sampled_from(
    ["", "第三条", "二、（二）1.", "第十二条第二款第（三）项", "第四章专栏3", "附件第6行"]
)
FILLERS = st.sampled_from(
    ["经研究决定", "请认真贯彻执行", "各单位要按时完成3000万元的任务", "现通知如下", "到2020年"]
)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, tuple[str | None, str | None, str] | None]:
    filler = draw(FILLERS)
    if not draw(st.booleans()):
        return filler, None
    title, number, place = draw(TITLES), draw(NUMBERS), draw(PLACES)
    return f"{filler}，《{title}》{number}{place}规定", (title, number.strip("（）") or None, place)


@given(st.lists(sentences(), max_size=8), st.sampled_from(["。", "；", "\n", "！"]))
def test_composed_references_are_given_back_and_none_crosses_a_sentence(
    composed: list[tuple[str, tuple[str | None, str | None, str] | None]], stop: str
) -> None:
    text = stop.join(sentence for sentence, _ in composed)
    found = find_references(text)
    assert [(one.title, one.number, one.place) for one in found] == [one for _, one in composed if one]
    assert not any(stop in one.text for one in found)


@given(
    st.text(
        alphabet="《》〈〉（）()第三条款项一二、1.附件专栏3本办法法的。；\n〔2018〕5号国发以下简称",
        max_size=60,
    )
)
def test_on_any_text_spans_are_exact_ordered_and_within_one_line(text: str) -> None:
    end = 0
    for found in find_references(text):
        assert isinstance(found, Reference)
        assert text[found.start : found.end] == found.text
        assert end <= found.start < found.end
        assert "\n" not in found.text
        end = found.end


STEPS = st.sampled_from(
    [
        ("第{n}章", "一、", "1."),
        ("第{n}条", "第{n}款", "第（{n}）项"),
        ("{n}、", "（{n}）", "1.", "第3段"),
        ("{n}、", "12.", "（3）"),
        ("第{n}编", "第{n}章", "第{n}节"),
        ("第{n}章", "专栏2"),
        ("附件2", "{n}、", "（{n}）"),
        ("附件", "第6行"),
        ("附件3", "表2", "第1行"),
    ]
)


@given(TITLES, NUMBERS, STEPS, st.integers(1, 120), st.integers(1, 4), FILLERS)
def test_any_place_after_a_title_is_given_back_whole(
    title: str, number: str, steps: tuple[str, ...], counted: int, length: int, filler: str
) -> None:
    place = "".join(steps[:length]).format(n=chinese_numeral(counted))
    (found,) = find_references(f"《{title}》{number}{place}规定，{filler}")
    assert (found.title, found.place) == (title, place)
    assert len(place_key(place)) == min(length, len(steps)) or place == "附件"
