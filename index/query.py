"""Understand a question without a model: what it names, mended and completed from the corpus."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.citation import find_numbers
from corpus.numerals import NUMERAL, chinese_numeral, parse_numeral
from corpus.places import Place, bodies, places
from corpus.places.divisions import divisions
from index.catalog import Catalog, Name
from index.spelling import Span
from index.synonyms import expand
from index.understanding import Correction, Mention, QueryUnderstanding
from index.words import bare_title, fold, segment, squeeze

_ARTICLE = re.compile(rf"第\s*([{NUMERAL}0-9]+)\s*条(?:之([{NUMERAL}0-9]+))?")
_QUOTED_TITLE = re.compile(r"《([^《》]+)》")

# What sort of document a shortened title names. 计划 and 规定 are verbs too: no object may follow.
_SORT = re.compile(
    r"(?:方案|计划|规划|意见|办法|通知|条例|规定|细则|要点|纲要|决定|协议)(?=$|[的里中内上是有由第全文，。、？?,：:（(\s]|[一二三四五六七八九十]+、)"
)
#: What a title ends in, after the sort of document: a span of years, 试行, 修订稿.
_VERSION = re.compile(r"(?:[0-9年月—–~～至到-]|试行|暂行|修订稿?|草案)+$")
_PARTICLES = re.compile(r"[的和与跟及、·\s]|这份|那份|这个|那个|份")
_LONGEST_SHORT_TITLE = 24

_YEAR = r"(?:19|20)\d{2}"
_YEAR_SPAN = re.compile(rf"({_YEAR})年?(?:度|底|末|初)?\s*(?:-|－|—+|~|～|至|到|–)\s*({_YEAR})")
_YEAR_ALONE = re.compile(rf"(?<!\d)({_YEAR})(?![\d.,万亿千百十元人个名户家亩公%])")
_CHINESE_YEAR = re.compile(r"([二一][零〇○九][零〇○一二三四五六七八九]{2})年")
#: 18年底, 16年5月; and 21年 alone, unless it is so many years: 满15年, 20年以上.
_SHORT_YEAR = re.compile(
    r"(?<![\d第])([012]\d)年(?=[底初末度的]|\d{1,2}月)"
    r"|(?<![\d第满约近达共过于长续住干用历期约])(?<!工作|连续|最多|至少|不少)"
    r"(1[4-9]|2\d)年(?!内|以|期|限|左右|后|前|来|间|时间|\d)"
)
_FIVE_YEAR_PLAN = re.compile(r"(十[一二三四五六])五(?=规划|期间|时期|计划|末|以来|$|[”\"、，。的])")
_LONGEST_SPAN = 30


def understand(query: str, catalog: Catalog) -> QueryUnderstanding:
    """Find what a question names.

    Args:
        query: The question, whole.
        catalog: What the corpus names.

    Returns:
        Everything found, with offsets into ``corrected``, which is as long as ``query``.
    """
    folded = fold(query)
    corrections = catalog.spelling.correct(folded, _named_spans(folded, catalog))
    corrected = _apply(query, corrections)
    folded = fold(corrected)
    known, unknown = _places(folded, catalog)
    titles = _titles(folded, catalog)
    titles = _in_order([*titles, *_short_titles(folded, catalog, known, titles)])
    numbers = _numbers(folded, catalog)
    return QueryUnderstanding(
        query=query,
        corrected=corrected,
        places=known,
        unknown_places=unknown,
        bodies=_bodies(folded, catalog),
        titles=titles,
        numbers=numbers,
        articles=_articles(folded),
        years=years(_without(folded, (*titles, *numbers))),
        corrections=corrections,
        expansions=expand(segment(folded)),
    )


def _without(text: str, mentions: Iterable[Mention]) -> str:
    """Blank what names a document: the year of a 文号 or a title is not a year that is asked about."""
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def years(text: str) -> tuple[int, ...]:
    """Return the years that a text names: 2018年, 2018-2020, 二〇一八年, 18年底, 十三五."""
    found: set[int] = set()
    for match in _YEAR_SPAN.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first <= last <= first + _LONGEST_SPAN:
            found.update(range(first, last + 1))
    found.update(int(match[1]) for match in _YEAR_ALONE.finditer(text))
    for match in _CHINESE_YEAR.finditer(text):
        found.add(parse_numeral(match[1]) or 0)
    found.update(2000 + int(match[1] or match[2]) for match in _SHORT_YEAR.finditer(text))
    for match in _FIVE_YEAR_PLAN.finditer(text):
        # Since the seventh, which began in 1986, the plans follow each other every five years.
        first = 1986 + 5 * ((parse_numeral(match[1]) or 7) - 7)
        found.update(range(first, first + 5))
    return tuple(sorted(year for year in found if 1900 <= year < 2100))


def _apply(query: str, corrections: tuple[Correction, ...]) -> str:
    for correction in corrections:
        query = query[: correction.start] + correction.after + query[correction.end :]
    return query


def _named_spans(text: str, catalog: Catalog) -> list[Span]:
    found = [(place.start, place.end) for place in places(text, catalog.place_names)]
    found += [(mention.start, mention.end) for mention in _bodies(text, catalog)]
    return found + [match.span() for match in _QUOTED_TITLE.finditer(text)]


def _places(text: str, catalog: Catalog) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    known, unknown = [], []
    table = catalog.by_text["place"]
    for place in places(text, catalog.place_names):
        name = table.get(place.full) or table.get(place.name)
        if name is None and (near := _misnamed(place, catalog)):
            known.append(Mention(place.name, near.text, place.start, place.end, near.targets))
        elif name is None and _DESCRIBED.search(place.name):
            continue
        elif name is None:
            unknown.append(Mention(place.name, place.full, place.start, place.end))
        else:
            known.append(Mention(place.name, name.text, place.start, place.end, name.targets))
    return tuple(known), tuple(unknown)


#: 深贫村, 结对镇: places of a sort, and no names.
_DESCRIBED = re.compile(
    r"^(?:[深极]?贫困?|各|每|这|那|该|重点|示范|帮扶|结对|对口|试点|受援|先进)[一-鿿]{0,2}[村镇乡县区]$"
)


def _misnamed(place: Place, catalog: Catalog) -> Name | None:
    """Return the place that a slip in the last character means: 丽水县 for 丽水市, as there is no 丽水县."""
    if place.full[-1] not in "市县区" or place.full in divisions().parents:
        return None
    others = [catalog.by_text["place"].get(place.full[:-1] + last) for last in "省市县区州"]
    named = [name for name in others if name]
    return named[0] if len(named) == 1 else None


def _bodies(text: str, catalog: Catalog) -> tuple[Mention, ...]:
    """Bodies of the corpus named in full, and those named without the level in front (财政局)."""
    table = catalog.by_text["body"]
    found = [
        Mention(body.name, body.name, body.start, body.end, table[body.name].targets)
        for body in bodies(text)
        if body.name in table
    ]
    for start, end in _longest_matches(text, catalog.body_surfaces, catalog.body_lengths):
        if all(end <= mention.start or mention.end <= start for mention in found):
            names = catalog.body_surfaces[text[start:end]]
            documents = tuple(sorted({document for name in names for document in name.targets}))
            full = names[0].text if len(names) == 1 else text[start:end]
            found.append(Mention(text[start:end], full, start, end, documents))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _titles(text: str, catalog: Catalog) -> tuple[Mention, ...]:
    surfaces = catalog.title_surfaces
    found = []
    for match in _QUOTED_TITLE.finditer(text):
        title = bare_title(match[1])
        documents = surfaces.get(title) or _titles_like(title, catalog)
        name = catalog.entries[documents[0]].title if documents else match[1]
        found.append(Mention(match[0], name, match.start(), match.end(), documents))
    taken = [(mention.start, mention.end) for mention in found]
    bare, offsets = squeeze(text)
    edges = _edges(bare)
    for first, last in _longest_matches(bare, surfaces, catalog.title_lengths):
        start, end = offsets[first], offsets[last - 1] + 1
        # 公司法 is no title in 公司法定代表人: a title ends where a word ends.
        if last in edges and all(end <= begun or stop <= start for begun, stop in taken):
            documents = surfaces[bare[first:last]]
            found.append(Mention(text[start:end], catalog.entries[documents[0]].title, start, end, documents))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _short_titles(
    text: str, catalog: Catalog, known: Sequence[Mention], taken: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield titles as staff shorten them, from a place to what sort of document it is: 安康的分工方案.

    What is left without particles must stand in the title, in this order.
    """
    for place in known:
        match = _SORT.search(text, place.end, place.start + _LONGEST_SHORT_TITLE)
        if match is None or any(one.start < match.end() and place.start < one.end for one in taken):
            continue
        short = _PARTICLES.sub("", text[place.start : match.end()])
        documents = tuple(
            dict.fromkeys(
                document
                for title, documents in catalog.title_surfaces.items()
                if _VERSION.sub("", title).endswith(match[0]) and _holds_in_order(title, short)
                for document in documents
            )
        )
        if documents:
            name = catalog.entries[documents[0]].title
            yield Mention(text[place.start : match.end()], name, place.start, match.end(), documents)


