"""Chinese and Arabic numerals as exact decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_DIGITS: Final = {
    **dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)),
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS: Final = {"万": 10**4, "亿": 10**8}

#: Characters a Chinese numeral is written with, as a regex character class body.
CHINESE_NUMERAL: Final = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral.

    Args:
        text: Characters of ``CHINESE_NUMERAL`` alone, such as ``三千二百``, ``十二``, ``二〇一八``.

    Returns:
        The value, or None where the characters are no well-formed numeral (``二七``, ``十百``).
    """
    if not text or text.strip(CHINESE_NUMERAL):
        return None
    if all(character in _DIGITS for character in text):
        # Digit by digit (二〇一八) is how years and codes are written; two bare digits (三四) are an
        # estimate (三四个), a name (二七区), never a number.
        if len(text) == 1 or (len(text) >= 3 and "两" not in text):
            return Decimal("".join(str(_DIGITS[character]) for character in text))
        return None
    total = section = digit = 0
    last_ten = 10**4
    pending = False
    for place, character in enumerate(text):
        if character in _DIGITS:
            value = _DIGITS[character]
            if pending and value != 0:
                return None
            digit, pending = value, value != 0
        elif character in _TENS:
            ten = _TENS[character]
            if ten >= last_ten or (not pending and not (ten == 10 and (place == 0 or section or total))):
                return None
            section += (digit if pending else 1) * ten
            last_ten, digit, pending = ten, 0, False
        else:
            section += digit
            if section == 0 and total == 0:
                return None
            if _MYRIADS[character] == 10**8:
                total = (total + section) * 10**8
            else:
                total += section * 10**4
            section, digit, pending, last_ten = 0, 0, False, 10**4
    return Decimal(total + section + digit)


def number(text: str) -> Decimal | None:
    """The value of an Arabic, Chinese or mixed numeral.

    Args:
        text: Such as ``1,200``, ``５.5万``, ``1.5亿``, ``三千``, ``半``; white space is ignored.

    Returns:
        The value, or None where the text is no numeral.
    """
    text = "".join(text.split()).replace(",", "").translate(_HALF_WIDTH)
    if text == "半":
        return Decimal("0.5")
    bare = text.rstrip("十百千万亿")
    if bare and bare.replace(".", "", 1).isdecimal() and bare.isascii():
        value = Decimal(bare)
        for character in text[len(bare) :]:
            value *= _TENS.get(character) or _MYRIADS[character]
        return value
    return chinese_number(text)


_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
