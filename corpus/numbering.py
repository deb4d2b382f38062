"""Numbers at the head of a line: what a clerk reads as 第三章, 一、, （一）, 1., （1）, ①, 专栏3 or 附件1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.numerals import NUMERAL, chinese_numeral, parse_numeral

Family = Literal[
    "part",
    "subpart",
    "division",
    "chapter",
    "section",
    "article",
    "roman",
    "han",
    "han_paren",
    "arabic",
    "arabic_paren",
    "arabic_close",
    "circled",
    "letter",
    "decimal",
    "box",
]

#: Families from the top of a document down, as GB/T 9704 and statutes order them.
ORDER: tuple[Family, ...] = (
    "part",
    "subpart",
    "division",
    "chapter",
    "section",
    "article",
    "roman",
    "han",
    "han_paren",
    "arabic",
    "arabic_paren",
    "arabic_close",
    "circled",
    "letter",
)
RANK: dict[Family, int] = {family: rank for rank, family in enumerate(ORDER)}

#: Families whose members only ever head other clauses where the document also has 条 (articles).
DIVISIONS: frozenset[Family] = frozenset({"part", "subpart", "division", "chapter", "section"})

#: Numbers that only ever count parts of a clause: （1）, 1), ①, a.
PARTS: frozenset[Family] = frozenset({"arabic_paren", "arabic_close", "circled", "letter"})

_ITEMS: frozenset[Family] = frozenset({"han", "han_paren", "arabic", "arabic_paren"})

_NAMED: dict[str, Family] = {
    "编": "part",
    "分编": "subpart",
    "部分": "division",
    "篇": "division",
    "章": "chapter",
    "节": "section",
    "条": "article",
}
_HAN = rf"[{NUMERAL}]{{1,7}}"
_GAP = r"[ \t\u00a0\u3000\u2002-\u200a]*"
_PATTERNS = re.compile(
    "|".join(
        (
            rf"(?P<named>第{_GAP}(?P<named_n>{_HAN}|\d{{1,4}}){_GAP}(?P<unit>分编|部分|[编篇章节条])"
            rf"(?:{_GAP}之{_GAP}(?P<sub>[一二三四五六七八九]?十?[一二三四五六七八九]|十))?)",
            rf"(?P<han_paren>[（(〔\[【]{_GAP}(?P<han_paren_n>{_HAN}){_GAP}[）)〕\]】]{_GAP}[、.．]?)",
            rf"(?P<han_close>(?P<han_close_n>{_HAN}){_GAP}[）)])",
            rf"(?P<han>(?P<han_n>{_HAN}|[壹贰叁肆伍陆柒捌玖拾]{{1,3}}){_GAP}[、.．﹑])",
            r"(?P<bracketed>[\u3220-\u3229])",
            rf"(?P<arabic_paren>[（(]{_GAP}(?P<arabic_paren_n>\d{{1,3}}){_GAP}[）)]{_GAP}[、.．]?)",
            rf"(?P<decimal>(?P<decimal_n>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,4}})(?![\d%％‰]){_GAP}[.．、]?)",
            rf"(?P<arabic>(?P<arabic_n>\d{{1,3}}){_GAP}[.．、﹒])",
            rf"(?P<arabic_close>(?P<arabic_close_n>\d{{1,3}}){_GAP}[）)])",
            r"(?P<bare>(?P<bare_n>\d{1,2})[ \u3000]+(?=[一-鿿]))",
            r"(?P<circled>[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf\u2776-\u277f\u2780-\u2793\u24f5-\u24fe])",
            r"(?P<paren_digit>[\u2474-\u2487])",
            r"(?P<dot_digit>[\u2488-\u249b])",
            r"(?P<roman>(?P<roman_n>[\u2160-\u216b]|[IVX]{1,5})[.．、])",
            r"(?P<letter>(?P<letter_n>[A-Za-z])[.．、)）]|[（(](?P<letter_p>[A-Za-z])[)）])",
        )
    )
)

# What follows the number shows that the line goes on with a sentence that only cites a place.
_CITING = {
    "article": re.compile(
        rf"(?:第{_HAN}[条款项章节编]|第\d+[条款项章节编]|规定|的(?!确|士)|、|，|,|和第|及第|与第|或者?第|至第|到第|所[列称规]|之规定"
        r"|中(?:规定|所|的)|以及第|修改为)"
    ),
    "division": re.compile(r"(?:的|规定|[和及与至到]?第|、|，|所[列称规述]|中(?:规定|所|的)|以及|内容|之间)"),
}
_CITED_ITEM = re.compile(
    r"(?:[、，和或及至与][（(]|[项款目](?:规定|的|所|情形|至|和|或|、|中|之|，|条件)|至|、第|、[（(])"
)
_UNIT_AFTER_NUMBER = re.compile(
    r"(?:亿|万|千|百|%|％|‰|倍|个|家|名|人|元|吨|公里|平方|公斤|亩|户|次|场|天|年|月|日|时|分|米|度|级|类|℃|折)"
)
_YEAR = re.compile(r"(?:19|20)\d\d年")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number that a line begins with.

    Attributes:
        family: The form of the number, whatever its typing.
        number: Its value; for ``decimal`` the last component.
        sub: The number after 之 (第十条之一); 0 without one.
        end: Offset after the mark in the line.
        written: The mark as a citation writes it.
        weak: Whether the line may as well be no unit at all, so that only its place in a sequence decides.
        components: All components of a ``decimal``; empty otherwise.
    """

    family: Family
    number: int
    end: int
    written: str
    sub: int = 0
    weak: bool = False
    components: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The mark's share of a clause id."""
        return f"{self.number}-{self.sub}" if self.sub else str(self.number)


