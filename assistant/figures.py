"""Figures in Chinese text: numbers, amounts, dates, counts, with the conditions that limit them.

``figures("每年安排不少于500万元")`` gives one amount of 5,000,000 元 bound by 每年 and 不少于. List
ordinals and clause numbers (1. 一、（二）第三条) are no figures, nor are numerals inside words (一定, 统一).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assistant.bounds import bounds_of
from assistant.measures import ARABIC_ONLY, COUNTS, MEASURES, MONEY, TIME
from assistant.numerals import CHINESE_NUMERAL, number

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


_WIDTH: Final = str.maketrans(
    "０１２３４５６７８９．％～－—–―〜∼ｰ／﹪",
    "0123456789.%~----~~-/%",
)
_AR: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_CN: Final = rf"[{CHINESE_NUMERAL}]+"
_NUM: Final = rf"(?:{_AR}\s*[十百千]?[万亿]{{0,2}}|{_CN}|半)"
_TO: Final = r"\s*(?:-{1,2}|~|至|到)\s*"
_DASH: Final = r"\s*(?:-{1,2}|~|至|到|一)\s*"
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})"
_SMALL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART: Final = r"(?:上旬|中旬|下旬|月?底|月?初|月?末)?"


def _units(table: Mapping[str, object]) -> str:
    return "|".join(sorted((re.escape(unit) for unit in table), key=len, reverse=True))


_UNIT: Final = (
    f"(?P<money>{_units(MONEY)})|(?P<time>{_units(TIME)})"
    f"|(?P<measure>{_units(MEASURES)})|(?P<count>{_units(COUNTS)})"
)
_GROUPS: Final = ("money", "time", "measure", "count")
_START: Final = re.compile(rf"[\d{CHINESE_NUMERAL}半第①-⑳\[〔(（【]|百分之")
_SKIP: Final = re.compile(
    r"[①-⑳]"
    r"|[\[【]\d{1,3}[\]】](?!\d*号)"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）](?!\s*[名人家个万元%])"
    r"|[一二三四五六七八九十]{1,3}、(?=[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|一(?:定|些|般|律|致|起|并|带一路|方面|系列|样|直|旦|线|流|手|切|如|同|致|是|再|经|贯|味|度|向|举|齐|站式|网通办"
    r"|把手|揽子|心一意|件事|体|次性|对一|大批|批批|步步|个个|家人|户一[策档]|村一品|县一[策业]|人一[策档]|道|面|方)"
    r"|十(?:分(?!之|钟)|足)|千方百计|千家万户|百花|百姓|万(?:物|众|一|事)|两(?:地|市|县|区|省|岸|会|者|方|国|级|侧|头|翼|型|端|不愁|手)"
    r"|五位一体|三(?:农|资|产|公|定|方)|半(?:数|程|径|导体|山|岛)"
)
_SECTION: Final = re.compile(
    rf"第\s*(?:{_CN}|\d+)\s*(?:编|章|节|条|款|项|目|段|行|页|部分)(?:之[一二三四五六七八九十])?"
)
#: Characters before 一 (or another numeral) that make one word with it: 进一步, 统一, 万一, 第一书记.
_WORD_BEFORE: Final = frozenset("进统唯专同单之合划归均惟任逐")
#: A place name, not a count, where such a word follows the classifier at once: 三台县, 五家渠市, 三元区.
_PLACE_AFTER: Final = re.compile(r"[县区市镇乡渠峡]")
_LINE_ORDINAL: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|\d{1,3}\s*(?:[、．](?=\D|\d+[\u4e00-\u9fff])|\.(?!\d))"
)
_LABEL_BEFORE: Final = re.compile(r"(?:专栏|附件|附表|[图表注])\s*$")
_SEPARATORS: Final = frozenset("\n。；;：:|")

_DOCUMENT_NUMBER: Final = re.compile(rf"[〔\[(（【]\s*((?:19|20)\d\d)\s*[〕\])）】]\s*第?\s*(\d+|{_CN})\s*号")
_PREFIX: Final = re.compile(r"[\u4e00-\u9fff]{1,16}\s*$")
_PREFIX_LEAD: Final = re.compile(
    r"^.*(?:根据|按照|依据|文号[为是]|贯彻|落实|执行|参照|印发|[为是见以的和与及由])(?=.{2})"
)
_NAME: Final = re.compile(
    r"十[一二三四五六七八]五(?![名人家个年月])|(?:十[一二三四五六七八九]|二十|二十[一二三四五])大"
    r"|[一二三四五六七八九十]{1,3}届(?:[一二三四五六七八九]中[、和]?)+全会"
    r"|[一二三四五六七八九]中全会|\d{{1,2}}[·•]\d{{1,2}}"
)
_PERIOD_YEARS: Final = re.compile(
    rf"({_YEAR})\s*(?:年度?)?(?:起|开始)?{_DASH}({_YEAR})\s*(?:年度?|(?![\d.号%]))|({_YEAR})年(?:起|开始)至({_YEAR})年"
)
_PERIOD_MONTHS: Final = re.compile(
    rf"(?:({_YEAR})\s*年\s*)?({_SMALL})\s*月?(?:份)?{_TO}({_SMALL})\s*月(?:份)?(?!\s*\d{{1,2}}\s*[日号])"
)
_MONTH: Final = re.compile(rf"\s*{_SMALL}\s*月")
_DATE: Final = re.compile(
    rf"({_YEAR})\s*年\s*({_SMALL})\s*月(?:份)?\s*(?:({_SMALL}|二十[一二三四五六七八九]|三十一?)\s*[日号])?"
    rf"|({_SMALL})\s*月(?:份)?\s*(?:({_SMALL}|二十[一二三四五六七八九]|三十一?)\s*[日号])?"
)
_DATE_DIGITS: Final = re.compile(r"((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_QUARTER: Final = re.compile(rf"第?({_SMALL})季度")
_YEAR_ALONE: Final = re.compile(
    rf"({_YEAR})\s*年(?!级|生人)(?:度)?|({_YEAR})(?=[、和及,，]\s*{_YEAR}(?:[、和及,，]\s*{_YEAR})*\s*年)"
)
_PERCENT: Final = re.compile(
    rf"({_AR})\s*%?{_TO}({_AR})\s*%|({_AR})\s*%|百分之({_CN}|{_AR})|({_NUM})\s*个?(百分点)"
    r"|([一二两三四五六七八九])成(?=以上|以下|以内|左右|的|多|[，。；、）)]|$)"
)
_FRACTION: Final = re.compile(rf"({_CN}|{_AR})\s*分之\s*({_CN}|{_AR})|(一半)")
_ORDINAL: Final = re.compile(rf"第\s*({_NUM})\s*(?:({_units(COUNTS)})|(年|季度|天|周))?")
#: A bound that stands between number and unit: 10（含）人.
_INCLUSIVE: Final = r"(?:[(（]含[^()（）]{0,3}[)）]\s*)?"
_RANGE: Final = re.compile(
    rf"({_NUM})\s*(?:{_UNIT})?{_TO}({_NUM})\s*([余多])?\s*{_INCLUSIVE}(?:{_UNIT.replace('?P<', '?P<x')})"
)
_QUANTITY: Final = re.compile(rf"({_NUM})\s*([余多几来])?\s*([万亿])?\s*{_INCLUSIVE}(?:{_UNIT})")
_RATIO: Final = re.compile(rf"({_AR})\s*[:：比]\s*({_AR})(?![\d:：])")
_HALVES: Final = re.compile(r"半(?!个|天|日|小时)")
_RUN: Final = re.compile(_CN)
_BARE: Final = re.compile(rf"{_AR}\s*[万亿]{{0,2}}")

_Found = tuple[list[Figure], int]


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure in a text, in order and without overlap.

    Args:
        text: Any text; full-width and half-width forms are read alike.

    Returns:
        The figures, offsets into ``text``; empty where there is none.
    """
    plain = text.translate(_WIDTH)
    found: list[Figure] = []
    position = 0
    while match := _START.search(plain, position):
        start = match.start()
        position = _next(plain, text, start, found)
    return tuple(
        Figure(f.kind, f.value, f.unit, f.text, f.start, f.end, bounds_of(plain, found, index))
        for index, f in enumerate(found)
    )


