"""Places and bodies: which are named, and whether the evidence names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from assistant.guard.fold import fold
from assistant.guard.model import Evidence, Reason
from assistant.guard.regions import Regions
from corpus.places import bodies, places, short_name
from corpus.places.divisions import divisions
from index.words import segment

_LEVELS: Final = "省市县区州旗镇乡"
#: Divisions whose names are descriptions as well.
_GENERIC: Final = frozenset(
    {"郊区", "矿区", "城区", "东区", "西区", "老城区", "新城区", "古城区", "港口区", "新市区"}
)
#: A body where a list of bodies, a conjunction or a verb shows its left edge; the rules of form in ``corpus``
#: leave out names with a verb inside (市对口支援办, 市经信委).
_BODY_END: Final = "工商联|妇联|残联|办公室|工作组|领导小组|公司|政府|中心|局|委|办|厅|部|会|社|队|院"
_LOCAL_BODY: Final = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[由和与及同是为括有让请送经报交向对给据在到]))团?[省市县区州](?:(?![和与及或由][省市县区州团])[\u4e00-\u9fff]){1,9}?"
    rf"(?:{_BODY_END})(?=等|负责|牵头|会同|配合|组织|制定|统筹|承担|主办|承办|[和与及]|[^\u4e00-\u9fff]|$)"
)
_JOINED: Final = re.compile(r"(?<=[局委办厅部会社队院])[和与及](?=团?[省市县区州])")
_NOT_BODY: Final = re.compile(
    r"机会|社会|部分|全部|以内|协会员|大会|晚会|例会|年会|会议|市场|区域|县域|直[属有各]"
)
_OWN: Final = re.compile(r"(?:[我本全])(省|市|县|区|州)(?![级属直场域委政])")
_BOTH: Final = re.compile(r"双方|两地|两市|两县|两区")


@dataclass(frozen=True, slots=True)
class Name:
    """A place or body named in a text.

    Attributes:
        kind: ``place`` or ``body``.
        text: As written.
        key: The form it is compared by: a place's full name, a body's name without white space.
        start: Offset of its first character.
        end: Offset after its last.
    """

    kind: Literal["place", "body"]
    text: str
    key: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def names_in(
    text: str, known_places: frozenset[str] = frozenset(), known_bodies: frozenset[str] = frozenset()
) -> tuple[Name, ...]:
    """Places and bodies named in a text, in order, none inside another of its kind.

    Args:
        text: Any text.
        known_places: Full names whose short forms count too.
        known_bodies: Bodies known from elsewhere, found wherever they stand literally.
    """
    known = {short_name(name): name for name in known_places if short_name(name) != name}
    found = []
    for place in places(text, known_places):
        full = known.get(place.full, place.full)
        # 仓山区分三批: what looks like 区分 is the end of the name where the full name is known.
        whole = full in known_places and text.startswith(full, place.start)
        end = place.start + len(full) if whole else place.end
        found.append(Name("place", text[place.start : end], full, place.start, end))
    found += [
        Name("body", text[start:end], "".join(text[start:end].split()), start, end)
        for start, end in _body_spans(text, known_bodies)
    ]
    return tuple(sorted(found, key=lambda name: (name.start, name.kind)))


def _body_spans(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    spans = [span for body in bodies(text) for span in _apart(text, body.start, body.end)]
    spans += [m.span() for m in _LOCAL_BODY.finditer(text) if not _NOT_BODY.search(m.group())]
    for name in known:
        spans += [match.span() for match in re.finditer(re.escape(name), text)]
        # 农林水利局 for 仓山区农林水利局: the name without its place, where it is long enough to be one.
        if (bare := _without_place(name)) != name:
            spans += [match.span() for match in re.finditer(re.escape(bare), text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@lru_cache(maxsize=4096)
def _without_place(name: str) -> str:
    """A body's name without the places it begins with; whole where too little would be left."""
    end = 0
    for place in places(name):
        if place.start == end or name[: place.start] == "中共":
            end = place.end
    return name[end:] if len(name) - end >= 4 else name


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two bodies that a conjunction joins (市经信委和市委宣传部) are two."""
    for match in _JOINED.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


@lru_cache(maxsize=4096)
def own_places(item: Evidence) -> dict[str, str]:
    """What 我市, 我县 … stand for: the level to the issuer's place of that level."""
    found: dict[str, str] = {}
    for text in (item.issuer or "", item.title, *item.regions):
        for place in places(text):
            found.setdefault(place.full[-1], place.full)
    return found


