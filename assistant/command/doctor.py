"""``doctor``: what is installed, which model, which index, and whether it is current."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import typer

from assistant.command.chinese import PROGRAM
from assistant.command.failure import FAILED, CommandFailed, explain_failure
from assistant.command.questions import IndexFolder
from assistant.command.terminal import print_lines
from assistant.settings import Settings, load_settings

#: What the program cannot work without; the rest of the dependencies come with these.
_PACKAGES = ("chromadb", "onnxruntime", "tokenizers", "rjieba", "tantivy", "fastapi", "gradio")


def doctor(index: IndexFolder = None) -> None:
    """Print one line a check, and fail where something needs mending."""
    settings = load_settings(index=index)
    checks: list[Callable[[Settings], str]] = [_program, _packages, _model, _index]
    healthy = True
    for check in checks:
        try:
            line, style = f"✓ {check(settings)}", "green"
        except Exception as error:  # a check that fails is a finding, whatever it is
            message, _ = explain_failure(error)
            line, style, healthy = f"✗ {message}", "red", False
        print_lines([(line, style)])
    if not healthy:
        raise typer.Exit(FAILED)


def _program(settings: Settings) -> str:
    return f"{PROGRAM} {version(PROGRAM)}，Python {platform.python_version()}"


def _packages(settings: Settings) -> str:
    found, missing = [], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        raise CommandFailed(f"缺少组件 {'、'.join(missing)}：请重新安装 {PROGRAM}。")
    return f"组件齐全：{'，'.join(found)}"


def _model(settings: Settings) -> str:
    from index import load_embedder

    embedder = load_embedder(settings.embedding)
    vector = embedder.embed_query("扶贫协作")
    return f"向量模型可用：{embedder.name}（{vector.shape[0]} 维，版本 {embedder.revision}）"


def _index(settings: Settings) -> str:
    from assistant.opening import open_index

    opened = open_index(settings)
    try:
        if opened.degraded:
            raise CommandFailed(
                f"索引 {settings.index} 有损坏（{'、'.join(opened.degraded)}），暂由记录代答："
                f"请运行 {PROGRAM} build 修复。"
            )
        if opened.pending:
            raise CommandFailed(
                f"索引 {settings.index} 还没有收入 {len(opened.pending)} 份新变动的公文："
                f"请运行 {PROGRAM} build。"
            )
        return (
            f"索引可用：{settings.index}，{len(opened.documents())} 份公文，{len(opened)} 条条款，"
            f"指纹 {opened.fingerprint[:12]}"
        )
    finally:
        opened.close()
