"""Ways to write a working: how figures are said in it, and the figures that a question brings along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.bounds import LIMITS
from assistant.figures import Figure, figures
from assistant.numerals import number
from assistant.statements import Unit
from assistant.wording import lead_of

EACH = re.compile(
    r"每(?:(?![每年月日])[一-鿿]){0,4}?(?:1|一)?个?((?:(?!每)[一-鿿]){0,4}?(?:乡镇|县|区|市|村|镇|乡|人|名|位|户|家|所|批|期|张|个|亩|吨|场|次|天|日|部|台|套|座|辆|头|只|栋|幢|件|门|课时|公里|平方米))"
)
_NUMERAL = re.compile(r"[\d,.．，零一二三四五六七八九十百千万亿两]+")
_PEOPLE = frozenset("名人位")
#: Limits that stand after their figure.
_SUFFIXES = ("以上", "以下", "以内")
_CAP = re.compile(r"最高|不超过|不得超过|封顶|上限|最多")
#: How one figure says by how much another changed: 达到290天、增加19天.
_CHANGE = re.compile(r"(增加|增长|上升|提高|新增|减少|下降|降低|回落)了?\s*$")
_BEFORE = re.compile(r"前一年|上一?年|去年同期|(?:增|加|减|降|变)[一-鿿]{0,2}前|原来|原先|之前是")
#: Spans of time that a question asks a monthly figure for.
_A_YEAR, _HALF = re.compile(r"[一每全1]年|年(?:总|共|合计)|年度"), re.compile(r"半年")
#: Whom a figure is for, up to what is done for them: 每名驻村队员每年安排.
_GIVEN_TO = re.compile(r"[一-鿿]{0,6}?([一-鿿]{2})(?=每|给|安排|按|补|发|奖|，)")


def plain(figure: Figure) -> str:
    """Return a figure as written, without white space."""
    return re.sub(r"\s", "", figure.text)


def written(value: Decimal, like: Figure) -> str:
    """Write a result in the unit of its operands; amounts in 万元 or 亿元 where they come out even."""
    if like.kind == "amount":
        for scale, name in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
            if value >= scale and (value / scale) == (value / scale).quantize(Decimal("0.01")):
                return f"{_trim(value / scale)}{name}"
        return f"{_trim(value)}元"
    if like.kind == "duration" and "年" in like.text:
        return f"{_trim(value / 12)}年"
    said = _NUMERAL.match(plain(like))
    numeral = said.group() if said else ""
    one = number(numeral)
    # Measures are kept in metres and square metres: 800公里 less 265.41公里 is said in 公里 again.
    scale = like.value / one if one and isinstance(like.value, Decimal) else Decimal(1)
    return f"{_trim(value / scale)}{plain(like)[len(numeral) :]}"


def _trim(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def limit_of(figure: Figure) -> str:
    """Return the lower or upper limit of a figure as written, or ""."""
    return next((bound for bound in figure.bounds if LIMITS.get(bound) in ("at_least", "at_most")), "")


def limited(figure: Figure) -> str:
    """Return a figure with its limit: 不少于50名, 10家以上."""
    return under(limit_of(figure), plain(figure))


def under(limit: str, words: str) -> str:
    """Return words under a limit that stands before or after them."""
    return f"{words}{limit}" if limit in _SUFFIXES else f"{limit}{words}"


def product(figure: Figure, factors: Sequence[tuple[Decimal, str]]) -> tuple[Decimal, str]:
    """Return a figure times numbers and the working, whose result is under the limit of the figure."""
    total = figure.value if isinstance(figure.value, Decimal) else Decimal(0)
    for value, _ in factors:
        total *= value
    working = under(limit_of(figure), " × ".join([plain(figure), *(words for _, words in factors)]))
    return total, f"{working} = {under(limit_of(figure), written(total, figure))}"


def summed(operands: Sequence[tuple[Figure, tuple[Decimal, str] | None]]) -> str:
    """Return a sum of figures, some times a number, with the limits that hold for them and for the total.

    Figures with a lower and with an upper limit have no total: "" is returned.
    """
    total = Decimal(0)
    parts: list[str] = []
    limits: dict[str, str] = {}
    for figure, many in operands:
        if not isinstance(figure.value, Decimal):
            return ""
        if bound := limit_of(figure):
            limits.setdefault(LIMITS[bound], bound)
        total += figure.value * (many[0] if many else 1)
        parts.append(limited(figure) + (f" × {many[1]}" if many else ""))
    if len(limits) > 1:
        return ""
    result = under(next(iter(limits.values()), ""), written(total, operands[0][0]))
    return f"{' + '.join(parts)} = {result}"


def for_quantity(question: str, unit: Unit) -> tuple[str, str]:
    """An amount for each times the number of them that the question brings along (招了8个博士后).

    Args:
        question: The question.
        unit: A statement.

    Returns:
        The working, and the question's own figure in it; ``("", "")`` where there is none.
    """
    here = figures(unit.text)
    brought = [
        figure
        for figure in figures(question)
        if figure.kind == "count"
        and isinstance(figure.value, Decimal)
        and figure.value > 1
        and all((other.kind, other.value) != (figure.kind, figure.value) for other in here)
    ]
    last = 0
    for figure in here:
        if figure.kind != "amount" or not isinstance(figure.value, Decimal):
            continue
        before = re.split(r"[。；;]", unit.text[last : figure.start])[-1][-40:]
        last = figure.end
        each = next(reversed(list(EACH.finditer(before))), None)
        for asked in brought:
            if each is None or not isinstance(asked.value, Decimal):
                continue
            if not _counts_alike(asked, question, each.group(1), unit.text):
                continue
            total, working = product(figure, [(asked.value, plain(asked))])
            cap = next((other for other in here if _caps(other, figure, unit.text, total)), None)
            return f"{working}，{lead_of(unit.text, cap)}" if cap else working, plain(asked)
    return "", ""


def _counts_alike(asked: Figure, question: str, measure: str, text: str) -> bool:
    """Whether the question counts what the statement gives a figure for each of."""
    own = asked.text[-1]
    if own == measure[-1] or (own in _PEOPLE and measure[-1] in _PEOPLE):
        return True
    noun = re.match(r"[一-鿿]{2,8}", question[asked.end :])
    return (
        own == "个"
        and noun is not None
        and any(noun.group(0)[start : start + 3] in text for start in range(max(1, len(noun.group(0)) - 2)))
    )


def _caps(other: Figure, figure: Figure, text: str, total: Decimal) -> bool:
    """Whether another figure of the statement limits the total and is less than it."""
    if other == figure or other.unit != figure.unit or not isinstance(other.value, Decimal):
        return False
    return bool(_CAP.search(text[max(0, other.start - 6) : other.start])) and other.value < total


def before_the_change(question: str, unit: Unit) -> str:
    """The value before a change that the statement gives beside the value after it, where that is asked."""
    if not _BEFORE.search(question):
        return ""
    found = figures(unit.text)
    asked = {figure.value for figure in figures(question)}
    for after, change in pairwise(found):
        said = _CHANGE.search(unit.text[after.end : change.start])
        if not said or change.start - after.end > 8 or after.unit != change.unit or after.kind != change.kind:
            continue
        if not (isinstance(after.value, Decimal) and isinstance(change.value, Decimal)):
            continue
        if asked and after.value not in asked and any(figure.value in asked for figure in found):
            continue
        grown = said.group(1) in ("增加", "增长", "上升", "提高", "新增")
        value = after.value - change.value if grown else after.value + change.value
        return (
            f"{lead_of(unit.text, after)} {'-' if grown else '+'} {plain(change)} = {written(value, after)}"
        )
    return ""


def months_asked(asked: str) -> int:
    """Return the number of months that a question speaks of; 0 where it speaks of none."""
    if _HALF.search(asked):
        return 6
    spoken = (f.value for f in figures(asked) if f.kind == "duration" and f.unit == "月")
    months = next((int(value) for value in spoken if isinstance(value, Decimal)), 0)
    return months or (12 if _A_YEAR.search(asked) else 0)


def counted_in_clause(given: str, unit: Unit) -> tuple[Decimal, str] | None:
    """Return how many of a thing a sentence of the clause counts (队员258名, for 每名驻村队员每年安排)."""
    match = _GIVEN_TO.match(given)
    noun, text = (match.group(1) if match else ""), unit.clause.text
    for other in figures(text) if noun else ():
        beside = text[: other.start].endswith(noun) or text[other.end :].startswith(noun)
        if beside and other.kind == "count" and isinstance(other.value, Decimal):
            return other.value, plain(other)
    return None