@lru_cache(maxsize=4096)
def evidence_names(item: Evidence) -> tuple[Name, ...]:
    """Names that stand in a clause, with 我市 and 双方 read as the places they stand for."""
    known = frozenset(place.full for place in places(item.surroundings))
    # A place that the clause names in full it may name in short as well (长寨街道 … 长寨：596套).
    known |= frozenset(place.full for place in places(item.text, known))
    found = list(names_in(item.text, known, frozenset(_listed_bodies(item.text))))
    own = own_places(item)
    for match in _OWN.finditer(item.text):
        if match.group(1) in own:
            found.append(Name("place", match.group(), own[match.group(1)], match.start(), match.end()))
    for match in _BOTH.finditer(item.text):
        found += [Name("place", match.group(), place, match.start(), match.end()) for place in sorted(known)]
    return tuple(sorted(found, key=lambda name: name.start))


_LIST: Final = re.compile(
    r"(?:责任|牵头|配合|主办|承办|负责)(?:单位|部门)[：:]\s*([^。；;\n]+)"
    r"|[\[（(【]((?:[^\[\]【】（）()\n]|[（(][^（）()\n]{1,20}[)）]){2,200})[\]）)】]\s*(?:$|\n)"
)
#: What may be a district or the beginning of 区分, 区别: 秀洲区分二批选派.
_RUNNING_ON: Final = re.compile(r"[\u4e00-\u9fff]{2,3}区(?=[分别间域])")
#: A town in a list, whatever its name looks like (三井街道).
_LISTED_TOWN: Final = re.compile(
    r"(?<=[、：:由])(?![各全本该某每两几多乡城集重中贫])[\u4e00-\u9fff]{2,3}(?:镇|街道)(?=[、，。；和与及等负])"
)
#: A village where its left edge is certain; 贫困村, 示范村 are kinds of villages.
_VILLAGE: Final = re.compile(
    r"(?:(?<=[、：:由和与及在到让把镇乡道区县市的，。；是为给])|(?<![\u4e00-\u9fff]))"
    r"[\u4e00-\u9fff]{2,3}(?:村(?![民镇庄级委里落寨医])|社区(?!服务|居民|工作|卫生|教育|养老))"
)
_KIND_OF_VILLAGE: Final = re.compile(
    r"(?:贫困|行政|自然|示范|试点|中心|重点|旅游|民俗|特色|文明|先进|薄弱|脱贫|出列|深度|城中|城郊|新农|传统|美丽|生态"
    r"|富裕|小康|产业|专业|文化|电商|淘宝|样板|标杆|试验|先行|受援|移民|搬迁|结对|帮扶|未来|智慧|农民|街道|城乡|城市|农"
    r"|城|[全各每本该某此两多这那些新老古山渔乡个]|[一二三四五六七八九十\d])(?:村|社区)$"
)
_LISTED_BODY: Final = re.compile(rf"[\u4e00-\u9fff]{{1,14}}(?:{_BODY_END}|联|镇|乡|街道|组|站|所|人大|政协)")
_LIST_ITEM: Final = re.compile(r"[^、，,；;。\s]+")


def _listed_bodies(text: str) -> Iterator[str]:
    """Items of the lists of responsible bodies: a 责任单位 line, the bracket that ends a paragraph."""
    for match in _LIST.finditer(text):
        for item in _LIST_ITEM.finditer(match.group(1) or match.group(2)):
            name = re.sub(r"(?:负责|牵头|配合|参与)$", "", item.group())
            if _LISTED_BODY.fullmatch(name):
                yield name


def sentence_names(sentence: str, evidence: Sequence[Evidence]) -> tuple[Name, ...]:
    """Names in a sentence, read with the names of its evidence at hand."""
    named = [name for item in evidence for name in evidence_names(item)]
    return names_in(
        sentence,
        frozenset(name.key for name in named if name.kind == "place") | frames(evidence),
        frozenset(name.key for name in named if name.kind == "body"),
    )


