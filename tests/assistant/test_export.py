"""Answers leave as a 公文: laid out after GB/T 9704, every mark leading to its clause in the appendix."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.chain import Assistant
from assistant.command.app import run
from assistant.export import Exported, exported_docx
from assistant.json import answer_json
from assistant.settings import Settings
from index import Index

QUESTION = "丽水每年给每个县多少资金？"
UNKNOWN = "拉萨市2030年的碳排放目标是多少？"


@pytest.fixture(scope="module")
def assistant(bundled_home: Path) -> Iterator[Assistant]:
    with Index.open(bundled_home) as index:
        yield Assistant(index, Settings(index=bundled_home, receipts=0))


def given(assistant: Assistant, question: str) -> Exported:
    return Exported(question, answer_json(assistant.ask(question)), "2026-01-05")


@pytest.fixture(scope="module")
def document(assistant: Assistant) -> Document:
    answers = [given(assistant, question) for question in (QUESTION, UNKNOWN, QUESTION)]
    return docx.Document(io.BytesIO(exported_docx(answers)))


def look(document: Document, text: str) -> tuple[str, float]:
    """The font and the size in points of the paragraph that says a text."""
    run = next(each for each in document.paragraphs if each.text == text).runs[0]
    assert run.font.size is not None
    fonts = {run._r.rPr.rFonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")}
    assert len(fonts) == 1
    return str(fonts.pop()), run.font.size.pt


def test_the_page_is_laid_out_as_the_standard_asks(document: Document) -> None:
    section = document.sections[0]
    for given, asked in (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.right_margin, 26),
        (section.bottom_margin, 35),
    ):
        assert given is not None
        assert abs(given - Mm(asked)) < Mm(0.1)
    assert look(document, "政策问答记录") == ("方正小标宋简体", 22)
    assert look(document, f"一、{QUESTION}") == ("黑体", 16)
    assert look(document, "附件：引用条款") == ("仿宋_GB2312", 16)
    body = document.styles["Normal"].paragraph_format
    assert body.line_spacing == Pt(28)
    answer = next(each for each in document.paragraphs if "3000万元" in each.text)
    assert answer.paragraph_format.first_line_indent == Pt(32)
    assert answer._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert {each.paragraph_format.line_spacing for each in document.paragraphs} == {None}


def test_pages_are_numbered_at_their_outer_edge(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"
    codes = [each.text for each in section.footer.paragraphs[0]._p.iter(qn("w:instrText"))]
    assert codes == [" PAGE "]


def test_every_mark_leads_to_the_clause_in_the_appendix(document: Document, assistant: Assistant) -> None:
    texts = [each.text for each in document.paragraphs]
    citation = assistant.ask(QUESTION).citations[0]
    appendix = texts[texts.index("附件") :]
    assert f"1.{citation.label}" in appendix
    assert "".join(citation.clause.text.split("\n")) in "".join(appendix)
    raised = [run.text for each in document.paragraphs for run in each.runs if run.font.superscript]
    assert set(raised) == {"[1]"}
    bold = "".join(run.text for each in document.paragraphs for run in each.runs if run.font.bold)
    assert bold == citation.quote.replace("\n", "")


def test_a_clause_that_two_answers_quote_alike_stands_in_the_appendix_once(document: Document) -> None:
    texts = [each.text for each in document.paragraphs]
    assert sum(text.startswith("1.《") for text in texts) == 1
    assert not any(text.startswith("2.《") for text in texts)


def test_an_answer_without_a_clause_names_the_nearest_and_needs_no_appendix(assistant: Assistant) -> None:
    alone = docx.Document(io.BytesIO(exported_docx([given(assistant, UNKNOWN)])))
    texts = [each.text for each in alone.paragraphs]
    assert any(text.startswith("最接近的条款：《") for text in texts)
    assert not any("附件" in text for text in texts)
    assert texts[-1] == "2026年1月5日"


def test_the_command_writes_the_answer_as_a_word_file(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "答复.docx"
    assert run(["ask", QUESTION, "--out", str(out), "--index", str(bundled_home)]) == 0
    assert "3000万元" in capsys.readouterr().out
    assert any("3000万元" in each.text for each in docx.Document(str(out)).paragraphs)
    assert run(["ask", QUESTION, "--out", str(tmp_path / "a.pdf"), "--index", str(bundled_home)]) == 2


def test_a_table_in_an_answer_becomes_a_table(assistant: Assistant) -> None:
    answer = given(assistant, QUESTION).answer | {
        "answer": "对口关系如下：\n| 甲方 | 乙方 |\n| --- | --- |\n| 武进区 | 汉滨区[1] |\n以上。"
    }
    made = docx.Document(io.BytesIO(exported_docx([Exported(QUESTION, answer, "2026-01-05")])))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["甲方", "乙方"],
        ["武进区", "汉滨区[1]"],
    ]
