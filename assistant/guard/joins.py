"""What a sentence joins must be joined in the clause: a figure and its object, a body and its task.

A figure or name may stand in the clause and yet be said of the wrong thing (the count of the other kind of
cadre, the partner of another pair, the month of another row). Each anchor of the sentence is therefore
compared with every anchor of its family in the clauses by the words around it: where another value fits
those words clearly better than the one that is said, the sentence joins what the clause does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from assistant.guard.anchors import Anchor
from assistant.guard.conditions import limits_of
from assistant.guard.fit import WEIGHTS, Fits, Weights
from assistant.guard.model import Reason
from assistant.guard.support import in_period, same
from assistant.measures import ARTICLES
from corpus.places.divisions import divisions

_INSTITUTION: Final = re.compile(
    r"(?:医院|学校|大学|学院|中学|小学|公司|银行|幼儿园|集团|协会|商会|研究院|研究所)$"
)
#: Occurrences whose surroundings fit within this share of the best are all looked at for direction.
_AS_GOOD: Final = 0.85

#: A value is compared with so many of its kind that follow it in a sentence: those it may have changed
#: places with.
_EXCHANGED: Final = 30
#: So many occurrences of each of two places are compared for direction.
_LIKEST: Final = 40

#: A value of the sentence that fits a rival this nearly as well is what the sentence says the rival of.
_NEARLY: Final = 0.7

#: An anchor of the clauses with the number of its clause.
_Placed = tuple[int, Anchor]


def check_joins(
    said: Sequence[Anchor],
    stands: Sequence[Sequence[Anchor]],
    own_places: frozenset[str] = frozenset(),
    settled: frozenset[int] = frozenset(),
    weights: Weights = WEIGHTS,
) -> list[Reason]:
    """Anchors of a sentence that stand in the clauses beside other words.

    Args:
        said: Anchors of the sentence.
        stands: Anchors of each clause.
        own_places: Places of the issuing bodies: who acts where the clause names nobody.
        settled: Anchors of the sentence, by number, whose pairs are confirmed already.
        weights: How nearness counts.

    Returns:
        A ``relation`` reason for each anchor that fits another one's place, with that one as ``expected``.
    """
    comparison = _Comparison(said, stands, own_places, weights)
    wrong: dict[int, str] = {}
    for place, anchor in enumerate(said):
        rival = comparison.better_alone(place) if place not in settled else None
        if rival is not None:
            wrong[place] = rival.text
        for other in comparison.following(place):
            if comparison.better_swapped(place, other):
                wrong.setdefault(place, said[other].text)
                wrong.setdefault(other, anchor.text)
    return [
        Reason("relation", said[place].text, text, said[place].start, said[place].end)
        for place, text in sorted(wrong.items())
    ]


class _Comparison:
    """The anchors of a sentence against those of the clauses."""

    def __init__(
        self,
        said: Sequence[Anchor],
        stands: Sequence[Sequence[Anchor]],
        own_places: frozenset[str],
        weights: Weights,
    ) -> None:
        self._said = said
        self._own_places = own_places
        self._weights = weights
        self._fits = Fits(said, weights)
        self._alike: dict[str, list[int]] = {}
        self._exchangeable: dict[str, list[int]] = {}
        for place, anchor in enumerate(said):
            self._alike.setdefault(anchor.family, []).append(place)
            self._exchangeable.setdefault(_kind(anchor), []).append(place)
        self._owned: dict[tuple[str, str, str, int], list[_Placed]] = {}
        self._rivals: dict[str, list[_Placed]] = {}
        for clause, anchors in enumerate(stands):
            for anchor in anchors:
                self._rivals.setdefault(anchor.family, []).append((clause, anchor))

    def following(self, place: int) -> Sequence[int]:
        """The anchors after one that it may have changed places with."""
        alike = self._exchangeable[_kind(self._said[place])]
        first = bisect_right(alike, place)
        return alike[first : first + _EXCHANGED]

    def better_alone(self, place: int) -> Anchor | None:
        """The anchor of the clauses that fits the words around a said one clearly better, or None.

        Values that the sentence states too are left to ``better_swapped``; quotations are literal anyway.
        """
        anchor = self._said[place]
        if anchor.parent or anchor.family == "quote":
            return None
        own = self._own(anchor)
        if not own and anchor.family != "year":
            return None  # It is supported by the title or metadata, which join nothing.
        # Of a list of names or years some may be named and others not: its members are no rivals.
        listed = anchor.figure is None or anchor.family == "year"
        lists = {(clause, found.piece) for clause, found in own} if listed else set()
        own_sides = frozenset(side for _, found in own for side in found.around.beside)
        best, rival = 0.0, None
        for clause, other in self._rivals.get(anchor.family, []):
            if other.parent or (clause, other.piece) in lists or not _comparable(anchor, other):
                continue
            if _article(anchor) and not anchor.around.beside & other.around.beside - own_sides:
                continue
            if _threshold_only(anchor, other):
                continue
            if anchor.role != other.role:
                continue  # 到新北区学习的是紫阳县选派的: the one goes, the other is where they go.
            fit = self._fits.fit(place, other)
            if fit > best and not self._stated(place, other, fit):
                best, rival = fit, other
        if not own:
            return rival if best > self._weights.unowned else None
        lead = best - max(self._fits.fit(place, found) for _, found in own)
        return rival if lead > max(self._weights.alone, self._weights.alone_share * best) else None

    def _stated(self, place: int, rival: Anchor, fit: float) -> bool:
        """Whether the sentence states a rival's value too, of what the rival is said of."""
        return any(
            number != place
            and _same(self._said[number], rival)
            and self._fits.fit(number, rival) >= _NEARLY * fit
            for number in self._alike[rival.family]
        )

    def better_swapped(self, first: int, second: int) -> bool:
        """Whether two values of the sentence fit each other's places clearly better than their own."""
        a, b = self._said[first], self._said[second]
        if a.parent or b.parent or _same(a, b):
            return False
        own_a, own_b = self._own(a), self._own(b)
        if not own_a or not own_b:
            return False
        if _comparable(a, b) and self._exchanged(first, second, own_a, own_b):
            return True
        return a.family == "place" and self._turned_round(first, second, own_a, own_b)

    def _own(self, anchor: Anchor) -> list[_Placed]:
        """The places of the clauses that state the value of an anchor of the sentence."""
        key = (anchor.family, anchor.key, anchor.unit, anchor.start)
        if key not in self._owned:
            rivals = self._rivals.get(anchor.family, [])
            self._owned[key] = [(clause, found) for clause, found in rivals if _same(anchor, found)]
        return self._owned[key]

    def _exchanged(self, first: int, second: int, own_a: Sequence[_Placed], own_b: Sequence[_Placed]) -> bool:
        a, b = self._said[first], self._said[second]
        # Of two places each is what the other is paired with; of two bodies or figures neither is the
        # other's surroundings. Partners change sides freely: only figures and neighbours tell them apart.
        both = frozenset({(a.family, a.key), (b.family, b.key)})
        apart = both if a.family != "place" else frozenset()
        partners = a.family == "place" and a.statement == b.statement and _together(own_a, own_b)

        def fit(place: int, own: Sequence[_Placed]) -> float:
            return max(self._fits.fit(place, found, apart, sided=partners) for _, found in own)

        as_said = fit(first, own_a) + fit(second, own_b)
        swapped = fit(first, own_b) + fit(second, own_a)
        margin = self._weights.partners if partners else self._weights.swapped
        return swapped - as_said > max(margin, self._weights.swapped_share * swapped)

    def _turned_round(
        self, first: int, second: int, own_a: Sequence[_Placed], own_b: Sequence[_Placed]
    ) -> bool:
        """Whether the sentence sends to one place what the clause sends to the other (甲到乙, 乙到甲).

        Only the occurrences whose surroundings are most like the sentence's are looked at: another sentence
        of the clause may well go the other way.
        """
        a, b = self._said[first], self._said[second]
        if a.role == b.role:
            return False
        fit = self._fits.fit
        own_a, own_b = self._likest(first, own_a), self._likest(second, own_b)
        pairs = [
            (
                fit(first, x) + fit(second, y) + fit(first, y) + fit(second, x),
                (a.role == x.role) + (b.role == y.role),
                (a.role == y.role) + (b.role == x.role),
            )
            for clause_a, x in own_a
            for clause_b, y in own_b
            if clause_a == clause_b and x.sentence == y.sentence
        ]
        pairs += self._with_nobody(first, own_a, own_b, b) + self._with_nobody(second, own_b, own_a, a)
        best = max((likeness for likeness, _, _ in pairs), default=0.0)
        near = [(said, turned) for likeness, said, turned in pairs if likeness >= _AS_GOOD * best]
        return bool(near) and max(t for _, t in near) == 2 and max(s for s, _ in near) == 0

    def _likest(self, place: int, own: Sequence[_Placed]) -> Sequence[_Placed]:
        """The occurrences of a value whose surroundings are most like the sentence's, in order."""
        if len(own) <= _LIKEST:
            return own
        fits = sorted((self._fits.fit(place, found) for _, found in own), reverse=True)
        return [placed for placed in own if self._fits.fit(place, placed[1]) >= fits[_LIKEST - 1]][
            : 2 * _LIKEST
        ]

    def _with_nobody(
        self, place: int, own: Sequence[_Placed], others: Sequence[_Placed], other: Anchor
    ) -> list[tuple[float, int, int]]:
        """Sentences that name one place and, as their silent subject, mean the issuer's own."""
        if other.key not in self._own_places:
            return []
        anchor = self._said[place]
        named = {(clause, found.sentence) for clause, found in others}
        return [
            (
                2 * self._fits.fit(place, found),
                (anchor.role == found.role) + (other.role == "other"),
                (anchor.role == "other") + (other.role == found.role),
            )
            for clause, found in own
            if (clause, found.sentence) not in named
        ]


