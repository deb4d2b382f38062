"""Figures in Chinese text: numbers, amounts, dates, counts, with the conditions that limit them.

``figures("每年安排不少于500万元")`` gives one amount of 5,000,000 元 bound by 每年 and 不少于. List
ordinals and clause numbers (1. 一、（二）第三条) are no figures, nor are numerals inside words (一定, 统一).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from assistant import figure_patterns as pattern
from assistant.bounds import bounds_of
from assistant.figure import Figure, FigureKind, Value
from assistant.measures import ARABIC_ONLY, COUNTS, MEASURES, MONEY, TIME
from assistant.numerals import CHINESE_NUMERAL, number

__all__ = ["Figure", "FigureKind", "Value", "figures"]

_Found = tuple[list[Figure], int]


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure in a text, in order and without overlap.

    Args:
        text: Any text; full-width and half-width forms are read alike.

    Returns:
        The figures, offsets into ``text``; empty where there is none.
    """
    plain = text.translate(pattern.WIDTH)
    found: list[Figure] = []
    position = 0
    while match := pattern.START.search(plain, position):
        start = match.start()
        position = _next(plain, text, start, found)
    return tuple(
        Figure(f.kind, f.value, f.unit, f.text, f.start, f.end, bounds_of(plain, found, index))
        for index, f in enumerate(found)
    )


def _next(plain: str, text: str, start: int, found: list[Figure]) -> int:
    """Reads what begins at ``start``; returns where to go on."""
    if section := pattern.SECTION.match(plain, start):
        return section.end()
    if numbered := pattern.DOCUMENT_NUMBER.match(plain, start):
        found.append(_document_number(text, start, numbered))
        return numbered.end()
    if plain[start] in "[〔(（【":
        skipped = pattern.SKIP.match(plain, start)
        return skipped.end() if skipped else start + 1
    if pattern.LABEL_BEFORE.search(plain, max(0, start - 4), start) and plain[start] != "第":
        return _run_end(plain, start)
    if start and plain[start - 1].isascii() and plain[start - 1].isalpha() and plain[start].isdecimal():
        return _run_end(plain, start)
    if _line_start(plain, start) and (ordinal := pattern.LINE_ORDINAL.match(text, start)):
        return ordinal.end()
    for reader in _READERS:
        if result := reader(plain, text, start):
            found.extend(result[0])
            return result[1]
    skipped = pattern.SKIP.match(plain, start)
    return skipped.end() if skipped else start + 1


def _run_end(plain: str, start: int) -> int:
    while start < len(plain) and (plain[start].isdecimal() or plain[start] in CHINESE_NUMERAL):
        start += 1
    return start


def _line_start(plain: str, start: int) -> bool:
    while start and plain[start - 1] in " \t\u3000*#>":
        start -= 1
    return not start or plain[start - 1] in pattern.SEPARATORS


def _figure(text: str, kind: FigureKind, value: Value, unit: str, start: int, end: int) -> Figure:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Figure(kind, value, unit, text[start:end], start, end)


def _document_number(text: str, start: int, match: re.Match[str]) -> Figure:
    prefix = pattern.PREFIX.search(text, max(0, start - 16), start)
    begin = prefix.start() if prefix else start
    if prefix and (lead := pattern.PREFIX_LEAD.match(prefix.group())):
        begin += lead.end()
    count = number(match.group(2))
    value = (
        "".join(text[begin:start].split()),
        match.group(1),
        str(count if count is not None else match.group(2)),
    )
    return _figure(text, "document_number", value, "", begin, match.end())


def _name(plain: str, text: str, start: int) -> _Found | None:
    match = pattern.NAME.match(plain, start)
    if not match:
        return None
    literal = match.group().replace("•", "·")
    return [_figure(text, "name", (literal,), "", start, match.end())], match.end()


def _word(plain: str, text: str, start: int) -> _Found | None:
    """Numerals that belong to a word (进一步, 一定) are passed over."""
    if plain[start] in CHINESE_NUMERAL and start and plain[start - 1] in pattern.WORD_BEFORE:
        return [], start + 1
    skipped = pattern.SKIP.match(plain, start)
    return ([], skipped.end()) if skipped else None