def _next(plain: str, text: str, start: int, found: list[Figure]) -> int:
    """Reads what begins at ``start``; returns where to go on."""
    if section := _SECTION.match(plain, start):
        return section.end()
    if numbered := _DOCUMENT_NUMBER.match(plain, start):
        found.append(_document_number(text, start, numbered))
        return numbered.end()
    if plain[start] in "[〔(（【":
        skipped = _SKIP.match(plain, start)
        return skipped.end() if skipped else start + 1
    if _LABEL_BEFORE.search(plain, max(0, start - 4), start) and plain[start] != "第":
        return _run_end(plain, start)
    if start and plain[start - 1].isascii() and plain[start - 1].isalpha() and plain[start].isdecimal():
        return _run_end(plain, start)
    if _line_start(plain, start) and (ordinal := _LINE_ORDINAL.match(text, start)):
        return ordinal.end()
    for reader in _READERS:
        if result := reader(plain, text, start):
            found.extend(result[0])
            return result[1]
    skipped = _SKIP.match(plain, start)
    return skipped.end() if skipped else start + 1


def _run_end(plain: str, start: int) -> int:
    while start < len(plain) and (plain[start].isdecimal() or plain[start] in CHINESE_NUMERAL):
        start += 1
    return start


def _line_start(plain: str, start: int) -> bool:
    before = plain[:start].rstrip(" \t\u3000*#>")
    return not before or before[-1] in _SEPARATORS


def _figure(text: str, kind: FigureKind, value: Value, unit: str, start: int, end: int) -> Figure:
    while end > start and text[end - 1].isspace():
        end -= 1
    return Figure(kind, value, unit, text[start:end], start, end)


def _document_number(text: str, start: int, match: re.Match[str]) -> Figure:
    prefix = _PREFIX.search(text, max(0, start - 16), start)
    begin = prefix.start() if prefix else start
    if prefix and (lead := _PREFIX_LEAD.match(prefix.group())):
        begin += lead.end()
    count = number(match.group(2))
    value = (
        "".join(text[begin:start].split()),
        match.group(1),
        str(count if count is not None else match.group(2)),
    )
    return _figure(text, "document_number", value, "", begin, match.end())


