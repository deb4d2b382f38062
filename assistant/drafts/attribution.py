"""A figure said of what one item of a clause is about, and standing in another item of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.rivals import beside, comparable
from assistant.drafts.shelf import Shelf, pairs_of
from assistant.figures import Figure
from assistant.guard import Reason
from assistant.guard.conditions import check_conditions
from assistant.guard.support import Occurrence, clause_figures, same

_ITEM: Final = re.compile(r"[^；;。\n]+")
_MARKER: Final = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳])")
_PART: Final = re.compile(r"[^，,；;。！!？?：:\n]+")
#: Weight by which the words around a figure must point to another item than the ones that hold it, and the
#: share of their weight that this must be.
_LEAD, _SHARE = 6.0, 0.25
#: How much more alike the characters beside one place of a figure must be for that one to be meant.
_BESIDE: Final = 0.3


def misattributed(said: Said, basis: Sequence[Candidate], shelf: Shelf) -> list[Reason]:
    """Figures that stand in a clause in another item than the one that the words around them speak of.

    Args:
        said: The sentence.
        basis: Clauses that hold all its figures.
        shelf: Weighs words.
    """
    found = []
    items = [item for one in basis if one.clause.kind != "table_row" for item in _items(one.clause.text)]
    if len(items) < 2:
        return []
    for figure in said.counted:
        if any(start <= figure.start < end for start, end in said.quotes):
            continue
        around = _around(said, figure)
        scored = [(shelf.weight(around & pairs), standing) for pairs, standing in items]
        own = [score for score, standing in scored if any(same(figure, other) for other in standing)]
        if not own:
            continue
        best, rivals = max(scored, key=lambda one: one[0])
        lead = best - max(own)
        if lead < _LEAD or lead < _SHARE * shelf.weight(around):
            continue
        rival = next((other for other in rivals if comparable(figure, other)), None)
        if rival is not None:
            found.append(Reason("relation", figure.text, rival.text, figure.start, figure.end))
    return found


def unconditioned(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """Figures that stand in several places of a clause, and are said without the condition of the one meant.

    每个单位累计最高50万元 is not carried by a 最高50万元 that is given for something else.
    """
    found: list[Reason] = []
    for figure in said.counted:
        standing = [
            (beside(said.text, figure, one.clause.text, other), Occurrence(other, 0, True))
            for one in basis
            for other in clause_figures(one.clause.text)
            if same(figure, other)
        ]
        if len(standing) < 2 or any(start <= figure.start < end for start, end in said.quotes):
            continue
        standing.sort(key=lambda one: -one[0])
        if standing[0][0] - standing[1][0] >= _BESIDE:
            found += check_conditions(said.text, figure, [standing[0][1]])
    return found


@lru_cache(maxsize=2048)
def _items(text: str) -> tuple[tuple[frozenset[str], tuple[Figure, ...]], ...]:
    """The items of a clause: the words of each, with those of the stem it hangs on, and its figures."""
    figures = clause_figures(text)
    found = []
    stem: frozenset[str] = frozenset()
    for line in re.finditer(r"[^\n]+", text):
        listed = bool(_MARKER.match(line.group()))
        head = line.group().partition("：")[0] if "：" in line.group() else ""
        for match in _ITEM.finditer(text, line.start(), line.end()):
            words = pairs_of(match.group()) | (stem if listed else frozenset()) | pairs_of(head)
            inside = tuple(one for one in figures if match.start() <= one.start < match.end())
            found.append((words, inside))
        if not listed:
            stem = pairs_of(line.group()) if line.group().rstrip().endswith(("：", ":")) else frozenset()
    return tuple(found)


def _around(said: Said, figure: Figure) -> frozenset[str]:
    """The words of the 分句 of a figure, and of those before it that state none."""
    parts = [match.span() for match in _PART.finditer(said.text)]
    at = next(place for place, (_, end) in enumerate(parts) if figure.start < end)
    begin = at
    while begin and not any(
        parts[begin - 1][0] <= other.start < parts[begin - 1][1] for other in said.counted
    ):
        begin -= 1
    return pairs_of(said.text[parts[begin][0] : parts[at][1]]) & said.pairs
