"""Totals, differences and products of figures that stand in a clause, with the working shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.bounds import LIMITS
from assistant.compose.candidates import Candidate
from assistant.compose.composition import Statement
from assistant.figures import Figure, figures
from assistant.question import Question
from assistant.statements import Unit
from assistant.terms import Term, normalise
from assistant.wording import answering_figures, frame_of, pick_figure, stand_alone

_DIFFERENCE = re.compile(r"差(?:多少|几|额|距)|多(?:多少|几|出)|少(?:多少|几)|相差")
_YEARLY = re.compile(r"每年|一年|年度|当年|年均")
_SPAN = re.compile(r"(?:[二三四五两2-9]|十)年|这几年|几年|到20\d\d|至20\d\d|[-—~]20\d\d|期间")
_EACH = re.compile(r"每(?:一)?个?([一-鿿]{0,4}?(?:县|区|市|村|镇|乡|人|名|户|家|所|批|期))")
_COUNTABLE = re.compile(r"县|区|市|村|镇|乡|人|名|户|家|所|批|期|个")
#: The question itself names what is to be added up; otherwise a whole series is (各类人员一共多少).
_JOINED = re.compile(r"[一-鿿]{2}(?:和|与|、|以及|及|加上|跟)[一-鿿]{2}")
#: Candidates that are looked at.
_DEPTH = 4


def compute(question: Question, terms: Sequence[Term], found: Sequence[Candidate]) -> Statement | None:
    """Return the total or difference that a question asks for, with its working, or None.

    Nothing is computed unless the question asks for a total or a difference and every operand stands in the
    statement that is cited or in the question (the number of years).
    """
    if not question.total:
        return None
    for candidate in found[:_DEPTH]:
        unit = candidate.unit
        for working in (
            _difference(question, terms, unit) if _DIFFERENCE.search(question.text) else "",
            _product(question, terms, unit),
            _sum(question, terms, unit),
        ):
            if working:
                return _statement(working, unit)
    return None


def _statement(working: str, unit: Unit) -> Statement:
    words = stand_alone(unit.text, unit.document).rstrip("。；;，, ")
    frame = frame_of(words, unit.document)
    return Statement(words, unit.clause, unit.document, unit.start, unit.end, frame, working)


def _kind_of(question: Question) -> str:
    return next((kind for kind in question.kinds if kind in ("amount", "count")), "")


def _product(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    """A yearly figure times the years, a figure for each times their number."""
    kind = _kind_of(question)
    if not kind:
        return ""
    figure = pick_figure(unit.text, "amount" if kind == "amount" else "count", terms, question.text)
    if figure is None or not isinstance(figure.value, Decimal):
        return ""
    factors: list[tuple[Decimal, str]] = []
    if any(LIMITS.get(bound) == "yearly" for bound in figure.bounds) and (years := _years(question, unit)):
        factors.append((Decimal(years), f"{years}年"))
    each = _EACH.search(unit.text[max(0, figure.start - 20) : figure.start])
    if each and not _EACH.search(question.text) and (many := _how_many(each.group(1)[-1], unit, figure)):
        factors.append(many)
    if not factors:
        return ""
    total = figure.value
    for value, _ in factors:
        total *= value
    limit = next((bound for bound in figure.bounds if LIMITS.get(bound) in ("at_least", "at_most")), "")
    working = " × ".join([_plain(figure), *(text for _, text in factors)])
    if limit in ("以上", "以下", "以内"):
        return f"{working}{limit} = {_written(total, figure)}{limit}"
    return f"{limit}{working} = {limit}{_written(total, figure)}"


def _years(question: Question, unit: Unit) -> int:
    """The number of years that the question or else the statement speaks of; 0 where neither does."""
    if _YEARLY.search(question.text) and not _SPAN.search(question.text):
        return 0
    for text in (question.full, unit.text):
        for figure in figures(text):
            if figure.kind == "period" and figure.unit == "年" and isinstance(figure.value, tuple):
                first, last = (int(year) for year in figure.value)
                return last - first + 1
            if figure.kind == "duration" and figure.unit == "月" and isinstance(figure.value, Decimal):
                whole, rest = divmod(figure.value, 12)
                if not rest and whole > 1:
                    return int(whole)
    return 0


def _how_many(measure: str, unit: Unit, figure: Figure) -> tuple[Decimal, str] | None:
    for other in figures(unit.text):
        if other.kind == "count" and isinstance(other.value, Decimal) and other != figure:
            after = unit.text[other.start : other.end + 6]
            if measure in after and _COUNTABLE.search(after):
                return other.value, f"{other.text}{'' if other.text.endswith(measure) else measure}"
    return None


def _sum(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    """The figures of one unit of measure whose nouns the question names."""
    operands = _named(question, terms, unit)
    if len(operands) < 2 or len({_is_each(figure, unit.text) for figure in operands}) > 1:
        return ""
    total = sum((figure.value for figure in operands if isinstance(figure.value, Decimal)), Decimal(0))
    return f"{' + '.join(_plain(figure) for figure in operands)} = {_written(total, operands[0])}"


def _is_each(figure: Figure, text: str) -> bool:
    """Whether a figure is given for each of several; such a one adds up with its like only."""
    before = re.split(r"[，,；;。]", text[: figure.start])[-1]
    return bool(_EACH.search(before))


def _difference(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    operands = _named(question, terms, unit)
    if len(operands) != 2:
        return ""
    more, less = sorted(operands, key=lambda f: f.value if isinstance(f.value, Decimal) else 0, reverse=True)
    if not (isinstance(more.value, Decimal) and isinstance(less.value, Decimal)):
        return ""
    return f"{_plain(more)} - {_plain(less)} = {_written(more.value - less.value, more)}"


def _named(question: Question, terms: Sequence[Term], unit: Unit) -> list[Figure]:
    kind = _kind_of(question) or "count"
    every = answering_figures(unit.text, "amount" if kind == "amount" else "count")
    by_unit: dict[str, list[Figure]] = {}
    for figure in every:
        if isinstance(figure.value, Decimal) and figure.kind != "ordinal":
            by_unit.setdefault(figure.unit, []).append(figure)
    best: list[Figure] = []
    for group in by_unit.values():
        named = [figure for figure in group if _is_named(figure, unit.text, terms)]
        if named and not _JOINED.search(question.text) and _series(unit.text, group):
            named = group
        if len(named) > len(best):
            best = named
    return best


def _series(text: str, group: Sequence[Figure]) -> bool:
    """Whether figures stand in one series, joined by 、 with nothing between but their nouns."""
    return all(
        re.fullmatch(r"[^，,；;。]*、[^，,；;。]*", text[left.end : right.start])
        for left, right in pairwise(group)
    )


def _is_named(figure: Figure, text: str, terms: Sequence[Term]) -> bool:
    """Whether the words right beside a figure, up to the next 、，；, are words of the question."""
    before = re.split(r"[、，,；;。：（）()]", text[: figure.start])[-1]
    after = re.split(r"[、，,；;。：（）()]", text[figure.end :])[0][:14]
    beside = normalise(before[-14:] + after)
    return any(
        not term.carried and any(word in beside for word in (term.text, *term.variants)) for term in terms
    )


def _plain(figure: Figure) -> str:
    return re.sub(r"\s", "", figure.text)


def _written(value: Decimal, like: Figure) -> str:
    """Write a result in the unit of its operands; amounts in 万元 or 亿元 where they come out even."""
    if like.kind == "amount":
        for scale, name in ((Decimal(10**8), "亿元"), (Decimal(10**4), "万元")):
            if value >= scale and (value / scale) == (value / scale).quantize(Decimal("0.01")):
                return f"{_trim(value / scale)}{name}"
        return f"{_trim(value)}元"
    unit = re.sub(r"^[\d,.．，\s零一二三四五六七八九十百千万亿两]+", "", _plain(like))
    return f"{_trim(value)}{unit}"


def _trim(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
