"""Where the numbers of a container stand: whether a list goes on with the next one further down."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from corpus.candidates import Candidate
from corpus.numbering import Family

#: How far ahead the next member of a list may begin, in candidates.
_AHEAD = 400
_NEAR = 40


class Numbers:
    """The numbers of all candidates by form and value."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Sort them.

        Args:
            candidates: Lines that begin with a number, in reading order.
        """
        self._candidates = candidates
        self._places: dict[tuple[Family, int], list[int]] = {}
        for order, candidate in enumerate(candidates):
            self._places.setdefault((candidate.mark.family, candidate.mark.number), []).append(order)

    def ahead(self, family: Family, number: int, order: int) -> bool:
        """Whether a number comes within reach behind a candidate."""
        places = self._places.get((family, number), [])
        following = bisect_right(places, order)
        return following < len(places) and places[following] - order <= _AHEAD

    def goes_on(self, order: int) -> bool:
        """Whether a candidate's next number comes behind it."""
        mark = self._candidates[order].mark
        return self.ahead(mark.family, mark.number + 1, order)

    def slips(self, order: int) -> bool:
        """Whether a candidate's number stands in place of the next one: 一、 二、 二、 四、."""
        mark = self._candidates[order].mark
        return self.ahead(mark.family, mark.number + 2, order) and not self.goes_on(order)

    def leads_on(self, order: int) -> bool:
        """Whether the very next candidate of the family has the next number."""
        mark = self._candidates[order].mark
        following = self._places.get((mark.family, mark.number + 1), [])
        place = bisect_right(following, order)
        if place == len(following):
            return False
        return not any(
            candidate.mark.family == mark.family
            for candidate in self._candidates[order + 1 : min(following[place], order + _NEAR)]
        )
