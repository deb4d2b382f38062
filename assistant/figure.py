"""What a figure of a text is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

FigureKind = Literal[
    "amount",
    "count",
    "date",
    "document_number",
    "duration",
    "fraction",
    "measure",
    "name",
    "number",
    "ordinal",
    "percent",
    "period",
    "ratio",
    "year",
]
Value = Decimal | tuple[Decimal, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with its value normalised and its place in the text.

    Attributes:
        kind: What sort of figure. ``name`` is a numeral that belongs to a proper name (十九大, 十三五, 5·18).
        value: A decimal; (low, high) for a range, a period or a fraction's (numerator, denominator);
            (year, month) or (year, month, day) for a date, 0 where not written; (issuer's prefix, year,
            number) as strings for a 文号; the literal characters for a name.
        unit: 元 for amounts; 月, 日, 工作日, 分钟 for durations (a year is 12 月); % or 百分点 for
            percentages; the count's classifier (名, 人, 位 are one: 人); 年 or 月 for periods; "" for bare
            numbers.
        text: The characters as written.
        start: Offset of the first character.
        end: Offset after the last character.
        bounds: Limiting conditions as written, in order: 每年, 不少于, 以上, 原则上, 力争, 左右, 底, 前 …
    """

    kind: FigureKind
    value: Value
    unit: str
    text: str
    start: int
    end: int
    bounds: tuple[str, ...] = ()
