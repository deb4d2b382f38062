"""Documents and clauses as rows of the record, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from corpus import Clause, Document, Evidence, ParsedDocument, Repair

#: Fields of ``Document`` that have a column of their own; the others are one JSON object.
_OWN_COLUMNS = frozenset({"id", "source", "text", "original", "repairs"})

#: Columns of a clause, in the order of ``clause_row``.
CLAUSE_COLUMNS = 'id, document_id, kind, path, label, text, start, "end"'


def sha256(data: bytes | str) -> str:
    """Return the SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def canonical(value: object) -> str:
    """Return JSON that is the same for equal values: keys sorted, no spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document_fields(document: Document) -> str:
    """Return the metadata of a document as JSON: everything that has no column of its own."""
    return canonical({key: value for key, value in asdict(document).items() if key not in _OWN_COLUMNS})


def repairs_json(document: Document) -> str:
    """Return the repairs of a document as a JSON list of lists, in field order: a scan has thousands."""
    names = [field.name for field in fields(Repair)]
    return canonical([[getattr(repair, name) for name in names] for repair in document.repairs])


def content_hash(parsed: ParsedDocument) -> str:
    """Return the hash of all that a parse gave, so that two equal hashes search and answer alike."""
    clauses = [clause_row(clause) for clause in parsed.clauses]
    return sha256(canonical([asdict(parsed.document), clauses]))


def overrides_from(text: str) -> dict[str, object]:
    """Return metadata that were set by hand, as a parse takes them: lists are tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
    }


def document_from(row: tuple[str, str, str, str], original: str = "", repairs: str = "[]") -> Document:
    """Make a document from its columns ``id, source, fields, text``."""
    document_id, source, stored, text = row
    values: dict[str, Any] = json.loads(stored)
    evidence: Mapping[str, list[dict[str, Any]]] = values.pop("evidence")
    period = values.pop("period")
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Document(
        id=document_id,
        source=source,
        text=text,
        original=original,
        period=(period[0], period[1]) if period else None,
        repairs=tuple(Repair(*repair) for repair in json.loads(repairs)),
        evidence={name: tuple(Evidence(**entry) for entry in found) for name, found in evidence.items()},
        **known,
    )


def clause_row(clause: Clause) -> tuple[str, str, str, str, str, str, int, int]:
    """Return the columns of a clause, in the order of ``CLAUSE_COLUMNS``."""
    return (
        clause.id,
        clause.document_id,
        clause.kind,
        json.dumps(clause.path, ensure_ascii=False),
        clause.label,
        clause.text,
        clause.start,
        clause.end,
    )


def clause_from(row: tuple[Any, ...]) -> Clause:
    """Make a clause from its columns, in the order of ``CLAUSE_COLUMNS``."""
    return Clause(
        id=row[0],
        document_id=row[1],
        kind=row[2],
        path=tuple(json.loads(row[3])),
        label=row[4],
        text=row[5],
        start=row[6],
        end=row[7],
    )
