"""What a sentence joins must be joined in the clause: a figure and its object, a body and its task.

A figure or name may stand in the clause and yet be said of the wrong thing (the count of the other kind of
cadre, the partner of another pair, the month of another row). Each anchor of the sentence is therefore
compared with every anchor of its family in the clauses by the words around it: where another value fits
those words clearly better than the one that is said, the sentence joins what the clause does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.guard.anchors import Anchor, Token
from assistant.guard.model import Reason
from assistant.guard.support import in_period, same
from assistant.measures import ARTICLES


@dataclass(frozen=True, slots=True)
class Weights:
    """How much nearness counts, and how much better another value must fit.

    Attributes:
        said: Weight of a word by its level in the sentence: piece, head, statement, sentence, paragraph.
        stands: The same in the clause.
        reach: Characters at which a word's weight is halved.
        beside: Weight of what stands directly left or right.
        role: Weight of a word of responsibility (负责, 牵头, 配合).
        name: Weight of a place, body or quotation.
        figure: Weight of another figure.
        unit: Factor where the units of two counts differ.
        alone: A value that the sentence does not state must fit better by this much …
        alone_share: … and by this share of its own fit.
        unowned: Fit at which a year of the clause beats one that only its title or metadata state.
        swapped: Two values of the sentence must fit each other's places better by this much …
        swapped_share: … and by this share.
        partners: The same for two places that the clause pairs: what stands beside one of them is not enough.
    """

    said: tuple[float, ...] = (1.0, 0.9, 0.3, 0.1, 0.05)
    stands: tuple[float, ...] = (1.0, 0.7, 0.4, 0.2, 0.05)
    reach: float = 24.0
    beside: float = 1.0
    role: float = 2.0
    name: float = 2.5
    figure: float = 1.5
    unit: float = 0.6
    alone: float = 0.6
    alone_share: float = 0.08
    unowned: float = 1.2
    swapped: float = 0.6
    swapped_share: float = 0.03
    partners: float = 1.6


WEIGHTS: Final = Weights()
_PAIRING: Final = re.compile(r"[结对帮扶协作合与和同由是为的县区市]+")
_ROLES: Final = frozenset({"负责", "牵头", "配合", "会同", "协助", "参与", "主办", "承办", "协办"})
_INSTITUTION: Final = re.compile(
    r"(?:医院|学校|大学|学院|中学|小学|公司|银行|幼儿园|集团|协会|商会|研究院|研究所)$"
)
#: Occurrences whose surroundings fit within this share of the best are all looked at for direction.
_AS_GOOD: Final = 0.85


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
        for other in range(place + 1, len(said)):
            if said[other].family == anchor.family and comparison.better_swapped(place, other):
                wrong.setdefault(place, said[other].text)
                wrong.setdefault(other, anchor.text)
    return [
        Reason("relation", said[place].text, text, said[place].start, said[place].end)
        for place, text in sorted(wrong.items())
    ]


class _Comparison:
    """Fits of the sentence's anchors to the clauses' anchors, computed once each."""

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
        self._rivals: dict[str, list[tuple[int, Anchor]]] = {}
        for clause, anchors in enumerate(stands):
            for anchor in anchors:
                self._rivals.setdefault(anchor.family, []).append((clause, anchor))
        self._fits: dict[tuple[int, int, frozenset[Token], bool], float] = {}

    def better_alone(self, place: int) -> Anchor | None:
        """The anchor of the clauses that fits the words around a said one clearly better, or None.

        Values that the sentence states too are left to ``better_swapped``; quotations are literal anyway.
        """
        anchor = self._said[place]
        if anchor.parent or anchor.family == "quote" or _article(anchor):
            return None
        rivals = self._rivals.get(anchor.family, [])
        own = [self._fit(place, rival) for _, rival in rivals if _same(anchor, rival)]
        if not own and anchor.family != "year":
            return None  # It is supported by the title or metadata, which join nothing.
        # Of a list of names some may be named and others not: its members are no rivals of each other.
        lists = {(clause, rival.piece) for clause, rival in rivals if _same(anchor, rival)}
        listed = anchor.family in {"place", "body"}
        best, found = 0.0, None
        for clause, rival in rivals:
            if rival.parent or not _comparable(anchor, rival) or _same(anchor, rival):
                continue
            if listed and (clause, rival.piece) in lists:
                continue
            if any(_same(other, rival) for other in self._said if other.family == anchor.family):
                continue
            fit = self._fit(place, rival)
            if fit > best:
                best, found = fit, rival
        if not own:
            return found if best > self._weights.unowned else None
        clear = best - max(own) > max(self._weights.alone, self._weights.alone_share * best)
        return found if clear else None

    def better_swapped(self, first: int, second: int) -> bool:
        """Whether two values of the sentence fit each other's places clearly better than their own."""
        a, b = self._said[first], self._said[second]
        if a.parent or b.parent or _same(a, b) or not _comparable(a, b):
            return False
        rivals = self._rivals.get(a.family, [])
        own_a = [(clause, rival) for clause, rival in rivals if _same(a, rival)]
        own_b = [(clause, rival) for clause, rival in rivals if _same(b, rival)]
        if not own_a or not own_b:
            return False
        # Of two places each is what the other is paired with; of two bodies or figures neither is the
        # other's surroundings. Partners change sides freely: only figures and neighbours tell them apart.
        both = frozenset({(a.family, a.key), (b.family, b.key)})
        apart = both if a.family != "place" else frozenset()
        partners = (
            a.family == "place"
            and a.statement == b.statement
            and any(
                clause_a == clause_b and x.statement == y.statement
                for clause_a, x in own_a
                for clause_b, y in own_b
            )
        )

        def fit(place: int, own: Sequence[tuple[int, Anchor]]) -> float:
            return max(self._fit(place, rival, apart, sided=partners) for _, rival in own)

        as_said = fit(first, own_a) + fit(second, own_b)
        swapped = fit(first, own_b) + fit(second, own_a)
        margin = self._weights.partners if partners else self._weights.swapped
        if swapped - as_said > max(margin, self._weights.swapped_share * swapped):
            return True
        return a.family == "place" and self._turned_round(first, second, own_a, own_b)

    def _turned_round(
        self,
        first: int,
        second: int,
        own_a: Sequence[tuple[int, Anchor]],
        own_b: Sequence[tuple[int, Anchor]],
    ) -> bool:
        """Whether the sentence sends to one place what the clause sends to the other (甲到乙, 乙到甲).

        Only the occurrences whose surroundings are most like the sentence's are looked at: another sentence
        of the clause may well go the other way.
        """
        a, b = self._said[first], self._said[second]
        if a.role == b.role:
            return False
        pairs = [
            (
                self._fit(first, x) + self._fit(second, y) + self._fit(first, y) + self._fit(second, x),
                (a.role == x.role) + (b.role == y.role),
                (a.role == y.role) + (b.role == x.role),
            )
            for clause_a, x in own_a
            for clause_b, y in own_b
            if clause_a == clause_b and x.sentence == y.sentence
        ]
        pairs += self._with_nobody(first, own_a, own_b, b) + self._with_nobody(second, own_b, own_a, a)
        best = max((fit for fit, _, _ in pairs), default=0.0)
        near = [(said, turned) for fit, said, turned in pairs if fit >= _AS_GOOD * best]
        return bool(near) and max(t for _, t in near) == 2 and max(s for s, _ in near) == 0

    def _with_nobody(
        self,
        place: int,
        own: Sequence[tuple[int, Anchor]],
        others: Sequence[tuple[int, Anchor]],
        other: Anchor,
    ) -> list[tuple[float, int, int]]:
        """Sentences that name one place and, as their silent subject, mean the issuer's own."""
        if other.key not in self._own_places:
            return []
        anchor = self._said[place]
        named = {(clause, rival.sentence) for clause, rival in others}
        return [
            (
                2 * self._fit(place, rival),
                (anchor.role == rival.role) + (other.role == "other"),
                (anchor.role == "other") + (other.role == rival.role),
            )
            for clause, rival in own
            if (clause, rival.sentence) not in named
        ]

    def _fit(
        self, place: int, stands: Anchor, apart: frozenset[Token] = frozenset(), *, sided: bool = False
    ) -> float:
        """How much of what stands around the sentence's anchor stands around the clause's, by nearness.

        Tokens of ``apart`` do not count: two values that are compared with each other say nothing about
        themselves. With ``sided`` only figures and direct neighbours count.
        """
        key = (place, id(stands), apart, sided)
        if key not in self._fits:
            said, weights = self._said[place], self._weights
            total = 0.0
            for token, (level, gap) in said.around.items():
                found = stands.around.get(token)
                if found is not None and token not in apart and not (sided and _says_no_side(token)):
                    near = weights.said[level] * weights.stands[found[0]]
                    reach = weights.reach / (weights.reach + gap) * weights.reach / (weights.reach + found[1])
                    total += self._weight(token) * near * reach
            if said.unit != stands.unit and {said.unit, stands.unit} != {"人", "人次"}:
                total *= weights.unit
            self._fits[key] = total
        return self._fits[key]

    def _weight(self, token: Token) -> float:
        kind, text = token
        if kind in {"left", "right"}:
            return self._weights.beside / (1 if len(text) > 1 else 2)
        if kind == "w":
            return self._weights.role if text in _ROLES else 1.0
        return self._weights.name if kind in {"place", "body", "quote"} else self._weights.figure


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


def _says_no_side(token: Token) -> bool:
    """Whether a token stands as well beside either of two partners (甲结对乙, 乙由甲结对)."""
    kind, text = token
    return kind in {"w", "place", "body", "quote"} or bool(_PAIRING.fullmatch(text))


def _article(anchor: Anchor) -> bool:
    """一批, 一项: as often a certain one as the number."""
    return anchor.text.startswith("一") and anchor.unit in ARTICLES


def _comparable(said: Anchor, stands: Anchor) -> bool:
    """Whether one can be mistaken for the other; a hospital is not mistaken for an office."""
    if said.family == "body":
        return bool(_INSTITUTION.search(said.key)) == bool(_INSTITUTION.search(stands.key))
    return True
