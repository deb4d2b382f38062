"""``build`` and ``clauses``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.command.failure import CommandFailed
from assistant.command.questions import AsJson, IndexFolder
from assistant.command.terminal import clause_lines, complain, print_json, print_lines, progress_bar
from assistant.settings import load_settings


def build(
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="文件夹", help="公文所在的文件夹（含子文件夹），默认用自带的"),
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Index a corpus and say what came of it."""
    settings = load_settings(corpus=corpus, index=index)
    folder = settings.corpus
    if folder is not None and not folder.is_dir():
        problem = "不是文件夹" if folder.exists() else "不存在"
        raise CommandFailed(f"{folder} {problem}：请用 --corpus 给出存放公文的文件夹。")

    from assistant.opening import build_index

    with progress_bar("正在建立索引") as progress:
        report = build_index(settings, progress)
    for failure in report.failures:
        complain(f"未能读入 {failure.path}：{failure.message}")
    if not report.documents:
        raise CommandFailed("没有一份公文可以建立索引：请检查文件夹里的文件。")
    print(
        f"已建立索引：{report.documents} 份公文，{report.clauses} 条条款，"
        f"新处理 {report.embedded} 条，用时 {report.seconds:.1f} 秒。"
    )


def clauses(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要拆分的公文")],
    as_json: AsJson = False,
) -> None:
    """Parse one file and print its clauses."""
    if not file.exists():
        raise CommandFailed(f"找不到文件 {file}：请检查路径是否写对。")
    if file.is_dir():
        raise CommandFailed(f"{file} 是文件夹：请给出其中的一个文件。")

    from corpus.library import safe_id
    from corpus.manifest import ManifestEntry, read_manifest
    from corpus.parse import parse, with_text
    from corpus.readers import read_source

    entry = read_manifest(file.parent).get(file.name, ManifestEntry(file.name))
    source = read_source(file, name=file.name)
    identifier = entry.id or safe_id(file.stem)
    parsed = with_text(parse(source, document_id=identifier, overrides=entry.overrides), file.name)
    if as_json:
        from assistant.json import clause_json

        for clause in parsed.clauses:
            print_json(clause_json(clause))
    else:
        print_lines(clause_lines(parsed.clauses))
