"""A draft held to the corpus: verdicts, reasons, suggestions and the command."""

import json
from pathlib import Path

import docx
import pytest

from assistant.chain import Assistant
from assistant.command import run
from assistant.drafts import DraftStatement, check_draft, differences, report_json, with_suggestions
from assistant.json import citation_json

LISHUI = "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》"
ANKANG = "《常州市与安康市扶贫协作和经济合作战略合作协议落实分工方案》"


def last(text: str, assistant: Assistant) -> DraftStatement:
    return check_draft(text, assistant).statements[-1]


def reasons(statement: DraftStatement) -> list[tuple[str, str, str]]:
    return [(reason.kind, reason.found, reason.expected) for reason in statement.reasons]


def test_a_wrong_figure_is_shown_beside_the_clause_that_has_the_right_one(bundled: Assistant) -> None:
    text = f"根据{LISHUI}，按平均每年每个受援县（区）5000万元的额度安排财政帮扶资金。"
    statement = last(text, bundled)
    assert statement.verdict == "contradicted"
    assert reasons(statement) == [("number", "5000万元", "3000万元")]
    assert [citation.clause.id for citation in statement.citations] == ["lishui-2018:2.2.1"]
    reason = statement.reasons[0]
    assert text[reason.start : reason.end] == "5000万元"


def test_a_number_that_belongs_to_another_title_is_named_with_the_right_one(bundled: Assistant) -> None:
    statement = last(f"{ANKANG}（安政办发〔2016〕65号）建立了结对关系。", bundled)
    assert ("number_of_document", "安政办发〔2016〕65号", "安政办发〔2017〕65号") in reasons(statement)
    assert statement.verdict == "contradicted"


def test_a_number_and_its_short_name_in_one_bracket_are_both_read(bundled: Assistant) -> None:
    text = (
        f"{ANKANG}（安政办发〔2017〕56号，以下简称《分工方案》）已印发。《分工方案》三、12.要求抓好监督检查。"
    )
    first, second = check_draft(text, bundled).statements
    assert first.verdict == "contradicted"
    assert second.citations[0].clause.id == "ankang-2017:3.12"


def test_a_number_where_the_corpus_knows_none_is_unsupported_not_contradicted(bundled: Assistant) -> None:
    statement = last(f"{LISHUI}（丽委办发〔2018〕40号）提出安排专项资金。", bundled)
    assert statement.verdict == "unsupported"
    assert reasons(statement) == [("number_of_document", "丽委办发〔2018〕40号", "")]


def test_a_title_written_almost_right_is_told(bundled: Assistant) -> None:
    statement = last("《奉节县东西部扶贫协作五年行动计划》明确了重点任务。", bundled)
    assert statement.verdict == "contradicted"
    assert reasons(statement) == [
        ("title", "奉节县东西部扶贫协作五年行动计划", "奉节县东西部扶贫协作三年行动计划")
    ]


def test_a_title_that_the_corpus_does_not_know_is_unsupported(bundled: Assistant) -> None:
    statement = last("《衢州市数字经济促进办法》规定设立专项资金。", bundled)
    assert statement.verdict == "unsupported"
    assert reasons(statement) == [("title", "衢州市数字经济促进办法", "")]


def test_a_clause_cited_for_what_another_says_is_told_with_the_right_place(bundled: Assistant) -> None:
    statement = last(f"{LISHUI}二、（三）1.规定，市财政局要制定帮扶资金管理办法。", bundled)
    assert statement.verdict == "contradicted"
    assert reasons(statement) == [("clause", "二、（三）1.", "二、（二）2.")]


def test_a_quotation_is_held_to_its_letters(bundled: Assistant) -> None:
    statement = last(f"{LISHUI}要求“安排专门资金，用于保障各项对口帮扶工作开展”。", bundled)
    [(kind, found, expected)] = reasons(statement)
    assert kind == "quote"
    assert differences(found, expected)[1] == "安排专【项】资金，用于保障各项对口帮扶工作开展"


def test_a_place_that_the_corpus_does_not_cover_is_unsupported(bundled: Assistant) -> None:
    text = f"我们学习了{LISHUI}。云和县每年安排财政帮扶资金300万元。"
    statement = last(text, bundled)
    assert statement.verdict == "unsupported"
    assert all(reason.expected == "" for reason in statement.reasons)
    assert statement.citations == ()


def test_what_the_draft_reports_of_its_own_work_is_unsupported(bundled: Assistant) -> None:
    assert last("截至10月底，全县已到位财政帮扶资金1860万元。", bundled).verdict == "unsupported"


@pytest.mark.parametrize(
    "sentence", ["为深入贯彻落实上级精神，现就有关事项通知如下：", "特此报告。", "请各单位认真抓好落实。"]
)
def test_phrases_that_state_nothing_are_not_checked(bundled: Assistant, sentence: str) -> None:
    assert last(sentence, bundled).verdict == "not_checked"


def test_title_addressees_signature_and_date_of_the_draft_are_not_checked(bundled: Assistant) -> None:
    text = "关于拨付资金的请示\n\n市人民政府：\n\n特此请示。\n\n松阳县人民政府\n2018年11月20日\n"
    assert {one.verdict for one in check_draft(text, bundled).statements} == {"not_checked"}