def find_mark(line: str) -> Mark | None:
    """Read the number a line begins with.

    Args:
        line: One line without leading white space.

    Returns:
        The mark, or None where the line begins with none or plainly goes on with a sentence.
    """
    match = _PATTERNS.match(line)
    if match is None:
        return None
    kind = str(match.lastgroup)
    rest = line[match.end() :]
    if match["named"]:
        return _named(match, rest)
    if match["han_paren"] or match["han_close"] or match["bracketed"]:
        return _han_paren(match, rest)
    if match["han"]:
        return _han(match, rest)
    if match["decimal"]:
        return _decimal(match, rest)
    if match["bare"]:
        number = _value(match["bare_n"])
        return Mark("decimal", number, match.end(), str(number), weak=True, components=(number,))
    if match["arabic"]:
        return _arabic(match, rest)
    if match["arabic_paren"] or match["paren_digit"]:
        number = _value(match["arabic_paren_n"]) if match["arabic_paren"] else ord(line[0]) - 0x2473
        weak = bool(_CITED_ITEM.match(rest))
        return Mark("arabic_paren", number, match.end(), f"（{number}）", weak=weak)
    if match["arabic_close"]:
        number = _value(match["arabic_close_n"])
        return Mark("arabic_close", number, match.end(), f"{number}）")
    if match["circled"]:
        number = _circled(line[0])
        return Mark("circled", number, match.end(), line[0])
    if match["dot_digit"]:
        number = ord(line[0]) - 0x2487
        return Mark("arabic", number, match.end(), f"{number}.")
    if match["roman"]:
        return Mark("roman", _roman(match["roman_n"]), match.end(), f"{match['roman_n']}、", weak=True)
    if match["letter"]:
        letter = match["letter_n"] or match["letter_p"]
        return Mark(
            "letter",
            ord(letter.lower()) - ord("a") + 1,
            match.end(),
            match[0].strip(),
            weak=kind != "letter_p",
        )
    return None