def _period(plain: str, text: str, start: int) -> _Found | None:
    if match := pattern.PERIOD_YEARS.match(plain, start):
        first, last = (
            number(y) for y in (match.group(1) or match.group(3), match.group(2) or match.group(4))
        )
        if first is not None and last is not None and first < last:
            if pattern.MONTH.match(plain, match.end()):
                return None  # 2018年至2019年3月: the second is a date of its own.
            return [_figure(text, "period", (first, last), "年", start, match.end())], match.end()
    if match := pattern.PERIOD_MONTHS.match(plain, start):
        first, last = number(match.group(2)), number(match.group(3))
        if first is None or last is None or not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        result = []
        begin = start
        if match.group(1):
            year = number(match.group(1))
            begin = match.start(2)
            if year is not None:
                result.append(_figure(text, "year", year, "年", start, begin))
        return [*result, _figure(text, "period", (first, last), "月", begin, match.end())], match.end()
    return None


def _date(plain: str, text: str, start: int) -> _Found | None:
    if match := pattern.DATE_DIGITS.match(plain, start):
        parts = tuple(Decimal(match.group(group)) for group in (1, 3, 4))
        if 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31:
            return [_figure(text, "date", parts, "", start, match.end())], match.end()
    if match := pattern.DATE.match(plain, start):
        year, month, day = match.group(1), match.group(2) or match.group(4), match.group(3) or match.group(5)
        values = [number(part) if part else Decimal(0) for part in (year, month)]
        if day:
            values.append(number(day))
        if all(value is not None for value in values) and 1 <= (values[1] or 0) <= 12:
            date = tuple(value for value in values if value is not None)
            return [_figure(text, "date", date, "", start, match.end())], match.end()
    for form, unit, most in ((pattern.QUARTER, "季度", 4), (pattern.CLOCK, "时", 24)):
        match = None if plain.startswith("个", start - 1) else form.match(plain, start)
        if match and (place := number(match.group(1))) is not None and 1 <= place <= most:
            return [_figure(text, "ordinal", place, unit, start, match.end())], match.end()
    if match := pattern.YEAR_ALONE.match(plain, start):
        year_value = number(match.group(1) or match.group(2))
        if year_value is not None:
            return [_figure(text, "year", year_value, "年", start, match.end())], match.end()
    return None


def _share(plain: str, text: str, start: int) -> _Found | None:
    if match := pattern.PERCENT.match(plain, start):
        low, high, plain_percent, spoken, points, unit, tenths = match.groups()
        value: Value | None
        if low:
            value = (Decimal(low.replace(",", "")), Decimal(high.replace(",", "")))
        else:
            value = number(plain_percent or spoken or points or tenths)
            if tenths and value is not None:
                value *= 10
        if value is not None:
            return [_figure(text, "percent", value, unit or "%", start, match.end())], match.end()
    if match := pattern.FRACTION.match(plain, start):
        if match.group(3):
            return [_figure(text, "fraction", (Decimal(1), Decimal(2)), "", start, match.end())], match.end()
        denominator, numerator = number(match.group(1)), number(match.group(2))
        if numerator is not None and denominator:
            return [_figure(text, "fraction", (numerator, denominator), "", start, match.end())], match.end()
    return None


def _ordinal(plain: str, text: str, start: int) -> _Found | None:
    match = pattern.ORDINAL.match(plain, start)
    if not match:
        return None
    value = number(match.group(1))
    unit = match.group(2) or match.group(3)
    unit = unit or ("位" if pattern.RANKED.search(plain, max(0, start - 4), start) else "")
    if value is None or not unit:
        return [], match.end()
    return [_figure(text, "ordinal", value, COUNTS.get(unit, unit), start, match.end())], match.end()


