"""Access keys: shown once, kept hashed, gone at once when revoked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.command import run
from assistant.keys import KEYS_FILE, KeyProblem, KeyRing


def test_looking_for_keys_makes_no_file(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "var")
    assert ring.all() == ()
    assert ring.find("pa_00000000_secret") is None
    assert not (tmp_path / "var").exists()


def test_a_key_is_found_by_its_secret_and_by_nothing_else(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    secret = ring.add("张三", "editor")
    found = ring.find(secret)
    assert found is not None
    assert (found.name, found.role) == ("张三", "editor")
    for wrong in ("", secret[:-1], secret + "x", secret.replace("pa_", "pb_"), "密钥", secret.split("_")[1]):
        assert ring.find(wrong) is None


def test_the_secret_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    secret = ring.add("张三", "reader")
    ring.close()
    random_part = secret.split("_", 2)[2].encode()
    assert all(random_part not in path.read_bytes() for path in tmp_path.iterdir())


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    KeyRing(tmp_path).add("张三", "reader")
    assert stat.S_IMODE((tmp_path / KEYS_FILE).stat().st_mode) == 0o600


def test_a_revoked_key_is_refused_at_once_in_every_process(tmp_path: Path) -> None:
    serving, managing = KeyRing(tmp_path), KeyRing(tmp_path)
    secret = managing.add("张三", "reader")
    key = serving.find(secret)
    assert key is not None
    managing.revoke("张三")
    assert serving.find(secret) is None
    assert serving.current(key.id) is None


def test_a_name_is_given_once(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.add("张三", "reader")
    with pytest.raises(KeyProblem, match="张三"):
        ring.add("张三", "admin")


def test_each_role_may_do_what_the_roles_before_it_may(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.add("r", "reader")
    ring.add("e", "editor")
    ring.add("a", "admin")
    allowed = {
        key.name: [role for role in ("reader", "editor", "admin") if key.may(role)] for key in ring.all()
    }
    assert allowed == {
        "r": ["reader"],
        "e": ["reader", "editor"],
        "a": ["reader", "editor", "admin"],
    }


def test_the_command_prints_the_secret_alone_on_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["keys", "add", "张三", "--role", "editor", "--index", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    key = KeyRing(tmp_path).find(captured.out.strip())
    assert key is not None
    assert key.role == "editor"


def test_the_list_shows_names_and_no_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = KeyRing(tmp_path).add("张三", "reader")
    assert run(["keys", "list", "--index", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "张三" in printed
    assert secret not in printed


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["keys", "revoke", "李四"], 1, "没有名为“李四”的密钥"),
        (["keys", "add", "张三", "--role", "root"], 2, "reader、editor、admin"),
        (["keys", "add", " "], 2, "名字"),
        (["keys", "ad", "张三"], 2, "您要的可能是 add"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, said: str
) -> None:
    assert run([*arguments, "--index", str(tmp_path)]) == status
    assert said in capsys.readouterr().err
