"""The JSON forms that the command line, the service and the page share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.model import Answer, Citation
from corpus import Clause, Document
from index import Hit


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return the Answer JSON of the command line and of ``POST /v1/ask``."""
    return {
        "answer": answer.text,
        "status": answer.status,
        "mode": answer.mode,
        "model": answer.model,
        "citations": [citation_json(citation) for citation in answer.citations],
        "hits": [
            {
                "clause_id": hit.clause.id,
                "label": hit.clause.label,
                "score": round(hit.score, 6),
                "ranks": dict(hit.ranks),
            }
            for hit in answer.hits
        ],
        "notes": list(answer.notes),
        "receipt": answer.receipt,
        "timings_ms": {stage: round(value, 1) for stage, value in answer.timings_ms.items()},
        "usage": asdict(answer.usage) if answer.usage else None,
    }


def hits_json(hits: Sequence[Hit], document: Callable[[str], Document | None]) -> dict[str, Any]:
    """Return the JSON of ``POST /v1/search`` and of ``search --json``.

    Args:
        hits: Found clauses, best first.
        document: Gives the document of an id, None where it was deleted a moment ago.
    """
    known = {key: document(key) for key in {hit.clause.document_id for hit in hits}}
    return {
        "hits": [
            {
                "clause_id": hit.clause.id,
                "label": hit.clause.label,
                "document": document_json(about),
                "path": list(hit.clause.path),
                "text": hit.clause.text,
                "score": round(hit.score, 6),
                "ranks": dict(hit.ranks),
            }
            for hit in hits
            if (about := known[hit.clause.document_id]) is not None
        ]
    }


def document_json(document: Document) -> dict[str, Any]:
    """Return what a citation says about its document."""
    return {
        "id": document.id,
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "date": document.date,
    }


def clause_json(clause: Clause) -> dict[str, Any]:
    """Return the fields of a clause, as ``clauses --json`` prints them."""
    return {
        "id": clause.id,
        "document_id": clause.document_id,
        "kind": clause.kind,
        "path": list(clause.path),
        "label": clause.label,
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation as it stands in an Answer and in a checked draft."""
    return {
        "mark": citation.mark,
        "clause_id": citation.clause.id,
        "label": citation.label,
        "document": document_json(citation.document),
        "path": list(citation.clause.path),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "text": citation.clause.text,
    }
