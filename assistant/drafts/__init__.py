"""A draft (公文草稿) held to the corpus: every citation checked, every figure traced."""

from assistant.drafts.json import report_json
from assistant.drafts.model import DraftReason, DraftReasonKind, DraftReport, DraftStatement, DraftVerdict

__all__ = [
    "DraftReason",
    "DraftReasonKind",
    "DraftReport",
    "DraftStatement",
    "DraftVerdict",
    "report_json",
]
