"""The JSON form of a checked draft, shared by the command line, the service and the page."""

from __future__ import annotations

from typing import Any

from assistant.drafts.model import DraftReport
from assistant.json import citation_json


def report_json(report: DraftReport) -> dict[str, Any]:
    """Return the JSON of ``check --json`` and of ``POST /v1/drafts/check``."""
    return {
        "statements": [
            {
                "text": statement.text,
                "start": statement.start,
                "end": statement.end,
                "verdict": statement.verdict,
                "reasons": [
                    {"kind": reason.kind, "found": reason.found, "expected": reason.expected}
                    for reason in statement.reasons
                ],
                "citations": [citation_json(citation) for citation in statement.citations],
                "suggestion": statement.suggestion,
            }
            for statement in report.statements
        ],
        "summary": dict(report.summary),
    }
