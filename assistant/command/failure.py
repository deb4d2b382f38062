"""Every failure of a command becomes one Chinese sentence and an exit status."""

from __future__ import annotations

import errno

import typer

from assistant.command.chinese import explain
from assistant.settings import SettingsInvalid

FAILED = 1
WRONG_USAGE = 2


class CommandFailed(Exception):
    """The work could not be done; the message is Chinese and says what to do next."""


def explain_failure(error: Exception) -> tuple[str, int]:
    """Return the sentence for a person and the exit status."""
    if isinstance(error, typer.TyperException):
        return explain(error), WRONG_USAGE
    if isinstance(error, SettingsInvalid):
        return str(error), WRONG_USAGE
    if isinstance(error, CommandFailed) or _is_told_by_a_stage(error):
        return str(error), FAILED
    if isinstance(error, OSError):
        return _explain_os_error(error), FAILED
    return (
        f"程序出了意外（{type(error).__name__}）：请加上 --debug 再运行一次，把显示的内容交给管理员。",
        FAILED,
    )


def _is_told_by_a_stage(error: Exception) -> bool:
    from corpus import CorpusError
    from index import EmbeddingError, IndexFailure

    return isinstance(error, (CorpusError, EmbeddingError, IndexFailure))


def _explain_os_error(error: OSError) -> str:
    name = error.filename or "文件"
    if isinstance(error, FileNotFoundError):
        return f"找不到 {name}：请检查路径是否写对。"
    if isinstance(error, IsADirectoryError):
        return f"{name} 是文件夹，不是文件：请给出其中的一个文件。"
    if isinstance(error, NotADirectoryError):
        return f"{name} 不是文件夹：请给出一个文件夹的路径。"
    if isinstance(error, PermissionError):
        return f"没有权限读写 {name}：请检查它的权限，或换一个路径。"
    if error.errno == errno.ENOSPC:
        return "磁盘已满：请腾出空间后再试。"
    return f"读写 {name} 时出错（{error.strerror or type(error).__name__}）：请检查磁盘和路径后再试。"
