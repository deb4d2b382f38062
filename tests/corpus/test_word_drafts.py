"""Drafts are read as a person sees them, and given back with nothing of theirs changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import CorpusError
from corpus.readers.office import libreoffice
from corpus.word import (
    LONGEST_DRAFT,
    Insertion,
    Remark,
    Summary,
    SummaryTable,
    lay_out,
    mark_word,
    read_draft,
)
from tests.corpus.office_files import docx, paragraph
from tests.corpus.word_files import DRAFT, TEXT, commented, plain, printed, run, shown

SUMMARY = Summary("核对情况", "共核对2句。", (SummaryTable("统计", (("一致", "不符"), ("1", "1")), (1, 1)),))


#: Within a run, over runs, cells, lines, a link, and what the author inserted.
WORDS = [
    "关于资金安排的汇报",
    "资金安排",
    "5000万元",
    "县5000万元\t（暂",
    "市财政局\n负责",
    "龙泉\t300万元",
    "300万元\n第二",
    "增加的话",
    "话，保",
    "后半句链接",
    "链接文",
    "完。",
]


def remark(words: str, says: str = "批注") -> Remark:
    start = TEXT.index(words)
    return Remark(start, start + len(words), says)


def test_the_text_is_what_a_person_reads_in_reading_order() -> None:
    assert read_draft(DRAFT, "稿.docx") == TEXT


@pytest.mark.parametrize("words", WORDS)
def test_a_comment_stands_around_the_very_words(words: str) -> None:
    marked = mark_word(DRAFT, "稿.docx", [remark(words)])
    assert commented(marked) == {"批注": words.replace("\n", "").replace("\t", "")}
    assert shown(marked) == shown(DRAFT)


@pytest.mark.parametrize(
    ("words", "around"), [("2018年", "框中说明2018年。"), ("实施意见", "（暂定），由市财政局负责。")]
)
def test_what_stands_in_a_box_or_a_note_is_commented_on_at_its_place_in_the_body(
    words: str, around: str
) -> None:
    marked = mark_word(DRAFT, "稿.docx", [remark(words)])
    assert commented(marked) == {"批注": around}
    assert shown(marked) == shown(DRAFT)


def test_an_automatic_number_does_not_become_one_figure_with_the_year_after_it() -> None:
    document = python_docx.Document()
    for text in ("2018年的资金已经拨付。", "2019年的资金于当年一季度拨付。"):
        document.add_paragraph(text, style="List Number")
    data = io.BytesIO()
    document.save(data)
    lines = read_draft(data.getvalue(), "清单.docx").splitlines()
    assert lines == ["1. 2018年的资金已经拨付。", "2. 2019年的资金于当年一季度拨付。"]


def test_a_comment_on_an_automatic_number_stands_at_the_words_it_numbers() -> None:
    start = TEXT.index("一、")
    assert commented(mark_word(DRAFT, "稿.docx", [Remark(start, start + 2, "编号")])) == {"编号": "基本情况"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)), min_size=1, max_size=6))
def test_any_remarks_leave_every_character_and_its_formatting_as_they_are(
    spans: list[tuple[int, int]],
) -> None:
    remarks = [
        Remark(start, min(start + length, len(TEXT)), f"批注{place}")
        for place, (start, length) in enumerate(spans)
    ]
    marked = mark_word(DRAFT, "稿.docx", remarks, [Insertion(spans[0][0], "插入，")])
    assert shown(marked) == shown(DRAFT)
    assert len(commented(marked)) >= len(remarks)
    assert read_draft(marked, "稿.docx").replace("插入，", "", 1) == TEXT


def test_inserted_words_are_a_tracked_change_in_the_formatting_of_the_words_after_them() -> None:
    at = TEXT.index("00万元")
    marked = mark_word(DRAFT, "稿.docx", [], [Insertion(at, "约")])
    assert read_draft(marked, "稿.docx") == f"{TEXT[:at]}约{TEXT[at:]}"
    word = python_docx.Document(io.BytesIO(marked))
    change = word.element.body.xpath(".//w:ins[not(@w:author='甲')]")[0]
    assert [each.text for each in change.iter(qn("w:t"))] == ["约"]
    assert [each.get(qn("w:val")) for each in change.iter(qn("w:color"))] == ["FF0000"]
    assert shown(marked) == shown(DRAFT)


def test_words_that_cannot_be_inserted_in_a_note_become_a_comment() -> None:
    marked = mark_word(DRAFT, "稿.docx", [], [Insertion(TEXT.index("注：见"), "根据《甲》，")])
    assert list(commented(marked)) == ["建议插入：根据《甲》，"]
    assert read_draft(marked, "稿.docx") == TEXT


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_another_word_processor_shows_all_of_them(tmp_path: Path) -> None:
    words = [*WORDS, "2018年", "实施意见"]
    marked = mark_word(DRAFT, "稿.docx", [remark(each, f"批注{place}") for place, each in enumerate(words)])
    notes, _ = printed(marked, tmp_path)
    assert sorted(notes) == sorted(f"批注{place}" for place in range(len(words)))


def test_comments_that_were_there_stay_and_new_ones_join_them() -> None:
    once = mark_word(DRAFT, "稿.docx", [remark("5000万元", "先")])
    twice = mark_word(once, "稿.docx", [remark("5000万元", "后")])
    assert commented(twice) == {"先": "5000万元", "后": "5000万元"}
    assert shown(twice) == shown(DRAFT)


def test_the_summary_stands_after_the_draft_on_a_page_of_its_own() -> None:
    marked = mark_word(DRAFT, "稿.docx", [], summary=SUMMARY)
    assert read_draft(marked, "稿.docx") == f"{TEXT}\n核对情况\n共核对2句。\n统计\n一致\t不符\n1\t1\n"
    word = python_docx.Document(io.BytesIO(marked))
    title = next(each for each in word.paragraphs if each.text == "核对情况")
    assert title.paragraph_format.page_break_before is True
    assert shown(marked)[: len(shown(DRAFT))] == shown(DRAFT)


def test_parts_that_are_not_the_text_come_back_byte_for_byte() -> None:
    picture = python_docx.Document()
    picture.add_paragraph("正文")
    buffer = io.BytesIO()
    picture.save(buffer)
    before = zipfile.ZipFile(io.BytesIO(buffer.getvalue()))
    after = zipfile.ZipFile(io.BytesIO(mark_word(buffer.getvalue(), "稿.docx", [Remark(0, 2, "批注")])))
    for part in ("word/theme/theme1.xml", "docProps/thumbnail.jpeg"):
        assert after.read(part) == before.read(part)


@pytest.mark.parametrize(
    "text",
    [
        "关于某事的请示\n\n市政府：\n　　一、情况\n正文第一句。\t后面。\n（一）小标题\n",
        "只有一句话，没有标题。",
        "\n\n  \n段落\x07控制符\x0b",
        "a\r\nb",
    ],
)
def test_a_text_that_is_laid_out_keeps_its_lines_and_offsets(text: str) -> None:
    read = read_draft(lay_out(text, "稿"), "稿.docx")
    assert len(read) == len(text)
    assert [a for a, b in zip(read, text, strict=True) if a != b and b >= " "] == []


def test_text_files_are_read_in_the_encodings_that_offices_have() -> None:
    assert read_draft("通知\r\n正文".encode("gb18030"), "稿.txt") == "通知\n正文"
    assert read_draft("# 通知".encode(), "稿.MD") == "# 通知"


def encrypted() -> bytes:
    """An OLE container whose directory names the stream that Office keeps an encrypted package in."""
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little") + b"\x02" + b"\0" * 61
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = (9).to_bytes(2, "little")
    return bytes(head) + entry.ljust(512, b"\0")


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("稿.docx", b"", "空的"),
        ("稿.docx", b"no zip at all", "不是 docx"),
        ("稿.docx", DRAFT[:-80], "损坏"),
        ("稿.docx", DRAFT[:400] + b"\0" * 200 + DRAFT[600:], "损坏"),
        ("稿.docx", encrypted(), "密码"),
        ("稿.docx", docx(""), "没有文字"),
        ("稿.docx", docx("<w:p/>" * 3_000_000), "庞大|复杂"),
        ("稿.docx", docx(paragraph("空" * 40_000_000)), "庞大"),
        ("稿.docx", docx(paragraph("字" * (LONGEST_DRAFT + 1))), "分成几份"),
        ("稿.docx", docx("<w:tbl><w:tr><w:tc>" * 30 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 30), "嵌套过深"),
        ("稿.txt", b"PK\x03\x04", "损坏"),
        ("稿.txt", b"\x00\x01\x02\x03" * 40, "二进制"),
        ("稿.txt", "　\n ".encode(), "没有文字"),
        ("稿.pdf", b"%PDF-1.7", "docx、txt 或 md"),
        ("稿", b"text", "docx、txt 或 md"),
    ],
)
def test_a_broken_or_hostile_draft_is_refused_with_a_reason(name: str, data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says) as error:
        read_draft(data, name)
    assert str(error.value).startswith(f"{name}：")
    assert "请" in str(error.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (with_member(DRAFT, "word/media/image1.bmp", b"\0" * 80_000_000), "庞大"),
        (with_member(DRAFT, "customXml/item1.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "实体"),
        (with_member(DRAFT, "word/settings.xml", b"<w:settings>"), "损坏"),
        (
            DRAFT.replace(b"word/document.xml", b"word/documxnt.xml"),
            "缺少正文|损坏",
        ),
    ],
)
def test_what_a_library_would_load_blindly_is_refused_before_it_does(data: bytes, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        mark_word(data, "稿.docx", [Remark(0, 2, "批注")])


def test_the_strict_form_of_the_standard_is_read_but_asks_to_be_saved_anew_for_comments() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DRAFT)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            for usual, strict in (
                (
                    b"schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"purl.oclc.org/ooxml/wordprocessingml/main",
                ),
                (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
            ):
                content = content.replace(usual, strict)
            new.writestr(member, content)
    assert read_draft(buffer.getvalue(), "稿.docx") == TEXT
    with pytest.raises(CorpusError, match="另存为"):
        mark_word(buffer.getvalue(), "稿.docx", [Remark(0, 2, "批注")])


def test_characters_that_word_cannot_hold_do_not_reach_a_comment() -> None:
    marked = mark_word(docx(plain(run("正文"))), "稿.docx", [Remark(0, 2, "坏\x00\ud800字")])
    assert list(commented(marked)) == ["坏  字"]
