"""Names of the administrative divisions of China down to counties, read once from package data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙"
    "|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(
    rf"(.+?)(?:(?:{_PEOPLES})族|蒙古|哈萨克|柯尔克孜|维吾尔)*"
    r"(?:自治区|自治州|自治县|自治旗|特别行政区)"
)
_SUFFIX = re.compile(r"(?<=..)(?:省|新区|市|地区|林区|特区|盟|州|县|区|旗|镇|乡|街道|村|社区)$")


def short_name(name: str) -> str:
    """The name without what kind of division it is: 丽水市 is 丽水, 恩施土家族苗族自治州 is 恩施.

    A name that would keep a single character comes back whole: 沙县.
    """
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous and len(autonomous[1]) > 1:
        return autonomous[1]
    return _SUFFIX.sub("", name)


@dataclass(frozen=True, slots=True)
class Divisions:
    """The whole table.

    Attributes:
        parents: Full name to the divisions above it, nearest first; a name used twice has those of each.
        weak: Full names whose characters are as likely to be other words.
        by_start: First two characters of a full name to the full names, longest first.
        bases: Short name of two or more characters to the full names.
        short: Short name of a province or prefecture to its full name.
        common: Those short names that are also common words.
    """

    parents: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    by_start: dict[str, tuple[str, ...]]
    bases: dict[str, tuple[str, ...]]
    short: dict[str, str]
    common: frozenset[str]


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Common words of two characters, to tell a name from the edges of two words (确定西部 is not 定西)."""
    lines = _lines(_data("common_words.txt"))
    return frozenset(line[0] + second for line in lines for second in line[2:])


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The table, read on first use (some 4,000 names, a few milliseconds)."""
    parents: dict[str, tuple[str, ...]] = {}
    weak = set()
    for line in _lines(_data("divisions.txt")):
        head, _, tail = line.partition(":")
        above = [name for name in reversed(head.split()) if name != "-"]
        for place, name in enumerate(above):
            parents.setdefault(name, tuple(above[place + 1 :]))
        for marked in tail.split():
            name = marked.removesuffix("*")
            if marked != name:
                weak.add(name)
            known = parents.get(name, ())
            parents[name] = known + tuple(parent for parent in above if parent not in known)
    short: dict[str, str] = {}
    common = set()
    for line in _lines(_data("short_names.txt")):
        marked, full = line.split()
        name = marked.removeprefix("!")
        short[name] = full
        if marked != name:
            common.add(name)
    by_start: dict[str, list[str]] = {}
    bases: dict[str, list[str]] = {}
    for name in sorted(parents, key=lambda name: (-len(name), name)):
        by_start.setdefault(name[:2], []).append(name)
        base = short_name(name)
        if len(base) >= 2 and base != name:
            bases.setdefault(base, []).append(name)
    return Divisions(
        parents,
        frozenset(weak),
        {start: tuple(names) for start, names in by_start.items()},
        {base: tuple(names) for base, names in bases.items()},
        short,
        frozenset(common),
    )


def _data(name: str) -> str:
    return (files("corpus") / "places" / name).read_text(encoding="utf-8")


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]
