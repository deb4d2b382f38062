"""The one settings object: from options, ``POLICY_…`` environment variables and ``policy-assistant.toml``."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError

from assistant.model import Mode
from assistant.writer import WriterSettings

SETTINGS_FILE = "policy-assistant.toml"
ENV_PREFIX = "POLICY_"

#: Variables with our prefix that are no settings: one shows tracebacks, the others belong to the tests.
_NOT_SETTINGS = ("POLICY_DEBUG", "POLICY_SOAK", "POLICY_TEST_")


class SettingsInvalid(Exception):
    """A setting that is unknown or out of bounds; the message is Chinese and says what to do next."""


def _expand(path: Path) -> Path:
    return path.expanduser()


Folder = Annotated[Path, AfterValidator(_expand)]


class Settings(BaseSettings):
    """Everything that can be set; frozen, unknown keys refused, every number bounded.

    An option of the command line wins over the environment, which wins over the file in the
    working directory.

    Attributes:
        corpus: Folder of documents to index; None is the bundled corpus.
        index: Folder of everything that is built (``--index``).
        embedding: Name or path of the embedding model; None is the bundled one.
        mode: Which writer answers where a question names none.
        host: Address ``serve`` listens on.
        port: Port ``serve`` listens on; 0 takes a free one.
        workers: Questions that ``serve`` works on at once; further ones wait.
        rate_limit: Questions a minute that one access key may ask; 0 sets no limit.
        concurrency_limit: Requests of one access key that may run at once; 0 sets no limit.
        upload_mb: Megabytes that an uploaded file may have.
        audit: What ``audit.jsonl`` records of each question: ``full``, ``ids`` (not its words) or ``off``.
        receipts: How many receipts are kept; 0 keeps none.
        llm: The language model that writes; without one, answers are extractive.
        log_level: The least important log lines that ``serve`` shows.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_ignore_empty=True,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        toml_file=SETTINGS_FILE,
        frozen=True,
        extra="forbid",
    )

    corpus: Folder | None = None
    index: Folder = Path("var")
    embedding: str | None = None
    mode: Mode = "auto"
    host: str = Field(default="127.0.0.1", min_length=1, max_length=255)
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=4, ge=1, le=64)
    rate_limit: int = Field(default=120, ge=0, le=100_000)
    concurrency_limit: int = Field(default=8, ge=0, le=1000)
    receipts: int = Field(default=100_000, ge=0, le=100_000_000)
    llm: WriterSettings = WriterSettings()
    upload_mb: int = Field(default=50, ge=1, le=256)
    audit: Literal["off", "ids", "full"] = "full"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read options, then the environment, then the settings file; nothing else."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**options: object) -> Settings:
    """Read the settings once, at the start of a command.

    Args:
        **options: Values given on the command line by field name; None means not given.

    Returns:
        The settings.

    Raises:
        SettingsInvalid: A key is unknown, a value does not fit, or the file is not TOML.
    """
    _refuse_unknown_variables(os.environ)
    given: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsInvalid(_explain(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            f"设置文件 {SETTINGS_FILE} 不是有效的 TOML（须为 UTF-8 编码）：请改正后再试，或先把它移走。"
        ) from error
    except SettingsError as error:
        raise SettingsInvalid(
            f"环境变量里的设置读不出来（{error}）：请检查 {ENV_PREFIX} 开头的变量。"
        ) from error


def _variables(model: type[BaseModel], prefix: str) -> Iterable[str]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        yield variable
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _variables(inner, f"{variable}_")


def _refuse_unknown_variables(environment: Iterable[str]) -> None:
    known = sorted(_variables(Settings, ENV_PREFIX))
    for variable in sorted(environment):
        name = variable.upper()
        if name.startswith(ENV_PREFIX) and not name.startswith(_NOT_SETTINGS) and name not in known:
            raise SettingsInvalid(f"没有环境变量 {variable} 这项设置：{_suggest(name, known)}")


def _suggest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"您要的可能是 {near[0]}。" if near else f"可用的设置有 {'、'.join(known)}，请改正或删去它。"


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        hint = _suggest(name, sorted(Settings.model_fields))
        return f"设置文件 {SETTINGS_FILE} 里没有“{name}”这项设置：{hint}"
    context = first.get("ctx", {})
    wanted = {
        "int_parsing": "应是整数",
        "int_type": "应是整数",
        "int_from_float": "应是整数",
        "float_parsing": "应是数字",
        "bool_parsing": "应是 true 或 false",
        "greater_than_equal": f"不能小于 {context.get('ge')}",
        "greater_than": f"应大于 {context.get('gt')}",
        "less_than_equal": f"不能大于 {context.get('le')}",
        "less_than": f"应小于 {context.get('lt')}",
        "literal_error": f"应是 {str(context.get('expected', '')).replace(' or ', ' 或 ')} 之一",
        "path_type": "应是一个路径",
        "string_type": "应是文字",
        "string_too_short": "不能为空",
        "string_too_long": "太长",
    }.get(first["type"], "的值不对")
    variable = f"{ENV_PREFIX}{name.upper().replace('.', '_')}"
    return f"设置 {name} {wanted}：请改正命令行选项、环境变量 {variable} 或 {SETTINGS_FILE}。"
