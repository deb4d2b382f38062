"""Numbers of a spreadsheet as it shows them: the number formats that offices use, dates among them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from corpus.readers.number_format import format_count

_DATE = 'yyyy"年"m"月"d"日"'
_MONTH = 'yyyy"年"m"月"'
_DAY = 'm"月"d"日"'
#: Formats that a file names by number only, as Chinese editions show them.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _MONTH, 28: _DAY, 29: _DAY, 30: "m/d/yy", 31: _DATE,
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: _MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@", 50: _MONTH, 51: _DAY,
    52: _MONTH, 53: _DAY, 54: _DAY, 57: _MONTH, 58: _DAY,
}  # fmt: skip

_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<number>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+)(?P<power>[eE][+-]0+)?"
    r"|(?P<percent>[%％])|(?P<general>General)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Days of the first and the last date that spreadsheets know.
_LAST_DAY = 2_958_465
_MOST_DIGITS = 30
_LONGEST_FORMAT = 255


class _Part(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    parts: tuple[_Part, ...]
    dated: bool
    chinese: bool


def shown(value: str, code: str, *, from_1904: bool = False) -> str:
    """Writes a number the way its cell shows it.

    Args:
        value: The number as the file holds it, such as ``0.156`` or ``43105``.
        code: The number format, such as ``0.0%`` or ``yyyy"年"m"月"``.
        from_1904: Whether days are counted from 1904 rather than from 1900.

    Returns:
        The text in the cell; the number itself where its format is not understood.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return value
    sections = _sections(code[:_LONGEST_FORMAT])
    at = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0
    section = sections[at]
    if section.dated:
        text = _date(number, section, from_1904)
        if text is not None:
            return text
        return _general(number)
    minus = "-" if number < 0 and at == 0 else ""
    # A section of words alone, such as the 无 of 0;-0;"无", stands for the number.
    return minus + (_number(abs(number), section) or ("" if at else _general(abs(number))))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(match[1]) for match in _SECTION.finditer(code) if match[0]) or (
        _section("General"),
    )


def _section(code: str) -> _Section:
    parts: list[_Part] = []
    chinese = False
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        text = match[kind] if kind else ""
        if kind == "power":
            parts.append(_Part("number", match["number"]))
            parts.append(_Part("power", match["power"]))
        elif kind == "bracket":
            chinese = chinese or text.upper().startswith("DBNUM1")
            if text.startswith("$"):
                parts.append(_Part("literal", text[1:].partition("-")[0]))
            elif re.fullmatch("[hms]+", text, re.IGNORECASE):
                parts.append(_Part("date", text.lower()))
        elif kind in {"quoted", "escaped", "other"}:
            parts.append(_Part("literal", text))
        elif kind:
            parts.append(_Part(kind, text.lower() if kind == "date" else text))
    return _Section(tuple(parts), any(part.kind == "date" for part in parts), chinese)


def _number(number: Decimal, section: _Section) -> str:
    percent = sum(part.kind == "percent" for part in section.parts)
    number = number.scaleb(2 * percent)
    pieces: list[str] = []
    written = False
    power = next((part.text for part in section.parts if part.kind == "power"), None)
    for part in section.parts:
        if part.kind == "number" and not written:
            written = True
            pieces.append(_digits(number, part.text) if power is None else _scientific(number, part.text))
        elif part.kind in {"general", "text"}:
            written = True
            pieces.append(_general(number, chinese=section.chinese))
        elif part.kind in {"literal", "percent"}:
            pieces.append(part.text)
    return "".join(pieces)


def _digits(number: Decimal, pattern: str) -> str:
    scale = len(pattern) - len(pattern.rstrip(","))
    whole, _, fraction = pattern.rstrip(",").partition(".")
    places = len(fraction)
    least = fraction.count("0")
    number = number.scaleb(-3 * scale).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number:,f}" if "," in whole else f"{number:f}"
    head, _, tail = text.partition(".")
    digits = head.replace(",", "")
    wanted = whole.count("0")
    if len(digits) < wanted:
        head = digits.zfill(wanted)
    elif digits == "0" and not wanted:
        head = ""
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    return f"{head}.{tail}" if tail else head


def _scientific(number: Decimal, pattern: str) -> str:
    return f"{number:.{len(pattern.partition('.')[2])}E}"


def _general(number: Decimal, *, chinese: bool = False) -> str:
    """A number as a cell without a format shows it: at most 11 digits, no zeros at the end."""
    if chinese and number == number.to_integral_value() and 0 <= number < 10**8:
        return format_count(int(number), "chineseCountingThousand")
    room = max(0, 10 - max(0, number.adjusted()))
    text = f"{number.quantize(Decimal(1).scaleb(-room), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(number: Decimal, section: _Section, from_1904: bool) -> str | None:
    if not 0 <= number <= _LAST_DAY:
        return None
    # Spreadsheets believe in 29 February 1900, so their day 0 is 30 December 1899 for every later date.
    origin = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if number >= 60 else 31)
    try:
        moment = origin + timedelta(seconds=int((number * 86_400).to_integral_value(rounding=ROUND_HALF_UP)))
    except OverflowError:
        return None
    halved = any(part.kind == "half" for part in section.parts)
    pieces: list[str] = []
    before = ""
    for index, part in enumerate(section.parts):
        if part.kind == "date":
            following = next((later.text for later in section.parts[index + 1 :] if later.kind == "date"), "")
            minutes = part.text[0] == "m" and (before[:1] == "h" or following[:1] == "s")
            text = _date_part(moment, part.text, minutes=minutes, halved=halved)
            pieces.append(_chinese_date(text, part.text) if section.chinese else text)
            before = part.text
        elif part.kind == "half":
            late = moment.hour >= 12
            pieces.append(("下午" if late else "上午") if "午" in part.text else ("PM" if late else "AM"))
        elif part.kind == "literal":
            pieces.append(part.text)
    return "".join(pieces).strip()


def _date_part(moment: datetime, token: str, *, minutes: bool, halved: bool) -> str:
    unit, length = token[0], len(token)
    if unit == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if unit == "m" and not minutes and length >= 3:
        return _MONTHS[moment.month - 1]
    values = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if halved else moment.hour,
        "s": moment.second,
    }
    return f"{values[unit]:02d}" if length == 2 else str(values[unit])


def _chinese_date(text: str, token: str) -> str:
    if not text.isdecimal():
        return text
    return format_count(int(text), "ideographDigital" if token[0] == "y" else "chineseCountingThousand")
