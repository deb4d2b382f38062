"""Whether a figure of a sentence stands in the evidence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from assistant.figures import Figure, FigureKind, figures
from assistant.guard.fold import fold
from assistant.guard.model import Evidence, ReasonKind

REASON_KIND: Final[dict[FigureKind, ReasonKind]] = {
    "amount": "amount",
    "count": "count",
    "date": "date",
    "document_number": "number_of_document",
    "duration": "count",
    "fraction": "percent",
    "measure": "count",
    "name": "number",
    "number": "number",
    "ordinal": "number",
    "percent": "percent",
    "period": "date",
    "ratio": "number",
    "year": "date",
}
#: The head of a column that says what its numbers count: …率, …占比, …（万元）, …/亩.
_COLUMN: Final = re.compile(
    r"(?:^|[；\n])[^；：\n]*(?:[（(/](?P<unit>[^（）()/：；\n]{1,4})[)）]?|率|比例|比重|占比)\s*[：:]\s*\Z"
)
_HEAD_WIDTH: Final = 40
_CALENDAR: Final = frozenset({"date", "year", "period"})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A figure of the evidence that a sentence's figure may rest on.

    Attributes:
        figure: The figure as it stands in the clause; offsets into the clause's text.
        item: Place of the clause in the evidence.
        inside: Whether it stands in the clause itself and not in its title, headings or metadata.
    """

    figure: Figure
    item: int
    inside: bool


@lru_cache(maxsize=4096)
def clause_figures(text: str) -> tuple[Figure, ...]:
    """Figures of a clause, with the period that ``从2018年起连续3年`` spans written out."""
    found = list(figures(text))
    for first, second in itertools.pairwise(found):
        between = text[first.end : second.start]
        if (
            first.kind == "year"
            and second.kind == "duration"
            and second.unit == "月"
            and isinstance(first.value, Decimal)
            and isinstance(second.value, Decimal)
            and between.strip("，, ") in {"起", "开始", "起连续", "开始连续", "起，连续", "连续", "起的"}
            and second.value % 12 == 0
        ):
            last = first.value + second.value / 12 - 1
            span = text[first.start : second.end]
            found.append(Figure("period", (first.value, last), "年", span, first.start, second.end))
    found += [read for figure in found if figure.kind == "number" and (read := _in_column(text, figure))]
    return tuple(found)


def _in_column(text: str, figure: Figure) -> Figure | None:
    """A bare number of a cell as the head of its column reads it: 发生率：33.02, 金额（万元）：300."""
    head = _COLUMN.search(text, max(0, figure.start - _HEAD_WIDTH), figure.start)
    if not head:
        return None
    unit = head.group("unit") or "%"
    read = figures(f"{figure.text}{unit}")
    if len(read) != 1 or read[0].kind == "number" or read[0].text != f"{figure.text}{unit}":
        return None
    return Figure(read[0].kind, read[0].value, read[0].unit, figure.text, figure.start, figure.end)


class Occurrences:
    """Every figure of the evidence: of the clauses, then of their surroundings and metadata.

    Attributes:
        all: All of them.
        times: Years, dates and periods.
    """

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self.all: list[Occurrence] = []
        for place, item in enumerate(evidence):
            self.all.extend(Occurrence(figure, place, True) for figure in clause_figures(item.text))
            self.all.extend(Occurrence(figure, place, False) for figure in _metadata_figures(item))
        self.times = [occurrence for occurrence in self.all if occurrence.figure.kind in _CALENDAR]
        self._index = FigureIndex([occurrence.figure for occurrence in self.all])

    def of(self, said: Figure) -> list[Occurrence]:
        """Where a figure that is said stands."""
        return [self.all[place] for place in self._index.of(said)]


