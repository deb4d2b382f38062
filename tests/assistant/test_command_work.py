"""The commands at work, over real documents and as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.command import run

QUESTION = "丽水每年给每个县多少资金"


def start(arguments: list[str], **kwargs: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from assistant.command import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **kwargs)  # type: ignore[call-overload, no-any-return]


def test_the_first_question_builds_the_bundled_index_and_the_second_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["ask", QUESTION, "--json"]) == 0
    first = capsys.readouterr()
    assert "建立索引" in first.err
    assert run(["ask", QUESTION, "--json"]) == 0
    second = capsys.readouterr()
    assert second.err == ""
    assert json.loads(first.out)["answer"] == json.loads(second.out)["answer"]
    assert Path("var/store.db").is_file()


def test_json_on_stdout_is_one_line_and_nothing_else(bundled_home: Path) -> None:
    done = start(["ask", QUESTION, "--json", "--index", str(bundled_home)])
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    answer = json.loads(done.stdout)
    assert answer["usage"] is None
    assert list(answer) == [
        "answer",
        "status",
        "mode",
        "model",
        "citations",
        "hits",
        "notes",
        "receipt",
        "timings_ms",
        "usage",
    ]


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "zh_CN.GBK"])
def test_chinese_comes_out_whole_under_any_locale(bundled_home: Path, locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = start(
        ["search", "财政帮扶资金", "-k", "1", "--json", "--index", str(bundled_home)], env=environment
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["hits"]
    assert start(["search", "资金", "--index", str(bundled_home)], env=environment).returncode == 0


def test_where_stdout_is_no_terminal_the_output_is_plain_and_unwrapped(
    bundled_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", QUESTION, "--index", str(bundled_home)]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    quote = next(line for line in printed.splitlines() if "3000万元" in line and "“" in line)
    assert len(quote) > 50
    assert "《关于丽水市助力东西部扶贫协作地区脱贫攻坚的实施意见》二、（二）1." in printed


def test_a_refusal_shows_the_nearest_clauses(bundled_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "拉萨市2030年的碳排放目标是多少？", "--index", str(bundled_home)]) == 0
    assert "最接近的条款" in capsys.readouterr().out


def test_a_reader_that_leaves_early_is_no_failure_worth_a_word(bundled_home: Path) -> None:
    command = [sys.executable, "-c", "from assistant.command import main; main()"]
    with subprocess.Popen(
        [*command, "search", "帮扶", "-k", "100", "--index", str(bundled_home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate(timeout=60) if process.stderr is None else ("", process.stderr.read())
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said


def test_an_earlier_question_is_read_from_a_file(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([{"question": "丽水结对帮扶哪些县？"}]), encoding="utf-8-sig")
    assert run(["ask", QUESTION, "--history", str(history), "--index", str(bundled_home)]) == 0
    assert "3000万元" in capsys.readouterr().out


def test_clauses_print_one_object_a_line_with_the_fields_of_a_clause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "某办法.txt"
    file.write_text(
        "某办法\n第一条 为了规范管理，制定本办法。\n第二条 本办法自印发之日起施行。\n", encoding="utf-8"
    )
    assert run(["clauses", str(file), "--json"]) == 0
    clauses = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(
        list(clause) == ["id", "document_id", "kind", "path", "label", "text", "start", "end"]
        for clause in clauses
    )
    assert {clause["document_id"] for clause in clauses} == {"某办法"}
    assert [clause["id"] for clause in clauses if clause["kind"] == "clause"] == ["某办法:1", "某办法:2"]


def test_a_file_listed_in_a_manifest_keeps_the_id_it_has_there(capsys: pytest.CaptureFixture[str]) -> None:
    from corpus.library import bundled_corpus

    file = next(bundled_corpus().glob("*丽水*.txt"))
    assert run(["clauses", str(file), "--json"]) == 0
    assert '"lishui-2018:2.2.1"' in capsys.readouterr().out


def test_a_build_names_what_it_could_not_read_and_indexes_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "公文"
    corpus.mkdir()
    (corpus / "好.txt").write_text("某办法\n第一条 为了规范管理，制定本办法。\n", encoding="utf-8")
    (corpus / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    arguments = ["build", "--corpus", str(corpus), "--index", str(tmp_path / "var")]
    assert run(arguments) == 0
    captured = capsys.readouterr()
    assert "坏.docx" in captured.err
    assert "1 份公文" in captured.out


def test_a_build_of_nothing_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "空"
    corpus.mkdir()
    assert run(["build", "--corpus", str(corpus), "--index", str(tmp_path / "var")]) == 1
    assert capsys.readouterr().err.strip().endswith("。")


def test_the_doctor_is_content_with_a_sound_index_and_not_with_a_missing_one(
    bundled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "--index", str(bundled_home)]) == 0
    assert "✗" not in capsys.readouterr().out
    assert run(["doctor", "--index", str(tmp_path / "none")]) == 1
    assert "policy-assistant build" in capsys.readouterr().out


def test_answering_imports_nothing_slow(bundled_home: Path) -> None:
    program = (
        "import sys; from assistant.command import run; run(sys.argv[1:]);"
        "print([name for name in ('llama_index', 'gradio', 'fastapi', 'docx', 'pdfplumber', 'rich', 'torch')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "ask", QUESTION, "--index", str(bundled_home)],
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert done.stderr.decode().strip() == "[]"
