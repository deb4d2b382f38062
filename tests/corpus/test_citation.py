"""Citation text: labels, document numbers, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citation import (
    find_numbers,
    footnote,
    in_text,
    label,
    normalise_number,
    place_key,
    reference_list,
)
from corpus.model import Document
from corpus.numerals import chinese_numeral, parse_numeral


def document(**values: object) -> Document:
    base: dict[str, object] = {
        "id": "d",
        "title": "某某分工方案",
        "number": "安政办发〔2017〕65号",
        "issuer": "安康市人民政府办公室",
        "date": "2017-06-02",
        "regions": (),
        "period": None,
        "status": "unknown",
        "source": "d.txt",
        "text": "",
    }
    return Document(**{**base, **values})  # type: ignore[arg-type]


def test_a_label_is_title_number_and_place() -> None:
    assert (
        label("某某分工方案", "安政办发[2017]65号", "二、5.")
        == "《某某分工方案》（安政办发〔2017〕65号）二、5."
    )
    assert label("某某实施意见", None, "二、（二）1.") == "《某某实施意见》二、（二）1."


def test_a_title_within_the_title_gets_single_brackets() -> None:
    assert label("关于印发《甲办法》的通知", None, "") == "《关于印发〈甲办法〉的通知》"


def test_the_forms_of_a_citation() -> None:
    doc = document()
    citation = label(doc.title, doc.number, "二、5.")
    assert in_text(citation) == "根据《某某分工方案》（安政办发〔2017〕65号）二、5.规定"
    assert footnote(doc, citation) == (
        "安康市人民政府办公室：《某某分工方案》（安政办发〔2017〕65号）二、5.，2017年6月2日。"
    )
    assert footnote(document(issuer=None, date=None, number=None), "《某某分工方案》") == "《某某分工方案》。"
    assert reference_list((doc, document(title="乙", number=None, issuer=None, date="2018"))) == (
        "[1] 安康市人民政府办公室：《某某分工方案》（安政办发〔2017〕65号），2017年6月2日。",
        "[2] 《乙》，2018年。",
    )


NUMBERS = [
    ("安政办发〔2017〕65号", "安政办发〔2017〕65号"),
    ("安政办发[2017]65号", "安政办发〔2017〕65号"),
    ("安政办发(2017)65号", "安政办发〔2017〕65号"),
    ("安政办发（2017）65号", "安政办发〔2017〕65号"),
    ("安政办发【2017】65号", "安政办发〔2017〕65号"),
    ("安政办发［２０１７］６５号", "安政办发〔2017〕65号"),
    ("安政办发〔2017〕 65 号", "安政办发〔2017〕65号"),
    ("安政办发 〔2017〕第65号", "安政办发〔2017〕65号"),
    ("安政办发〔2017〕065号", "安政办发〔2017〕65号"),
    ("国发〔2016〕64号", "国发〔2016〕64号"),
    ("穗天发改规字〔2025〕2号", "穗天发改规字〔2025〕2号"),
    ("粤基金函字〔2024〕58号", "粤基金函字〔2024〕58号"),
    ("国务院令第588号", "国务院令第588号"),
    ("中华人民共和国国务院令第588号", "国务院令第588号"),
    ("中华人民共和国主席令第五十八号", "主席令第58号"),
    ("国家市场监督管理总局令第56号", "国家市场监督管理总局令第56号"),
    ("公告2020年第5号", "公告2020年第5号"),
    ("财政部公告2020年第5号", "财政部公告2020年第5号"),
    ("深圳市人民政府令（第300号）", "深圳市人民政府令第300号"),
    ("第7264号建议", "第7264号建议"),
]


@pytest.mark.parametrize(("typed", "official"), NUMBERS)
def test_every_typing_of_a_number_becomes_the_official_one(typed: str, official: str) -> None:
    assert normalise_number(typed) == official
    assert normalise_number(official) == official


IN_TEXT = [
    ("根据国发[2016]64号文件", ["国发〔2016〕64号"]),
    ("按照国务院办公厅国办发〔2018〕16号精神", ["国办发〔2018〕16号"]),
    ("《甲》(中发【2015】34号)、《乙》(国发〔2016〕64号)", ["中发〔2015〕34号", "国发〔2016〕64号"]),
    ("以及浙委办发〔2018〕32号、浙政发〔2018〕1号", ["浙委办发〔2018〕32号", "浙政发〔2018〕1号"]),
    ("2018年8月16日国发〔2016〕64号", ["国发〔2016〕64号"]),
    ("根据中华人民共和国国务院令第588号修订", ["国务院令第588号"]),
    ("第7264号建议、5号楼、2017年65号", []),
    ("（2017）65号院", []),
]


@pytest.mark.parametrize(("text", "numbers"), IN_TEXT)
def test_numbers_are_found_in_running_text_without_the_words_before_them(
    text: str, numbers: list[str]
) -> None:
    found = find_numbers(text)
    assert [mention.number for mention in found] == numbers
    assert all(text[mention.start : mention.end].endswith("号") for mention in found)


SAME_PLACE = [
    ("第十二条第二款第（三）项", "第12条第2款第(3)项"),
    ("二、（二）1.", "二、(二)1．"),
    ("二、（二）1.", "二（二）1、"),
    ("附件第6行", "附件 第6行"),
    ("第四章专栏3", "第４章专栏 3"),
    ("第十二条之一", "第12条之一"),
    ("第一百二十条", "第120条"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PLACE)
def test_a_place_has_one_key_however_it_is_typed(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


DIFFERENT_PLACES = [
    ("二、（二）1.", "二、（二）11."),
    ("第十二条", "第十二条之一"),
    ("二、（二）", "（二）二、"),
    ("附件1第6行", "附件2第6行"),
    ("第三章一、1.", "第三章1."),
    ("1.", "（1）"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT_PLACES)
def test_different_places_have_different_keys(one: str, other: str) -> None:
    assert place_key(one) != place_key(other)


@given(st.integers(0, 9999))
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    assert parse_numeral(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二〇一八", 2018),
        ("○", 0),
        ("两", 2),
        ("③", 3),
        ("１２", 12),
        ("一百零五", 105),
        ("廿", None),
        ("", None),
    ],
)
def test_other_numerals(text: str, number: int | None) -> None:
    assert parse_numeral(text) == number