def _together(own_a: Sequence[_Placed], own_b: Sequence[_Placed]) -> bool:
    """Whether one 分句 or row of a clause names both."""
    first, second = ({(clause, found.statement) for clause, found in own} for own in (own_a, own_b))
    return not first.isdisjoint(second)


def _same(said: Anchor, stands: Anchor) -> bool:
    if said.figure and stands.figure:
        if same(said.figure, stands.figure) or same(stands.figure, said.figure):
            return True
        if said.family == "year":
            return in_period(said.figure, stands.figure) or in_period(stands.figure, said.figure)
        return False
    if said.family == "body":
        return said.key in stands.key or stands.key in said.key
    return said.key == stands.key


def _kind(anchor: Anchor) -> str:
    """What may change places with each other: 4500万人次 and 5000万吨."""
    return "quantity" if anchor.family in {"amount", "count", "measure", "percent"} else anchor.family


def _article(anchor: Anchor) -> bool:
    """一批, 一项: as often a certain one as the number."""
    return anchor.text.startswith("一") and anchor.unit in ARTICLES


def _threshold_only(said: Anchor, stands: Anchor) -> bool:
    """Whether the clause's figure is a threshold (500万元以上) and the sentence's is none.

    Said without its condition it fails on that count already; said of the wrong thing it would carry it.
    """
    if not said.figure or not stands.figure:
        return False
    return "at_least" in limits_of(stands.figure) - limits_of(said.figure)


def _comparable(said: Anchor, stands: Anchor) -> bool:
    """Whether one can be mistaken for the other: a hospital not for an office, a county not for its city."""
    if said.family == "body":
        return bool(_INSTITUTION.search(said.key)) == bool(_INSTITUTION.search(stands.key))
    if said.family == "place":
        parents = divisions().parents
        levels = [len(parents[key]) for key in (said.key, stands.key) if key in parents]
        return len(set(levels)) < 2
    return True
