"""What the corpus says in place of what a draft says: the value that stands in the same words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.model import DraftReason
from assistant.drafts.repeats import repeated
from assistant.drafts.shelf import Shelf, pairs_of
from assistant.figures import Figure
from assistant.guard import Reason
from assistant.guard.names import Name, evidence_names
from assistant.guard.quotes import quoted_spans
from assistant.guard.support import clause_figures, same, same_unit
from assistant.statements import bodies_text, units_of

_RESPONSIBLE: Final = re.compile(r"负责|牵头|配合|责任|承办|主管|落实")
_LEVELS: Final = frozenset("省市州县区旗镇乡")
_BREAK: Final = re.compile(r"[，,。；;：:！？!?\n]")
#: Characters on either side in which two values stand alike.
_REACH: Final = 12
#: Weight of words in the part of a sentence, below which the part before is read with it.
_THIN: Final = 6.0
#: So many characters alike beside two names say that one stands in the place of the other.
_EDGE: Final = 3
#: How much it counts that two values are written in one form (2018年6月, 2018年5月).
_FORM: Final = 0.4
#: How much less likely a value is meant that the sentence states elsewhere.
_STATED: Final = 0.5
#: Share of a quotation that words must repeat to be what it was meant to repeat, and its least length
#: to be looked for in a clause's running text.
_QUOTED, _LONG = 0.55, 5


@dataclass(frozen=True, slots=True)
class Rival:
    """What stands in a clause where the draft says something else.

    Attributes:
        text: As it stands; "" where nothing of the kind does.
        likeness: Share of the words around the draft's value that stand around it.
    """

    text: str
    likeness: float


def rival_of(said: Said, reason: Reason, candidate: Candidate, shelf: Shelf) -> Rival:
    """Find what a clause says in place of a figure or name that it does not hold."""
    clause = candidate.clause
    if reason.kind == "body" and _RESPONSIBLE.search(said.text):
        for unit in units_of(clause, candidate.document):
            if unit.kind == "bodies":
                named = bodies_text(unit)
                # An office of a district is not in the place of offices of a city.
                other_level = reason.found[0] in _LEVELS and reason.found[0] not in named
                return Rival("", 0.0) if other_level else Rival(named, candidate.coverage)
    if reason.kind in {"place", "body"}:
        keys = {name.key for name in said.names}
        options = [
            (name.text, name.start, name.end)
            for name in evidence_names(candidate.evidence)
            if name.kind == reason.kind and name.key not in keys and name.text not in keys
        ]
    else:
        figure = next((one for one in said.figures if one.start == reason.start), None)
        if figure is None:
            return Rival(reason.expected, _likeness(said, reason, candidate, shelf, None))
        options = [
            (other.text, other.start, other.end)
            for other in clause_figures(clause.text)
            if comparable(figure, other) and not (same(figure, other) and same(other, figure))
        ]
    best = Rival("", 0.0)
    best_near = -1.0
    for text, start, end in options:
        likeness = _likeness(said, reason, candidate, shelf, start)
        near = likeness + _nearness(said.text, reason.start, reason.end, clause.text, start, end)
        near -= _STATED * (text in said.text)
        near += _FORM * (re.sub(r"\d+", "#", text) == re.sub(r"\d+", "#", reason.found))
        if near > best_near:
            best, best_near = Rival(text, likeness), near
    return best


def comparable(said: Figure, stands: Figure) -> bool:
    """Whether one figure can stand in another's place."""
    if "name" in {said.kind, stands.kind}:
        return said.kind == stands.kind
    if said.kind == "number" != stands.kind and said.text[-1:] not in "百千万亿":
        return False
    calendar = {"date", "year", "period"}
    if said.kind in calendar or stands.kind in calendar:
        return said.kind in calendar and stands.kind in calendar
    if said.kind == "document_number" or stands.kind == "document_number":
        return said.kind == stands.kind
    if said.kind == "duration" and stands.kind == "duration":
        return True
    return same_unit(said, stands) or (said.kind == stands.kind and said.kind != "count")


