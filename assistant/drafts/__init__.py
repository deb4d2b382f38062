"""A draft (公文草稿) held to the corpus: every citation checked, every figure traced."""

from assistant.drafts.check import check_draft
from assistant.drafts.differences import differences
from assistant.drafts.json import report_json
from assistant.drafts.model import DraftReason, DraftReasonKind, DraftReport, DraftStatement, DraftVerdict
from assistant.drafts.suggest import with_suggestions

__all__ = [
    "DraftReason",
    "DraftReasonKind",
    "DraftReport",
    "DraftStatement",
    "DraftVerdict",
    "check_draft",
    "differences",
    "report_json",
    "with_suggestions",
]
