"""文号 (document numbers): found in text in every typing, written one way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.numerals import NUMERAL, parse_numeral

_OPEN = r"[〔\[［(（【〈﹝{]"
_CLOSE = r"[〕\]］)）】〉﹞}]"
_HAN = r"[\u4e00-\u9fff]"

# 安政办发〔2017〕65号: 代字 (initials of the issuer and the type), year in brackets, running number.
_BRACKETED = (
    rf"(?P<initials>[×\u4e00-\u9fff]{{2,18}})\s*{_OPEN}\s*(?P<year>(?:19|20|１９|２０)\d\d)\s*{_CLOSE}"
    r"\s*(?:第\s*)?(?P<serial>\d{1,5}(?:-\d+)?)\s*号"
)
# 国务院令第588号, 主席令第五十八号, 公告2020年第5号, 人大常委会公告第79号
_ORDER = (
    rf"(?P<body>{_HAN}{{0,30}}?(?:令|公告|通告))"
    r"\s*[（(〔\[]?\s*(?:(?P<order_year>(?:19|20|１９|２０)\d\d)\s*年?\s*)?[）)〕\]]?"
    rf"\s*第\s*(?P<order>\d{{1,4}}|[{NUMERAL}]{{1,6}})\s*号"
)
_NUMBER = re.compile(f"{_BRACKETED}|{_ORDER}")

# What stands before a 文号 in running text and is no part of it: a verb, a particle, the body's full name.
_VERBS = (
    "根据|按照|依据|依照|遵照|贯彻|落实|执行|参照|参见|详见|废止|印发|转发|下发|发布|公布|颁布"
    "|的|(?<!共)和(?!国)|与|及|由|经|对|在|将|把|从|以|见|据|按|照|依"
)
_VERB = re.compile(rf"^.*(?:{_VERBS})(?={_HAN}{{2,}})")
_LEAD = re.compile(rf"^.*(?:{_VERBS}|办公厅|办公室|人民政府|委员会|总局|国务院)(?={_HAN}{{2,}})")
_STATE = "中华人民共和国"
_DATE_BEFORE = re.compile(r"^[年月日以来后前]+")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A 文号 that stands in a text.

    Attributes:
        number: Written the official way, such as ``安政办发〔2017〕65号`` or ``国务院令第588号``.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    number: str
    start: int
    end: int


def find_numbers(text: str) -> tuple[NumberMention, ...]:
    """Find every 文号 in a text, in reading order."""
    found = []
    for match in _NUMBER.finditer(text):
        name = "initials" if match["initials"] else "body"
        start = match.start(name)
        # An order is named after its body, so only what stands before the body is taken off.
        lead = (_LEAD if name == "initials" else _VERB).match(match[name]) or _DATE_BEFORE.match(match[name])
        if lead and lead.end() < len(match[name]):
            start += lead.end()
        found.append(NumberMention(_write(match, text[start : match.end(name)]), start, match.end()))
    return tuple(found)


def normalise_number(text: str) -> str:
    """Write a 文号 the official way: 六角括号 〔〕, half-width digits, no spaces.

    Text that is no 文号 comes back without white space and otherwise as it was.
    """
    compact = re.sub(r"\s+", "", text)
    match = _NUMBER.fullmatch(re.sub(r"^(.+)（(第\d+号)）$", r"\1\2", compact))
    if match is None:
        return compact
    return _write(match, match["initials"] or match["body"])


def _write(match: re.Match[str], name: str) -> str:
    name = re.sub(r"\s+", "", name)
    if match["initials"]:
        serial = unicodedata.normalize("NFKC", match["serial"])
        year = unicodedata.normalize("NFKC", match["year"])
        return f"{name}〔{year}〕{serial.lstrip('0') or '0'}号"
    year = f"{unicodedata.normalize('NFKC', match['order_year'])}年" if match["order_year"] else ""
    return f"{name.removeprefix(_STATE)}{year}第{parse_numeral(match['order'])}号"
