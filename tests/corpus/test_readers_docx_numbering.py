"""The numbers that Word counts by itself, written out as they are seen on the page."""

import pytest

from corpus import Paragraph
from corpus.readers.number_format import format_count
from tests.corpus.office_files import numbered, paragraph, read_docx, texts

LEVEL = '<w:lvl w:ilvl="{0}"><w:start w:val="{4}"/><w:numFmt w:val="{1}"/>{3}<w:lvlText w:val="{2}"/></w:lvl>'


def levels(*entries: tuple[str, str], start: int = 1, extra: str = "") -> str:
    """Levels of a list from (number format, pattern)."""
    return "".join(
        LEVEL.format(depth, style, pattern, extra, start) for depth, (style, pattern) in enumerate(entries)
    )


def numbering(inner: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{nums}'


@pytest.mark.parametrize(
    ("style", "count", "text"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("chineseCountingThousand", 10010, "一万零一十"),
        ("chineseCounting", 21, "二十一"),
        ("japaneseCounting", 3, "三"),
        ("taiwaneseCountingThousand", 99, "九十九"),
        ("ideographDigital", 2018, "二〇一八"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 1, "①"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 3, "c"),
        ("decimal", 12, "12"),
        ("something newer", 12, "12"),
        ("none", 12, ""),
    ],
)
def test_a_count_is_written_in_the_format_of_its_level(style: str, count: int, text: str) -> None:
    assert format_count(count, style) == text


def test_automatic_numbers_are_written_out_over_all_levels() -> None:
    lists = numbering(
        levels(
            ("chineseCountingThousand", "%1、"),
            ("chineseCounting", "（%2）"),
            ("decimal", "%3."),
            ("decimalEnclosedCircle", "%4"),
        )
    )
    body = [
        (0, "要求"),
        (1, "目标"),
        (1, "原则"),
        (2, "统筹"),
        (3, "资金"),
        (3, "人才"),
        (0, "措施"),
        (1, "帮扶"),
    ]
    source = read_docx("".join(numbered(text, level=level) for level, text in body), numbering=lists)
    assert texts(source) == [
        "一、要求", "（一）目标", "（二）原则", "1.统筹", "①资金", "②人才", "二、措施", "（一）帮扶",
    ]  # fmt: skip


def test_a_multi_level_number_names_its_parents_and_keeps_clear_of_the_text() -> None:
    lists = numbering(levels(("decimal", "%1"), ("decimal", "%1.%2")))
    source = read_docx(numbered("2018年计划") + numbered("3000万元", level=1), numbering=lists)
    assert texts(source) == ["1 2018年计划", "1.1 3000万元"]


def test_an_article_number_is_set_apart_from_its_text() -> None:
    lists = numbering(levels(("chineseCountingThousand", "第%1条")))
    assert texts(read_docx(numbered("为了规范管理。"), numbering=lists)) == ["第一条　为了规范管理。"]


def test_a_legal_level_writes_chinese_chapter_numbers_in_decimal() -> None:
    lists = numbering(levels(("chineseCounting", "第%1章"), ("decimal", "%1.%2"), extra="<w:isLgl/>"))
    assert texts(read_docx(numbered("总则") + numbered("目的", level=1), numbering=lists))[1] == "1.1 目的"


def test_articles_run_on_over_chapters_where_the_list_says_so() -> None:
    lists = numbering(
        levels(("chineseCounting", "第%1章"))
        + '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlRestart w:val="0"/><w:lvlText w:val="第%2条"/></w:lvl>'
    )
    body = [(0, "总则"), (1, "甲"), (1, "乙"), (0, "措施"), (1, "丙")]
    source = read_docx("".join(numbered(text, level=level) for level, text in body), numbering=lists)
    assert texts(source)[-1] == "第三条　丙"


def test_two_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in (
            (1, ""),
            (2, ""),
            (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        )
    )
    lists = numbering(levels(("decimal", "%1.")), nums)
    source = read_docx("".join(numbered("甲", number) for number in (1, 1, 2, 3, 3)), numbering=lists)
    assert texts(source) == ["1.甲", "2.甲", "3.甲", "1.甲", "2.甲"]


def test_a_style_can_number_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="章"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="条"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = numbering(
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="章"/>'
        '<w:lvlText w:val="第%1章"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/>'
        '<w:pStyle w:val="条"/><w:lvlText w:val="第%2条"/></w:lvl>'
    )
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>') for style, text in (("章", "总则"), ("条", "目的"))
    )
    source = read_docx(body, numbering=lists, styles=styles)
    assert source.blocks == (Paragraph("第一章　总则", style=1), Paragraph("第一条　目的", style=2))


def test_a_paragraph_can_leave_the_list_of_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="s"><w:name w:val="条"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("甲", '<w:pStyle w:val="s"/>') + paragraph(
        "乙", '<w:pStyle w:val="s"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert texts(read_docx(body, numbering=numbering(levels(("decimal", "%1."))), styles=styles)) == [
        "1.甲",
        "乙",
    ]
