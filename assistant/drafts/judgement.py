"""A verdict on one sentence, and the guard's reasons in a draft's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assistant.bounds import LIMITS
from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.model import DraftReason, DraftReasonKind, DraftVerdict
from assistant.guard import Reason, ReasonKind

KINDS: Final[dict[ReasonKind, DraftReasonKind]] = {
    "amount": "number",
    "body": "body",
    "computed": "number",
    "condition": "condition",
    "count": "number",
    "date": "date",
    "mark": "clause",
    "number": "number",
    "number_of_document": "number_of_document",
    "percent": "number",
    "place": "place",
    "quote": "quote",
    "relation": "relation",
    "title": "title",
}


#: Characters between a figure and the condition that a remark on it begins with.
_FAR: Final = 30


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on."""

    verdict: DraftVerdict
    reasons: tuple[DraftReason, ...] = ()
    basis: tuple[Candidate, ...] = ()


def told(said: Said, reason: Reason, expected: str) -> DraftReason:
    """A reason of the guard at its place in the draft, with what the corpus says instead."""
    begin = reason.start
    figure = next((one for one in said.figures if one.start == begin), None)
    if reason.kind == "condition" and figure is not None and reason.found == figure.text:
        # What limits it in the draft belongs to what is found there: 不超过1所.
        for bound in figure.bounds:
            if bound in LIMITS and said.text[:begin].endswith(bound):
                begin -= len(bound)
    if reason.kind == "condition" and figure is not None and reason.found != figure.text:
        # 累计安排不少于500万元 for 每年: the remark begins at the condition that is not the clause's.
        bound = reason.found.removesuffix(figure.text)
        begin = max(said.text.rfind(bound, max(0, begin - _FAR), begin), 0) or begin
    found = said.text[begin : reason.end] if begin < reason.start else reason.found
    if begin == reason.start and figure is not None and reason.found not in said.text:
        found = figure.text
    start, end = said.start + begin, said.start + reason.end
    return DraftReason(_kind(said, reason, expected), found, expected, start, end)


def _kind(said: Said, reason: Reason, expected: str) -> DraftReasonKind:
    """What is wrong, in a draft's terms: a misplaced value is wrong unless both are stated."""
    kind = KINDS[reason.kind]
    figure = next((one for one in said.figures if one.start == reason.start), None)
    if kind == "number" and "季度" in reason.found:
        return "date"
    if kind != "relation" or figure is None or expected in said.text:
        return kind
    return "date" if figure.kind in {"date", "year", "period"} else "number"
