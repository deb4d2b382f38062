"""Limiting conditions: what limits a figure in the clause must limit it in the sentence, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.bounds import LIMITS, Limit
from assistant.figures import Figure
from assistant.guard.model import Reason
from assistant.guard.support import Occurrence

#: Wordings that keep a condition anywhere in the sentence.
_KEPT_BY: Final[dict[Limit, re.Pattern[str]]] = {
    "yearly": re.compile(
        r"每年|每一年|年均|逐年|按年|各年|年度|一年(?!内)|当年|历年|每[一个]?年度|/年|(?:19|20)\d\d\s*年"
    ),
    "once": re.compile(r"一次性"),
    "in_principle": re.compile(r"原则上|一般"),
    "strive": re.compile(r"力争|争取|努力|力求|目标"),
    "average": re.compile(r"平均|人均|户均|年均|均"),
}


#: 累计20款 and 每年20款 are two things, whatever else the sentence says.
_EXCLUSIVE: Final[tuple[tuple[Limit, Limit], ...]] = (("total", "yearly"), ("yearly", "total"))


def limits_of(figure: Figure) -> frozenset[Limit]:
    """What the conditions of a figure mean."""
    limits = {LIMITS[bound] for bound in figure.bounds if bound in LIMITS}
    return frozenset(limits)


def check_conditions(sentence: str, said: Figure, matches: Sequence[Occurrence]) -> list[Reason]:
    """The conditions of one figure of a sentence against the places where it stands in the evidence.

    Args:
        sentence: The sentence, without marks.
        said: A figure of it.
        matches: Where that figure stands in the evidence; one whose conditions agree is enough.

    Returns:
        A reason that names the condition left out, added or changed; empty where they agree.
    """
    inside = [match for match in matches if match.inside] or list(matches)
    best: Reason | None = None
    for match in inside:
        reason = _disagreement(sentence, said, match.figure)
        if reason is None:
            return []
        best = best or reason
    return [best] if best else []


def _disagreement(sentence: str, said: Figure, stands: Figure) -> Reason | None:
    have, need = limits_of(said), limits_of(stands)
    for limit in ("at_least", "at_most"):
        kept = limit in have or (limit == "at_least" and "reach" in have)
        if limit in need and not kept:
            return Reason("condition", said.text, _as_written(stands, limit), said.start, said.end)
        if limit in have and limit not in need and not isinstance(stands.value, tuple):
            return Reason("condition", _as_written(said, limit), stands.text, said.start, said.end)
    for one, other in _EXCLUSIVE:
        if one in have and other in need and not {one} <= need and other not in have:
            return Reason(
                "condition", _as_written(said, one), _as_written(stands, other), said.start, said.end
            )
    for wide, pattern in _KEPT_BY.items():
        if wide in need and wide not in have and not pattern.search(sentence):
            return Reason("condition", said.text, _as_written(stands, wide), said.start, said.end)
    if "about" in need and "about" not in have:
        return Reason("condition", said.text, _as_written(stands, "about"), said.start, said.end)
    return None


def _as_written(figure: Figure, limit: Limit) -> str:
    """The condition beside its figure, for the reader of the verdict."""
    written = next(bound for bound in figure.bounds if LIMITS.get(bound) == limit)
    after = {"以上", "及以上", "以内", "之内", "内", "以下", "及以下", "左右", "上下", "封顶"}
    if limit in {"about"} and written in {"余", "多"}:
        return figure.text if written in figure.text else figure.text + written
    return figure.text + written if written in after else written + figure.text
