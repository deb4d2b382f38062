"""What need not stand in a clause: echoes of the question, counts of what is listed, spans between years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from assistant.figures import Figure, figures
from assistant.guard.conditions import limits_of
from assistant.guard.model import Evidence
from assistant.guard.names import Name, evidence_names, names_in
from assistant.guard.quotes import quoted_spans, title_spans
from assistant.guard.support import Occurrence, clause_figures, same

_CLAUSE: Final = re.compile(r"[^，,。；;：:！!？?\n]+")
_NEGATION: Final = re.compile(
    r"没有|未(?!来|满|婚|成年)|不是|并非|不在|无(?:法|此|相关|关于|明确)|不(?:包含|包括|涉及|属于|适用)|找不到|查不到|尚无"
    r"|(?:^|[，,])非"
)
#: Units in which a list is counted; 2次 or 5名 are said of the world, 6项 or 3家 may be said of the list.
_LIST_UNITS: Final = frozenset([*"个项条家对种类份地市县区镇所处组部批", "方面", "区县"])
#: Units that count kinds and pairs rather than things.
_KINDS: Final = frozenset({"类", "种", "项", "方面", "对", "组"})
_SUMS_UP: Final = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:都|均|分别|各)")
#: What stands between a count and the list it counts: 有两个：…, 3家单位，分别是….
_OPENS: Final = re.compile(
    r"[\u4e00-\u9fff]{0,8}?[，,]?(?:[：:]|即|分别[是为]|包括|[是为](?=[^，。；]*[、，和]))"
)
_CLOSES: Final = re.compile(r"(?:等|共|共计|这)$")
_ITEM: Final = re.compile(r"[、，,；;]|以及|[和与及]")
#: Characters in which a list that is counted stands.
_LIST_WIDTH: Final = 600


def echoes(sentence: str, question: str) -> tuple[tuple[int, int], ...]:
    """Spans of a sentence that only repeat the question inside a negation or refusal."""
    if not question:
        return ()
    asked = figures(question)
    asked_names = {name.key for name in names_in(question)}
    spans: list[tuple[int, int]] = []
    for match in _CLAUSE.finditer(sentence):
        part, offset = match.group(), match.start()
        if not _NEGATION.search(part):
            continue
        spans += [
            (offset + figure.start, offset + figure.end)
            for figure in figures(part)
            if any(same(figure, other) for other in asked)
        ]
        spans += [
            (offset + name.start, offset + name.end)
            for name in names_in(part)
            if name.key in asked_names or name.text in question
        ]
        spans += [
            (offset + start, offset + end)
            for start, end in (*quoted_spans(part), *title_spans(part))
            if part[start:end] in question
        ]
    return tuple(spans)


def counts_the_list(
    sentence: str, said: Figure, others: Sequence[Figure], names: Sequence[Name], evidence: Sequence[Evidence]
) -> bool:
    """Whether a figure is the number of what is listed: in the sentence, in a clause, or the clauses cited.

    Args:
        sentence: The sentence.
        said: A figure of it that stands in no clause.
        others: All figures of the sentence.
        names: Its places and bodies.
        evidence: The cited clauses.
    """
    if said.kind not in {"count", "number"} or not isinstance(said.value, Decimal):
        return False
    if limits_of(said) & {"at_least", "at_most", "about"}:
        return False
    if said.value < 2 or said.value != int(said.value):
        return False
    if _sums_up(sentence, said, others):
        return True
    if said.kind == "count" and said.unit not in _LIST_UNITS:
        return False
    count = int(said.value)
    if opening := _OPENS.match(sentence, said.end):
        listed = sentence[opening.end() : opening.end() + _LIST_WIDTH]
        # 共3项： the list follows in sentences of its own.
        return count in _sizes(listed, names, opening.end()) if listed.strip() else count == len(evidence)
    before = re.split(r"[，。；：]", sentence[max(0, said.start - _LIST_WIDTH) : said.start])[-1]
    closed = {end + 1 for _, end in (*quoted_spans(sentence), *title_spans(sentence))}
    closed |= {name.end for name in names} | {other.end for other in others}
    if _CLOSES.search(before) or said.start in closed:
        sizes = _sizes(before, names, said.start - len(before))
        return count in sizes or (said.unit == "对" and 2 * count in sizes)
    if said.unit in _KINDS or said.kind == "number":
        counted = any(figure.unit == said.unit for item in evidence for figure in clause_figures(item.text))
        return not counted and any(count in _list_sizes(item) for item in evidence)
    return count == len(evidence) and bool(_SUMS_UP.match(sentence, said.end))


def _sums_up(sentence: str, said: Figure, others: Sequence[Figure]) -> bool:
    """2名干部，即处级干部1名、科级干部1名: the total of what the sentence itself adds up."""
    if not re.match(
        r"[\u4e00-\u9fff]{0,8}(?:[，,](?:即|其中|包括|分别)|[（(：:])", sentence[said.end : said.end + 16]
    ):
        return False
    parts = [
        other.value
        for other in others
        if other.start > said.start and other.unit == said.unit and isinstance(other.value, Decimal)
    ]
    return len(parts) > 1 and sum(parts, Decimal(0)) == said.value


def _sizes(listed: str, names: Sequence[Name], start: int) -> set[int]:
    """How many items a list holds, counted in each way that makes sense: by mark, by name."""
    listed = re.split(r"[。；;\n]", listed)[0].strip("，,；;：: ")
    begins = [name.start for name in names]
    first, last = bisect_left(begins, start), bisect_left(begins, start + len(listed) + 1)
    inside = Counter(name.kind for name in names[first:last])
    sizes = {len([piece for piece in _ITEM.split(listed) if piece.strip()]), *inside.values()}
    sizes.update(len(listed.split(mark)) for mark in "，；")
    return sizes


@lru_cache(maxsize=2048)
def _list_sizes(item: Evidence) -> frozenset[int]:
    """How many items each list of a clause holds: pairs or figures of a sentence, items between 、."""
    sizes: set[int] = set()
    found = sorted(clause_figures(item.text), key=lambda figure: figure.start)
    begins = [figure.start for figure in found]
    places = [name.start for name in evidence_names(item) if name.kind == "place"]
    for match in re.finditer(r"[^。；\n]+", item.text):
        start, end = match.span()
        units = Counter(
            figure.unit for figure in found[bisect_left(begins, start) : bisect_left(begins, end)]
        )
        sizes.update(units.values())
        parts = [
            (start + part.start(), start + part.end()) for part in re.finditer(r"[^，：]+", match.group())
        ]
        sizes.add(sum(bisect_left(places, b) - bisect_left(places, a) > 1 for a, b in parts))
        sizes.update(len(item.text[a:b].split("、")) for a, b in parts)
    return frozenset(sizes)


def spans_the_years(said: Figure, others: Sequence[Figure], available: Sequence[Occurrence]) -> bool:
    """Whether a duration in years is the span between years that the sentence or its clauses state."""
    if said.kind != "duration" or said.unit != "月" or not isinstance(said.value, Decimal):
        return False
    years = said.value / 12
    if years != int(years):
        return False
    if not any(figure.kind in {"year", "period"} for figure in others):
        return False
    known = [
        figure for figure in (*others, *(o.figure for o in available)) if figure.kind in {"year", "period"}
    ]
    spans = {_span(figure) for figure in known if figure.kind == "period" and figure.unit == "年"}
    single = sorted(
        {figure.value for figure in others if figure.kind == "year" and isinstance(figure.value, Decimal)}
    )
    if len(single) >= 2:
        spans.add((single[0], single[-1]))
    return any(last - first in {years, years - 1} for first, last in spans)


def _span(figure: Figure) -> tuple[Decimal, Decimal]:
    first, last = figure.value if isinstance(figure.value, tuple) else (figure.value, figure.value)
    return Decimal(first), Decimal(last)
