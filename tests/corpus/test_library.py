"""A corpus folder: stable names, nothing lost in silence."""

import hashlib
from pathlib import Path

import pytest

from corpus.library import Failure, bundled_corpus, list_corpus, load_corpus, safe_id
from corpus.manifest import MANIFEST_NAME
from corpus.model import CorpusError, ParsedDocument
from corpus.readers import read_source
from corpus.source import Source

TEXT = "某某市管理办法\n\n第一条　为了规范管理，制定本办法。\n\n第二条　本办法自2018年1月1日起施行。\n"


def put(folder: Path, name: str, text: str = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ids(folder: Path) -> dict[str, str]:
    return {file.name: file.document_id for file in list_corpus(folder)[0]}


def test_files_come_in_natural_order_of_their_names(tmp_path: Path) -> None:
    for name in ("附件10.txt", "附件2.txt", "b/1.txt", "a/10.txt", "a/9.txt"):
        put(tmp_path, name)
    assert list(ids(tmp_path)) == ["a/9.txt", "a/10.txt", "b/1.txt", "附件2.txt", "附件10.txt"]


def test_hidden_and_temporary_files_and_the_manifest_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, MANIFEST_NAME, "")
    for name in ("~$甲.docx", ".DS_Store", "Thumbs.db", ".git/config", "甲.txt.tmp", "__MACOSX/甲.txt"):
        put(tmp_path, name)
    put(tmp_path, "甲.txt")
    assert ids(tmp_path) == {"甲.txt": "甲"}


def test_a_document_id_is_the_file_name_made_safe(tmp_path: Path) -> None:
    put(tmp_path, "关于 甲:乙#丙?.txt")
    assert ids(tmp_path) == {"关于 甲:乙#丙?.txt": "关于-甲-乙-丙"}


@pytest.mark.parametrize(
    ("stem", "identifier"),
    [
        ("甲", "甲"),
        ("a b\u3000c", "a-b-c"),
        ("a/b\\c", "a-b-c"),
        (":::", "document"),
        ("仓山·临洮规划（2017年-2020年）", "仓山·临洮规划（2017年-2020年）"),
        ("甲\u200b乙", "甲乙"),
        ("../x", "x"),
    ],
)
def test_an_id_holds_nothing_that_breaks_a_clause_id_or_an_address(stem: str, identifier: str) -> None:
    assert safe_id(stem) == identifier


def test_files_of_one_name_in_two_folders_get_ids_that_their_own_path_decides(tmp_path: Path) -> None:
    put(tmp_path, "a/甲.txt")
    put(tmp_path, "b/甲.txt")
    before = ids(tmp_path)
    assert len(set(before.values())) == 2
    assert all(identifier.startswith("甲-") for identifier in before.values())
    put(tmp_path, "A0/甲.md")
    put(tmp_path, "0.txt")
    after = ids(tmp_path)
    assert {name: after[name] for name in before} == before


def test_an_id_of_the_manifest_is_taken_from_nobody(tmp_path: Path) -> None:
    put(tmp_path, MANIFEST_NAME, '[[document]]\nfile = "乙.txt"\nid = "甲"\n')
    put(tmp_path, "甲.txt")
    put(tmp_path, "乙.txt")
    found = ids(tmp_path)
    assert found["乙.txt"] == "甲"
    assert found["甲.txt"] != "甲"


def test_a_missing_file_of_the_manifest_is_a_failure_and_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path, MANIFEST_NAME, '[[document]]\nfile = "没有.txt"\n')
    put(tmp_path, "甲.txt")
    loaded = list(load_corpus(tmp_path))
    assert [type(item) for item in loaded] == [ParsedDocument, Failure]
    assert "没有.txt" in loaded[1].message
    assert loaded[1].path == tmp_path / "没有.txt"


def test_a_file_with_another_content_than_the_manifest_fixes_is_a_failure(tmp_path: Path) -> None:
    put(tmp_path, MANIFEST_NAME, f'[[document]]\nfile = "甲.txt"\nsha256 = "{"0" * 64}"\n')
    put(tmp_path, "甲.txt")
    (failure,) = load_corpus(tmp_path)
    assert isinstance(failure, Failure)
    assert "sha256" in failure.message
    assert hashlib.sha256(TEXT.encode()).hexdigest() in failure.message


def test_a_file_of_no_known_format_is_named_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, "程序.exe", "MZ")
    put(tmp_path, "甲.txt")
    loaded = list(load_corpus(tmp_path))
    failures = [item for item in loaded if isinstance(item, Failure)]
    assert [failure.path.name for failure in failures] == ["程序.exe"]
    assert failures[0].message


def test_an_error_of_the_program_in_one_file_does_not_lose_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "乙.txt")
    put(tmp_path, "甲.txt")

    def failing(path: Path, *, name: str) -> Source:
        if name == "乙.txt":
            raise RuntimeError("a bug")
        return read_source(path, name=name)

    monkeypatch.setattr("corpus.readers.read_source", failing)
    loaded = list(load_corpus(tmp_path))
    assert [type(item) for item in loaded] == [Failure, ParsedDocument]
    assert "RuntimeError" in loaded[0].message


def test_a_folder_that_is_not_there_is_one_chinese_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="不存在"):
        list(load_corpus(tmp_path / "没有"))


def test_the_manifest_overrides_what_the_file_says(tmp_path: Path) -> None:
    put(tmp_path, MANIFEST_NAME, '[[document]]\nfile = "甲.txt"\nid = "jia"\ntitle = "另一个题目"\n')
    put(tmp_path, "甲.txt")
    (parsed,) = load_corpus(tmp_path)
    assert isinstance(parsed, ParsedDocument)
    assert parsed.document.title == "另一个题目"
    assert parsed.document.evidence["title"][0].origin == "manifest"
    assert parsed.document.source == "甲.txt"
    assert all(clause.id.startswith("jia:") for clause in parsed.clauses)
    assert all(clause.label.startswith("《另一个题目》") for clause in parsed.clauses)


def test_the_bundled_corpus_is_the_five_documents_byte_for_byte() -> None:
    loaded = {
        item.document.id: item for item in load_corpus(bundled_corpus()) if isinstance(item, ParsedDocument)
    }
    assert set(loaded) == {
        "ankang-2017",
        "cangshan-lintao-2017",
        "fengjie-2019",
        "lishui-2018",
        "xinbei-ziyang-2018",
    }
    assert len(list(load_corpus(bundled_corpus()))) == len(loaded)
    ankang = loaded["ankang-2017"].document
    assert (ankang.number, ankang.issuer, ankang.date) == (
        "安政办发〔2017〕65号",
        "安康市人民政府办公室",
        "2017-06-02",
    )
    xinbei = loaded["xinbei-ziyang-2018"].document
    assert (xinbei.number, xinbei.issuer, xinbei.date, xinbei.period) == (None, None, None, (2018, 2018))


@pytest.mark.parametrize(("name", "text"), [("坏.docx", "zz"), ("标题.txt", "某某市管理办法\n")])
def test_a_file_with_nothing_to_cite_is_named_and_not_kept_as_an_empty_document(
    tmp_path: Path, name: str, text: str
) -> None:
    put(tmp_path, name, text)
    (failure,) = load_corpus(tmp_path)
    assert isinstance(failure, Failure)
    assert "没有读出正文" in failure.message
