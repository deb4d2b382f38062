"""Words of a clause made ready for an answer: cut to what answers, and able to stand alone."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.figures import Figure, FigureKind, figures
from assistant.measures import measure_of
from assistant.patterns import Kind
from assistant.statements import Unit, own_number
from assistant.terms import Term, bigrams, normalise
from corpus import Document
from corpus.places import places, short_name

#: Kinds of figures that answer a kind of question.
ANSWERING: dict[Kind, tuple[FigureKind, ...]] = {
    "amount": ("amount",),
    "count": ("count", "number", "measure", "ordinal"),
    # 最多补多少 does not say in what: any figure that measures may answer.
    "quantity": ("amount", "percent", "fraction", "ratio", "count", "measure", "number"),
    "percent": ("percent", "fraction"),
    "date": ("date", "year", "period"),
    "duration": ("duration", "period"),
}

_LIMIT_AFTER = re.compile(
    r"(?:[）)]?)(?:(?:及|或)?以[上下内前后]|之前|之内|左右|底前|底|末|初|前|起|余|多|为限|内)+"
)
_BREAK = re.compile(r"[，,；;：:。！？]")
#: By how much a figure must fit better than the next to lead an answer.
_CLEAR = 0.2
#: Words that tie a sentence to the one before it.
_TIE = re.compile(r"^\s*(?:即|其中|同时|此外|另外|但|因此)[：:，,]?(?=.{4})")
#: Characters above which a sentence loses what follows the part that answers.
_LONGEST = 130
#: Characters of what an item stands under, above which the item is said alone, and up to which it is a bare
#: label (奖励标准).
_LONGEST_STEM, _LABEL = 150, 6
_OWN_PLACE = re.compile(r"(?:我|本)(?=[省市县区州旗镇乡])([省市县区州旗镇乡])")
_LEVEL = {"市": ("市", "州", "盟"), "县": ("县", "旗"), "区": ("区",), "省": ("省",)}


#: 一批, 一系列 say "some", not how many.
_VAGUE = re.compile(r"^一(?:批|系列|些|定)")
_PEOPLE = frozenset("名人位")


def answering_figures(text: str, kind: Kind, asked: str = "") -> list[Figure]:
    """Return the figures of ``text`` that can answer a question of this kind.

    Args:
        text: A statement.
        kind: What is asked for.
        asked: The question; a count in its own measure (几**名**) is not answered in another.
    """
    wanted = ANSWERING.get(kind, ())
    measure = measure_of(asked) if kind == "count" else ""
    return [
        figure
        for figure in figures(text)
        if figure.kind in wanted
        and not _VAGUE.match(figure.text)
        and _agrees(figure, measure, text[figure.end : figure.end + 8])
    ]


def _agrees(figure: Figure, measure: str, after: str) -> bool:
    """Whether a count can answer in the asked measure: people for people, 批 for 批, 个 for things."""
    if measure and measure in "县区市村镇乡":
        return measure in figure.text or measure in re.split(r"[、，,；;。]", after)[0]
    if not measure or measure in figure.text or not figure.unit:
        return True
    people = figure.unit in ("人", "人次", "名") or figure.text[-1] in _PEOPLE
    if measure in _PEOPLE or measure == "人次":
        return people
    if measure in "批次场期年月天":
        return False
    return measure == "个" or not people


_SAME_MEASURE = {"名": "人", "位": "人", "人": "人", "个": "", "种": "", "项": "项", "家": "家", "所": "所"}


def pick_figure(text: str, kind: Kind, terms: Sequence[Term], question: str) -> Figure | None:
    """Return the figure that answers: of the asked kind and measure, among the words of the question."""
    ranked = _ranked(text, kind, terms, question)
    return ranked[0][1] if ranked else None


def leading_figure(text: str, kind: Kind, terms: Sequence[Term], question: str) -> Figure | None:
    """Return the figure that an answer may open with; None where it is not certain which one is meant."""
    ranked = _ranked(text, kind, terms, question)
    if not ranked or ranked[0][0] < 0:
        return None
    rival = ranked[1][0] if len(ranked) > 1 else -math.inf
    return ranked[0][1] if ranked[0][0] - rival >= _CLEAR else None


#: What is given or taken is asked for, where it is said that it is, and where a threshold is said.
_GIVEN = re.compile(r"给|补|奖|拿|领|资助|支持|发|罚|扣|拨|报销")
_GIVES = re.compile(r"给予|奖励|奖金|补助|补贴|支持|资助|发放|拨付|安排|支付|最高|处|罚款|标准为?|按")
_THRESHOLD = re.compile(r"达到?|超过|不低于|不少于|满|营业额|收入|产值|投资额|规模|总额")


def _ranked(text: str, kind: Kind, terms: Sequence[Term], question: str) -> list[tuple[float, Figure]]:
    """The figures that may answer, best first, ties in reading order."""
    found = answering_figures(text, kind, question)
    measure = measure_of(question)
    asked_years = {int(figure.text[:4]) for figure in figures(question) if figure.kind == "year"}

    def fit(figure: Figure) -> float:
        score = 0.0
        if measure and (figure.text.endswith(measure) or _same_measure(figure, measure)):
            score += 2.0
        start, end = _phrase(text, figure)
        spoken = {f.text[:4]: f for f in figures(text[start:end]) if f.kind == "year"}
        if asked_years and spoken:
            # 2018年的于5月底前，2019年的于当年一季度: each year has a figure of its own.
            score += 1.0 if any(int(year) in asked_years for year in spoken if year.isdigit()) else -3.0
        if kind == "date" and figure.kind == "year" and asked_years:
            # The year that is asked about is no answer, and a month or a quarter says more than a year.
            score -= 3.0
        if kind in ("amount", "quantity") and _GIVEN.search(question):
            # 营业额达到500万元的，给予5万元: the first is the condition, the second what is given.
            before = text[max(start, figure.start - 10) : figure.start]
            score += 1.5 if _GIVES.search(before) else -1.5 if _THRESHOLD.search(before) else 0.0
        phrase = normalise(text[start:end])
        first, last = _item(text, figure, found)
        item = normalise(text[first:last])
        after = normalise(text[figure.end : min(last, figure.end + 12)])
        for term in terms:
            if term.said_in(phrase):
                score += term.weight * 0.3
            if term.said_in(item):
                score += term.weight * 0.3
            if term.focus and term.said_in(after):
                score += 1.5
        return score

    return sorted(((fit(figure), figure) for figure in found), key=lambda pair: (-pair[0], pair[1].start))


def _item(text: str, figure: Figure, found: Sequence[Figure]) -> tuple[int, int]:
    """Span of the member of an enumeration (5个乡镇、78个村) in which a figure stands alone."""
    start, end = _phrase(text, figure)
    for other in found:
        if other.end <= figure.start and (mark := text.rfind("、", other.end, figure.start)) >= 0:
            start = max(start, mark + 1)
        elif other.start >= figure.end and (mark := text.find("、", figure.end, other.start)) >= 0:
            end = min(end, mark)
    return start, end


def _same_measure(figure: Figure, measure: str) -> bool:
    return bool(figure.unit) and _SAME_MEASURE.get(measure, measure) == _SAME_MEASURE.get(
        figure.unit, figure.unit
    )


def _phrase(text: str, figure: Figure) -> tuple[int, int]:
    """Span of the 分句 (the part between commas) in which a figure stands."""
    start = 0
    for match in _BREAK.finditer(text, 0, figure.start):
        start = match.end()
    after = _BREAK.search(text, figure.end)
    return start, after.start() if after else len(text)


def lead_of(text: str, figure: Figure) -> str:
    """Return the figure with the conditions that limit it, as written (平均每年每个受援县（区）3000万元)."""
    start, end = figure.start, figure.end
    phrase_start, _ = _phrase(text, figure)
    for bound in figure.bounds:
        at = text.find(bound, phrase_start, figure.start)
        if at >= 0 and figure.start - at <= 20:
            start = min(start, at)
    after = _LIMIT_AFTER.match(text, end)
    if after:
        end = after.end()
    return text[start:end]


def issuing_place(document: Document) -> str:
    """Return the place whose document this is, read from its issuer, or ""."""
    found = places(document.issuer or "", document.regions)
    return found[-1].full if found else ""


def own_place(document: Document, level: str) -> str:
    """Return the place that 我市, 我县 or 本区 means in a document, or "" where that is not certain."""
    return next(
        (
            place.full
            for place in places(document.issuer or "", document.regions)
            if place.full.endswith(_LEVEL.get(level, (level,)))
        ),
        "",
    )


def stand_alone(text: str, document: Document) -> str:
    """Return a clause's words with 我市/我县/本区 said by name, without its own number and heading marks."""

    def name(match: re.Match[str]) -> str:
        return own_place(document, match.group(1)) or match.group(0)

    body = _TIE.sub("", text[len(own_number(text)) :])
    return _OWN_PLACE.sub(name, re.sub(r"^[—－\-\s]+", "", body.strip()))


