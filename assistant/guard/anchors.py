"""Anchors: the figures, names and quotations of a text, each with the words around it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from assistant.figures import Figure
from assistant.guard.fold import fold
from assistant.guard.layout import Layout, Span, layout
from assistant.guard.names import Name
from assistant.guard.quotes import quoted_spans
from assistant.guard.regions import Regions
from assistant.guard.respective import listed_in, respectives
from assistant.guard.scopes import covering, scopes_of
from assistant.guard.surroundings import Around, Scene, Token

_BREAK: Final = re.compile(r"[，,。；;！？!?\n|]")
#: Words between particles; 等 is one unless it belongs to a grade (一等奖, 高等教育).
_WORDS: Final = re.compile(
    r"(?:[^的了等和与及或]|(?<=[一二三四五六七八九特高中初同平均上下优])等|等(?=[级奖次候同于待]))+"
)
_RUN: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
#: The one or two characters beside an anchor, past a particle.
_RIGHT: Final = re.compile(r"的?([\u4e00-\u9fff]{1,2})")
_LEFT: Final = re.compile(r"([\u4e00-\u9fff]{1,2})的?$")
_LEFT_WIDTH: Final = 4
#: Quotations up to this length are names of things (“四个全面”), longer ones are sentences.
_QUOTE_NAME: Final = 24
_GOAL: Final = re.compile(r"(?:[到赴来去向往在至入]|面向|前往|落户|位于)\Z")
_WITH: Final = re.compile(r"\s*[与和同]")
_OBJECT: Final = re.compile(
    r"(?:[对为给]|对象[是为]|(?:帮扶|帮助|支援|支持|援助|协助|助推|输出|服务|辐射)(?:了|于)?"
    r"|组织|引导|鼓励|邀请|推动|促进|提高|宣传|配合|加强|推进|带动|充分发挥|发挥|做好|借助|立足|依托|针对)\Z"
)
#: Characters in which the verb before a place is looked for.
_LONGEST_VERB: Final = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """A figure, name or quotation with what stands around it.

    Attributes:
        family: What it can be mistaken for: ``count``, ``amount``, ``year``, ``month``, ``place``, ``body`` …
        key: The value it is compared by.
        unit: Unit of a count or measure, else "".
        text: As written.
        start: Offset of its first character.
        end: Offset after its last.
        figure: The figure, or None for a name or quotation.
        sentence: Which sentence of the text it stands in.
        statement: Which 分句, a colon not counted (甲结对两个县：乙、丙); a table row is one.
        piece: Which piece; names of one list share it.
        role: Of a place: ``goal`` (到紫阳县), ``object`` (对紫阳县, 组织紫阳县…) or ``other``.
        parent: Whether it is only part of a name (广元市 in 广元市剑阁县, 临洮县 in 临洮县扶贫办).
        around: The tokens near it, with the nearest level at which each stands and its distance there.
    """

    family: str
    key: str
    unit: str
    text: str
    start: int
    end: int
    figure: Figure | None
    sentence: int
    statement: int
    piece: int
    role: str
    parent: bool
    around: Around


def family_of(figure: Figure) -> str:
    """The family of figures that one can be mistaken for another in."""
    if figure.kind in {"year", "period", "date"}:
        if figure.kind == "year" or (figure.kind == "period" and figure.unit == "年"):
            return "year"
        return "month" if figure.kind == "period" or _first(figure) == 0 else "date"
    if figure.kind in {"count", "number"}:
        return "amount" if figure.kind == "number" and figure.text[-1] in "万亿" else "count"
    if figure.kind in {"percent", "fraction"}:
        return "percent"
    return figure.kind


def _first(figure: Figure) -> object:
    return figure.value[0] if isinstance(figure.value, tuple) else figure.value


def key_of(figure: Figure) -> str:
    """The value of a figure as text."""
    if isinstance(figure.value, Decimal):
        return f"{figure.value.normalize():f}"
    if figure.kind == "name":
        return fold(figure.text)
    return "-".join(str(part) for part in figure.value)


def anchors_of(
    text: str,
    figures: Iterable[Figure],
    names: Iterable[Name],
    *,
    row: bool = False,
    context: Mapping[Token, int] = MappingProxyType({}),
) -> tuple[Anchor, ...]:
    """The anchors of a text in order.

    Args:
        text: A sentence or a clause.
        figures: Its figures.
        names: Its places and bodies.
        row: Whether it is a table row.
        context: Tokens that stand around the whole text, such as those of its headings, to their level.
    """
    spans, inner = _spans(text, figures, list(names))
    places = [Span(span.start, span.end, span.family) for span in spans]
    plan = layout(text, places, row=row)
    tokens = _tokens(text, spans)
    tokens += [((span.family, span.key), span.start, span.end) for span in inner]
    outer = frozenset(
        (first.start, first.end)
        for first, second in itertools.pairwise(span for span in spans if span.family == "place")
        if first.end == second.start
    )
    scene = Scene(tokens, plan, outer, context)
    found = [*spans, *inner]
    scopes = covering(scopes_of(text, places, plan, row=row), [(span.start, span.end) for span in found])
    lists = listed_in(respectives(text, places), [span.start for span in found])
    breaks = [match.start() for match in _BREAK.finditer(text)]
    taken = _taken(text, spans)
    begins = {span.end: span.start for span in spans if span.family == "place"}
    result = []
    for number, span in enumerate(found):
        listed = next((r for r in lists[number] if (span.start, span.end) in r.values), None)
        edges = (listed.values[0][0], listed.values[-1][1]) if listed else (span.start, span.end)
        # Of a list that follows its items at once the word before it is the last item's.
        beside = [
            token
            for token in _beside(text, edges, taken, plan)
            if not (listed and token[0] == "left" and listed.items[-1][1] == edges[0])
        ]
        around = Around(
            scene,
            Span(span.start, span.end, span.family),
            scopes[number],
            lists[number],
            beside,
        )
        result.append(
            Anchor(
                span.family,
                span.key,
                span.unit,
                text[span.start : span.end],
                span.start,
                span.end,
                span.figure,
                plan.sentences[span.start],
                0 if row else bisect_left(breaks, span.start),
                next((scope.number for scope in scopes[number] if scope.number), plan.items[span.start]),
                _role(text, span, begins),
                (span.start, span.end) in outer or number >= len(spans),
                around,
            )
        )
    return tuple(sorted(result, key=lambda anchor: (anchor.start, -anchor.end)))


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    family: str
    key: str
    unit: str = ""
    figure: Figure | None = None


def _spans(text: str, figures: Iterable[Figure], names: Sequence[Name]) -> tuple[list[_Span], list[_Span]]:
    """The anchors' spans in order, and those of places inside bodies (临洮县 in 临洮县幼儿园)."""
    quoted = quoted_spans(text)
    spans = [
        _Span(figure.start, figure.end, family_of(figure), key_of(figure), figure.unit, figure)
        for figure in figures
        if figure.start >= 0 and figure.kind != "document_number"
    ]
    inner = []
    bodies = Regions((name.start, name.end) for name in names if name.kind == "body")
    for name in names:
        if name.kind == "body" or not bodies.hold(name.start, name.end):
            spans.append(_Span(name.start, name.end, name.kind, name.key))
        else:
            inner.append(_Span(name.start, name.end, name.kind, name.key))
    inside = Regions(quoted)
    spans = [span for span in spans if not inside.hold(span.start, span.end)]
    spans += [_Span(s, e, "quote", fold(text[s:e])) for s, e in quoted if e - s <= _QUOTE_NAME]
    return sorted(spans, key=lambda span: (span.start, -span.end)), inner


