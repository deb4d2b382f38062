"""References to documents and clauses in running text: 《title》（文号）第N条, 二、（二）1., a bare 文号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.citation.number import NumberMention, find_numbers
from corpus.citation.place import PLACE
from corpus.metadata.lines import TYPE
from corpus.numerals import NUMERAL


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in a text.

    Attributes:
        text: The characters.
        start: Offset of the first of them.
        end: Offset after the last.
        title: Title of the document it names, without 《》; for a 简称 (short name) that the text introduced,
            the title it stands for; None where only a number or a place is given.
        number: 文号 it names, written the official way, or None.
        place: Place within the document as written, ``""`` for the whole document.
        own: Whether it speaks of the document it stands in (本办法第七条).
        bare: Whether the title stands without 《》 (劳动法第三十六条); it may then begin too early.
    """

    text: str
    start: int
    end: int
    title: str | None = None
    number: str | None = None
    place: str = ""
    own: bool = False
    bare: bool = False


_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》)+)》")
_BRACKET = re.compile(r"\s?[（(]([^（）()\n]*(?:[（(][^（）()\n]*[）)][^（）()\n]*)*)[）)]")
_SHORT = re.compile(
    r"\s?[（(][^（）()\n]{0,60}?(?:简称|下称|下文称|统称)(?:为)?[：:]?\s*[《“\"「]{0,2}(?P<short>[^《》“”\"「」，,；;（）()\n]{2,30}?)[》”\"」]{0,2}[）)]"
)
_JOINER = re.compile(r"\s?(?:、|和|及|以及|与|或者|或|至|到|—|－|-|～|，|,)\s?(?=第)")
_BEFORE_PLACE = re.compile(r"(?:文件|文(?!首))?(?:的|中的|中|之)?\s?")
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")

_STATUTE = r"(?:法典|法|条例|规定|办法|细则|规则|解释|决定|意见|通知|方案|规划|计划|措施|纲要|章程)"
_BARE_TITLE = re.compile(rf"[\u4e00-\u9fff（）()“”·、]{{1,40}}{_STATUTE}(?:[（(][^（）()]{{1,12}}[）)])?$")
_OWN = re.compile(rf"本{_STATUTE}$|本[\u4e00-\u9fff]{{2,6}}(?:细则|措施|规定|办法)$")
_LEAD = re.compile(
    r"^.*(?:根据|依照|按照|依据|违反|适用|参照|遵守|执行|落实|贯彻|符合|触犯|援引|结合|对照|关于|什么是|请问|问|按|据|依|由|与|(?<!共)和|及|或|在|对|把|被|将|是|有|看|，|、)(?=[\u4e00-\u9fff]{2,})"
)


def find_references(text: str) -> tuple[Reference, ...]:
    """Find the references in a text, in reading order, none inside another.

    A title and what follows it directly — 文号 in brackets, place — are one reference; further places joined
    by 、 or 和 are references to the same document. A title is never carried over the end of a sentence.
    """
    numbers = find_numbers(text)
    shorts: dict[str, tuple[str, int]] = {}
    found: list[Reference] = []
    for match in _TITLE.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        found.extend(_titled(text, match, numbers, shorts))
    found += _plain(text, found, numbers, shorts)
    found.sort(key=lambda reference: (reference.start, -reference.end))
    kept: list[Reference] = []
    for reference in found:
        if not kept or reference.start >= kept[-1].end:
            kept.append(reference)
    return tuple(kept)


def _titled(
    text: str, match: re.Match[str], numbers: tuple[NumberMention, ...], shorts: dict[str, tuple[str, int]]
) -> Iterator[Reference]:
    written = re.sub(r"\s", "", match[1])
    title = shorts[written][0] if written in shorts else written
    end = match.end()
    number = None
    bracket = _BRACKET.match(text, end)
    if bracket:
        inside = [mention for mention in numbers if bracket.start() <= mention.start < bracket.end()]
        # （安政办发〔2017〕65号，以下简称《分工方案》）: the only title in it is the short one.
        if len(inside) == 1 and (not re.search(r"[《》]", bracket[1]) or _SHORT.match(text, end)):
            number = inside[0].number
            end = bracket.end()
    short = _SHORT.match(text, end) or (_SHORT.match(text, match.end()) if number else None)
    if short:
        shorts[short["short"]] = (title, short.end())
        end = max(end, short.end())
    first = Reference(text[match.start() : end], match.start(), end, title, number)
    yield from _with_places(text, first)


# Places that a word names: a table by its title, the parts that stand outside the numbering.
_WORDED = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z0-9]{2,20}?(?:表|清单|目录|解释|说明|引言|结尾|通知|文首|附件)(?=第|\d{1,3}[．.](?!\d))"
    r"|[\u4e00-\u9fff]{0,20}?(?:表头|[^代]表|清单|目录|名词解释)(?=$|[，。；、）)])"
    r"|(?:总则|分则|附则|法律责任)(?=$|[，。；、）)])|文首|引言|结尾|落款|版记|原标题|标题|附件说明|印发通知|附件(?=$|[，。、；：的中里）)\s（规]))"
)


