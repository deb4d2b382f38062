"""Whatever is wrong with a command line: one Chinese sentence, the right exit status, no traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assistant.command import run


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def is_one_chinese_sentence(text: str) -> bool:
    lines = text.splitlines()
    return (
        len(lines) == 1
        and lines[0].endswith("。")
        and any("一" <= character <= "鿿" for character in lines[0])
        and not any(word in text for word in ("Traceback", "Error", "Usage", "Invalid", "Missing", "No such"))
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aks", "问题"], "您要的可能是 ask"),
        (["完全不同"], "可用的命令有 build"),
        (["ask"], "缺少 问题"),
        (["ask", "一", "二"], "引号"),
        (["ask", "  "], "是空的"),
        (["ask", "字" * 2001], "2001 字"),
        (["ask", "\udce4\udcb8"], "UTF-8"),
        (["ask", "问题", "--mode", "fast"], "extractive"),
        (["ask", "问题", "--frob"], "没有 --frob 这个选项"),
        (["ask", "问题", "--history"], "--history"),
        (["search", "资金", "-k", "0"], "1 到 100"),
        (["search", "资金", "-k", "十"], "1 到 100"),
        (["serve", "--port", "70000"], "0 到 65535"),
        (["--frob"], "没有 --frob 这个选项"),
    ],
)
def test_a_wrong_use_is_one_chinese_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert is_one_chinese_sentence(captured.err), captured.err
    assert said in captured.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clauses", "没有.txt"], "找不到文件 没有.txt"),
        (["clauses", "."], "是文件夹"),
        (["build", "--corpus", "没有"], "没有 不存在"),
        (["search", "资金", "--index", "没有"], "policy-assistant build"),
        (["ask", "资金", "--index", "没有/也没有"], "没有"),
        (["ask", "资金", "--history", "没有.json"], "找不到 没有.json"),
        (["serve", "--host", "0.0.0.0"], "policy-assistant keys add"),
    ],
)
def test_work_that_fails_is_one_chinese_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert is_one_chinese_sentence(captured.err), captured.err
    assert said in captured.err


def test_an_address_that_cannot_be_listened_on_is_named(
    bundled_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port), "--index", str(bundled_home)]) == 1
    assert f"端口 {port} 已被占用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"question": "资金"}]'.encode("gb18030"), "UTF-8"),
        (b'[{"question": ', "第 1 行"),
        (b'{"question": "a"}', "JSON 列表"),
        ('[{"question": "资金"}, {"answer": "好"}]'.encode(), "第 2 项"),
        (b'[{"question": 3}]', "第 1 项"),
        (b'[{"question": "a", "answer": 3}]', "answer"),
        (b'[{"question": "a\\ud800b"}]', "第 1 项"),
        (b"[" * 100_000, "history.json"),
    ],
)
def test_a_history_that_is_no_list_of_turns_is_said_with_its_place(
    content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("history.json").write_bytes(content)
    assert run(["ask", "资金", "--history", "history.json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert is_one_chinese_sentence(captured.err), captured.err
    assert said in captured.err


def test_a_wrong_setting_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_PORT", "很多")
    assert run(["search", "资金"]) == 2
    assert is_one_chinese_sentence(capsys.readouterr().err)


def test_debug_shows_the_traceback_wherever_it_stands_on_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["clauses", "没有.txt", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert run(["--debug", "clauses", "没有.txt"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_after_two_dashes_debug_is_a_word_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clauses", "--", "--debug"]) == 1
    assert capsys.readouterr().err.startswith("找不到文件 --debug")


def test_an_unexpected_failure_names_its_kind_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("assistant.command.doctor.version", fail)
    assert run(["doctor"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["build", "ask", "search", "clauses", "serve", "doctor"])
def test_every_command_has_a_chinese_help_page(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"用法：policy-assistant {command}")
    assert "选项：" in page
    assert not any(word in page for word in ("Usage", "Options", "required", "default", "Show this"))


def test_without_a_command_the_help_page_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    page = capsys.readouterr().out
    assert all(f"  {name} " in page for name in ("build", "ask", "search", "clauses", "serve", "doctor"))


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("policy-assistant ")