def _name(plain: str, text: str, start: int) -> _Found | None:
    match = _NAME.match(plain, start)
    if not match:
        return None
    literal = match.group().replace("•", "·")
    return [_figure(text, "name", (literal,), "", start, match.end())], match.end()


def _word(plain: str, text: str, start: int) -> _Found | None:
    """Numerals that belong to a word (进一步, 一定) are passed over."""
    if plain[start] in CHINESE_NUMERAL and start and plain[start - 1] in _WORD_BEFORE:
        return [], start + 1
    skipped = _SKIP.match(plain, start)
    return ([], skipped.end()) if skipped else None


def _period(plain: str, text: str, start: int) -> _Found | None:
    if match := _PERIOD_YEARS.match(plain, start):
        first, last = (
            number(y) for y in (match.group(1) or match.group(3), match.group(2) or match.group(4))
        )
        if first is not None and last is not None and first < last:
            if _MONTH.match(plain, match.end()):
                return None  # 2018年至2019年3月: the second is a date of its own.
            return [_figure(text, "period", (first, last), "年", start, match.end())], match.end()
    if match := _PERIOD_MONTHS.match(plain, start):
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
    if match := _DATE_DIGITS.match(plain, start):
        parts = tuple(Decimal(match.group(group)) for group in (1, 3, 4))
        if 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31:
            return [_figure(text, "date", parts, "", start, match.end())], match.end()
    if match := _DATE.match(plain, start):
        year, month, day = match.group(1), match.group(2) or match.group(4), match.group(3) or match.group(5)
        values = [number(part) if part else Decimal(0) for part in (year, month)]
        if day:
            values.append(number(day))
        if all(value is not None for value in values) and 1 <= (values[1] or 0) <= 12:
            date = tuple(value for value in values if value is not None)
            return [_figure(text, "date", date, "", start, match.end())], match.end()
    if match := _QUARTER.match(plain, start):
        quarter = number(match.group(1))
        if quarter is not None and 1 <= quarter <= 4 and not plain.startswith("个", start - 1):
            return [_figure(text, "ordinal", quarter, "季度", start, match.end())], match.end()
    if match := _YEAR_ALONE.match(plain, start):
        year_value = number(match.group(1) or match.group(2))
        if year_value is not None:
            return [_figure(text, "year", year_value, "年", start, match.end())], match.end()
    return None


def _share(plain: str, text: str, start: int) -> _Found | None:
    if match := _PERCENT.match(plain, start):
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
    if match := _FRACTION.match(plain, start):
        if match.group(3):
            return [_figure(text, "fraction", (Decimal(1), Decimal(2)), "", start, match.end())], match.end()
        denominator, numerator = number(match.group(1)), number(match.group(2))
        if numerator is not None and denominator:
            return [_figure(text, "fraction", (numerator, denominator), "", start, match.end())], match.end()
    return None


def _ordinal(plain: str, text: str, start: int) -> _Found | None:
    match = _ORDINAL.match(plain, start)
    if not match:
        return None
    value = number(match.group(1))
    unit = match.group(2) or match.group(3)
    if value is None or not unit:
        return [], match.end()
    return [_figure(text, "ordinal", value, COUNTS.get(unit, unit), start, match.end())], match.end()


def _range(plain: str, text: str, start: int) -> _Found | None:
    match = _RANGE.match(plain, start)
    if not match:
        return None
    low_text, high_text = match.group(1), match.group(6)
    low, high = number(low_text), number(high_text)
    group = next(group for group in _GROUPS if match.group("x" + group))
    written = match.group("x" + group)
    kind, unit, factor = _unit(group, written)
    if low is None or high is None or not _counts(plain, low_text, written, match):
        return None
    first_factor = factor
    if first := next((group for group in _GROUPS if match.group(group)), None):
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
    match = _QUANTITY.match(plain, start)
    if not match:
        return None
    value = number(match.group(1))
    group = next(group for group in _GROUPS if match.group(group))
    written = match.group(group)
    if value is None or not _counts(plain, match.group(1), written, match):
        return None
    if match.group(3):
        value *= 10**8 if match.group(3) == "亿" else 10**4
    kind, unit, factor = _unit(group, written)
    value *= factor
    end = match.end()
    if group == "time" and (half := _HALVES.match(plain, end)) and written in {"年", "周年"}:
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
        unit not in {"个", "县", "市", "区"} and _PLACE_AFTER.match(plain, match.end())
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
    if match := _RATIO.match(plain, start):
        sides = number(match.group(1)), number(match.group(2))
        if sides[0] is not None and sides[1] is not None:
            return [_figure(text, "ratio", (sides[0], sides[1]), "", start, match.end())], match.end()
    match = _BARE.match(plain, start)
    if match:
        value = number(match.group())
        if value is not None:
            return [_figure(text, "number", value, "", start, match.end())], match.end()
    run = _RUN.match(plain, start)
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
