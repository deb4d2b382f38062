"""Place names in running text, by the table of divisions and by rules for those below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from corpus.places.divisions import Divisions, divisions, short_name

_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place name that stands in a text.

    Attributes:
        name: As written.
        start: Offset of its first character.
        end: Offset after its last character.
        full: Full name where it is known, such as 丽水市 for 丽水; else the name as written.
    """

    name: str
    start: int
    end: int
    full: str


# What may stand right before a place name and is no part of it. The list is closed: a name whose left edge
# cannot be told is left out rather than guessed.
_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|在|到|对|向|由|赴|从|与|和|及|或|至|驻|来|往|经|为|给|是|将|把|省|市|县|区|州|旗"
    r"|以及|位于|前往|支持|帮助|帮扶|推动|引导|协助|组织|选派|结对|深入|走进|走访|考察|调研|所属|辖|请问)$"
)

# Suffixes below the county; the name before them stands in no table. What follows may show that the suffix
# belongs to another word: 乡|镇, 乡|村, 镇|街.
_LOCAL = re.compile(r"街道|苏木|镇(?![街村域区化上级])|乡(?![村镇土亲愁音下情])")

# What makes a run of characters before 县, 镇, 街道… a description and not a name.
_DESCRIPTION = re.compile(
    r"[各全本该某每我你两几的等个所其此这那有无受被把之或者原极一二三四五六七八九十百千]"
    r"|贫困|受援|重点|示范|试点|中心|特色|建制|城[镇乡]|边境|沿海|民族|发达|革命|卫星|工业|农业|旅游|强[镇乡县市]"
    r"|相关|周边|附近|结对|帮扶|对口|协作|合作|支援|办事|美丽|幸福|文明|生态|乡[镇村]|辖区|社区|地区|小城|名[镇县]"
    r"|级|镇[乡村街]|村镇|集镇|古镇|县城|市县|县[市区]|区县|推进|加强|开展|建设|实施|积极|以上|以下"
)

# 安康高新区, 苏州工业园区: a place and what was set up there.
_ZONE = re.compile(
    r"(?:国家级|省级|国家)?(?:高新技术产业|经济技术|经济|高新|综合|工业|产业|农业科技|旅游)?"
    r"(?:开发区|高新区|经开区|新区|工业园区|工业园|产业园区|产业园|保税区|自贸区|度假区)"
)


def places(text: str, names: Collection[str] = ()) -> tuple[Place, ...]:
    """Find the place names in a text, in reading order, none inside another.

    Full names of divisions (紫阳县), names below them (奔牛镇), zones (安康高新区), short names of provinces
    and prefectures (丽水), and short names of counties whose full name stands in the same text or in ``names``.
    贫困县, 各县区, 超市, 本地区 and the like are no names.

    Args:
        text: Any text.
        names: Full names known from elsewhere, such as the regions of a corpus, whose short forms count too.
    """
    table = divisions()
    certain = list(_full_names(text, table))
    known = {place.full for place in certain}.union(names)
    shorts: dict[str, str] = {}
    for name in sorted(known):
        base = short_name(name)
        if len(base) >= 2 and base != name:
            shorts.setdefault(base, name)
    found = [*certain, *_short_names(text, table, shorts, names)]
    found += _local_names(text, found)
    return _without_overlaps(text, found)


def _full_names(text: str, table: Divisions) -> Iterator[Place]:
    end_of_last = -1
    at = 0
    while at < len(text) - 1:
        place = _full_name_at(text, at, table, end_of_last == at)
        if place is None:
            at += 1
            continue
        yield place
        at = end_of_last = place.end


def _full_name_at(text: str, at: int, table: Divisions, after_place: bool) -> Place | None:
    start = text[at : at + 2]
    for name in table.by_start.get(start, ()):
        if not text.startswith(name, at):
            continue
        end = at + len(name)
        if name in table.weak and not after_place and not _alone(text, at, end):
            continue
        if _runs_on(text, end):
            continue
        return Place(name, at, end, name)
    # A division under another kind than the table has it: 旬阳县 became 旬阳市.
    for length in (4, 3, 2):
        base = text[at : at + length]
        suffix = text[at + length : at + length + 1]
        if len(base) == length and suffix and suffix in "市县区州" and base in table.bases:
            fulls = table.bases[base]
            end = at + length + 1
            if _runs_on(text, end) or all(full in table.weak for full in fulls):
                continue
            if suffix == "区" and not after_place and base in table.short:
                continue  # 常州区域, 成都区间: 区 begins another word
            return Place(base + suffix, at, end, base + suffix)
    return None


def _alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (before and _HAN.match(before)) and not (after and _HAN.match(after))


def _runs_on(text: str, end: int) -> bool:
    """Whether the suffix before ``end`` is really the start of another word: 常州|市场, 中原|区域."""
    pair = text[end - 1 : end + 1]
    return pair in {
        "市场",
        "市值",
        "市面",
        "市容",
        "区域",
        "区间",
        "区别",
        "区分",
        "县域",
        "省份",
        "州际",
        "乡村",
    }


def _short_names(
    text: str, table: Divisions, shorts: dict[str, str], names: Collection[str]
) -> Iterator[Place]:
    pattern_names = sorted({*table.short, *shorts}, key=lambda name: (-len(name), name))
    starts: dict[str, list[str]] = {}
    for name in pattern_names:
        starts.setdefault(name[:2], []).append(name)
    for at in range(len(text) - 1):
        for name in starts.get(text[at : at + 2], ()):
            if not text.startswith(name, at):
                continue
            end = at + len(name)
            entry = table.short.get(name)
            if entry is not None and name not in shorts:
                if entry.common:
                    continue
                full = entry.full
            else:
                full = shorts[name]
            if entry is not None and _in_other_words(text, at, end, entry.left, entry.right):
                continue
            yield Place(name, at, end, full)
            break


def _in_other_words(text: str, start: int, end: int, left: str, right: str) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return bool(before and after and before in left and after in right)


def _local_names(text: str, found: list[Place]) -> list[Place]:
    """Towns and streets: first where the left edge is certain, then the same names anywhere."""
    ends = {place.end for place in found}
    taken = {at for place in found for at in range(place.start, place.end)}
    certain: dict[str, None] = {}
    candidates = []
    for match in _LOCAL.finditer(text):
        for length in (2, 3, 4):
            start = match.start() - length
            name = text[max(start, 0) : match.end()]
            if start < 0 or start in taken or not _HAN.fullmatch(name) or _DESCRIPTION.search(name):
                break
            candidates.append(Place(name, start, match.end(), name))
            if start in ends or _BEFORE.search(text[max(0, start - 4) : start]):
                certain[name] = None
                break
    return [place for place in candidates if place.name in certain]


def _without_overlaps(text: str, found: list[Place]) -> tuple[Place, ...]:
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if kept and place.start < kept[-1].end:
            continue
        zone = _ZONE.match(text, place.end)
        if zone:
            name = text[place.start : zone.end()]
            place = Place(name, place.start, zone.end(), name)
        kept.append(place)
    return tuple(kept)
