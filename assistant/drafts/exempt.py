"""What the guard finds against a sentence of a draft and what does not count there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.rivals import literal
from assistant.drafts.rounding import is_rounded
from assistant.guard import Evidence, Reason
from assistant.guard.fold import fold
from assistant.guard.support import clause_figures
from corpus.places import places

#: Characters of a turn of phrase in quotation marks.
_PHRASE: Final = 8
#: What points at something said before: 这一条, 该两项 count nothing.
_POINTING: Final = re.compile(r"(?:这|那|该|此|上述|前述|(?:^|[，,。；;：:])以上)$")
#: Words that say a bound in another way: 面积门槛是70公顷, 上限为20万元.
_BOUND_WORDS: Final = {
    "least": re.compile(r"门槛|底线|下限|起步|起点|起付"),
    "most": re.compile(r"上限|封顶|天花板|最高限|顶格"),
}
_LEAST: Final = re.compile(r"不少于|不低于|不得少于|不得低于|至少|以上|不小于|最低")
_MOST: Final = re.compile(r"不超过|不高于|不得超过|不多于|至多|以内|以下|最高|最多")
_BREAK: Final = re.compile(r"[，,；;。：:]")


def names_body(name: str, text: str, evidence: Evidence) -> bool:
    """Whether a text names a body, in any official form (市政府办公室 for 丽水市人民政府办公室)."""
    for place in {place for region in (evidence.issuer or "", *evidence.regions) for place in places(region)}:
        text = text.replace(place.full, place.full[-1])
        name = name.replace(place.full, place.full[-1])
    return _plain_body(name) in _plain_body(text)


def _plain_body(text: str) -> str:
    return fold(text).replace("人民政府", "政府").replace("中共", "").replace("委员会", "委")


def matters(said: Said, reason: Reason, basis: Sequence[Candidate]) -> bool:
    """Whether a reason is about something that the sentence states, not about its own counting."""
    if reason.kind == "number" and re.match(r"第[一二三四五六七八九十]+$", reason.found):
        return said.text[reason.end : reason.end + 1] not in {"，", "、", "：", ","}
    if reason.kind in {"count", "number"} and _POINTING.search(said.text[: reason.start]):
        return False
    if reason.kind in {"count", "number", "amount", "percent"} and _rounds(said, reason, basis):
        return False
    if reason.kind == "condition" and _bound_is_worded(said, reason):
        return False
    if reason.kind in {"place", "body"} and any(s <= reason.start < e for s, e in said.quotes):
        return False
    if reason.kind == "body":
        return not any(
            names_body(reason.found, f"{one.evidence.text}\n{one.evidence.surroundings}", one.evidence)
            for one in basis
        )
    if reason.kind == "quote":
        # A turn of phrase in quotation marks in whose place the clause has none quotes nothing.
        return len(reason.found) > _PHRASE or bool(literal(said, reason, basis))
    return True


def _rounds(said: Said, reason: Reason, basis: Sequence[Candidate]) -> bool:
    """Whether a figure is one of the clauses' rounded."""
    figure = next((one for one in said.figures if one.start == reason.start), None)
    return figure is not None and any(
        is_rounded(said.text, figure, other) for one in basis for other in clause_figures(one.clause.text)
    )


def _bound_is_worded(said: Said, reason: Reason) -> bool:
    """Whether the 分句 of a figure says in another way that it is a bound."""
    breaks = [match.end() for match in _BREAK.finditer(said.text, 0, reason.start)]
    around = said.text[breaks[-1] if breaks else 0 : reason.end + 6]
    if _LEAST.search(reason.expected) and not _MOST.search(reason.found):
        return bool(_BOUND_WORDS["least"].search(around))
    if _MOST.search(reason.expected) and not _LEAST.search(reason.found):
        return bool(_BOUND_WORDS["most"].search(around))
    return False
