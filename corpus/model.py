"""What a parsed file is: a document, its clauses, and what was repaired on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ClauseKind = Literal[
    "title",
    "preamble",
    "heading",
    "clause",
    "box",
    "table_row",
    "attachment",
    "signature",
    "distribution",
]

#: Kinds a search may return: what a person can cite. Headings alone are never hits.
CITABLE: frozenset[ClauseKind] = frozenset(
    {"preamble", "clause", "box", "table_row", "attachment", "signature", "distribution"}
)


class CorpusError(Exception):
    """A file that cannot become clauses; the message is Chinese and says what to do next."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change between the text as received and ``Document.text``.

    Attributes:
        kind: What was mended, such as ``joined_line``, ``page_number``, ``look_alike``, ``stray_mark``.
        source_start: Offset into the text as received (``Document.original``), in characters.
        source_end: End of the changed characters there.
        start: Offset of the replacement in ``Document.text``.
        end: End of the replacement; equal to ``start`` where text was only taken out.
        before: The characters as received.
        after: What stands for them.
    """

    kind: str
    source_start: int
    source_end: int
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a piece of metadata was read.

    Attributes:
        value: The value, as text (dates as ISO 8601).
        origin: ``text`` (read from the document), ``manifest`` or ``file_name``.
        start: Offset into ``Document.text`` where it was read; -1 unless ``origin`` is ``text``.
        end: End of the characters it was read from; -1 unless ``origin`` is ``text``.
    """

    value: str
    origin: Literal["text", "manifest", "file_name"]
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document (公文) as one repaired, rendered text with its metadata.

    Attributes:
        id: From the manifest, else from the file's name; stable across rebuilds.
        title: Title without 《》; a notice that carries a plan bears the plan's own title.
        aliases: Other titles it goes by: the notice's title, a declared 简称.
        number: 文号 (document number) with 〔〕, such as ``安政办发〔2017〕65号``.
        issuer: 发文机关 (issuing body); several are joined with 、.
        date: 成文日期 (date of the document), ISO 8601.
        regions: Places the document is about, full names.
        period: First and last year its tasks cover, inclusive.
        status: ``in_force``, ``expired`` or ``repealed`` where known, else ``unknown``.
        effective: 施行日期 (date of entry into force), ISO 8601.
        expires: Last day of the 有效期 (period of validity), ISO 8601.
        source: Name of the file it was read from, relative to its corpus.
        text: The repaired, rendered text: wrapped lines joined, a table row written as a sentence.
        original: The text as received, before any repair.
        repairs: Every difference between the two, in order.
        evidence: Metadata field name to where its value was read.
        cites: Documents it cites, as written: ``《…》（文号）``.
        notes: Remarks of the parser in Chinese, such as a table that disagrees with the body.
    """

    id: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None
    regions: tuple[str, ...]
    period: tuple[int, int] | None
    status: str
    source: str
    text: str
    aliases: tuple[str, ...] = ()
    effective: str | None = None
    expires: str | None = None
    original: str = ""
    repairs: tuple[Repair, ...] = ()
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    cites: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """The unit a person cites: a 条款 (clause), a table row, or another whole piece of a document.

    ``document.text[start:end] == text`` always.

    Attributes:
        id: ``<document id>:<place>``, such as ``lishui-2018:2.2.1``.
        document_id: The document it belongs to.
        kind: What sort of text it is; see ``ClauseKind``.
        path: Headings from the top down to this clause, verbatim.
        label: The whole citation: ``《title》（文号）二、（二）1.``.
        text: The clause, beginning with its own number as it stands in the document.
        start: Offset of the first character in ``Document.text``.
        end: Offset after the last character.
    """

    id: str
    document_id: str
    kind: ClauseKind
    path: tuple[str, ...]
    label: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with its clauses in reading order, headings included."""

    document: Document
    clauses: tuple[Clause, ...]
