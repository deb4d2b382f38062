"""How the result of a check is said to people: on the terminal, in comments and on the page."""

from __future__ import annotations

from typing import Final

from assistant.drafts.differences import differences
from assistant.drafts.model import DraftReason, DraftReasonKind, DraftVerdict

VERDICT_NAMES: Final[dict[DraftVerdict, str]] = {
    "supported": "有依据",
    "contradicted": "与公文不符",
    "unsupported": "库中无依据",
    "not_checked": "无需核对",
}
KIND_NAMES: Final[dict[DraftReasonKind, str]] = {
    "number": "数字",
    "date": "日期",
    "place": "地名",
    "body": "单位",
    "quote": "引文",
    "title": "文件名称",
    "number_of_document": "文号",
    "clause": "条款",
    "relation": "对应关系",
    "condition": "限定条件",
}


def explain(reason: DraftReason) -> str:
    """Return one reason: what the draft says, and what the corpus says, with what differs set in 【】."""
    found, expected = reason.found, reason.expected
    if reason.kind != "number":  # a figure is another one as a whole, not by a digit
        found, expected = differences(found, expected)
    kind = KIND_NAMES[reason.kind]
    if not found:
        return f"{kind}：公文写明“{expected}”，草稿没有写"
    instead = f"，公文为“{expected}”" if expected else "，库中查不到"
    return f"{kind}：草稿为“{found}”{instead}"
