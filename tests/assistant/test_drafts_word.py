"""A checked draft comes back as a Word file that says what was found, at the words concerned."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from assistant.chain import Assistant
from assistant.command.app import run
from assistant.drafts import DraftReport, check_draft
from assistant.drafts.marking import marked_draft, summary_of
from assistant.drafts.suggest import to_insert, with_suggestions
from assistant.settings import Settings
from corpus.readers.office import libreoffice
from corpus.word import lay_out, read_draft
from index import Index
from tests.corpus.word_files import commented, printed, shown

RIGHT = "从2018年起连续3年，丽水市按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金。"
WRONG = "丽水市2018年的财政帮扶资金于2018年6月底前拨付到位。"
UNKNOWN = "阿勒泰地区2031年安排种业振兴资金777万元。"
TEXT = f"关于资金安排的汇报\n\n　　{RIGHT}{WRONG}\n{UNKNOWN}\n特此汇报。"


@pytest.fixture(scope="module")
def report(bundled_home: Path) -> Iterator[DraftReport]:
    with Index.open(bundled_home) as index:
        yield check_draft(TEXT, Assistant(index, Settings(index=bundled_home, receipts=0)))


def test_comments_say_the_verdict_the_clause_and_what_to_do(report: DraftReport) -> None:
    found = commented(marked_draft(None, "汇报.txt", report))
    by_words = {words: text for text, words in found.items()}
    wrong = by_words["2018年6月"]
    assert wrong.startswith(
        "【与公文不符】日期：草稿为“2018年【6】月”，公文为“2018年【5】月”。\n依据：《关于丽水市"
    )
    assert "“2018年的财政帮扶资金于2018年5月底前拨付到位" in wrong
    assert wrong.endswith("建议：核对原件后按公文改正。")
    right = by_words[RIGHT]
    assert right.startswith("【有依据，未注明出处】\n依据：《关于丽水市")
    assert right.endswith("二、（二）1.，")
    assert by_words[UNKNOWN].startswith("【库中无依据】")
    assert not any("特此汇报" in words for words in by_words)


def test_the_summary_counts_and_lists_what_needs_work_and_where_the_rest_comes_from(
    report: DraftReport,
) -> None:
    counts, problems, founded = (table.rows for table in summary_of(report).tables)
    assert counts == (("有依据", "与公文不符", "库中无依据", "无需核对"), ("1", "1", "1", "2"))
    assert [row[1] for row in problems[1:]] == [WRONG, UNKNOWN]
    assert "公文为“2018年【5】月”" in problems[1][2]
    assert "二、（二）1." in problems[1][3]
    [(_, statement, source)] = founded[1:]
    assert (statement, source.endswith("二、（二）1.")) == (RIGHT, True)


def test_suggestions_that_were_chosen_are_inserted_and_no_longer_commented_on(report: DraftReport) -> None:
    marked = marked_draft(None, "汇报.txt", report, to_insert(report))
    assert read_draft(marked, "汇报.docx").startswith(with_suggestions(report))
    assert not any("未注明出处" in text for text in commented(marked))


def test_the_command_gives_a_docx_back(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, out = tmp_path / "汇报.docx", tmp_path / "核对.docx"
    draft.write_bytes(lay_out(TEXT, "汇报"))
    arguments = ["check", str(draft), "--out", str(out), "--index", str(bundled_home)]
    assert run(arguments) == 0
    assert "与公文不符 1 处" in capsys.readouterr().out
    assert shown(out.read_bytes())[: len(shown(draft.read_bytes()))] == shown(draft.read_bytes())
    assert len(list(docx.Document(str(out)).comments)) == 3
    assert run([*arguments, "--insert"]) == 0
    assert "1.，从2018年起" in read_draft(out.read_bytes(), "核对.docx")


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_another_word_processor_shows_every_comment_and_the_summary_on_its_own_page(
    report: DraftReport, tmp_path: Path
) -> None:
    marked = marked_draft(None, "汇报.txt", report)
    notes, pages = printed(marked, tmp_path)
    assert sorted(notes) == sorted(each.text for each in docx.Document(io.BytesIO(marked)).comments)
    assert "".join(pages[0].split()).startswith("关于资金安排的汇报")
    assert "核对情况" not in pages[0]
    assert "核对情况" in pages[1]
