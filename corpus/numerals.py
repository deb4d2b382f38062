"""Chinese and other numerals of headings, dates and document numbers, read as integers."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

#: Characters a Chinese numeral of a heading may consist of, for use inside ``[…]`` of a pattern.
NUMERAL = "〇○零一二两三四五六七八九十百千"

_CHINESE = "零一二三四五六七八九"


def parse_numeral(text: str) -> int | None:
    """Read a numeral in Chinese, Arabic, full-width or circled digits.

    Args:
        text: Such as ``十二``, ``一百二十``, ``二〇一八``, ``12``, ``１２`` or ``③``.

    Returns:
        The number, or None where the text is no numeral.
    """
    plain = unicodedata.normalize("NFKC", text.strip())
    if not plain:
        return None
    if plain.isdecimal():
        return int(plain)
    if all(c in _DIGITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    total = digit = 0
    for char in plain:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            return None
    return total + digit


def chinese_numeral(number: int) -> str:
    """Write a number from 0 to 9999 as headings write it: 12 is ``十二``, 120 is ``一百二十``."""
    if not 0 <= number <= 9999:
        raise ValueError(f"number out of range: {number}")
    if number < 10:
        return _CHINESE[number]
    written = ""
    zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if zero else "") + _CHINESE[digit] + name
            zero = False
        elif written:
            zero = True
    return written.removeprefix("一") if written.startswith("一十") else written
