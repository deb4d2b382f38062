"""What two statements come to together: their total, their difference, and which of them gives more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.bounds import LIMITS
from assistant.compose.composition import Composition, Statement
from assistant.compose.workings import EACH, limit_of, limited, summed, under, written
from assistant.figures import Figure
from assistant.patterns import Kind
from assistant.question import Question
from assistant.terms import Term
from assistant.wording import ANSWERING, lead_of, pick_figure

#: A comparison that wants to know which is more, and by how much.
_ASKS_WHICH = re.compile(
    r"(?:谁|哪(?:个|家|边|里|一?方|地|市|县|区|类|级|年|项|种))[^，。；]{0,8}(?:多|少|高|低|大|小|长|短)|"
    r"[多少差]多少|差几|相差|更[多少高低大小长短]"
)
_COMPARABLE: tuple[Kind, ...] = ("amount", "percent", "count", "duration")
_DIFFERENCE = re.compile(r"差|[多少]多少")


def across(
    question: Question,
    kind: Kind,
    first_terms: Sequence[Term],
    second_terms: Sequence[Term],
    first: Statement,
    second: Statement,
) -> Statement | None:
    """Return the total or difference of the figures of two statements, citing both, or None.

    Args:
        question: The question.
        kind: What is asked for.
        first_terms: Words of the first thing.
        second_terms: Words of the second.
        first: The statement that answers the first.
        second: The statement that answers the second.
    """
    one = pick_figure(first.text, kind, first_terms, question.text) if kind in ANSWERING else None
    two = pick_figure(second.text, kind, second_terms, question.text) if kind in ANSWERING else None
    if one is None or two is None or (one.kind, one.unit) != (two.kind, two.unit):
        return None
    if _DIFFERENCE.search(question.text):
        working = _difference(one, two, first, second)
    elif _given_each(one, first) == _given_each(two, second) and _per(one) == _per(two):
        working = summed([(one, None), (two, None)])
    else:
        working = ""
    return _statement(working, first, second) if working else None


def with_verdict(question: Question, terms: Sequence[Term], composed: Composition) -> Composition:
    """Return a comparison with the row that says which is more, where it is asked and the figures allow it.

    Two figures may be compared when they measure the same under the same conditions; 平均每年每个县3000万元
    and 每年不少于500万元 do not, and that is noted instead.
    """
    rows = composed.statements
    if len(rows) != 2 or not _ASKS_WHICH.search(question.text):
        return composed
    first, second = rows
    figures = _answering(question, terms, first, second)
    if figures is None:
        return composed
    one, two = figures
    working = _difference(one, two, first, second)
    if not working:
        said = f"{lead_of(first.text, one)}；{lead_of(second.text, two)}"
        return replace(composed, notes=(*composed.notes, f"两处数字的口径不同（{said}），没有比较大小。"))
    subject = "两者相同"
    if one.value != two.value:
        subject = f"{(first if _number(one) > _number(two) else second).subject}更多"
    return replace(composed, statements=(*rows, replace(_statement(working, first, second), subject=subject)))


def _answering(
    question: Question, terms: Sequence[Term], first: Statement, second: Statement
) -> tuple[Figure, Figure] | None:
    """The figures of two statements that answer: of the asked kind, else of the first that both hold."""
    asked = [kind for kind in question.kinds if kind in ANSWERING]
    for kind in asked or _COMPARABLE:
        one, two = (pick_figure(row.text, kind, terms, question.text) for row in (first, second))
        if one and two and isinstance(one.value, Decimal) and isinstance(two.value, Decimal):
            return one, two
    return None


def _number(figure: Figure) -> Decimal:
    return figure.value if isinstance(figure.value, Decimal) else Decimal(0)


def _difference(one: Figure, two: Figure, first: Statement, second: Statement) -> str:
    """The larger figure less the smaller; "" where they do not measure the same.

    What they are given for (每年, 一次性) is said before; a larger one that is a lower limit leaves one.
    """
    if not (isinstance(one.value, Decimal) and isinstance(two.value, Decimal)):
        return ""
    more, less = (one, two) if one.value >= two.value else (two, one)
    limits = _limits(more), _limits(less)
    lower = limits[0] - limits[1] == {"at_least"} and not limits[1] - limits[0]
    same = (one.kind, one.unit, _given_each(one, first)) == (two.kind, two.unit, _given_each(two, second))
    if not same or not (limits[0] == limits[1] or lower):
        return ""
    opening = "".join(bound for bound in more.bounds if LIMITS.get(bound) in _WIDE)
    opening = f"{opening}：" if opening else ""
    if one.value == two.value:
        return f"{opening}{limited(one)}"
    value = written(abs(one.value - two.value), more)
    result = under(limit_of(more), value) if lower else value
    return f"{opening}{limited(more)} - {limited(less)} = {result}"


#: Limits that hold for the whole of what is given and stand before a working.
_WIDE = frozenset({"yearly", "once", "average", "in_principle", "strive"})


def _limits(figure: Figure) -> frozenset[str]:
    return frozenset(LIMITS[bound] for bound in figure.bounds if bound in LIMITS) - {"reach"}


def _per(figure: Figure) -> frozenset[str]:
    """What a figure is given for each of: a yearly one adds up with its like only."""
    return _limits(figure) & {"yearly", "each", "average", "once"}


def _given_each(figure: Figure, statement: Statement) -> bool:
    before = re.split(r"[，,；;。]", statement.text[: figure.start])[-1]
    return bool(EACH.search(before))


def _statement(working: str, first: Statement, second: Statement) -> Statement:
    return Statement(working, first.clause, first.document, first.start, first.end, also=(second,))
