"""Settings come from options, the environment and one file; what does not fit is said in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.settings import SETTINGS_FILE, Settings, SettingsInvalid, load_settings
from assistant.writer import WriterSettings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("POLICY_INDEX", "POLICY_PORT", "POLICY_MODE", "POLICY_CORPUS", "POLICY_HOST"):
        monkeypatch.delenv(name, raising=False)


def write(text: str, encoding: str = "utf-8") -> None:
    Path(SETTINGS_FILE).write_text(text, encoding=encoding)


def test_without_any_setting_the_bundled_corpus_is_indexed_in_var() -> None:
    settings = load_settings()
    assert settings.corpus is None
    assert settings.index == Path("var")


def test_an_option_wins_over_the_environment_which_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("port = 1\nhost = '127.0.0.3'\n")
    assert load_settings().port == 1
    monkeypatch.setenv("POLICY_PORT", "2")
    assert load_settings().port == 2
    assert load_settings(port=3).port == 3
    assert load_settings(port=3).host == "127.0.0.3"


def test_an_option_that_was_not_given_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_INDEX", "elsewhere")
    assert load_settings(index=None).index == Path("elsewhere")


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(Exception, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_a_home_folder_is_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert load_settings(index="~/data").index == Path("/home/someone/data")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("POLICY_PORT", "70000", "不能大于 65535"),
        ("POLICY_PORT", "八千", "应是整数"),
        ("POLICY_MODE", "fast", "extractive"),
        ("POLICY_WORKERS", "0", "不能小于 1"),
    ],
)
def test_a_value_out_of_bounds_is_refused_and_the_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid) as raised:
        load_settings()
    assert said in str(raised.value)
    assert name in str(raised.value)


def test_an_unknown_variable_is_refused_and_the_nearest_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POLICY_PROT", "8001")
    with pytest.raises(SettingsInvalid, match="您要的可能是 POLICY_PORT"):
        load_settings()


def test_an_unknown_key_of_the_file_is_refused_and_the_nearest_one_is_named() -> None:
    write("prot = 8001\n")
    with pytest.raises(SettingsInvalid, match="您要的可能是 port"):
        load_settings()


@pytest.mark.parametrize("name", ["POLICY_DEBUG", "POLICY_SOAK", "POLICY_TEST_LLM_URL"])
def test_variables_that_are_no_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    load_settings()


def test_the_manual_lists_every_setting_with_its_variable_and_its_default() -> None:
    manual = Path(__file__).parents[2] / "docs" / "operation.md"
    rows = re.findall(r"^\| `([a-z_.]+)` \| `(POLICY_[A-Z_]+)` \| (.+?) \|", manual.read_text("utf-8"), re.M)
    listed = {name: (variable, default.strip("`")) for name, variable, default in rows}
    settings = load_settings()
    known = {name: getattr(settings, name) for name in Settings.model_fields if name != "llm"}
    known |= {f"llm.{name}": getattr(settings.llm, name) for name in WriterSettings.model_fields}
    assert listed.keys() == known.keys()
    for name, value in known.items():
        variable, default = listed[name]
        assert variable == f"POLICY_{name.upper().replace('.', '_')}"
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            assert default == (str(int(value)) if isinstance(value, float) else str(value))


def test_a_file_that_is_not_toml_is_named() -> None:
    write("port: 8001\n")
    with pytest.raises(SettingsInvalid, match=SETTINGS_FILE):
        load_settings()


def test_a_file_that_is_not_utf8_is_named() -> None:
    write("index = '索引'\n", encoding="gb18030")
    with pytest.raises(SettingsInvalid, match="UTF-8"):
        load_settings()