def _place_at(text: str, at: int) -> int:
    """End of the place that begins at ``at``, or 0."""
    place = PLACE.match(text, at)
    if place is None and (worded := _WORDED.match(text, at)):
        place = PLACE.match(text, worded.end()) or worded
    if place is None:
        return 0
    remark = _REMARK.match(text, place.end())
    return remark.end() if remark else place.end()


_REMARK = re.compile(r"(?:表头)?（(?:第\d{1,3}处|合计|小计|总计)）|表头")


def _with_places(text: str, first: Reference) -> Iterator[Reference]:
    """A reference with the places that follow it; further places are references of their own."""
    lead = _BEFORE_PLACE.match(text, first.end)
    at = lead.end() if lead else first.end
    end = _place_at(text, at)
    if not end:
        yield first
        return
    yield replace(first, text=text[first.start : end], end=end, place=text[at:end].strip())
    yield from _further(text, end, first)


def _further(text: str, end: int, first: Reference) -> Iterator[Reference]:
    while joiner := _JOINER.match(text, end):
        place = PLACE.match(text, joiner.end())
        if place is None:
            return
        end = place.end()
        yield replace(
            first, text=text[place.start() : end], start=place.start(), end=end, place=place[0].strip()
        )


def _plain(
    text: str, titled: list[Reference], numbers: tuple[NumberMention, ...], shorts: dict[str, tuple[str, int]]
) -> Iterator[Reference]:
    """References without 《》: a bare 文号, a 简称, a title or 本办法 before 第N条, a place alone."""
    taken = [(reference.start, reference.end) for reference in titled]

    def free(start: int, end: int) -> bool:
        return all(end <= begin or start >= stop for begin, stop in taken)

    for mention in numbers:
        if free(mention.start, mention.end):
            alone = Reference(
                text[mention.start : mention.end], mention.start, mention.end, None, mention.number
            )
            for reference in _with_places(text, alone):
                taken.append((reference.start, reference.end))
                yield reference
    for short, (title, introduced) in shorts.items():
        for match in re.compile(re.escape(short)).finditer(text, introduced):
            if free(match.start(), match.end()):
                named = Reference(match[0], match.start(), match.end(), title)
                references = tuple(_with_places(text, named))
                if len(short) < 4 and not references[0].place:
                    continue  # 意见, 办法: as likely to be the common word
                for reference in references:
                    taken.append((reference.start, reference.end))
                    yield reference
    at = 0
    while place := _next_place(text, at):
        start, end = place
        at = end
        if not free(start, end) or _is_heading(text, start, end):
            continue
        reference = _before_place(text, start, end, titled)
        yield reference
        for further in _further(text, end, replace(reference, text="")):
            at = further.end
            yield further


# Where a place may begin without a title in 《》 before it; 一、（一） only at the edge of a sentence or
# right after a title, for elsewhere it is the number of an item.
_AFTER_TITLE = "(?<=[案划见法定则例知施])"
_ANCHOR = re.compile(
    r"第\s*[（(]?[\d〇零一二三四五六七八九十百千]{1,7}[）)]?\s*[条款项目章]|专栏\s*[\d一二三四五六七八九十]|附件"
    rf"|(?:(?<![\u4e00-\u9fff])|{_AFTER_TITLE})[{NUMERAL}]{{1,3}}、\s*(?:[（(][{NUMERAL}]|\d)"
    r"|(?<![\u4e00-\u9fff])(?:(?!方案|计划|规划|意见|通知|措施|办法)[\u4e00-\u9fff]){2,12}表第\d{1,3}行"
    rf"|{_AFTER_TITLE}[\u4e00-\u9fff]{{2,8}}表第\d{{1,3}}行"
)


def _next_place(text: str, at: int) -> tuple[int, int] | None:
    for anchor in _ANCHOR.finditer(text, at):
        end = _place_at(text, anchor.start())
        place = text[anchor.start() : end]
        if len(place) > 3 or "第" in place or "专栏" in place:
            return anchor.start(), end
    return None


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a place at the start of a line of a longer text is the clause's own number."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t\u3000*#"):
        return False
    return "\n" in text or bool(re.match(r"[ \t\u3000*【]", text[end : end + 1]))


def _before_place(text: str, start: int, end: int, titled: list[Reference]) -> Reference:
    sentence = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    before = text[sentence:start].rstrip(" 的中")
    own = _OWN.search(before)
    place = text[start:end].strip()
    if own:
        at = sentence + own.start()
        return Reference(text[at:end], at, end, place=place, own=True)
    bare = _BARE_TITLE.search(before)
    if bare and not re.search(r"《|》", bare[0]):
        lead = _LEAD.match(bare[0])
        skipped = lead.end() if lead else 0
        title = bare[0][skipped:].lstrip("（(“、")
        at = sentence + bare.end() - len(title)
        pointing = re.fullmatch(rf"(?:该|此|上述|前述)({_STATUTE})", title)
        if pointing:
            earlier = [ref for ref in titled if sentence <= ref.end <= start or ref.end <= start]
            named = next(
                (ref for ref in reversed(earlier) if ref.title and ref.title.endswith(pointing[1])), None
            )
            if named:
                return Reference(text[at:end], at, end, named.title, named.number, place)
        if len(title) >= 2 and re.search(rf"{TYPE}", title):
            return Reference(text[at:end], at, end, title, place=place, bare=True)
    return Reference(text[start:end], start, end, place=place)
