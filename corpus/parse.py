"""A source becomes a document and its clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from corpus.model import CITABLE, Clause, CorpusError, Document, ParsedDocument
from corpus.source import Source


def parse(
    source: Source, *, document_id: str, overrides: Mapping[str, object] | None = None
) -> ParsedDocument:
    """Turn a source into a document and its clauses.

    Args:
        source: The file as read.
        document_id: Id of the document; clause ids begin with it.
        overrides: Metadata that a manifest declares, by field name of ``Document``.

    Returns:
        The document with its clauses in reading order.
    """
    # The patterns of the parser take time to load, which a process that only answers does not spend.
    from corpus.citation.label import label
    from corpus.metadata import Metadata, read_metadata
    from corpus.pipeline import outline

    found = outline(source)
    metadata = read_metadata(found.text, source=source.name, overrides=overrides)
    values = {entry.name: getattr(metadata, entry.name) for entry in fields(Metadata)}
    document = Document(
        id=document_id,
        source=source.name,
        text=found.text,
        original=found.original,
        repairs=found.repairs,
        notes=(*source.notes, *found.notes),
        **values,
    )
    clauses = tuple(
        Clause(
            id=f"{document_id}:{draft.place}",
            document_id=document_id,
            kind=draft.kind,
            path=draft.path,
            label=label(document.title, document.number, draft.place_label),
            text=found.text[draft.start : draft.end],
            start=draft.start,
            end=draft.end,
        )
        for draft in found.drafts
    )
    return ParsedDocument(document, clauses)


def with_text(parsed: ParsedDocument, name: str) -> ParsedDocument:
    """The document, if there is something in it that a person can cite.

    Args:
        parsed: A parsed file.
        name: Its file name.

    Raises:
        CorpusError: It holds headings at most, as a file does that is empty, damaged or a picture.
    """
    if not any(clause.kind in CITABLE and clause.text.strip() for clause in parsed.clauses):
        raise CorpusError(f"{name}：没有读出正文，至多只有标题。请打开文件确认内容完整、不是图片后重试。")
    return parsed