def _role(text: str, span: _Span, begins: Mapping[int, int]) -> str:
    """What a place is to the verb before it; ``begins`` has the start of each place by its end."""
    if span.family != "place":
        return ""
    start = span.start
    while start in begins and begins[start] < start:
        start = begins[start]  # 山东省滨州市 is one name of two parts.
    before = text[max(0, start - _LONGEST_VERB) : start]
    if _GOAL.search(before):
        return "goal"
    # 推进我县与滨州市协作: what is advanced is what both have to do with each other.
    joined = _WITH.match(text, span.end)
    return "object" if _OBJECT.search(before) and not joined else "other"


def _taken(text: str, spans: Iterable[_Span]) -> bytearray:
    """Which characters of a text belong to an anchor."""
    taken = bytearray(len(text))
    for span in spans:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return taken


def tokens_of(text: str, names: Iterable[Name] = ()) -> set[Token]:
    """Words of a heading or title, as tokens."""
    spans = [_Span(name.start, name.end, name.kind, name.key) for name in names]
    return {token for token, _, _ in _tokens(text, spans)}


def _tokens(text: str, spans: Iterable[_Span]) -> list[tuple[Token, int, int]]:
    """Pairs of characters outside of anchors, and the anchors themselves."""
    tokens: list[tuple[Token, int, int]] = []
    position = 0
    for span in [*spans, _Span(len(text), len(text), "", "")]:
        for run in _RUN.finditer(text, min(position, span.start), span.start):
            for piece in _WORDS.finditer(run.group()):
                word = piece.group()
                offset = run.start() + piece.start()
                tokens += [(("w", word[i : i + 2]), offset + i, offset + i + 2) for i in range(len(word) - 1)]
                if len(word) == 1:
                    tokens.append((("w", word), offset, offset + 1))
        if span.family:
            tokens.append(((span.family, span.key), span.start, span.end))
        position = max(position, span.end)
    return tokens


def _beside(text: str, edges: tuple[int, int], taken: bytearray, plan: Layout) -> Iterator[Token]:
    """What stands directly left and right of an anchor, or of a list after 分别, in its own piece."""
    start, end = edges
    for side, match, at_edge in (
        ("right", _RIGHT.match(text, end), end - 1),
        ("left", _LEFT.search(text, max(0, start - _LEFT_WIDTH), start), start),
    ):
        if not match:
            continue
        kept = [
            at
            for at in range(match.start(1), match.end(1))
            if plan.pieces[at] == plan.pieces[at_edge] and not taken[at]
        ]
        if kept:
            yield side, text[kept[0] : kept[-1] + 1]
            yield side, text[kept[0] if side == "right" else kept[-1]]
