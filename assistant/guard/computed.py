"""Computed figures: the working that is shown must be right and rest on figures of the clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from assistant.bounds import LIMITS
from assistant.figures import Figure
from assistant.guard.model import Reason

_OPERATORS: Final = {
    **dict.fromkeys("×*xX✕", "×"),
    **dict.fromkeys("÷", "÷"),
    **dict.fromkeys("+＋", "+"),
    **dict.fromkeys("-－−–", "-"),
    **dict.fromkeys("(（", "("),
    **dict.fromkeys(")）", ")"),
}
_EQUALS: Final = re.compile(r"[=＝≈]\s*(?:约|至少|不少于|不低于|最多|最高|不超过|不高于)?\s*")
#: What is counted may stand after its figure: 6个县.
_NOUN: Final = re.compile(r"[\u4e00-\u9fff]{1,3}$")
#: A limit may stand before its figure inside the working (最高300万元 - 最高200万元); the check of conditions
#: holds it to the clause.
_LIMIT: Final = re.compile(
    rf"(?:{'|'.join(word for word, limit in LIMITS.items() if limit in ('at_least', 'at_most'))})\s*$"
)
_PER: Final = re.compile(r"/[年月日天人户个次家名]\s*$")
#: What stands between two figures of a working is no longer than this.
_NEAR: Final = 12
#: A result is right when it differs by less than half of its last written digit; 1 in a thousand covers that.
_ROUNDING: Final = Decimal("0.001")

_Token = Decimal | str


@dataclass(frozen=True, slots=True)
class Working:
    """A working in a sentence, such as ``200元 × 30人 × 12个月 = 7.2万元``.

    Attributes:
        operands: Figures it computes with, in order.
        result: The figure it arrives at.
        right: Whether it does arrive there.
    """

    operands: tuple[Figure, ...]
    result: Figure
    right: bool


def workings(sentence: str, figures: Sequence[Figure]) -> tuple[Working, ...]:
    """Every working of a sentence: figures joined by + - × ÷ and brackets, then = and a result."""
    found = []
    starts = {figure.start: figure for figure in figures}
    ends = {figure.end: figure for figure in figures}
    for equals in _EQUALS.finditer(sentence):
        result = starts.get(equals.end())
        tokens, operands = _before(sentence, ends, equals.start())
        if result is None or len(operands) < 2:
            continue
        expected, said = _evaluated(tokens), _number(result)
        right = expected is not None and said is not None and _close(expected, said, equals.group())
        found.append(Working(tuple(operands), result, right))
    return tuple(found)


def check_workings(found: Sequence[Working]) -> list[Reason]:
    """A working that does not arrive at its result fails."""
    return [
        Reason("computed", working.result.text, "", working.result.start, working.result.end)
        for working in found
        if not working.right
    ]


def _before(sentence: str, ends: Mapping[int, Figure], end: int) -> tuple[list[_Token], list[Figure]]:
    """Tokens and figures of the expression that ends at ``end``; ``ends`` has the figures by their ends."""
    tokens: list[_Token] = []
    operands: list[Figure] = []
    position = end
    while position > 0:
        if per := _PER.search(sentence, max(0, position - _NEAR), position):
            position = per.start()
        if (noun := _NOUN.search(sentence, max(0, position - _NEAR), position)) and position not in ends:
            position = next((at for at in range(noun.start(), position) if at in ends), position)
        if figure := ends.get(position):
            number = _number(figure)
            if number is None or (tokens and isinstance(tokens[-1], Decimal)):
                break
            tokens.append(number)
            operands.append(figure)
            position = figure.start
        elif tokens and isinstance(tokens[-1], Decimal) and (limit := _LIMIT.search(sentence, 0, position)):
            position = limit.start()
        elif sentence[position - 1] in "(（" and not re.search(
            r"[×*xX✕÷+＋\-－−–(（]\s*$|^$", sentence[max(0, position - 1 - _NEAR) : position - 1]
        ):
            break  # The bracket encloses the working: 共35名（20名+10名+5名=35名）.
        elif sentence[position - 1] in _OPERATORS:
            tokens.append(_OPERATORS[sentence[position - 1]])
            position -= 1
        elif sentence[position - 1].isspace():
            position -= 1
        else:
            break
    while tokens and tokens[-1] in {"+", "-", "×", "÷", ")"}:
        tokens.pop()
    tokens.reverse()
    operands.reverse()
    return tokens, operands


def _number(figure: Figure) -> Decimal | None:
    """The number a figure counts with: money in 元, years as years and months as months."""
    if not isinstance(figure.value, Decimal):
        return None
    if figure.kind == "duration" and figure.unit == "月" and "月" not in figure.text:
        return figure.value / 12
    return figure.value / 100 if figure.kind == "percent" else figure.value


def _close(expected: Decimal, said: Decimal, sign: str) -> bool:
    allowed = abs(expected) * (_ROUNDING * 10 if "≈" in sign or "约" in sign else _ROUNDING)
    return abs(expected - said) <= allowed


def _evaluated(tokens: Sequence[_Token]) -> Decimal | None:
    """The value of an expression, × and ÷ before + and -; None where it is malformed."""
    rest = iter([*tokens, "end"])
    try:
        value, following = _sum(rest, next(rest))
    except (DivisionByZero, InvalidOperation, StopIteration, TypeError):
        return None
    return value if following == "end" else None


def _sum(rest: Iterator[_Token], token: _Token) -> tuple[Decimal, _Token]:
    value, token = _product(rest, token)
    while token in {"+", "-"}:
        sign = 1 if token == "+" else -1
        term, token = _product(rest, next(rest))
        value += sign * term
    return value, token


def _product(rest: Iterator[_Token], token: _Token) -> tuple[Decimal, _Token]:
    value, token = _factor(rest, token)
    while token in {"×", "÷"}:
        times = token == "×"
        factor, token = _factor(rest, next(rest))
        value = value * factor if times else value / factor
    return value, token


def _factor(rest: Iterator[_Token], token: _Token) -> tuple[Decimal, _Token]:
    if token == "(":
        value, token = _sum(rest, next(rest))
        if token != ")":
            raise InvalidOperation
        return value, next(rest)
    if not isinstance(token, Decimal):
        raise InvalidOperation
    return token, next(rest)