def frames(evidence: Sequence[Evidence]) -> frozenset[str]:
    """Places named by titles, headings and metadata."""
    return frozenset(place.full for item in evidence for place in places(item.surroundings))


def check_names(sentence: str, found: Sequence[Name], evidence: Sequence[Evidence]) -> list[Reason]:
    """A place or body that neither the clauses nor their titles, headings or metadata name fails.

    Args:
        sentence: The sentence.
        found: Its names, as ``sentence_names`` gives them.
        evidence: The cited clauses.
    """
    texts = [fold(item.text + "\n" + item.surroundings) for item in evidence]
    named = [name for item in evidence for name in evidence_names(item)]
    framing = frames(evidence)
    supported = {name.key for name in named if name.kind == "place"} | framing
    inside_bodies = Regions((name.start, name.end) for name in found if name.kind == "body")
    reasons = _doubtful_places(sentence, found, texts)
    for name in found:
        if name.kind == "place":
            inside_body = inside_bodies.hold(name.start, name.end)
            if name.key in supported or inside_body or _stands(name, texts):
                continue
            expected = sorted(place for place in supported if place[-1] == name.key[-1])
        else:
            if _body_stands(name.key, texts, framing):
                continue
            expected = sorted({other.key for other in named if other.kind == "body"})
        reasons.append(Reason(name.kind, name.text, "、".join(expected)[:60], name.start, name.end))
    return reasons


def _doubtful_places(sentence: str, found: Sequence[Name], texts: Sequence[str]) -> list[Reason]:
    """Divisions whose names may be other words (洋县, 安定区): named where they are cut as one word.

    ``corpus.places`` leaves them out unless their edges are certain. Here nothing is lost by asking further:
    what stands literally in the evidence passes anyway.
    """
    taken = bytearray(len(sentence))
    for other in found:
        taken[other.start : other.end] = b"\x01" * (other.end - other.start)
    reasons = [
        Reason("place", match.group(), "", match.start(), match.end())
        for match in (*_LISTED_TOWN.finditer(sentence), *_VILLAGE.finditer(sentence))
        if not any(taken[match.start() : match.end()])
        and not _KIND_OF_VILLAGE.search(match.group())
        and not any(match.group() in text for text in texts)
    ]
    words: frozenset[tuple[int, int]] | None = None
    doubtful = [*_weak_names().finditer(sentence), *_RUNNING_ON.finditer(sentence)]
    for match in doubtful:
        name = match.group()
        if name not in divisions().parents:
            continue
        if any(taken[match.start() : match.end()]):
            continue
        if any(name in text for text in texts) or sentence[match.start() - 1 : match.start()] in set(_LEVELS):
            continue
        if words is None:
            words = _words(sentence)
        if match.span() in words:
            reasons.append(Reason("place", name, "", match.start(), match.end()))
    return reasons


@lru_cache(maxsize=1)
def _weak_names() -> re.Pattern[str]:
    names = sorted(divisions().weak - _GENERIC, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)))


def _words(sentence: str) -> frozenset[tuple[int, int]]:
    """(start, end) of each word of a sentence."""
    spans = []
    start = 0
    for word in segment(sentence):
        spans.append((start, start + len(word)))
        start += len(word)
    return frozenset(spans)


def _stands(name: Name, texts: Iterable[str]) -> bool:
    short = short_name(name.key)
    forms = {fold(name.text), fold(name.key)} | ({fold(short)} if len(short) >= 2 else set())
    for text in texts:
        for form in forms:
            at = text.find(form)
            # The short form alone will do, but not as part of a name of another level (剑阁市 for 剑阁县).
            if at >= 0 and (form != short or text[at + len(form) : at + len(form) + 1] not in _LEVELS):
                return True
    return False


def _body_stands(name: str, texts: Sequence[str], frames: Iterable[str]) -> bool:
    folded = fold(name)
    if any(folded in text for text in texts):
        return True
    # 丽水市财政局 where the clause says 市财政局: its place must be the document's own.
    for frame in frames:
        for form in {frame, short_name(frame)}:
            rest = folded.removeprefix(form)
            if rest == folded:
                continue
            if any(frame[-1] + rest in text or (len(rest) > 3 and rest in text) for text in texts):
                return True
    return False
