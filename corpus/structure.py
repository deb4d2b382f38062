"""The numbering scheme of a whole document: which lines open a unit, and which unit each stands under."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpus import shapes
from corpus.candidates import HEADING_LENGTH, Candidate, find_candidates, rank_families
from corpus.layout import Layout
from corpus.lines import Line
from corpus.numbering import DIVISIONS, ORDER, PARTS, Family
from corpus.sequence import Numbers
from corpus.unit import Unit, box_number

#: Families that open a unit even where only one member of the list is there.
_ALONE: frozenset[Family] = frozenset(
    {"part", "subpart", "division", "chapter", "section", "article", "han", "han_paren"}
)
#: Headings that stand before the first article of a statute without chapters.
_OPENING = re.compile("总则|通则|一般规定")
_RUNNING = DIVISIONS | {"article"}
#: A short line; one in brackets names those who answer for the text above.
_UNNUMBERED = re.compile(r"[^（(\[［].{0,19}")
_STYLED_LENGTH = 80


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
    candidates = find_candidates(lines, live, layout)
    return _Outline(lines, live, candidates, rank_families(lines, candidates)).units()


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
        self._inner: dict[Family, int] = {}
        self._in_box = False
        self._headings: dict[int, int] = {}
        self._sequence = Numbers(candidates)

    def units(self) -> list[Unit]:
        by_line = {candidate.at: order for order, candidate in enumerate(self._candidates)}
        for order, at in enumerate(self._live):
            if at in by_line:
                candidate = self._candidates[by_line[at]]
                if self._is_inner(candidate) or not self._accepts(candidate, by_line[at]):
                    continue
                self._last[candidate.mark.family] = candidate.mark.number
                listed = candidate.stem or candidate.mark.family in PARTS
                self._push(Unit(at, candidate.mark, listed=listed))
            elif (box := box_number(self._lines[at].text)) is not None:
                self._open_box(at, box)
            elif (level := self._heading_level(order, by_line)) is not None:
                self._open_heading(at, level)
        return self._found

    def _push(self, unit: Unit) -> None:
        self._hang(unit, self._stack[-1] if self._stack else None)
        self._stack.append(unit)
        self._in_box = False
        self._inner = {}

    def _hang(self, unit: Unit, parent: Unit | None) -> None:
        unit.parent = parent
        if parent is not None:
            parent.children.append(unit)
        self._found.append(unit)

    def _is_inner(self, candidate: Candidate) -> bool:
        """Whether a number belongs to a list of its own inside a box, or under an item of the same typing."""
        mark = candidate.mark
        if mark.family in DIVISIONS or mark.family == "article":
            return False
        depth = self._depth(mark.family)
        outer = self._stack[depth].mark if depth is not None else None
        following = outer.number + 1 if outer else self._last.get(mark.family, 0) + 1
        inside = self._inner.get(mark.family, 0)
        # A list under a colon is the item's own only where the item itself ends in the colon.
        under = depth is not None and candidate.stem and self._stack[-1].at == candidate.at - 1
        begins = (
            mark.number == 1 and (self._in_box or under) and (following != 1 or self._heads_box(candidate))
        )
        if not begins and (not inside or mark.number != inside + 1):
            return False
        if mark.number == following and self._lines[candidate.at - 1].text.endswith("。"):
            return False
        self._inner[mark.family] = mark.number
        return True

    def _heads_box(self, candidate: Candidate) -> bool:
        """Whether a list stands right under the heading of a box, which else would be empty."""
        above = bisect_left(self._live, candidate.at) - 1
        return self._in_box and above >= 0 and self._live[above] == self._found[-1].at

    def _open_box(self, at: int, number: str) -> None:
        """A box stands under its chapter, or under the top unit; the list around it goes on behind it."""
        chapters = [unit for unit in self._stack if unit.mark is None or unit.family in DIVISIONS]
        parent = chapters[-1] if chapters else next(iter(self._stack), None)
        for unit in chapters:
            if unit.family in {"chapter", "division"}:
                parent = unit
        if parent is not None and not chapters and not self._is_heading(parent):
            parent = None
        self._hang(Unit(at, None, box=number), parent)
        self._in_box = True
        self._inner = {}

    def _is_heading(self, unit: Unit) -> bool:
        """Whether a unit heads others, so that a box can stand under it."""
        text = self._lines[unit.at].text
        if unit.children:
            return not unit.children[0].listed
        return len(text) <= HEADING_LENGTH and not re.search("[。；](?=.)", text) and unit.family != "article"

    def _accepts(self, candidate: Candidate, order: int) -> bool:
        """Whether the candidate opens a unit; if so the stack is cut back to the unit it stands under."""
        mark = candidate.mark
        if mark.family == "decimal":
            return self._accepts_decimal(candidate, order)
        depth = self._depth(mark.family)
        if depth is not None:
            return self._accepts_sibling(candidate, order, depth)
        if mark.number == 1:
            if not self._begins_list(candidate, order):
                return False
            self._cut_to_rank(candidate, stem=candidate.stem)
            return True
        if self._last.get(mark.family) in {mark.number - 1, mark.number - 2} and candidate.settled:
            if mark.weak and self._last[mark.family] != mark.number - 1:
                return False
            self._cut_to_rank(candidate, stem=False)
            return True
        first = mark.family not in self._last
        if first and candidate.settled and not mark.weak and self._starts_late(candidate, order):
            self._cut_to_rank(candidate, stem=False)
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
        elif step == 0:
            accepted = (
                candidate.settled
                and not mark.weak
                and mark.family != "article"
                and (self._sequence.goes_on(order) or self._sequence.slips(order))
            )
        elif mark.family == "article":
            accepted = candidate.settled and not mark.weak and (step > 0 or self._sequence.leads_on(order))
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
        return self._sequence.ahead("decimal", 2, order)

    def _heading_level(self, order: int, by_line: dict[int, int]) -> int | None:
        """The level of a heading without a number: the one its format declares, or 0 above all lists.

        Without a declared level a short line heads a section where a list begins anew below it (名词解释), or
        where the articles go on below it (附则).
        """
        line = self._lines[self._live[order]]
        if shapes.ends_sentence(line.text) or shapes.is_field(line.text) or shapes.goes_on(line.text):
            return None
        if line.style and len(line.text) <= _STYLED_LENGTH:
            return line.style
        opens = _OPENING.fullmatch(shapes.compact(line.text))
        if not (self._stack or opens) or order + 1 >= len(self._live) or not _UNNUMBERED.fullmatch(line.text):
            return None
        following = by_line.get(self._live[order + 1])
        before = self._lines[self._live[order - 1]].text
        if following is None or shapes.is_stem(before) or not (opens or shapes.ends_sentence(before)):
            return None
        mark = self._candidates[following].mark
        if mark.family == "article":
            return 0 if mark.number == self._last.get("article", 0) + 1 else None
        begins = mark.number == 1 and mark.family not in DIVISIONS
        return 0 if begins and (mark.family not in self._last or shapes.is_back_matter(line.text)) else None

    def _open_heading(self, at: int, level: int) -> None:
        """Open a section under the headings that declare a higher level."""
        while self._stack and not 0 < self._lines[self._stack[-1].at].style < level:
            self._stack.pop()
        if not level:
            self._last = {family: number for family, number in self._last.items() if family in _RUNNING}
        parent = self._stack[-1] if self._stack else None
        self._headings[id(parent)] = self._headings.get(id(parent), 0) + 1
        self._push(Unit(at, None, number=self._headings[id(parent)]))

    def _depth(self, family: Family) -> int | None:
        for depth in range(len(self._stack) - 1, -1, -1):
            if self._stack[depth].mark is not None and self._stack[depth].family == family:
                return depth
        return None

    def _cut_to_rank(self, candidate: Candidate, *, stem: bool) -> None:
        rank = self._ranks.get(candidate.mark.family, len(ORDER))
        style = self._lines[candidate.at].style
        while self._stack:
            top = self._stack[-1]
            if top.mark is None:
                if not 0 < style <= self._lines[top.at].style:
                    break
            elif self._ranks.get(top.family, len(ORDER)) < rank or (stem and top.family not in DIVISIONS):
                break
            self._stack.pop()

    def _begins_list(self, candidate: Candidate, order: int) -> bool:
        mark = candidate.mark
        if not candidate.settled:
            return False
        if mark.family == "article" and not self._lines[candidate.at].text[mark.end : mark.end + 1].isspace():
            # 第一条保障是组织 begins a sentence, not an article, where no 第二条 follows.
            return len(self._candidates) == 1 or self._sequence.ahead(mark.family, 2, order)
        return (mark.family in _ALONE and not mark.weak) or self._sequence.ahead(mark.family, 2, order)

    def _starts_late(self, candidate: Candidate, order: int) -> bool:
        """A list whose first member was lost, or an excerpt that begins with a later article."""
        if candidate.mark.family == "article":
            return True
        return (
            candidate.mark.family in _ALONE
            and (candidate.mark.number == 2 or not self._found)
            and self._sequence.goes_on(order)
        )
