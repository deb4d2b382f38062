"""Paired places: who is paired with whom (甲与乙、丙结对, 甲结对乙, a row of a list of pairs)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.guard.anchors import Anchor
from assistant.guard.layout import Span
from assistant.guard.model import Reason
from assistant.guard.respective import Respective, listed_in, respectives
from corpus.places.divisions import divisions

_COORDINATE: Final = re.compile(r"(?:村|社区|屯)?(?:、|及|以及|和)")
_PAIR_LIST: Final = re.compile(r"[和与同](?:、[和与同])+")
#: Groups of one 分句 that are further apart than this are not said of each other.
_APART: Final = 20
_RELATION: Final = re.compile(r"结对|帮扶|协作|配对|对口|对接|支援|合作|挂钩|携手")


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a sentence says of paired places.

    Attributes:
        reasons: A reason for each pair that the clauses pair otherwise.
        settled: Places in the sentence's order of anchors whose pairs are confirmed, or which it only lists.
    """

    reasons: tuple[Reason, ...]
    settled: frozenset[int]


def check_pairs(
    sentence: str, said: Sequence[Anchor], stands: Sequence[Sequence[Anchor]], frames: frozenset[str]
) -> Pairing:
    """Holds every pair of places of a 分句 to the pairs of the clauses.

    Two places are paired in a clause when one 分句 or row names both. A pair of the sentence fails when the
    clauses pair one of the two with another place instead; where they pair neither, nothing is said.

    Args:
        sentence: The sentence.
        said: Its anchors.
        stands: Anchors of each clause.
        frames: Places of titles and metadata, which may be said with any other.
    """
    together = _statements(stands)
    mentioned = {anchor.key for anchor in said if anchor.family == "place"} | frames
    one_by_one = respectives(sentence, [Span(anchor.start, anchor.end, anchor.family) for anchor in said])
    lists = listed_in(one_by_one, [anchor.start for anchor in said])
    reasons: list[Reason] = []
    settled: set[int] = set()
    for groups in _groups(sentence, said):
        settled.update(place for group in groups if len(group) > 1 for place in group)
        for first, second in _cross(said, groups, lists):
            a, b = said[first], said[second]
            if any(b.key in places for places in together.get(a.key, ())) or _one_in_other(a.key, b.key):
                settled.update({first, second})
            elif not {a.key, b.key} & frames and (partner := _partner(a, b, together, mentioned)):
                reasons.append(Reason("relation", a.text, partner, a.start, a.end))
    return Pairing(tuple(reasons), frozenset(settled))


def _statements(stands: Sequence[Sequence[Anchor]]) -> dict[str, list[frozenset[str]]]:
    """For each place the places that a 分句 or row of the clauses names together with it."""
    found: dict[tuple[int, int], dict[int, set[str]]] = {}
    for clause, anchors in enumerate(stands):
        for anchor in anchors:
            if anchor.family == "place":
                pieces = found.setdefault((clause, anchor.statement), {})
                pieces.setdefault(anchor.piece, set()).add(anchor.key)
    statements: list[set[str]] = []
    for pieces in found.values():
        if len(pieces) > 1 and all(len(places) == 2 for places in pieces.values()):
            statements += pieces.values()  # 甲和乙、丙和丁 are two pairs.
        else:
            statements.append(set().union(*pieces.values()))
    together: dict[str, list[frozenset[str]]] = {}
    for several in {frozenset(places): None for places in statements if len(places) > 1}:
        for place in several:
            together.setdefault(place, []).append(several)
    return together


def _groups(sentence: str, said: Sequence[Anchor]) -> Iterator[list[list[int]]]:
    """For each 分句, its places as groups of what is only listed; two groups are said of each other."""
    by_statement: dict[int, list[int]] = {}
    for place, anchor in enumerate(said):
        if anchor.family == "place" and not anchor.parent:
            by_statement.setdefault(anchor.statement, []).append(place)
    for places in by_statement.values():
        links = [_link(sentence, said, first, second) for first, second in itertools.pairwise(places)]
        if _PAIR_LIST.fullmatch("".join(link[-1:] for link in links)):
            for first, second in itertools.pairwise(places):
                if _link(sentence, said, first, second) != "、":
                    yield [[first], [second]]
            continue
        begin, end = said[places[0]].start, said[places[-1]].end
        paired = len(places) == 2 and bool(_RELATION.search(sentence, max(0, begin - 12), end + 12))
        groups = [[places[0]]]
        for link, place in zip(links, places[1:], strict=True):
            listed = _COORDINATE.fullmatch(link) and not (paired and link.endswith("和"))
            if listed:
                groups[-1].append(place)
            else:
                groups.append([place])
        yield groups


def _link(sentence: str, said: Sequence[Anchor], first: int, second: int) -> str:
    """The text between two places, without the outer places of the second (巴中市 in 巴中市平昌县)."""
    start = said[second].start
    for anchor in reversed(said[first + 1 : second]):
        if anchor.family == "place" and anchor.parent and anchor.end == start:
            start = anchor.start
    return sentence[said[first].end : start].strip()


def _cross(
    said: Sequence[Anchor], groups: Sequence[Sequence[int]], lists: Sequence[Sequence[Respective]]
) -> Iterator[tuple[int, int]]:
    """Pairs of places of different groups; after 分别 only those that go together."""
    for number, one in enumerate(groups):
        for other in groups[number + 1 : number + 1 + _APART]:
            for first, second in itertools.product(one, other):
                verdicts = [r.pairs(said[first].start, said[second].start) for r in lists[first]]
                if False not in verdicts:
                    yield first, second


def _one_in_other(first: str, second: str) -> bool:
    parents = divisions().parents
    return second in parents.get(first, ()) or first in parents.get(second, ())


def _partner(
    a: Anchor, b: Anchor, together: Mapping[str, Sequence[frozenset[str]]], mentioned: set[str]
) -> str:
    """Whom the clauses pair one of two places with instead of the other, or ""."""
    for one in (b, a):
        for places in together.get(one.key, ()):
            for partner in sorted(places - mentioned):
                if not _one_in_other(partner, one.key):
                    return partner
    return ""
