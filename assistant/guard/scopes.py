"""Parts of a text whose anchors are said of more than their own 分句: lists of bodies, bare 分句."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.guard.layout import HEAD, STATEMENT, Layout, Span

_TAIL: Final = re.compile(
    r"[\[（(【](?:[^\[\]【】（）()\n]|[（(][^（）()\n]{1,20}[)）]){2,200}[\]）)】]\s*(?=$|\n)"
)
_TAIL_LINE: Final = re.compile(r"(?:责任|牵头|配合|主办|承办|负责)(?:单位|部门)[：:][^\n]+")
_LINE: Final = re.compile(r"[^\n]+")
_NUMBERING: Final = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[条款项]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,3}[.．、]"
    r"|[（(]\d{1,3}[)）]|[①-⑳]|(?:19|20)\d\d年(?=[：:，,]))"
)
_BRACKET: Final = re.compile(r"[\[（(]([^\[\]()（）\n]|[（(][^()（）]{1,6}[)）])*[\]）)]")
#: What stands before and after what a sentence opens with: （1）到 2019年 底，.
_OPENING: Final = re.compile(
    r"\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）.．、]|[①-⑳]|[一二三四五六七八九十]是)?\s*"
    r"(?:[到至自从在]|截至|截止|其中|力争|计划|预计)?"
)
_CLOSING: Final = re.compile(r"(?:年度?|[底末初起前]|街道|年底|年末)?[，,：:]")
_FIRST_PART: Final = re.compile(r"[^，,：:]{0,60}[，,]")
_LABEL_FAMILIES: Final = frozenset({"year", "month", "date", "place"})
_ROLE: Final = re.compile(r"负责|牵头|配合|参与|协助|[：:]")
#: What a bare 分句 holds beside its anchors: 由…负责, 均在…完成, 责任单位是….
_BARE_WORDS: Final = re.compile(
    r"[由是为在于的和与及等、（）()\s]|以及|均|都|也|分别|主要|具体|共同|计划|责任|牵头|配合|主办|承办|负责|单位|部门|完成|时间|期限|截止"
    r"|落实|参与|协助|承担|推进|实施|组织|有关|相关|县（市、区）|各|政府|要|须|应|将|由此|按照|按|并"
    r"|/[\u4e00-\u9fff][•·]?年?|最高|最低|最多|至少|不(?:得)?(?:超过|少于|低于|高于|多于)|以[上下内]|约|每[年月人家项个]|给予|可|可以|得|获|金额|标准"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Anchors between ``start`` and ``end`` are said of the text between ``begin`` and ``finish``.

    Attributes:
        start: Where the anchors begin.
        end: Where they end.
        begin: Where the text they are said of begins.
        finish: Where it ends.
        number: Number of the list they form, below 0; 0 where they form none.
        level: How near that text is to them.
    """

    start: int
    end: int
    begin: int
    finish: int
    number: int = 0
    level: int = STATEMENT


def scopes_of(text: str, anchors: Sequence[Span], plan: Layout, *, row: bool) -> tuple[Scope, ...]:
    """The scopes of a text.

    Args:
        text: A sentence or a clause.
        anchors: Its figures, names and quotations in order.
        plan: Its layout.
        row: Whether it is a table row: every cell is said of the whole row.
    """
    if row:
        return (Scope(0, len(text), 0, len(text)),)
    return (
        *_tails(text),
        *_stems(text),
        *_headed(text),
        *_brackets(text, anchors, plan),
        *_labelled(text, anchors, plan),
        *_bare(text, anchors, plan),
    )


def covering(scopes: Sequence[Scope], spans: Sequence[tuple[int, int]]) -> list[list[Scope]]:
    """For each span of a text, in any order, the scopes that hold it."""
    found: list[list[Scope]] = [[] for _ in spans]
    order = sorted(range(len(spans)), key=lambda place: spans[place])
    starts = [spans[place][0] for place in order]
    for scope in scopes:
        for place in order[bisect_left(starts, scope.start) : bisect_left(starts, scope.end)]:
            if spans[place][1] <= scope.end:
                found[place].append(scope)
    return found


def _tails(text: str) -> Iterator[Scope]:
    """Lists of responsible bodies: the bracket that ends a paragraph, a 责任单位 line."""
    found = [(match.start(), match.end(), 0) for match in _TAIL_LINE.finditer(text)]
    found += [(m.start(), m.end(), text.rfind("\n", 0, m.start()) + 1) for m in _TAIL.finditer(text)]
    for number, (start, end, begin) in enumerate(found):
        # Bodies before 负责 are one list, those before 配合 another.
        edges = [start, *(match.end() for match in _ROLE.finditer(text, start, end)), end]
        for place, (first, last) in enumerate(itertools.pairwise(edges)):
            yield Scope(first, last, begin, start, -1 - 10 * number - place)