def is_bare_mark(text: str) -> bool:
    """Whether a line is the number of an item and nothing else, so that its text stands on the next line."""
    mark = find_mark(text)
    return mark is not None and mark.family in _ITEMS and mark.end >= len(text.rstrip())


def _named(match: re.Match[str], rest: str) -> Mark | None:
    number = _value(match["named_n"])
    family = _NAMED[match["unit"]]
    written = re.sub(r"\s+", "", match["named"])
    spaced = rest[:1] in {" ", "\u3000", "\t", "\u00a0"}
    cites = _CITING["article" if family == "article" else "division"].match(rest.lstrip() if spaced else rest)
    if cites and not spaced:
        return None
    if family in DIVISIONS and len(rest) > 60:
        return None
    sub = _value(match["sub"]) if match["sub"] else 0
    return Mark(family, number, match.end(), written, sub=sub, weak=bool(cites))


def _han_paren(match: re.Match[str], rest: str) -> Mark | None:
    if match["bracketed"]:
        number = ord(match["bracketed"]) - 0x321F
    else:
        number = _value(match["han_paren_n"] or match["han_close_n"])
    if _CITED_ITEM.match(rest) or (match[0].endswith("、") and rest[:1] in {"（", "("}):
        return None
    return Mark("han_paren", number, match.end(), f"（{chinese_numeral(number)}）")


def _han(match: re.Match[str], rest: str) -> Mark | None:
    number = _value(match["han_n"])
    following = re.match(rf"{_HAN}", rest)
    # 一、二级市场 and 五、六月份 name a pair; 一、二〇一八年 does open a unit.
    if following and parse_numeral(following[0]) == number + 1:
        return None
    if following and re.match(rf"{_HAN}、", rest):
        return None
    return Mark("han", number, match.end(), f"{match['han_n']}、", weak=not rest.strip())


def _decimal(match: re.Match[str], rest: str) -> Mark | None:
    components = tuple(_value(piece) for piece in re.split(r"[.．]", match["decimal_n"]))
    if rest[:1] in {"的", "之", "-", "—", "~", "～", "/", "／", "+", "＋", "×", "至"}:
        return None
    if len(components) == 2 and _UNIT_AFTER_NUMBER.match(rest):
        return item_before_digits(match.string)
    written = ".".join(str(component) for component in components)
    return Mark("decimal", components[-1], match.end(), written, weak=True, components=components)


def item_before_digits(line: str) -> Mark | None:
    """The item that a line such as 3.10种有色金属 or 2.5G网络 may be, which only its sequence can tell."""
    head = re.match(r"(\d{1,2})[.．]", line)
    if head is None:
        return None
    return Mark("arabic", int(head[1]), head.end(), f"{int(head[1])}.", weak=True)


def _arabic(match: re.Match[str], rest: str) -> Mark | None:
    number = _value(match["arabic_n"])
    weak = bool(re.match(r"\d", rest)) and not _YEAR.match(rest)
    following = re.match(r"\d{1,3}", rest)
    if following and int(following[0]) == number + 1:
        return None
    return Mark("arabic", number, match.end(), f"{number}.", weak=weak or not rest.strip())


def _value(text: str) -> int:
    return parse_numeral(text) or 0


def _circled(char: str) -> int:
    for first, last, number in (
        (0x2460, 0x2473, 1),
        (0x3251, 0x325F, 21),
        (0x32B1, 0x32BF, 36),
        (0x2776, 0x277F, 1),
        (0x2780, 0x2789, 1),
        (0x278A, 0x2793, 1),
        (0x24F5, 0x24FE, 1),
    ):
        if first <= ord(char) <= last:
            return ord(char) - first + number
    raise ValueError(f"not a circled number: {char!r}")


def _roman(text: str) -> int:
    if len(text) == 1 and "\u2160" <= text <= "\u216b":
        return ord(text) - 0x215F
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for char, after in zip(text, [*text[1:], ""], strict=True):
        value = values[char]
        total += -value if after and values[after] > value else value
    return total
