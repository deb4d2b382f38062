"""Dates of a document: when it was signed, printed, takes effect and lapses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.numerals import parse_numeral

_CN = "〇○零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<y>(?:19|20)\d\d|[一二][{_CN}]{{3}})\s*(?:年|[-./])\s*(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})\s*(?:月|[-./])"
    rf"\s*(?P<d>\d{{1,2}}|[{_CN}]{{1,4}})\s*日?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A whole date in a text: ISO 8601, with its place."""

    iso: str
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundDate]:
    """Every whole date (年月日, also 二〇一八年八月十六日 and 2018-08-16) that exists in the calendar."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        year, month, day = (parse_numeral(match[name]) or 0 for name in "ymd")
        try:
            yield FoundDate(date(year, month, day).isoformat(), match.start(), match.end())
        except ValueError:
            continue


def add_years(iso: str, years: int) -> str:
    """The last day of a term of some years that begins on a date: 5 years from 2019-02-01 end 2024-01-31."""
    first = date.fromisoformat(iso)
    try:
        following = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        following = date(first.year + years, 3, 1)
    return (following - timedelta(days=1)).isoformat()


#: How a document speaks of itself.
SELF = (
    r"本(?:法|法典|条例|办法|规定|细则|规则|意见|措施|方案|通知|决定|解释|标准|规范|计划|规划|文件|政策|章程|制度"
    r"|指南|公告|通告|预案|实施\w{1,4}|政策措施|若干\w{1,4}|暂行\w{1,4}|试行\w{1,4})"
)
_START_VERB = r"(?:施行|实施|执行|生效|试行|起效)"
_FROM_DATE = re.compile(
    rf"(?:{SELF}[^。；\n]{{0,12}}?|(?:现予|予以)(?:公布|发布|印发)[，,]\s*)自(?P<when>[^。；，,\n]{{2,24}}?)(?:之日)?起?(?:正式)?{_START_VERB}"
)
_STARTS_LINE = re.compile(rf"(?m)^\s*自(?P<when>[^。；，,\n]{{2,24}}?)(?:之日)?起(?:正式)?{_START_VERB}")
_HEAD_LINE = re.compile(rf"(?m)^\s*(?P<when>\d{{4}}年\d{{1,2}}月\d{{1,2}}日)\s*(?:起)?{_START_VERB}\s*$")
_PUBLICATION = re.compile(r"(?:发布|公布|印发|下发|签发|颁布|发文)(?:之日)?")

# 自印发之日起30日后施行; working days and months are left unread.
_LATER = re.compile(r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:(?P<unit>日|天)|个).{0,4}后")
_TERM = re.compile(
    r"(?:有效期(?:限)?|试行期(?:限)?|暂行期|实施期限?|执行期限?|试行)\s*(?:暂定|自\S{2,12}起|为|定为|是)?"
    r"\s*(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})\s*年"
)
_UNTIL = re.compile(
    r"(?:有效期(?:限)?(?:截至|截止|延长|延续)?(?:到|至)|(?:执行|施行|实施|试行)(?:至|到))\s*(?=\d{4}年)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """From when a document applies and until when, each with the span it was read from; None if not said.

    Attributes:
        effective: 施行日期, ISO 8601.
        effective_span: Where it stands.
        expires: Last day of the 有效期, ISO 8601.
        expires_span: Where it stands.
    """

    effective: str | None = None
    effective_span: tuple[int, int] = (-1, -1)
    expires: str | None = None
    expires_span: tuple[int, int] = (-1, -1)


def read_term(text: str, published: str | None) -> Term:
    """Read 施行日期 and 有效期.

    Args:
        text: The document's text.
        published: Date that 自发布之日起 means, ISO 8601, or None where it is not known.
    """
    effective, effective_span = _effective(text, published)
    expires, expires_span = _expires(text, effective or published)
    return Term(effective, effective_span, expires, expires_span)


def _effective(text: str, published: str | None) -> tuple[str | None, tuple[int, int]]:
    matches = [*_FROM_DATE.finditer(text), *_STARTS_LINE.finditer(text)] or [*_HEAD_LINE.finditer(text)]
    for match in sorted(matches, key=lambda match: -match.start()):
        if _inside_title(text, match.start()):
            continue
        dates = list(find_dates(text, match.start("when"), match.end("when") + 1))
        if dates:
            return dates[0].iso, (match.start(), match.end())
        if published and _PUBLICATION.search(match["when"]):
            later = _LATER.search(match["when"])
            if later is None:
                return published, (match.start(), match.end())
            days = parse_numeral(later["n"]) if later["unit"] else None
            if days:
                first = date.fromisoformat(published) + timedelta(days=days)
                return first.isoformat(), (match.start(), match.end())
    return None, (-1, -1)


def _expires(text: str, begins: str | None) -> tuple[str | None, tuple[int, int]]:
    for start, end in _own_sentences(text):
        until = _UNTIL.search(text, start, end)
        if until:
            dates = list(find_dates(text, until.end(), end))
            if dates:
                return dates[0].iso, (until.start(), dates[0].end)
        term = _TERM.search(text, start, end)
        if term and begins:
            years = 2 if term["n"] == "两" else parse_numeral(term["n"])
            if years:
                return add_years(begins, years), (term.start(), term.end())
    return None, (-1, -1)


def _own_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences in which the document speaks of its own term, last first."""
    sentences = [(match.start(), match.end()) for match in re.finditer(r"[^。\n]+", text)]
    own = re.compile(rf"{SELF}|自[^。；，,\n]{{2,24}}起(?:正式)?{_START_VERB}")
    for start, end in reversed(sentences):
        if own.search(text, start, end) and not _inside_title(text, start):
            yield start, end


def _inside_title(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at]
    return before.count("《") > before.count("》")