def frame_of(words: str, document: Document) -> str:
    """Return the words that say whose a statement is (丽水市提出，), or "" where it says so itself."""
    plain = normalise(words)
    shorts = (short_name(place) for place in document.regions)
    if any(short in plain for short in shorts):
        return ""
    place = issuing_place(document)
    return f"{place}提出，" if place else f"《{document.title}》提出，"


def said_of(unit: Unit, terms: Sequence[Term], keep: Figure | None) -> tuple[str, int, int]:
    """Return what of a statement answers, able to stand alone, with its span in ``unit.clause.text``."""
    first, last = cut_to_answer(unit.text, terms, keep)
    start, end = unit.start + first, unit.start + last
    words = stand_alone(unit.clause.text[start:end], unit.document).rstrip("。；;，, ")
    # An item says little without what it stands under (有下列行为之一的，处二百元罚款：…).
    under = stand_alone(unit.under, unit.document).rstrip("。；;，,：: ")
    return (f"{under}：{words}" if _LABEL < len(under) <= _LONGEST_STEM else words), start, end


def cut_to_answer(text: str, terms: Sequence[Term], keep: Figure | None) -> tuple[int, int]:
    """Return the span of a sentence that answers, whole parts between commas only.

    A sentence is kept whole, because its other parts are its conditions, with two exceptions: of a list of
    parallel parts (莲都区结对剑阁县，龙泉市结对昭化区，…) those are kept that speak of the question; and a
    sentence longer than ``_LONGEST`` loses what follows the part that answers.

    Args:
        text: The sentence.
        terms: Words of the question.
        keep: A figure that must stay in.
    """
    parts = _parts(text)
    if len(parts) < 2:
        return (0, len(text))
    present = [term for term in terms if term.meant_in(normalise(text))]
    if _parallel([text[start:end] for start, end in parts]):
        for size in range(1, len(parts)):
            spans = [(parts[i][0], parts[i + size - 1][1]) for i in range(len(parts) - size + 1)]
            holding = [span for span in spans if _holds(text, *span, present, keep)]
            if holding:
                return (holding[0][0], holding[-1][1])
    if len(text) > _LONGEST:
        for _, end in parts:
            if _holds(text, 0, end, present, keep):
                return (0, end)
    return (0, len(text))


