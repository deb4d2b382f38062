"""The numbering scheme of a whole document: which lines open a unit, and which unit each stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus import shapes
from corpus.layout import SHORT, Layout
from corpus.lines import Line
from corpus.numbering import DIVISIONS, ORDER, RANK, Family, Mark, find_mark, item_before_digits

_BOX = re.compile(r"专\s*栏\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})?\s*[：:]?\s*(?P<rest>.*)")
_BOX_LENGTH = 50
#: A heading line is at most this long; longer text after a number is prose.
HEADING_LENGTH = 60
#: How far ahead the next member of a list may begin, in candidates.
_AHEAD = 400
#: Families that open a unit even where only one member of the list is there.
_ALONE: frozenset[Family] = frozenset(
    {"part", "subpart", "division", "chapter", "section", "article", "han", "han_paren"}
)
_UNNUMBERED_LENGTH = 20


@dataclass(eq=False, slots=True)
class Unit:
    """A numbered unit, a 专栏 (box), or a section under a heading without a number.

    Attributes:
        at: Position of the line that opens it.
        mark: Its number; None for a box and for a heading without a number.
        parent: The unit it stands under; None at the top of its container.
        box: Number of a box, as written; None where it is no box.
        children: Units directly under it.
    """

    at: int
    mark: Mark | None
    parent: Unit | None = None
    box: str | None = None
    children: list[Unit] = field(default_factory=list)

    @property
    def family(self) -> Family:
        """The form of its number; boxes count as ``box`` and headings without a number as ``division``."""
        if self.mark is not None:
            return self.mark.family
        return "box" if self.box is not None else "division"


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


def find_units(lines: Sequence[Line], live: Sequence[int], layout: Layout) -> list[Unit]:
    """Decide which lines open a unit in one container: the document, or one attachment.

    The order of the levels is read from the whole container; a number opens a unit where it begins a list,
    goes on with one, or runs on across sections. Numbers in quoted articles open none.

    Args:
        lines: All lines in order.
        live: Positions of the container's lines that are text.
        layout: How the document is laid out.

    Returns:
        Every unit in reading order.
    """
    candidates = _candidates(lines, live, layout)
    return _Outline(lines, live, candidates, _ranks(lines, candidates)).units()


def _candidates(lines: Sequence[Line], live: Sequence[int], layout: Layout) -> list[Candidate]:
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
                settled=before is None or _settled(before, lines[at], layout),
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


def _settled(before: Line, line: Line, layout: Layout) -> bool:
    """Whether the text before a line has come to an end, so that the line may open a unit."""
    if not before.wrapped or not line.wrapped or shapes.ends_sentence(before.text):
        return True
    if shapes.goes_on(before.text):
        return False
    if layout.begins_paragraph(line):
        return True
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
    for ahead in range(order + 1, min(order + 120, len(live))):
        text = lines[live[ahead]].text
        if text.startswith("“") and not _open_quotation(text):
            return ahead
        if "”" in text and text.count("”") > text.count("“"):
            return ahead
    return order


def _ranks(lines: Sequence[Line], candidates: Sequence[Candidate]) -> dict[Family, int]:
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


class _Outline:
    """One pass over the candidates of a container with the stack of units that are open."""

    def __init__(
        self,
        lines: Sequence[Line],
        live: Sequence[int],
        candidates: Sequence[Candidate],
        ranks: dict[Family, int],
    ) -> None:
        self._lines = lines
        self._live = live
        self._candidates = candidates
        self._ranks = ranks
        self._stack: list[Unit] = []
        self._found: list[Unit] = []
        self._last: dict[Family, int] = {}
        self._places: dict[tuple[Family, int], list[int]] = {}
        for order, candidate in enumerate(candidates):
            self._places.setdefault((candidate.mark.family, candidate.mark.number), []).append(order)

    def units(self) -> list[Unit]:
        by_line = {candidate.at: order for order, candidate in enumerate(self._candidates)}
        for order, at in enumerate(self._live):
            if at in by_line:
                candidate = self._candidates[by_line[at]]
                if self._accepts(candidate, by_line[at]):
                    self._last[candidate.mark.family] = candidate.mark.number
                    self._push(Unit(at, candidate.mark))
            elif box := _box(self._lines[at].text):
                self._open_box(at, box)
            elif self._heads_section(order, by_line):
                self._stack.clear()
                self._last.clear()
                self._push(Unit(at, None))
        return self._found

    def _push(self, unit: Unit) -> None:
        unit.parent = self._stack[-1] if self._stack else None
        if unit.parent is not None:
            unit.parent.children.append(unit)
        self._stack.append(unit)
        self._found.append(unit)

    def _accepts(self, candidate: Candidate, order: int) -> bool:
        """Whether the candidate opens a unit; if so the stack is cut back to the unit it stands under."""
        mark = candidate.mark
        if mark.family == "decimal":
            return self._accepts_decimal(candidate, order)
        depth = self._depth(mark.family)
        if self._stack and self._stack[-1].box is not None and depth is None:
            return self._accepts_in_box(candidate, order)
        if depth is not None:
            return self._accepts_sibling(candidate, order, depth)
        if mark.number == 1:
            if not self._begins_list(candidate, order):
                return False
            self._cut_to_rank(mark.family, stem=candidate.stem)
            return True
        if self._last.get(mark.family) in {mark.number - 1, mark.number - 2} and candidate.settled:
            if mark.weak and self._last[mark.family] != mark.number - 1:
                return False
            self._cut_to_rank(mark.family, stem=False)
            return True
        first = mark.family not in self._last
        if first and candidate.settled and not mark.weak and self._starts_late(candidate, order):
            self._cut_to_rank(mark.family, stem=False)
            return True
        return False

    def _accepts_sibling(self, candidate: Candidate, order: int, depth: int) -> bool:
        mark = candidate.mark
        open_mark = self._stack[depth].mark
        assert open_mark is not None
        step = mark.number - open_mark.number
        follows = step == 1 or (step == 0 and mark.sub == open_mark.sub + 1)
        if follows:
            accepted = candidate.settled or not mark.weak
        elif mark.number == 1 and mark.sub == 0:
            accepted = self._begins_list(candidate, order)
            if accepted and candidate.stem and mark.family in {"arabic", "han_paren", "han"}:
                # A list inside an item of the same typing: 2.…如下： 1.… 2.…
                pass
        elif step == 0:
            accepted = (
                candidate.settled
                and not mark.weak
                and mark.family != "article"
                and self._goes_on(candidate, order)
            )
        elif mark.family == "article":
            accepted = candidate.settled and not mark.weak and (step > 0 or self._leads_on(order))
        else:
            accepted = 1 < step <= 2 and candidate.settled and not mark.weak
        if accepted:
            del self._stack[depth:]
        return accepted

    def _accepts_decimal(self, candidate: Candidate, order: int) -> bool:
        """3.2.1 stands under 3.2, and 3.2 under the unit with the number 3."""
        mark = candidate.mark
        for depth in range(len(self._stack) - 1, -1, -1):
            open_mark = self._stack[depth].mark
            if open_mark is None:
                continue
            components = open_mark.components or (open_mark.number,)
            if components == mark.components[:-1] and mark.number == 1:
                if not candidate.settled:
                    return False
                del self._stack[depth + 1 :]
                return True
            if open_mark.components and components[:-1] == mark.components[:-1]:
                if mark.number != components[-1] + 1 or not candidate.settled:
                    return False
                del self._stack[depth:]
                return True
        if self._stack or mark.number != 1 or mark.components[0] != 1 or not candidate.settled:
            return False
        return self._ahead("decimal", 2, order)

    def _accepts_in_box(self, candidate: Candidate, order: int) -> bool:
        mark = candidate.mark
        # The list outside a box goes on, or the box has a list of its own.
        if mark.number != 1 and self._last.get(mark.family) == mark.number - 1 and candidate.settled:
            self._cut_to_rank(mark.family, stem=False)
            return True
        if mark.family in DIVISIONS or mark.family in {"han", "article"}:
            self._stack = self._stack[:-1]
            return self._accepts(candidate, order)
        return False

    def _open_box(self, at: int, number: str) -> None:
        while self._stack and not self._is_heading(self._stack[-1]):
            self._stack.pop()
        unit = Unit(at, None, box=number)
        self._push(unit)

    def _is_heading(self, unit: Unit) -> bool:
        """Whether a unit is a heading over others, so that a box can stand beside them."""
        if unit.box is not None:
            return False
        mark = unit.mark
        if mark is None or mark.family in DIVISIONS:
            return True
        text = self._lines[unit.at].text
        return len(text) <= HEADING_LENGTH and not re.search("[。；](?=.)", text) and mark.family != "article"

    def _heads_section(self, order: int, by_line: dict[int, int]) -> bool:
        """Whether a short line without a number heads a section whose list begins anew: 名词解释."""
        if not self._stack or order + 1 >= len(self._live):
            return False
        line = self._lines[self._live[order]]
        following = by_line.get(self._live[order + 1])
        if following is None or len(line.text) > _UNNUMBERED_LENGTH:
            return False
        mark = self._candidates[following].mark
        if mark.number != 1 or mark.family in DIVISIONS or mark.family == "article":
            return False
        if shapes.ends_sentence(line.text) or shapes.is_field(line.text) or shapes.goes_on(line.text):
            return False
        before = self._lines[self._live[order - 1]].text
        return mark.family not in self._last and shapes.ends_sentence(before) and not shapes.is_stem(before)

    def _depth(self, family: Family) -> int | None:
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].mark is not None and self._stack[depth].family == family:
                return depth
        return None

    def _cut_to_rank(self, family: Family, *, stem: bool) -> None:
        rank = self._ranks.get(family, len(ORDER))
        while self._stack:
            top = self._stack[-1]
            above = top.mark is None and top.box is None
            if above or self._ranks.get(top.family, len(ORDER)) < rank:
                break
            if stem and top.box is None and top.family not in DIVISIONS:
                break
            self._stack.pop()

    def _begins_list(self, candidate: Candidate, order: int) -> bool:
        mark = candidate.mark
        if not candidate.settled:
            return False
        if mark.family in _ALONE and not mark.weak:
            return True
        return self._ahead(mark.family, 2, order)

    def _starts_late(self, candidate: Candidate, order: int) -> bool:
        """A list whose first member was lost, or an excerpt that begins with a later article."""
        if candidate.mark.family == "article":
            return True
        return (
            candidate.mark.family in _ALONE
            and (candidate.mark.number == 2 or not self._found)
            and self._goes_on(candidate, order)
        )

    def _goes_on(self, candidate: Candidate, order: int) -> bool:
        return self._ahead(candidate.mark.family, candidate.mark.number + 1, order)

    def _leads_on(self, order: int) -> bool:
        """Whether the very next candidate of the family has the next number."""
        mark = self._candidates[order].mark
        following = self._places.get((mark.family, mark.number + 1), [])
        place = bisect_right(following, order)
        if place == len(following):
            return False
        return not any(
            candidate.mark.family == mark.family
            for candidate in self._candidates[order + 1 : min(following[place], order + 40)]
        )

    def _ahead(self, family: Family, number: int, order: int) -> bool:
        places = self._places.get((family, number), [])
        following = bisect_right(places, order)
        return following < len(places) and places[following] - order <= _AHEAD


def _box(text: str) -> str | None:
    """The number of a 专栏 (box) that a line opens; ``""`` for one without a number."""
    match = _BOX.fullmatch(text) if text[:1] == "专" else None
    if match is None or len(text) > _BOX_LENGTH or shapes.ends_sentence(text):
        return None
    if re.match(r"(?:所|中|的|列|、|和|以)", match["rest"]):
        return None
    return match["number"] or ""
