"""Automatic list numbers: a count in the number formats of Office Open XML (ST_NumberFormat)."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_LEGAL_TRADITIONAL = str.maketrans("贰叁陆", "貳參陸")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip

#: Formats that are a row of characters; a count beyond the row is written in decimal, as Word does.
_ROWS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
    }
)
_DIGIT_BY_DIGIT = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"})
_LEGAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})


def format_count(count: int, style: str) -> str:
    """Writes a count as Word would.

    Args:
        count: The count, from 0.
        style: A value of ST_NumberFormat such as ``chineseCountingThousand``; an unknown one is decimal.

    Returns:
        The number without the text around it; empty for ``none`` and ``bullet``.
    """
    if style in {"none", "bullet"}:
        return ""
    row = _ROWS.get(style)
    if row is not None:
        return row[count - 1] if 0 < count <= len(row) else str(count)
    if style in _CHINESE:
        return chinese_count(count)
    if style in _DIGIT_BY_DIGIT:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if style in _LEGAL:
        legal = _positional(count, _LEGAL_DIGITS, _LEGAL_UNITS)
        return legal if style == "chineseLegalSimplified" else legal.translate(_LEGAL_TRADITIONAL)
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(0xFF10 + int(digit)) for digit in str(count))
    if style == "decimalZero":
        return f"{count:02d}"
    if style == "numberInDash":
        return f"- {count} -"
    if style in {"upperLetter", "lowerLetter"} and 0 < count <= 780:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        roman = _roman(count)
        return roman.upper() if style == "upperRoman" else roman
    return str(count)


def chinese_count(count: int) -> str:
    """A count in everyday Chinese numerals: 12 is 十二, 101 is 一百零一."""
    text = _positional(count, "零" + _DIGITS[1:], _UNITS)
    return text.removeprefix("一") if text.startswith("一十") else text


def _positional(count: int, digits: str, units: tuple[str, ...]) -> str:
    if count == 0:
        return digits[0]
    if count >= 10**8:
        return str(count)
    high, low = divmod(count, 10_000)
    if high:
        rest = "" if not low else (digits[0] if low < 1000 else "") + _positional(low, digits, units)
        return f"{_positional(high, digits, units)}万{rest}"
    text = ""
    for place in range(3, -1, -1):
        digit = count // 10**place % 10
        if digit:
            text += digits[digit] + units[place]
        elif text and count % 10**place and not text.endswith(digits[0]):
            text += digits[0]
    return text


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        repeat, count = divmod(count, value)
        text += letters * repeat
    return text