def _holds_in_order(text: str, wanted: str) -> bool:
    characters = iter(text)
    return all(char in characters for char in wanted)


def _in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Sort by place, and of mentions that overlap keep the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start - mention.end, mention.start)):
        if all(mention.end <= one.start or one.end <= mention.start for one in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.start))


def _titles_like(title: str, catalog: Catalog) -> tuple[str, ...]:
    """Documents whose title holds the quoted one, or most of its characters in order."""
    if len(title) < 4:
        return ()
    surfaces = catalog.title_surfaces
    holding = [documents for surface, documents in surfaces.items() if title in surface or surface in title]
    if not holding:
        wanted = {title[at : at + 2] for at in range(len(title) - 1)}
        for surface, documents in surfaces.items():
            pairs = {surface[at : at + 2] for at in range(len(surface) - 1)}
            if len(wanted & pairs) >= 0.8 * max(len(wanted), 1) and len(wanted & pairs) >= 0.5 * len(pairs):
                holding.append(documents)
    return tuple(dict.fromkeys(document for documents in holding for document in documents))


def _numbers(text: str, catalog: Catalog) -> tuple[Mention, ...]:
    table = catalog.by_text["number"]
    found = []
    for number in find_numbers(text):
        name = table.get(number.number)
        documents = name.targets if name else ()
        found.append(
            Mention(text[number.start : number.end], number.number, number.start, number.end, documents)
        )
    return tuple(found)


def _articles(text: str) -> tuple[Mention, ...]:
    found = []
    for match in _ARTICLE.finditer(text):
        number = parse_numeral(match[1])
        if number is None or number > 9999:
            continue
        name = f"第{chinese_numeral(number)}条"
        within = parse_numeral(match[2]) if match[2] else None
        if within is not None:
            name += f"之{chinese_numeral(within)}"
        found.append(Mention(match[0], name, match.start(), match.end()))
    return tuple(found)


def _longest_matches(text: str, surfaces: Collection[str], lengths: Sequence[int]) -> Iterator[Span]:
    """Yield the spans of the longest surfaces, left to right, none inside another.

    Args:
        text: What to look in.
        surfaces: What to look for.
        lengths: Those that surfaces have, longest first.
    """
    at = 0
    while at < len(text):
        for length in lengths:
            if text[at : at + length] in surfaces and at + length <= len(text):
                yield at, at + length
                at += length
                break
        else:
            at += 1


def _edges(text: str) -> set[int]:
    edges, at = {0}, 0
    for word in segment(text):
        at += len(word)
        edges.add(at)
    return edges
