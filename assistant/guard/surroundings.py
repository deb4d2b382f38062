"""What stands around each anchor of a text, looked up when it is asked for.

A clause may be a table cell of a hundred thousand characters with thousands of anchors. What stands around
one is therefore not written out: a text keeps where each of its words stands, and how near a word is to an
anchor is found from the nearest of its places on either side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from assistant.guard.layout import HEAD, PIECE, TEXT, Layout, Span
from assistant.guard.respective import Respective
from assistant.guard.scopes import Scope

#: How far what stands before a bracket is from the figures in it.
_HOST_GAP: Final = 6
#: Words further from an anchor than this are not listed: they weigh next to nothing.
_REACH: Final = 300

Token = tuple[str, str]
#: Where a token stands: offsets of its first characters, and after its last ones, in order.
_Places = tuple[list[int], list[int]]
_Near = tuple[int, int]


class Scene:
    """The words of a text, where they stand, and its layout.

    Args:
        tokens: Every token with its start and end.
        plan: The layout of the text.
        outer: (start, end) of places that only say where another lies (四川省 in 四川省广元市): they are
            nothing that another place has to do with.
        context: Tokens that stand around the whole text, to their level.
    """

    def __init__(
        self,
        tokens: Iterable[tuple[Token, int, int]],
        plan: Layout,
        outer: frozenset[tuple[int, int]],
        context: Mapping[Token, int],
    ) -> None:
        self.plan = plan
        self.context = context
        self._in_order = sorted(tokens, key=lambda token: token[1:])
        self._starts = [start for _, start, _ in self._in_order]
        self._all = _index(self._in_order)
        named = {token for token, start, end in self._in_order if (start, end) in outer}
        self._for_places = _index(
            found for found in self._in_order if found[0] in named and found[1:] not in outer
        )
        self._outer = named

    def places(self, token: Token, family: str) -> _Places | None:
        """Where a token stands that an anchor of a family may have to do with."""
        if family == "place" and token in self._outer:
            return self._for_places.get(token)
        return self._all.get(token)

    def within(self, begin: int, finish: int) -> Iterator[Token]:
        """Tokens between two offsets."""
        for place in range(bisect_left(self._starts, begin), bisect_left(self._starts, finish)):
            yield self._in_order[place][0]

    def __contains__(self, token: Token) -> bool:
        """Whether a token stands in the text or around it."""
        return token in self._all or token in self.context


class Around:
    """The tokens near one anchor.

    Args:
        scene: Its text.
        span: The anchor.
        scopes: The parts of the text that it is said of beside its own 分句.
        respective: Lists whose members are said one by one, of which it is one.
        beside: What stands directly left and right of it.
    """

    __slots__ = ("_respective", "_scopes", "_span", "beside", "scene")

    def __init__(
        self,
        scene: Scene,
        span: Span,
        scopes: Sequence[Scope],
        respective: Sequence[Respective],
        beside: Iterable[Token],
    ) -> None:
        self.scene = scene
        self.beside = frozenset(beside)
        self._span = span
        self._scopes = scopes
        self._respective = respective

    def get(self, token: Token) -> _Near | None:
        """Return the nearest level at which a token stands and its distance there; None where it is far."""
        if token in self.beside:
            return PIECE, 0
        scene, span = self.scene, self._span
        best = (scene.context[token], 0) if token in scene.context else (TEXT, 0)
        if places := scene.places(token, span.family):
            starts, ends = places
            for number in self._candidates(starts, ends):
                best = min(best, self._near(starts[number], ends[number]))
        return best if best[0] < TEXT else None

    def items(self) -> Iterator[tuple[Token, _Near]]:
        """Yield the tokens near the anchor with the level and distance of each."""
        span, scene = self._span, self.scene
        tokens = dict.fromkeys(self.beside)
        tokens.update(dict.fromkeys(scene.context))
        windows = [(span.start - _REACH, span.end + _REACH)]
        windows += [(max(scope.begin, scope.finish - _REACH), scope.finish) for scope in self._scopes]
        if span.counted and (statement := scene.plan.counted.get(scene.plan.statements[span.start])):
            windows.append((max(statement.start, statement.first - _REACH), statement.first))
            windows.append((statement.last, min(statement.end, statement.last + _REACH)))
        for begin, finish in windows:
            tokens.update(dict.fromkeys(scene.within(begin, finish)))
        for token in tokens:
            if near := self.get(token):
                yield token, near

    def _candidates(self, starts: Sequence[int], ends: Sequence[int]) -> set[int]:
        """Which of a token's places may be the nearest: a level never falls with the distance on one side.

        What is shared (the head of a 分句, a scope, a list after 分别) is near however far it stands.
        """
        span, plan = self._span, self.scene.plan
        found = {bisect_right(ends, span.start) - 1, bisect_left(starts, span.end)}
        if span.counted:
            number = plan.statements[span.start]
            if statement := plan.counted.get(number):
                found.update(bisect_left(starts, statement.first - back) - 1 for back in (0, statement.noun))
                found.update(bisect_left(starts, statement.last + on) for on in (0, statement.noun))
            if number in plan.labels:
                found.add(bisect_left(starts, plan.labels[number][0]))
        for scope in self._scopes:
            found.update((bisect_left(starts, scope.begin), bisect_left(starts, scope.finish) - 1))
        for listed in self._respective:
            found.update(range(bisect_left(starts, listed.start) - 1, bisect_left(starts, listed.end) + 1))
        return {place for place in found if 0 <= place < len(starts)}

    def _near(self, at: int, end: int) -> _Near:
        span = self._span
        if at < span.end and span.start < end:
            return TEXT, 0
        level, gap = self.scene.plan.nearness(span, at, end)
        for scope in self._scopes:
            if scope.begin <= at < scope.finish:
                level = min(level, scope.level)
                gap = _HOST_GAP if scope.level == HEAD else 0
        for listed in self._respective:
            paired = listed.pairs(span.start, at)
            if paired is not None:
                level, gap = (PIECE, 0) if paired else (TEXT, 0)
        return level, gap


def _index(tokens: Iterable[tuple[Token, int, int]]) -> dict[Token, _Places]:
    found: dict[Token, _Places] = {}
    for token, start, end in tokens:
        starts, ends = found.setdefault(token, ([], []))
        starts.append(start)
        ends.append(end)
    return found
