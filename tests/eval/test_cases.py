"""Case files: what is read, and how a bad line is named."""

import json
from pathlib import Path

import pytest

from eval.cases import Case, CaseError, Exchange, Gold, case_from, case_record, read_cases, suite_path

GOOD = {
    "id": "a",
    "kind": "fact",
    "question": "问？",
    "facts": [["1", "一"]],
    "gold": [{"clause": "d:1", "quote": "一"}],
}


def written(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "suite.jsonl"
    lines = (
        record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_case_is_read_with_its_groups() -> None:
    case = case_from(GOOD | {"gold": [[{"clause": "d:1", "quote": "一"}, {"clause": "d:2", "quote": "二"}]]})
    assert case.gold == ((Gold("d", "d:1", "一"), Gold("d", "d:2", "二")),)
    assert case.facts == (("1", "一"),)


def test_support_by_document_reads_as_gold_without_a_clause() -> None:
    case = case_from(
        {"id": "a", "type": "followup", "question": "问？", "history": ["前问"], "facts": [],
         "support": [{"doc": "d", "quote": "一", "any": ["二"]}], "answerable": True}
    )  # fmt: skip
    assert case.kind == "follow_up"
    assert case.history == (Exchange("前问"),)
    assert case.gold == ((Gold("d", None, "一"), Gold("d", None, "二")),)


@pytest.mark.parametrize(
    "case",
    [
        Case("a", "fact", "问？", facts=(("1", "2"),), gold=((Gold("d", "d:1", "x"), Gold("d", None, "y")),)),
        Case("b", "unanswerable", "问？", answerable=False, tags=("near",), note="说明"),
        Case("c", "follow_up", "那呢？", (Exchange("前问", "前答"), Exchange("又问")), forbidden=("错",)),
    ],
)
def test_a_case_written_and_read_is_the_same(case: Case) -> None:
    assert case_from(json.loads(json.dumps(case_record(case)))) == case


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("{", "第2行"),
        (GOOD, "重复"),
        (GOOD | {"id": "b", "factz": []}, "未知的键：factz"),
        (GOOD | {"id": "b", "kind": "guess"}, "未知的题型"),
        (GOOD | {"id": "b", "question": " "}, "question 应为文字"),
        (GOOD | {"id": "b", "facts": "1"}, "应为列表"),
        (GOOD | {"id": "b", "facts": [[]]}, "每一组都要有内容"),
        (GOOD | {"id": "b", "gold": [{"clause": "d:1"}]}, "quote"),
        (GOOD | {"id": "b", "answerable": False}, "不应有 facts 或 gold"),
        (GOOD | {"id": "b", "history": [1]}, "history"),
        ("[]", "第2行"),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, record: object, message: str) -> None:
    with pytest.raises(CaseError, match="第2行") as raised:
        read_cases(written(tmp_path, GOOD, record))
    assert message in str(raised.value)


def test_an_empty_suite_and_an_unreadable_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="没有评测题"):
        read_cases(written(tmp_path))
    (tmp_path / "gbk.jsonl").write_bytes("题".encode("gbk"))
    with pytest.raises(CaseError, match="UTF-8"):
        read_cases(tmp_path / "gbk.jsonl")


def test_a_suite_is_found_by_name_or_by_path(tmp_path: Path) -> None:
    assert suite_path("sample").name == "sample.jsonl"
    path = written(tmp_path, GOOD)
    assert suite_path(str(path)) == path
    with pytest.raises(CaseError, match=r"没有评测集“none”.*sample"):
        suite_path("none")


def test_a_suite_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes("\ufeff".encode() + json.dumps(GOOD, ensure_ascii=False).encode() + b"\r\n\r\n")
    assert [case.id for case in read_cases(path)] == [GOOD["id"]]