def _range(plain: str, text: str, start: int) -> _Found | None:
    match = pattern.RANGE.match(plain, start)
    if not match:
        return None
    low_text, high_text = match.group(1), match.group(6)
    low, high = number(low_text), number(high_text)
    group = next(group for group in pattern.GROUPS if match.group("x" + group))
    written = match.group("x" + group)
    kind, unit, factor = _unit(group, written)
    if low is None or high is None or not _counts(plain, low_text, written, match):
        return None
    first_factor = factor
    if first := next((group for group in pattern.GROUPS if match.group(group)), None):
        _, first_unit, first_factor = _unit(first, match.group(first))
        if first_unit != unit:
            return None
    elif "万" in high_text and "万" not in low_text:
        low *= 10**4  # 3-5万元: the multiplier of the second number covers the first.
    elif "亿" in high_text and "亿" not in low_text:
        low *= 10**8
    if low * first_factor >= high * factor:
        return None
    return [_figure(text, kind, (low * first_factor, high * factor), unit, start, match.end())], match.end()


def _quantity(plain: str, text: str, start: int) -> _Found | None:
    match = pattern.QUANTITY.match(plain, start)
    if not match:
        return None
    value = number(match.group(1))
    group = next(group for group in pattern.GROUPS if match.group(group))
    written = match.group(group)
    if value is None or not _counts(plain, match.group(1), written, match):
        return None
    if match.group(3):
        value *= 10**8 if match.group(3) == "亿" else 10**4
    kind, unit, factor = _unit(group, written)
    value *= factor
    end = match.end()
    if group == "time" and (half := pattern.HALVES.match(plain, end)) and written in {"年", "周年"}:
        value += factor / 2
        end = half.end()
    return [_figure(text, kind, value, unit, start, end)], end


def _counts(plain: str, numeral: str, unit: str, match: re.Match[str]) -> bool:
    """Whether numeral and unit are a quantity and not part of a word or a place name."""
    if numeral == "半":
        return unit in {"年", "个月", "天", "日", "小时", "个小时", "个学期", "学期", "学年"}
    if numeral[0].isdecimal():
        return True
    return unit not in ARABIC_ONLY and not (
        unit not in {"个", "县", "市", "区"} and pattern.PLACE_AFTER.match(plain, match.end())
    )


def _unit(group: str, written: str) -> tuple[FigureKind, str, Decimal]:
    if group == "money":
        unit, factor = MONEY[written]
        return "amount", unit, Decimal(factor)
    if group == "time":
        return "duration", *TIME[written]
    if group == "measure":
        return "measure", *MEASURES[written]
    return "count", COUNTS[written], Decimal(1)


def _bare(plain: str, text: str, start: int) -> _Found | None:
    if match := pattern.RATIO.match(plain, start):
        sides = number(match.group(1)), number(match.group(2))
        if sides[0] is not None and sides[1] is not None:
            return [_figure(text, "ratio", (sides[0], sides[1]), "", start, match.end())], match.end()
    match = pattern.BARE.match(plain, start)
    if match and re.match(r"[A-Za-z]", plain[match.end() : match.end() + 1]):
        name = pattern.LATIN_NAME.match(plain, start)
        end = name.end() if name else match.end()
        return [_figure(text, "name", (plain[start:end],), "", start, end)], end  # 5G, 3D
    if (
        match
        and pattern.YEAR_COLUMN.search(plain, max(0, start - 12), start)
        and re.fullmatch(r"(?:19|20)\d\d", match.group())
    ):
        return [_figure(text, "year", Decimal(match.group()), "年", start, match.end())], match.end()
    if match:
        value = number(match.group())
        if value is not None:
            return [_figure(text, "number", value, "", start, match.end())], match.end()
    run = pattern.RUN.match(plain, start)
    return ([], run.end()) if run and len(run.group()) > 1 and number(run.group()) is None else None


_READERS: Final[tuple[Callable[[str, str, int], _Found | None], ...]] = (
    _name,
    _period,
    _date,
    _share,
    _ordinal,
    _word,
    _range,
    _quantity,
    _bare,
)