def _stems(text: str) -> Iterator[Scope]:
    """A stem that a list follows (给予5万元支持：⏎（一）…) is said of each of its items."""
    following: dict[str, int] = {}  # Where the next line of each style begins.
    for match in reversed(list(_LINE.finditer(text))):
        style = _style(match.group())
        if match.end() < len(text) and match.group().rstrip(" \t").endswith(("：", ":")):
            start = text.rfind("。", match.start(), match.end()) + 1 or match.start()
            yield Scope(start, match.end(), match.end(), following.get(style, len(text)))
        if style:
            following[style] = match.start()


def _headed(text: str) -> Iterator[Scope]:
    """An item of a list (1.普通高中) heads the items of the list below it (（1）扶贫专项助学金…)."""
    lines = [(match.start(), match.end(), _style(match.group())) for match in _LINE.finditer(text)]
    for place, (start, end, style) in enumerate(lines):
        last = place
        while style and last + 1 < len(lines) and lines[last + 1][2] not in {style, ""}:
            last += 1
        if last > place:
            yield Scope(lines[place + 1][0], lines[last][1], start, end)


def _style(line: str) -> str:
    match = _NUMBERING.match(line)
    return re.sub(r"[一二三四五六七八九十百\d①-⑳]+", "#", match.group().strip()) if match else ""


def _brackets(text: str, anchors: Sequence[Span], plan: Layout) -> Iterator[Scope]:
    """Figures in a bracket break down what stands before it (40家以上企业考察对接[市本级至少10家…])."""
    counted = [span.start for span in anchors if span.counted]
    for match in _BRACKET.finditer(text):
        inside = bisect_left(counted, match.end()) - bisect_left(counted, match.start())
        if not inside or match.start() == 0:
            continue
        begin = bisect_left(plan.statements, plan.statements[match.start() - 1])
        if begin < match.start():
            yield Scope(match.start(), match.end(), begin, match.start(), level=HEAD)


def _labelled(text: str, anchors: Sequence[Span], plan: Layout) -> Iterator[Scope]:
    """What a sentence opens with and says all the rest of: 2018年，…, 长寨：…, 到2019年底，…."""
    labels = [span for span in anchors if span.family in _LABEL_FAMILIES]
    starts = [span.start for span in labels]
    for begin, end in itertools.pairwise([*_starts(plan.sentences), len(text)]):
        opening = _OPENING.match(text, begin, end)
        place = bisect_left(starts, opening.end() if opening else begin)
        if place == len(starts) or starts[place] > (opening.end() if opening else begin) + 2:
            continue
        label = labels[place]
        closing = _CLOSING.match(text, label.end, end) or _FIRST_PART.match(text, label.end, end)
        if not closing:
            continue
        if not closing.group().endswith(("：", ":")):
            # Said of what follows up to the next of its kind: 2017年…，2018年….
            end = next((other.start for other in labels[place + 1 :] if other.family == label.family), end)
        elif begin == bisect_left(plan.paragraphs, plan.paragraphs[begin]):
            end = bisect_right(plan.paragraphs, plan.paragraphs[begin])
        if closing.end() < end:
            yield Scope(label.start, label.end, closing.end(), end, level=HEAD)
            yield Scope(closing.end(), end, label.start, label.end, level=HEAD)


def _starts(numbers: Sequence[int]) -> list[int]:
    return [place for place in range(len(numbers)) if place == 0 or numbers[place] != numbers[place - 1]]


def _bare(text: str, anchors: Sequence[Span], plan: Layout) -> Iterator[Scope]:
    """分句 that name only bodies, dates or figures: they are said of what precedes them in the sentence."""
    groups: dict[int, list[Span]] = {}
    for span in anchors:
        groups.setdefault(plan.statements[span.start], []).append(span)
    opened: dict[tuple[int, str], int] = {}
    for number, spans in groups.items():
        start, end = bisect_left(plan.statements, number), bisect_right(plan.statements, number)
        rest = list(text[start:end])
        for span in spans:
            rest[span.start - start : span.end - start] = " " * (span.end - span.start)
        if re.search(r"[\u4e00-\u9fff]", _BARE_WORDS.sub("", "".join(rest))):
            continue
        sentence = plan.sentences[start]
        family = spans[0].family
        begin = max(opened.get((sentence, family), 0), bisect_left(plan.sentences, sentence))
        if begin < start:
            yield Scope(start, end, begin, start)
        opened[sentence, family] = end
