"""What a document is about: places, years, and the documents it cites."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.citation.number import find_numbers, normalise_number
from corpus.metadata.head import HeadValue
from corpus.metadata.lines import TYPE
from corpus.places import places

_RANGE = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—－–~～至到一]{1,2}\s*((?:19|20)\d\d)\s*年?(?![\d号])")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年度?(?!\d{1,2}月)")
_FIVE_YEAR = re.compile(
    r"[“\"]?(十[一二三四五六七八九]|[一二三四五六七八九])五[”\"]?(?=[\u4e00-\u9fff]|规划|计划|时期|[”\"])"
)
_FROM = re.compile(r"从?((?:19|20)\d\d)年(?:起|开始)[，,]?(?:连续|至|用)([一二三四五六七八九两\d])年")
_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year, with the span they were read from."""

    first: int
    last: int
    start: int
    end: int


# Places are counted in so many characters from the beginning: enough to tell what a document is about.
_READ = 100_000


#: A place that no table of divisions holds, as the name of its own government begins with it.
_UNLISTED = re.compile(
    r"([\u4e00-\u9fff]{2,4}?(?<!自治)(?<!开发)(?<!高新)(?<!管理)(?:省|市|县|区|旗|州))"
    r"(?:人民政府|[\u4e00-\u9fff]{2,12}(?:局|委|委员会|办|办公室|厅|会|中心)(?:$|、))"
)
_DIVISION = re.compile(r"(?:省|自治区|特别行政区|市|县|区|州|旗|盟)$")


def read_regions(text: str, title: str, issuers: list[str]) -> tuple[HeadValue, ...]:
    """The places a document is about: those of its title and issuers, then those it names most.

    A place that the text names once in passing is none of them.
    """
    found = places(text[:_READ])
    first: dict[str, HeadValue] = {}
    counts: Counter[str] = Counter()
    for place in found:
        counts[place.full] += 1
        first.setdefault(place.full, HeadValue(place.full, place.start, place.end))
    names = set(first)
    chosen = [place.full for source in (title, *issuers) for place in places(source, names)]
    chosen = chosen or [match[1] for issuer in issuers if (match := _UNLISTED.match(issuer))]
    if chosen:
        most = max((counts[name] for name in chosen), default=0)
        often = [name for name, count in counts.most_common() if count >= max(4, most / 5)]
        chosen += [name for name in often if _DIVISION.search(name)]
    return tuple(first.get(name) or _first(name, text) for name in dict.fromkeys(chosen))[:8]


def _first(name: str, text: str) -> HeadValue:
    start = text.find(name)
    return HeadValue(name, start, start + len(name) if start >= 0 else -1)


def read_period(text: str, title: str, notice: str, date: str | None) -> Period | None:
    """The years a document's tasks cover: those of its title, else those its text sets as its term."""
    for source in (title, notice):
        at = max(text.find(source), 0) if source else 0
        years = _RANGE.search(source)
        if years and int(years[1]) <= int(years[2]):
            return Period(int(years[1]), int(years[2]), at, at + len(source))
        year = _YEAR.search(source)
        if year and not re.search(r"年(?:修正|修订)", source):
            return Period(int(year[1]), int(year[1]), at, at + len(source))
        plan = _FIVE_YEAR.search(source)
        if plan:
            ordinal = sum(_ORDINALS.index(char) + 1 for char in plan[1])
            last = 1955 + 5 * ordinal
            return Period(last - 4, last, at, at + len(source))
    if not re.search(r"计划|方案|规划|意见|措施|行动", title):
        return None
    spans: Counter[tuple[int, int]] = Counter()
    where: dict[tuple[int, int], tuple[int, int]] = {}
    for match in _RANGE.finditer(text):
        years_pair = (int(match[1]), int(match[2]))
        if years_pair[0] < years_pair[1] <= years_pair[0] + 15 and (
            date is None or years_pair[1] >= int(date[:4])
        ):
            spans[years_pair] += 1
            where.setdefault(years_pair, (match.start(), match.end()))
    for match in _FROM.finditer(text):
        count = _ORDINALS.find(match[2]) + 1 or (
            2 if match[2] == "两" else int(match[2]) if match[2].isdecimal() else 0
        )
        if count:
            years_pair = (int(match[1]), int(match[1]) + count - 1)
            spans[years_pair] += 1
            where.setdefault(years_pair, (match.start(), match.end()))
    if not spans:
        return None
    best, count = spans.most_common(1)[0]
    return Period(*best, *where[best]) if count >= 2 or len(spans) == 1 else None


_CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》\s*(?:[（(]([^（()）]{4,30}号)[）)])?")
_DOCUMENT = re.compile(rf"{TYPE}(?:[（(〔][^）)〕]*[）)〕])*$")


def read_cites(text: str, own: set[str]) -> tuple[HeadValue, ...]:
    """The documents that the text cites, as ``《…》（文号）``, in order of first mention, without itself."""
    found: dict[str, HeadValue] = {}
    numbers: dict[str, str] = {}
    titles = {re.sub(r"\s", "", title) for title in own}
    for match in _CITED.finditer(text):
        title = re.sub(r"\s", "", match[1])
        number = normalise_number(match[2]) if match[2] and find_numbers(match[2]) else ""
        if title in titles or not (number or _DOCUMENT.search(title)):
            continue
        if number:
            numbers.setdefault(title, number)
        found.setdefault(title, HeadValue(title, match.start(), match.end()))
    return tuple(
        HeadValue(
            f"《{title}》" + (f"（{numbers[title]}）" if title in numbers else ""), value.start, value.end
        )
        for title, value in found.items()
    )
