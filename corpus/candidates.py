"""Lines that begin with a number, with what decides whether they open a unit; and the order of levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import shapes
from corpus.layout import SHORT, Layout
from corpus.lines import Line
from corpus.numbering import ORDER, RANK, Family, Mark, find_mark, item_before_digits
from corpus.numerals import NUMERAL

#: A heading line is at most this long; longer text after a number is prose.
HEADING_LENGTH = 60
#: 第一章　总则, 第三条　为了…: a number set apart from its text, as no sentence sets it.
_NAMED_HEAD = re.compile(
    rf"第(?:[{NUMERAL}]{{1,7}}|\d{{1,4}})(?:分编|部分|[编篇章节条])[ \u3000\u00a0]+(?=[一-鿿【])"
)
#: Lines after which a quotation that is still open is no quotation.
_QUOTED_LINES = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that begins with a number.

    Attributes:
        at: Position of the line.
        mark: The number.
        settled: Whether the text before it has come to an end.
        heading: Whether the line is a heading with no text of its own.
        stem: Whether the line before ends in a colon.
        directly: Position in the candidates of the one on the line before, or -1.
    """

    at: int
    mark: Mark
    settled: bool
    heading: bool
    stem: bool
    directly: int


def find_candidates(lines: Sequence[Line], live: Sequence[int], layout: Layout) -> list[Candidate]:
    """Find the lines of a container that begin with a number.

    Numbers inside a quotation that spans lines, such as the articles of an amendment, are left out.

    Args:
        lines: All lines in order.
        live: Positions of the container's lines that are text.
        layout: How the document is laid out.
    """
    quoted = _quoted(lines, live)
    marks = {at: find_mark(lines[at].text) for at in live if at not in quoted}
    decimal = _is_decimal(marks.values())
    found: list[Candidate] = []
    for order, at in enumerate(live):
        text = lines[at].text
        mark = marks.get(at)
        if mark is not None and mark.family == "decimal" and not decimal:
            mark = item_before_digits(text)
        if mark is None:
            continue
        before = lines[live[order - 1]] if order else None
        directly = len(found) - 1 if found and order and found[-1].at == live[order - 1] else -1
        found.append(
            Candidate(
                at,
                mark,
                settled=before is None or _settled(before, lines[at], mark, layout),
                heading=len(text) <= HEADING_LENGTH and not re.search(r"[。；：:;](?=.)", text[mark.end :]),
                stem=before is not None and shapes.is_stem(before.text),
                directly=directly,
            )
        )
    return found


def _is_decimal(marks: Iterable[Mark | None]) -> bool:
    """Whether the container numbers by decimals: there is a 2.1 and a 2.2."""
    components = {mark.components for mark in marks if mark is not None and mark.components}
    return any(last == 1 and above and (*above, 2) in components for *above, last in components)


def _settled(before: Line, line: Line, mark: Mark, layout: Layout) -> bool:
    """Whether the text before a line has come to an end, so that the line may open a unit."""
    if not before.wrapped or not line.wrapped or shapes.ends_sentence(before.text):
        return True
    if shapes.goes_on(before.text):
        return False
    if layout.begins_paragraph(line) or (not mark.weak and _NAMED_HEAD.match(line.text)):
        return True
    if shapes.wants_more(before.text):
        return False
    if layout.width:
        return not layout.is_full(before)
    return "。" not in before.text and ("，" not in before.text or shapes.width(before.text) < SHORT)


def _quoted(lines: Sequence[Line], live: Sequence[int]) -> set[int]:
    """Lines inside a quotation that spans lines: the articles an amendment writes out."""
    found: set[int] = set()
    order = 0
    while order < len(live):
        text = lines[live[order]].text
        opens = text.startswith("“") or bool(re.search(r"[：:]\s*“", text))
        if not (opens and _open_quotation(text)):
            order += 1
            continue
        end = _quotation_end(lines, live, order)
        found.update(live[order + 1 : end + 1])
        order = max(end, order) + 1
    return found


def _open_quotation(text: str) -> bool:
    return text.rfind("“") > text.rfind("”")


def _quotation_end(lines: Sequence[Line], live: Sequence[int], order: int) -> int:
    """The line that closes the quotation; the opening line itself where none does nearby."""
    for ahead in range(order + 1, min(order + _QUOTED_LINES, len(live))):
        text = lines[live[ahead]].text
        if text.startswith("“") and not _open_quotation(text):
            return ahead
        if "”" in text and text.count("”") > text.count("“"):
            return ahead
    return order


def rank_families(lines: Sequence[Line], candidates: Sequence[Candidate]) -> dict[Family, int]:
    """The order of levels here: the usual one, but a family that heads another goes above it."""
    votes: Counter[tuple[Family, Family]] = Counter()
    for candidate in candidates:
        if candidate.directly < 0:
            continue
        above = candidates[candidate.directly]
        if above.mark.family == candidate.mark.family or not above.heading:
            continue
        heads = candidate.mark.number == 1 or not shapes.ends_sentence(lines[above.at].text)
        if heads and (candidate.mark.number == 1 or candidate.mark.family == "article"):
            votes[above.mark.family, candidate.mark.family] += 1
    order = list(ORDER)
    for (upper, lower), count in votes.most_common():
        if upper not in RANK or lower not in RANK or RANK[upper] < RANK[lower]:
            continue
        if count > votes[lower, upper] and order.index(upper) > order.index(lower):
            order.remove(upper)
            order.insert(order.index(lower), upper)
    return {family: rank for rank, family in enumerate(order)}