def part_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The 分句 in which a span stands."""
    begin = max((match.end() for match in _BREAK.finditer(text, 0, start)), default=0)
    closing = _BREAK.search(text, end)
    return begin, closing.start() if closing else len(text)


def _likeness(said: Said, reason: Reason, candidate: Candidate, shelf: Shelf, at: int | None) -> float:
    """Share of the words of the 分句 around a value that the clause's statement holds."""
    begin, close = part_around(said.text, reason.start, reason.end)
    pairs = pairs_of(said.text[begin:close]) & said.pairs
    while shelf.weight(pairs) < _THIN and begin > 0:
        begin, _ = part_around(said.text, begin - 1, begin - 1)
        wider = pairs_of(said.text[begin:close]) & said.pairs
        if wider == pairs and begin == 0:
            break
        pairs = wider
    total = shelf.weight(pairs)
    if not total:
        return candidate.coverage
    stated = candidate.clause.text
    if at is not None:
        unit = next(
            (u for u in units_of(candidate.clause, candidate.document) if u.start <= at < u.end), None
        )
        if unit is not None and unit.kind != "bodies":
            stated = unit.text
    around = "\n".join((stated, candidate.document.title, *candidate.clause.path))
    return shelf.weight(pairs & pairs_of(around)) / total


def beside(said: str, figure: Figure, stands: str, other: Figure) -> float:
    """How alike the characters directly around a figure of a sentence and one of a clause are."""
    return _nearness(said, figure.start, figure.end, stands, other.start, other.end)


def _nearness(said: str, start: int, end: int, stands: str, begin: int, close: int) -> float:
    """How alike the characters directly around two values are."""
    left, other_left = said[max(0, start - _REACH) : start], stands[max(0, begin - _REACH) : begin]
    right, other_right = said[end : end + _REACH], stands[close : close + _REACH]
    beside = _same_edge(left[::-1], other_left[::-1]) + _same_edge(right, other_right)
    shared = len(pairs_of(left) & pairs_of(other_left)) + len(pairs_of(right) & pairs_of(other_right))
    return 0.1 * min(beside, 8) + 0.05 * shared


def nearest(said: Said, candidate: Candidate, reasons: Sequence[DraftReason]) -> float:
    """How alike the characters are beside what fails in a sentence and beside what a clause has instead."""
    text = candidate.clause.text
    return max(
        (
            _nearness(said.text, reason.start - said.start, reason.end - said.start, text, *place.span())
            for reason in reasons
            if reason.expected
            for place in re.finditer(re.escape(reason.expected), text)
        ),
        default=0.0,
    )


def same_words(said: str, name: Name, stands: str, other: Name) -> bool:
    """Whether two names of one level stand directly beside the same words."""
    if name.key == other.key or _level(name.key) != _level(other.key):
        return False
    left = _same_edge(said[: name.start][::-1], stands[: other.start][::-1])
    right = _same_edge(said[name.end :], stands[other.end :])
    return max(left, right) >= _EDGE


def _level(place: str) -> str:
    """The last character of a place's name; counties and districts are of one level."""
    return "县" if place[-1:] in "县区旗" else place[-1:]


def _same_edge(one: str, other: str) -> int:
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length


def literal(said: Said, reason: Reason, candidates: Sequence[Candidate]) -> str:
    """The words of a clause that a quotation must have been meant to repeat, or "" where none are like it.

    A turn of phrase is compared with those that the clause sets in quotation marks, by their own characters
    and by what stands beside them; a longer quotation with the clause's text.
    """
    quote = said.text[reason.start : reason.end]
    best, best_share = "", _QUOTED
    for candidate in candidates:
        text = candidate.clause.text
        for start, end in quoted_spans(text):
            if abs((end - start) - len(quote)) <= max(2, len(quote) // 3):
                share = difflib.SequenceMatcher(None, quote, text[start:end], autojunk=False).ratio()
                left = _same_edge(said.text[: reason.start - 1][::-1], text[: start - 1][::-1])
                right = _same_edge(said.text[reason.end + 1 :], text[end + 1 :])
                share += 0.1 * min(4, left) + 0.1 * min(4, right)
                if share > best_share:
                    best, best_share = text[start:end], share
        if len(quote) >= _LONG:
            words, share = repeated(quote, text)
            if share > best_share:
                best, best_share = words, share
    return best
