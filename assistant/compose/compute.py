"""Totals, differences and products of figures that stand in a clause, with the working shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.bounds import LIMITS
from assistant.compose.candidates import Candidate
from assistant.compose.composition import Statement
from assistant.compose.refusal import missing_things
from assistant.compose.workings import (
    EACH,
    before_the_change,
    counted_in_clause,
    for_quantity,
    months_asked,
    plain,
    product,
    summed,
    written,
)
from assistant.figures import Figure, figures
from assistant.patterns import Kind
from assistant.question import Question
from assistant.statements import Unit
from assistant.terms import Term, normalise
from assistant.wording import answering_figures, frame_of, pick_figure, stand_alone

_DIFFERENCE = re.compile(
    r"差(?:多少|几|额|距)|多(?:多少|几|出)|少(?:多少|几)|相差|比.{1,24}[多少高低大长][一-鿿]{0,3}(?:多少|几)"
)
#: A figure for each month, and the months that a question asks for.
_MONTHLY = re.compile(r"每个?月|每(?:人|户|名|位)(?:每|/)月|月均")
_MONTHS = re.compile(r"\d+个月")
_YEARLY = re.compile(r"每年|一年|年度|当年|年均")
_SPAN = re.compile(r"(?:[二三四五两2-9]|十)年|这几年|几年|到20\d\d|至20\d\d|[-—~]20\d\d|期间")
_COUNTABLE = re.compile(r"县|区|市|村|镇|乡|人|名|户|家|所|批|期|个")
#: The question itself names what is to be added up; otherwise a whole series is (各类人员一共多少).
_JOINED = re.compile(r"[一-鿿]{2}(?:和|与|、|以及|及|加上|跟|加(?!起来|一起|总|在))[一-鿿]{2}")
#: What joins the things that are to be added up or taken from each other, and where they end.
_AND = re.compile(r"和|与|、|以及|及|加上|跟|比|(?<![增追])加(?!起来|一起|总|在)")
_END = re.compile(r"[一总]共|合计|[加合]起来|加在一起|总计|差(?:多少|几|额|距)|相差|[？?]|$")
#: Candidates that are looked at.
_DEPTH = 4


def compute(question: Question, terms: Sequence[Term], found: Sequence[Candidate]) -> Statement | None:
    """Return the total or difference that a question asks for, with its working, or None.

    Nothing is computed unless the question asks for it (a total, a difference, the value before a change, or
    what comes out for a number that it brings along) and every operand stands in the statement that is cited
    or in the question.
    """
    if not found:
        return None
    near = [candidate for candidate in found[:_DEPTH] if candidate.timely]
    near = [c for c in near if not missing_things(c.support, terms)] or near
    near = [c for c in near if c.satisfies] or near
    for candidate in near:
        unit = candidate.unit
        if working := before_the_change(question.text, unit):
            return _statement(working, unit)
        if unit is near[0].unit and _kind_of(question) == "amount":
            working, given = for_quantity(question.text, unit)
            if working:
                return replace(_statement(working, unit), given=given)
        if not question.total:
            continue
        for working in (
            _difference(question, terms, unit) if _DIFFERENCE.search(question.text) else "",
            _product(question, terms, unit),
            _sum(question, terms, unit),
        ):
            if working:
                return _statement(working, unit, question.text)
    return None


def _statement(working: str, unit: Unit, question: str = "") -> Statement:
    """A working with the statement it rests on; figures of it that only the question holds are given."""
    here = {(figure.kind, figure.value) for figure in figures(unit.text)}
    operands = {(figure.kind, figure.value) for figure in figures(working.split("=")[0])}
    brought = [f for f in figures(question) if f.kind in ("count", "number", "duration")]
    months = _MONTHS.findall(working.split("=")[0])
    given = "、".join(
        (*(f.text for f in brought if (f.kind, f.value) in operands - here), *months[: bool(question)])
    )
    words = stand_alone(unit.text, unit.document).rstrip("。；;，, ")
    frame = frame_of(words, unit.document)
    return Statement(words, unit.clause, unit.document, unit.start, unit.end, frame, working, given=given)


def _kind_of(question: Question) -> str:
    kind = next((kind for kind in question.kinds if kind in ("amount", "count", "quantity")), "")
    return "count" if kind == "quantity" else kind


def _product(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    """A yearly figure times the years, a figure for each times their number."""
    kind = _kind_of(question)
    if not kind:
        return ""
    figure = pick_figure(unit.text, "amount" if kind == "amount" else "count", terms, question.text)
    if figure is None or not isinstance(figure.value, Decimal):
        return ""
    factors: list[tuple[Decimal, str]] = []
    if _MONTHLY.search(_phrase(figure, unit.text)) and not _MONTHLY.search(question.text):
        months = months_asked(question.full)
        if not months:
            return ""
        factors.append((Decimal(months), f"{months}个月"))
    if any(LIMITS.get(bound) == "yearly" for bound in figure.bounds) and (years := _years(question, unit)):
        factors.append((Decimal(years), f"{years}年"))
    before = unit.text[max(0, figure.start - 20) : figure.start]
    each = EACH.search(before)
    if each and not EACH.search(question.full):
        many = _how_many(each.group(1)[-1], unit, figure) or counted_in_clause(before[each.end() :], unit)
        factors += [many] if many else []
    if not factors:
        return ""
    return product(figure, factors)[1]


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
        if other.kind == "count" and isinstance(other.value, Decimal) and other.value > 1 and other != figure:
            after = unit.text[other.start : other.end + 6]
            if measure in after and _COUNTABLE.search(after):
                named = after[len(other.text) :].startswith(measure)
                return other.value, f"{other.text}{measure if named else ''}"
    return None


#: 其中，1名…、1名… tells what a total before it is made of: adding it up gives less than was asked.
_BREAKDOWN = re.compile(r"其中[，,：:]?")


def _sum(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    """The figures of one unit of measure whose nouns the question names; 各5名 counts once for each noun."""
    operands = _of_things(question, terms, unit) or _named(question, terms, unit)
    if _BREAKDOWN.match(unit.text) and not _JOINED.search(question.text):
        return ""
    if len(operands) == 1 and (times := _of_each_noun(operands[0], unit.text, terms)) > 1:
        operands = operands * times
    # What a total is made of is not added to it: 28名，其中教师14名.
    first = unit.text.find("其中")
    if first > 0 and any(figure.start < first < other.start for figure, other in pairwise(operands)):
        return ""
    each = [figure for figure in operands if _is_each(figure, unit.text)]
    if len(operands) < 2:
        return ""
    mixed = 0 < len(each) < len(operands)
    # A figure for each of several adds up with one that is not so only when multiplied by their number.
    many = [_recipients(question, unit, f) if mixed and f in each else None for f in operands]
    if mixed and any(count is None and figure in each for figure, count in zip(operands, many, strict=True)):
        return ""
    return summed(list(zip(operands, many, strict=True)))


def _recipients(question: Question, unit: Unit, figure: Figure) -> tuple[Decimal, str] | None:
    """How many a figure is given to each of, where the question or the statement says so."""
    each = EACH.search(_phrase(figure, unit.text))
    if each is None:
        return None
    measure = "乡镇" if each.group(1).endswith("乡镇") else each.group(1)[-1]
    if many := _how_many(measure, unit, figure):
        return many
    for asked in figures(question.text):
        if asked.kind == "count" and isinstance(asked.value, Decimal):
            after = question.text[asked.start : asked.end + 4]
            if measure in after:
                return asked.value, f"{plain(asked)}{'' if asked.text.endswith(measure) else measure}"
    return None


def _of_each_noun(figure: Figure, text: str, terms: Sequence[Term]) -> int:
    """To how many nouns before 各 a figure belongs that the question names (校长、教师各5名)."""
    before = _phrase(figure, text)
    if not before.endswith("各"):
        return 1
    nouns = [noun for noun in re.split(r"[、和与及]", before[:-1]) if noun]
    return sum(any(term.said_in(normalise(noun)) for term in terms if not term.name) for noun in nouns)


def _phrase(figure: Figure, text: str) -> str:
    """What stands before a figure in its part between commas; a 每 there reaches over the whole series."""
    return re.split(r"[，,；;。]", text[: figure.start])[-1].rstrip()


def _is_each(figure: Figure, text: str) -> bool:
    """Whether a figure is given for each of several; such a one adds up with its like only."""
    return bool(EACH.search(_phrase(figure, text)))


def _difference(question: Question, terms: Sequence[Term], unit: Unit) -> str:
    operands = _of_things(question, terms, unit) or _named(question, terms, unit)
    if len(operands) != 2:
        return ""
    more, less = sorted(operands, key=lambda f: f.value if isinstance(f.value, Decimal) else 0, reverse=True)
    if not (isinstance(more.value, Decimal) and isinstance(less.value, Decimal)):
        return ""
    return f"{plain(more)} - {plain(less)} = {written(more.value - less.value, more)}"


def _of_things(question: Question, terms: Sequence[Term], unit: Unit) -> list[Figure]:
    """One figure for each of the things that a question joins (中央和省级补助加专项债), or nothing.

    A figure belongs to the thing whose own words, those that no other has, stand beside it.
    """
    end = next(match.start() for match in _END.finditer(question.text) if match.start())
    asked = re.split(r"[，。；：]", question.text[:end])[-1]
    # 交通项目和教育项目的资金: what follows 的 is said of both.
    things = [thing for thing in _AND.split(re.sub(r"的[^的]{2,6}$", "", asked)) if thing]
    own = [
        {
            term.text
            for term in terms
            if term.text in thing and not any(term.text in other for other in things if other is not thing)
        }
        for thing in things
    ]
    if len(things) < 2:
        return []
    kind: Kind = "amount" if _kind_of(question) == "amount" else "quantity"
    every = [f for f in answering_figures(unit.text, kind) if isinstance(f.value, Decimal)]
    chosen: list[Figure] = []
    for words in own:
        said = [(sum(word in _beside(figure, unit.text) for word in words), figure) for figure in every]
        most = max((count for count, _ in said), default=0)
        fitting = [figure for count, figure in said if count == most > 0]
        if len(fitting) != 1 or fitting[0] in chosen:
            return []
        chosen += fitting
    alike = {(figure.kind, figure.unit) for figure in chosen}
    return chosen if len(alike) == 1 else []


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
    beside = _beside(figure, text)
    return any(
        not term.carried and any(word in beside for word in (term.text, *term.variants)) for term in terms
    )


def _beside(figure: Figure, text: str) -> str:
    """The words right beside a figure, up to the next 、，；."""
    before = re.split(r"[、，,；;。：（）()]", text[: figure.start])[-1]
    after = re.split(r"[、，,；;。：（）()]", text[figure.end :])[0][:14]
    return normalise(before[-14:] + after)