def test_what_an_earlier_sentence_names_carries_over(bundled: Assistant) -> None:
    text = f"{LISHUI}已经印发。该意见明确，2018年的财政帮扶资金于2018年5月底前拨付到位。"
    assert last(text, bundled).citations[0].clause.id == "lishui-2018:2.2.1"


def test_a_statement_without_reference_gets_the_citation_and_it_is_inserted(bundled: Assistant) -> None:
    text = "一、资金\n2018年的财政帮扶资金于2018年5月底前拨付到位。\n"
    report = check_draft(text, bundled)
    assert report.statements[-1].suggestion == f"根据{LISHUI}二、（二）1.，"
    assert with_suggestions(report) == f"一、资金\n根据{LISHUI}二、（二）1.，{report.statements[-1].text}\n"
    again = check_draft(with_suggestions(report), bundled).statements[-1]
    assert (again.verdict, again.suggestion) == ("supported", "")


def test_other_documents_are_checked_alike(elsewhere: Assistant) -> None:
    title = "《衢州市养老服务补贴办法》（衢政办发〔2021〕37号）"
    right = f"{title}第二条规定，80周岁以上的低保老年人每人每月补贴300元。"
    assert last(right, elsewhere).verdict == "supported"
    wrong = "养老机构每新增一张护理型床位，给予一次性建设补助6000元。"
    assert reasons(last(wrong, elsewhere)) == [("number", "6000元", "8000元")]
    assert last("本办法自2021年10月1日起施行，有效期三年。", elsewhere).verdict == "contradicted"


def test_the_json_is_what_the_issue_says(bundled: Assistant) -> None:
    report = check_draft("市财政局要制定帮扶资金管理办法。", bundled)
    value = report_json(report)
    assert list(value) == ["statements", "summary"]
    [statement] = value["statements"]
    assert list(statement) == [
        "text",
        "start",
        "end",
        "verdict",
        "reasons",
        "citations",
        "suggestion",
    ]
    assert statement["citations"] == [citation_json(report.statements[0].citations[0])]
    assert value["summary"] == {"supported": 1, "contradicted": 0, "unsupported": 0, "not_checked": 0}


def test_progress_counts_to_the_last_sentence(bundled: Assistant) -> None:
    told: list[tuple[int, int]] = []
    check_draft("第一句。第二句。", bundled, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_command_prints_what_needs_a_look(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "草稿.txt"
    draft.write_text("2018年的财政帮扶资金于2018年6月底前拨付到位。\n", encoding="utf-8")
    assert run(["check", str(draft), "--index", str(bundled_home)]) == 0
    printed = capsys.readouterr().out
    assert "与公文不符 1 处" in printed
    assert "日期：草稿为“2018年【6】月”，公文为“2018年【5】月”" in printed


def test_the_command_writes_json_and_the_text_with_citations(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "草稿.md"
    draft.write_text("# 资金\n\n安排专项资金，用于保障各项对口帮扶工作开展。\n", encoding="utf-8")
    assert run(["check", str(draft), "--json", "--index", str(bundled_home)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run(["check", str(draft), "--out", str(tmp_path / "a.json"), "--index", str(bundled_home)]) == 0
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == printed
    inserted = tmp_path / "b.md"
    assert run(["check", str(draft), "--insert", "--out", str(inserted), "--index", str(bundled_home)]) == 0
    assert (
        inserted.read_text(encoding="utf-8")
        == f"# 资金\n\n根据{LISHUI}二、（二）1.，安排专项资金，用于保障各项对口帮扶工作开展。\n"
    )


def test_the_command_gives_back_a_word_file_with_comments(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, marked = tmp_path / "草稿.txt", tmp_path / "核对.docx"
    draft.write_text("2018年的财政帮扶资金于2018年6月底前拨付到位。\n", encoding="utf-8")
    assert run(["check", str(draft), "--out", str(marked), "--index", str(bundled_home)]) == 0
    assert str(marked) in capsys.readouterr().out
    [comment] = docx.Document(str(marked)).comments
    assert "2018年5月" in comment.text
    assert run(["check", str(marked), "--out", str(marked), "--index", str(bundled_home)]) == 2
    assert "草稿本身" in capsys.readouterr().err


def test_where_the_result_cannot_be_written_is_said_before_the_check(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "草稿.txt"
    draft.write_text("2018年的财政帮扶资金于2018年6月底前拨付到位。\n", encoding="utf-8")
    (tmp_path / "夹.docx").mkdir()
    for out, status, says in (("没有/核对.docx", 1, "不存在"), ("夹.docx", 2, "是文件夹")):
        assert (
            run(["check", str(draft), "--out", str(tmp_path / out), "--index", str(bundled_home)]) == status
        )
        shown = capsys.readouterr()
        assert says in shown.err and "正在核对" not in shown.err


@pytest.mark.parametrize(
    ("name", "data"),
    [("空.txt", b""), ("乱.txt", bytes(range(256)) * 16), ("假.docx", b"PK\x03\x04 no"), ("草稿.xyz", b"a")],
)
def test_what_is_no_draft_gets_one_clear_sentence(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert run(["check", str(tmp_path / name), "--index", str(bundled_home)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert name in shown.err and "Traceback" not in shown.err
