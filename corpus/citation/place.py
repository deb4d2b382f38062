"""Places in a document as people write them: 第十二条第二款, 二、（二）1., 附件第6行; and the key of each."""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL, parse_numeral

_N = rf"(?:\d{{1,4}}|[{NUMERAL}]{{1,7}})"
_L, _R = r"[（(]", r"[）)]"

# What an annex without a number is followed by, so that the word alone is no place.
_IN_ANNEX = (
    rf"第\s*{_N}\s*[条章节行部]|专栏|表\s*\d|{_L}[{NUMERAL}\d]"
    rf"|[{NUMERAL}]{{1,3}}[、．.]|\d{{1,2}}[．.、](?!\d)"
)

# Its number, which 、 would make the number of its first item: 附件一、 is no 附件一.
_ANNEX_N = rf"\d{{1,3}}(?![\d、．.])|[{NUMERAL}]{{1,3}}(?![\d{NUMERAL}、．.])"

# The steps of a place by kind; \d matches full-width digits too.
_STEPS = {
    "named": rf"第\s*{_L}?\s*{_N}\s*{_R}?\s*(?:编|分编|章|节|条|款|项|目|部分|段|行|点)(?:之{_N})?",
    "box": rf"专栏\s*{_N}",
    "annex": rf"(?:附件|附表|附录)(?:\s*(?:{_ANNEX_N})|(?=\s*(?:{_IN_ANNEX})))",
    "table": rf"表\s*{_N}",
    "chinese": rf"[{NUMERAL}]{{1,6}}\s*(?:[、．.]|(?={_L}[{NUMERAL}]))",
    "decimal": r"(?<![\d.．])\d{1,2}(?:[.．]\d{1,2}){1,4}(?=$|[，。、；：（()）第的中规之\s])",
    "bracketed": rf"{_L}\s*[{NUMERAL}]{{1,6}}\s*{_R}",
    "arabic": r"(?<!\d)\d{1,2}\s*[．.、](?!\d)",
    "round": rf"{_L}\s*\d{{1,2}}\s*{_R}",
    "half": rf"(?<!\d)\d{{1,2}}{_R}",
    "circled": r"[①-⑳]",
}
_STEP = "(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _STEPS.items()) + ")"
_ONE = re.compile(_STEP)
_NUMBERS = re.compile(rf"{_N}|[①-⑳]")
_UNIT = re.compile(r"编|分编|章|节|条|款|项|目|部分|段|行|点")

#: A whole place: steps with at most a space between them; for ``PLACE.match`` at a position.
PLACE = re.compile(rf"{_STEP}(?: ?{re.sub('[?]P<[a-z]+>', '?:', _STEP)})*")

#: A step of a key: its kind and its numbers (two for 第十二条之一), or the words of a named table.
Step = tuple[str, tuple[int, ...] | str]

_SAME_KIND = {"half": "round", "circled": "round"}


def place_key(text: str) -> tuple[Step, ...]:
    """The steps of a place, equal for every typing of it: 第12条 and 第十二条, （二） and (二), 1． and 1.

    What is no step, such as the name of a table in 任务分解表第15行, is kept as words.
    """
    steps: list[Step] = []
    at = 0
    text = re.sub(r"（(?:合计|小计|总计)）$", "", text)
    while at < len(text):
        match = _ONE.match(text, at)
        if match is None:
            following = _ONE.search(text, at)
            end = following.start() if following else len(text)
            words = re.sub(r"[\s，、。的中]", "", text[at:end])
            if words:
                steps.append(("words", words))
            at = end
            continue
        kind = match.lastgroup or ""
        kind = match[0][:2] if kind == "annex" else kind
        numbers = tuple(parse_numeral(number) or 0 for number in _NUMBERS.findall(match[0]))
        if kind == "named":
            unit = _UNIT.search(match[0])
            kind = unit[0] if unit else kind
        steps.append((_SAME_KIND.get(kind, kind), numbers))
        at = match.end()
    return tuple(steps)


def same_place(wanted: tuple[Step, ...], found: tuple[Step, ...]) -> bool:
    """Whether two keys name one place; 第（三）项 names the item （三）, 第二部分 the item 二、."""
    return len(wanted) == len(found) and all(map(_same_step, wanted, found))


_NAMED_ITEMS = {
    "项": ("bracketed", "chinese", "arabic"),
    "目": ("arabic",),
    "点": ("arabic", "bracketed", "chinese", "round"),
    "部分": ("chinese",),
    "条": ("chinese", "bracketed", "arabic"),
}


def _same_step(one: Step, other: Step) -> bool:
    if one == other:
        return True
    if one[1] != other[1]:
        return False
    return other[0] in _NAMED_ITEMS.get(one[0], ()) or one[0] in _NAMED_ITEMS.get(other[0], ())