def _holds(text: str, start: int, end: int, terms: Sequence[Term], keep: Figure | None) -> bool:
    if keep is not None and not (start <= keep.start and keep.end <= end):
        return False
    inside = normalise(text[start:end])
    return all(term.meant_in(inside) for term in terms)


def _parts(text: str) -> list[tuple[int, int]]:
    spans, start, depth = [], 0, 0
    for position, char in enumerate(text):
        if char in "（(《“[〔":
            depth += 1
        elif char in "）)》”]〕":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，,；;。":
            spans.append((start, position))
            start = position + 1
    if start < len(text):
        spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _parallel(parts: Sequence[str]) -> bool:
    """Whether parts are the items of a list: all share a word, each has a name or a figure of its own."""
    body = [part for part in parts if len(part) >= 4]
    if len(body) < 3 or not frozenset.intersection(*(bigrams(part) for part in body)):
        return False
    own = [frozenset([*(p.name for p in places(part)), *(f.text for f in figures(part))]) for part in body]
    return all(
        names and not names <= frozenset().union(*own[:i], *own[i + 1 :]) for i, names in enumerate(own)
    )


def own_heading(unit: Unit) -> str:
    """Return the short title with which a clause begins (统筹资金帮扶), or ""."""
    text = unit.clause.text[len(own_number(unit.clause.text)) :]
    head = re.match(r"[^。：:\n]{2,24}[。：:]", text)
    return head.group(0)[:-1].strip() if head and len(text) > len(head.group(0)) else ""
