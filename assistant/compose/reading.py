"""A table as one question reads it: the rows that it names, the column that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.compose.composition import Statement
from assistant.compose.tables import Row, Table, core_of, figure_in, unit_of
from assistant.compose.workings import plain
from assistant.figures import Figure
from assistant.terms import Term, normalise
from assistant.wording import frame_of

#: What a question counts in: 多少人, 几户, 500万元以上.
_MEASURE = re.compile(
    r"(?:(?:多少|几)|[\d一二三四五六七八九十百千])(万?元|块|人次|[户人名亩座张床栋套米吨辆台]|公里)"
)
_MONEY = re.compile(r"钱|资金|经费|投资|金额|补助|补贴|预算|标准|费用|元")
_ASKS_MONEY = re.compile(r"(?:多少|几)(?:[百千]?[万亿]?[元块]|钱|资金|经费)")
#: Words that tell what is done with rows and not what they are about.
_ASKED = re.compile(
    r"^最|数量|数目|合计|总计|一共|总共|表$|清单|项目|任务|情况|名单|排|超过|达到|[低高多少]于|安排"
)
#: The share of the things a question speaks of, by weight, that a table may leave unsaid.
_UNSAID = 0.25
#: The fewest characters of a head that a question has to say for its column to be meant.
_SAID = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as a question reads it.

    Attributes:
        table: The table.
        named: The cells that the question names, by head.
        rows: The rows that hold them; all where it names none.
        column: The head of the column of figures that it asks for, or "".
        unit: The unit in which it counts them, where the head states none.
        fit: How much of the question the table says, to choose between tables.
    """

    table: Table
    named: dict[str, set[str]]
    rows: tuple[Row, ...]
    column: str
    unit: str
    fit: int

    def figure(self, row: Row) -> Figure | None:
        """Return the figure of a row in the column asked for."""
        return figure_in(self.column, row.values.get(self.column, ""), self.unit)

    def number(self, row: Row) -> Decimal:
        """Return the number of a row in the column asked for, to compare rows by."""
        figure = self.figure(row)
        return figure.value if figure and isinstance(figure.value, Decimal) else Decimal(0)

    def value(self, row: Row) -> str:
        """Return the figure of a row as it is said."""
        figure = self.figure(row)
        return plain(figure) if figure and not figure.bounds else row.values.get(self.column, "")

    def without_key(self) -> Reading:
        """Return the reading without the row that a question assumes or names by its own name."""
        named = {head: values for head, values in self.named.items() if head != self.table.key}
        return replace(self, named=named, rows=_holding(self.table, named))

    def asking(self, column: str) -> Reading:
        """Return the reading of another column."""
        return replace(self, column=column)

    def say(self, row: Row, words: str, *, framed: bool = True) -> Statement:
        """Return a statement that rests on a row."""
        frame = frame_of(words, self.table.document) if framed else ""
        return Statement(words, row.clause, self.table.document, 0, len(row.clause.text), frame)


def read(table: Table, text: str, terms: Sequence[Term]) -> Reading | None:
    """Return a table as a question reads it, or None where the question speaks of something else as well.

    Args:
        table: A table with rows.
        text: The question.
        terms: Its words.
    """
    asked = normalise(text)
    named = table.named(asked)
    rows = _holding(table, named)
    if not rows:
        # No row holds all of them: the one that is called so is meant.
        named = {head: values for head, values in named.items() if head == table.key}
        rows = _holding(table, named)
    held = "".join(value for values in named.values() for value in values)
    about = (table.caption, *table.heads, held, table.document.title, *table.document.regions)
    haystack = normalise(" ".join(about))
    things = [term for term in terms if (term.thing or term.name) and not _ASKED.search(term.text)]
    unsaid = sum(term.weight for term in things if not term.meant_in(haystack))
    if unsaid > _UNSAID * sum(term.weight for term in things):
        return None
    measure = next((match.group(1) for match in _MEASURE.finditer(text)), "")
    column, said = _column(table, asked, measure)
    unit = "" if not column or unit_of(column) or "元" in measure else measure
    fit = 2 * said + 2 * said_of_head(table.key, asked) + len(held)
    return Reading(table, named, rows, column, unit, fit)


def _holding(table: Table, named: dict[str, set[str]]) -> tuple[Row, ...]:
    return tuple(
        row for row in table.rows if all(row.values.get(head, "") in values for head, values in named.items())
    )


def _column(table: Table, asked: str, measure: str) -> tuple[str, int]:
    """The column of figures that a question asks for, and how many characters of its head it says."""
    best = ("", 0)
    for head in table.heads:
        unit = unit_of(head)
        if not table.counts(head) or (_ASKS_MONEY.search(asked) and "元" not in unit):
            continue
        said = said_of_head(head, asked)
        if "元" in unit and _MONEY.search(asked):
            said = max(said, _SAID)
        if measure and unit.removeprefix("万") == measure.removeprefix("万"):
            said += 1
        if said > best[1]:
            best = (head, said)
    return best if best[1] >= _SAID else ("", 0)


def said_of_head(head: str, asked: str) -> int:
    """Return how many characters in a row of a head a question says; 0 below two."""
    plain_head = normalise(core_of(head))
    for length in range(len(plain_head), 1, -1):
        if any(plain_head[at : at + length] in asked for at in range(len(plain_head) - length + 1)):
            return length
    return 0
