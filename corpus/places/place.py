"""Place names in running text, by the table of divisions and by rules for those below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.places.divisions import Divisions, common_words, divisions
from corpus.places.given import GivenNames, given_names

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


def places(text: str, names: Collection[str] = ()) -> tuple[Place, ...]:
    """Find the place names in a text, in reading order, none inside another.

    Full names of divisions (紫阳县), names below them (奔牛镇, 花红村), zones (安康高新区), short names of
    provinces and prefectures (丽水), and short names of counties whose full name stands in the same text or
    in ``names``, as well as names there that no table holds. 贫困县, 各县区, 超市, 本地区 and the like are no
    names.

    Args:
        text: Any text.
        names: Full names known from elsewhere, such as the regions of a corpus, whose short forms count too.
    """
    table = divisions()
    certain = list(_full_names(text, table))
    # The names of a corpus come again with every question and may be thousands: they are sorted once.
    shorts = (given_names(frozenset(place.full for place in certain)), given_names(frozenset(names)))
    found = [*certain, *_short_names(text, table, shorts)]
    found += _local_names(text, found)
    return _without_overlaps(text, found)


def _full_names(text: str, table: Divisions) -> Iterator[Place]:
    end_of_last = -1
    at = 0
    last = len(text) - 1
    starts = table.by_start  # every short name begins as a full name does
    while at < last:
        if text[at : at + 2] not in starts:
            at += 1
            continue
        place = _full_name_at(text, at, table, end_of_last == at)
        if place is None:
            at += 1
            continue
        yield place
        at = end_of_last = place.end


def _full_name_at(text: str, at: int, table: Divisions, after_place: bool) -> Place | None:
    for name in table.by_start.get(text[at : at + 2], ()):
        if not text.startswith(name, at):
            continue
        end = at + len(name)
        if name in table.weak and not after_place and (name.endswith("区") or not _alone(text, at, end)):
            continue
        if not _runs_on(text, end) and not (at and _is_tail_of_words(text, at, name)):
            return Place(name, at, end, name)
    zone = _zone_at(text, at, table)
    if zone:
        return zone
    # A division under another kind than the table has it: 旬阳县 became 旬阳市.
    for length in (4, 3, 2):
        base = text[at : at + length]
        end = at + length + 1
        suffix = text[end - 1 : end]
        fulls = table.bases.get(base, ())
        if (
            suffix not in _OTHER_KINDS
            or not fulls
            or base[-1] + suffix in _KINDS_OF_AREA
            or _runs_on(text, end)
            or table.weak.issuperset(fulls)
        ):
            continue
        if suffix == "区" and not after_place and base in table.short:
            continue  # 常州区域, 成都区间: 区 begins another word
        return Place(base + suffix, at, end, base + suffix)
    return None


# 安康高新区, 苏州工业园区: a place and what was set up there.
_ZONE = re.compile(
    r"(?:国家级|省级|国家)?(?:高新技术产业|经济技术|经济|高新|综合|工业|产业|农业科技|旅游)?"
    r"(?:开发区|高新区|经开区|新区|工业园区|工业园|产业园区|产业园|保税区|自贸区|度假区)"
)


def _zone_at(text: str, at: int, table: Divisions) -> Place | None:
    """A zone named after a place by its short name, which may otherwise be a common word: 安康高新区."""
    base = named_base(text[at : at + 4], table)
    zone = _ZONE.match(text, at + len(base)) if base else None
    return Place(text[at : zone.end()], at, zone.end(), text[at : zone.end()]) if zone else None


def named_base(text: str, table: Divisions | None = None) -> str:
    """The short name of a division that a text begins with, longest first; ``""`` where there is none.

    Common words are left out, but not the names of prefectures among them: 安康军分区, 安康高新区.
    """
    table = table or divisions()
    for length in (4, 3, 2):
        base = text[:length]
        if base in table.bases and (base not in common_words() or base in table.short):
            return base
    return ""


_OTHER_KINDS = frozenset("市县区州")
# 以上|城市 is not 上城 with another suffix.
_KINDS_OF_AREA = frozenset(
    ["城市", "都市", "城区", "地区", "山区", "园区", "景区", "老区", "库区", "县区", "市区", "郊区"]
)


def _alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    joined = text[start] == "和"  # 省和县 is not 和县
    return not joined and not (before and _HAN.match(before)) and not (after and _HAN.match(after))


_WORDS_OF_SUFFIXES = frozenset(
    ["市场", "市值", "市面", "市容", "区域", "区间", "区别", "区分", "县域", "州际"]
)


def _runs_on(text: str, end: int) -> bool:
    """Whether the suffix before ``end`` is really the start of another word: 常州|市场, 中原|区域."""
    return text[end - 1 : end + 1] in _WORDS_OF_SUFFIXES


def _is_tail_of_words(text: str, at: int, name: str) -> bool:
    """Whether a name is the end of one word and another: 航运|城市 is not 运城市."""
    words = common_words()
    return name[1:] in words and text[at - 1 : at + 1] in words


@lru_cache(maxsize=1)
def _by_start() -> dict[str, tuple[str, ...]]:
    """Short names of provinces and prefectures by their first two characters, longest first."""
    starts: dict[str, list[str]] = {}
    for name in sorted(divisions().short, key=lambda name: (-len(name), name)):
        starts.setdefault(name[:2], []).append(name)
    return {start: tuple(names) for start, names in starts.items()}


def _short_names(text: str, table: Divisions, shorts: tuple[GivenNames, GivenNames]) -> Iterator[Place]:
    starts = _by_start()
    here, known = shorts
    for at in range(len(text) - 1):
        start = text[at : at + 2]
        own = (*here.by_start.get(start, ()), *known.by_start.get(start, ()))
        if start not in starts and not own:
            continue
        for name in (*sorted(own, key=lambda name: -len(name)), *starts.get(start, ())):
            end = at + len(name)
            if not text.startswith(name, at) or _in_other_words(text, at, end) or _OF_WATER.match(text, end):
                continue
            if full := min(filter(None, (here.full.get(name), known.full.get(name))), default=None):
                yield Place(name, at, end, full)
                break
            if name not in table.common:
                yield Place(name, at, end, table.short[name])
                break


#: 黑河流域 is a river's, not the city's.
_OF_WATER = re.compile("流域|水系|干流|支流|[上中下]游|两岸|沿岸|河道|水库")


def _in_other_words(text: str, start: int, end: int) -> bool:
    """Whether both edges of a name belong to common words: 确定|西部 is not 定西, 水平|利用 is not 平利."""
    words = common_words()
    return start > 0 and text[start - 1 : start + 1] in words and text[end - 1 : end + 1] in words


# What may stand right before a place name and is no part of it. The list is closed: a name whose left edge
# cannot be told is left out rather than guessed.
_BEFORE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|在|到|对|向|由|赴|从|与|和|及|或|至|驻|来|往|经|为|给|是|将|把|省|市|县|区|州|旗"
    r"|以及|位于|前往|支持|帮助|帮扶|推动|引导|协助|组织|选派|结对|深入|走进|走访|考察|调研|所属|辖|请问)$"
)

# Suffixes below the county; the name before them stands in no table. What follows may show that the suffix
# belongs to another word: 乡|镇, 乡|村, 镇|街.
_LOCAL = re.compile(
    r"街道|苏木|镇(?![街村域区化上级压守静（(])|乡(?![村镇土亲愁音下情（(])|村(?![委民级干两落庄镇组集口务企支社居屯道容貌])|社区(?![居工服建治])"
)

# What makes a run of characters before 县, 镇, 街道… a description and not a name.
_DESCRIPTION = re.compile(
    r"[各全本该某每我你两几的等个所其此这那有无受被把之或者原极在未经设区县一二三四五六七八九十百千]"
    r"|贫困|受援|重点|示范|试点|中心|特色|建制|城[镇乡]|边境|沿海|民族|发达|革命|卫星|工业|农业|旅游|强[镇乡县市]"
    r"|相关|周边|附近|结对|帮扶|对口|协作|合作|支援|办事|美丽|幸福|文明|生态|乡[镇村]|辖区|社区|地区|小城|名[镇县]"
    r"|级|镇[乡村街]|村镇|集镇|古镇|县城|市县|县[市区]|区县|推进|加强|开展|建设|实施|积极|促进|强化|提升|统筹|推动|围绕|完善|落实|优化|包括|但对|以上|以下"
)
_VILLAGE = re.compile(
    r"[在于对向委等了着过]|城市|行政|自然|农村|新村|空心|城中|驻|传统|脱贫|出列|先进|后进|薄弱|软弱|涣散|牧区|少数|进村|到村|入村|帮|户|企|扶|整|产业|经济"
)
_SETTLED = ("村", "社区")
_JOINTS = "和与及跟"


def _local_names(text: str, found: list[Place]) -> list[Place]:
    """Towns, streets and villages: where the left edge is certain, then the same names anywhere."""
    ends = {place.end for place in found}
    taken = {at for place in found for at in range(place.start, place.end)}
    certain: dict[str, None] = {}
    candidates: list[Place] = []
    for match in _LOCAL.finditer(text):
        settled = match[0] in _SETTLED
        for length in (2, 3, 4):
            start = match.start() - length
            name = text[max(start, 0) : match.end()]
            if start < 0 or start in taken or not _HAN.fullmatch(name):
                break
            described = _DESCRIPTION.search(text[start : match.start()] if settled else name)
            if described or (settled and _VILLAGE.search(name)):
                break
            candidates.append(Place(name, start, match.end(), name))
            # 青龙镇和白马乡 are two: what joins them begins no name, unless it is 和平镇.
            joint = length > 2 and text[start] in _JOINTS
            inside = (start in ends and not joint) or (start - 1 in ends and text[start - 1] in _JOINTS)
            if not inside and not settled and _is_phrase(text[start : match.start()]):
                continue
            if inside or (
                _alone(text, start, match.end())
                if settled
                else _BEFORE.search(text[max(0, start - 4) : start])
            ):
                certain[name] = None
                ends.add(match.end())
                break
    return [place for place in candidates if place.name in certain]


def _is_phrase(base: str) -> bool:
    """Whether the characters before a suffix are words of a sentence: 编制|镇, 应|纳入|镇, 应当|符合|乡."""
    words = common_words()
    return base[-2:] in words and (len(base) != 3 or base[:2] not in words)


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