class FigureIndex:
    """Figures by what the same ones have in common."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = figures
        self._alike: dict[Hashable, list[int]] = {}
        for place, figure in enumerate(figures):
            # A name (5G) is the same where it is written the same, whatever it was read as.
            for key in {_group(figure), fold(figure.text)}:
                self._alike.setdefault(key, []).append(place)

    def of(self, said: Figure) -> list[int]:
        """Which of the figures are the one that is said."""
        alike = self._alike.get(_group(said)) or self._alike.get(fold(said.text), [])
        return [place for place in alike if same(said, self._figures[place])]


def _group(figure: Figure) -> Hashable:
    """What two figures that are the same have in common."""
    if figure.kind == "document_number":
        return "document_number"
    if figure.kind in _CALENDAR:
        return "time"
    return fold(figure.text) if figure.kind == "name" else figure.value


@lru_cache(maxsize=4096)
def _metadata_figures(item: Evidence) -> tuple[Figure, ...]:
    found = list(figures(item.surroundings))
    if item.date:
        parts = tuple(Decimal(part) for part in item.date.split("-"))
        found.append(Figure("date", parts, "", item.date, -1, -1))
    if item.period:
        first, last = Decimal(item.period[0]), Decimal(item.period[1])
        found.append(Figure("period", (first, last), "年", f"{first}—{last}年", -1, -1))
    return tuple(found)


def same(said: Figure, stands: Figure) -> bool:
    """Whether a figure that is said is the figure that stands in the evidence."""
    if said.kind == "document_number" or stands.kind == "document_number":
        return said.kind == stands.kind and _same_document_number(said, stands)
    if said.kind in _CALENDAR and stands.kind in _CALENDAR:
        return _same_time(said, stands)
    if said.kind == "name" or stands.kind == "name":
        return fold(said.text) == fold(stands.text)
    if said.value != stands.value:
        return False
    return same_unit(said, stands)


def same_unit(said: Figure, stands: Figure) -> bool:
    """Whether two figures count the same kind of thing, as far as their units say.

    A bare number (3000万) may stand for an amount or a count; 个 stands for any classifier.
    """
    if said.unit == stands.unit and said.kind == stands.kind:
        return True
    if "number" in {said.kind, stands.kind}:
        return not {said.kind, stands.kind} & {"percent", "fraction", "ordinal", "date", "year", "period"}
    if said.kind == stands.kind == "count":
        return "个" in {said.unit, stands.unit} or {said.unit, stands.unit} == {"人", "人次"}
    return False


def _same_document_number(said: Figure, stands: Figure) -> bool:
    if not isinstance(said.value, tuple) or not isinstance(stands.value, tuple):
        return False
    if said.value[1:] != stands.value[1:]:
        return False
    first, second = str(said.value[0]), str(stands.value[0])
    # Where the prefix begins is not marked in running text (根据安政办发…): one may carry words in front.
    return not first or not second or first.endswith(second) or (second.endswith(first) and len(first) >= 3)


def _same_time(said: Figure, stands: Figure) -> bool:
    if said.kind == stands.kind == "period":
        return said.unit == stands.unit and said.value == stands.value
    if said.kind == "period" or stands.kind == "period":
        return False
    first, second = _date_parts(said), _date_parts(stands)
    if len(first) > len(second):
        return False
    pairs = tuple(zip(first, second, strict=False))
    # A part that is not written (5月 has no year) is 0; at least one written part must agree.
    return all(a == b or 0 in {a, b} for a, b in pairs) and any(a == b != 0 for a, b in pairs)


def _date_parts(figure: Figure) -> tuple[Decimal, ...]:
    if isinstance(figure.value, Decimal):
        return (figure.value,)
    return tuple(part for part in figure.value if isinstance(part, Decimal))


def in_period(said: Figure, stands: Figure) -> bool:
    """Whether a year or a period that is said lies inside a period of years that stands in the evidence."""
    if stands.kind != "period" or stands.unit != "年" or not isinstance(stands.value, tuple):
        return False
    if said.kind == "period":
        if said.unit != "年" or not isinstance(said.value, tuple):
            return False
        years: Iterable[object] = said.value
    elif said.kind == "year":
        years = (said.value,)
    else:
        return False
    first, last = stands.value
    return all(
        isinstance(year, Decimal)
        and isinstance(first, Decimal)
        and isinstance(last, Decimal)
        and first <= year <= last
        for year in years
    )
