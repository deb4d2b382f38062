"""How far a statement supports a question: which of its words it covers, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.figures import figures
from assistant.numerals import number
from assistant.scope import relative_years
from assistant.statements import Unit, units_of
from assistant.terms import Term, bigrams, normalise
from corpus import Clause, Document

#: How much it counts that a term stands in the statement's surroundings and not in the statement itself.
_STEM, _HEADING, _PATH, _CLAUSE, _DOCUMENT = 0.95, 0.95, 0.8, 0.7, 0.8
#: How much the terms of an earlier turn count, and how much more the thing that is asked for.
_CARRIED, _FOCUS = 0.6, 1.6
#: A term covered less than this is missing.
_MISSING = 0.4
#: How much a statement covers a word that it holds in full where the question shortens it.
_ABBREVIATED = 0.5
#: 从2018年起连续3年
_FROM_ON = re.compile(
    r"((?:19|20)\d{2})年(?:度)?(?:开始|起)[^。；]{0,6}?(?:连续|为期|持续)([\d一二两三四五六七八九十]+)年"
)
_HAN = re.compile(r"[一-鿿]+")

_MASK = re.compile(r"什么|多少|怎么样?|如何|哪[一-鿿]?个?|几|谁|[吗呢吧的了]|请问|[，。？?！、,\s]")


@dataclass(frozen=True, slots=True)
class Support:
    """How far one statement covers a question.

    Attributes:
        unit: The statement.
        coverage: Weighted share of the question's terms that it covers, 0 to 1.
        own: The same, counting only the statement's own words.
        spoken: Share of the things that its clause and headings speak of, whatever the document is called;
            1 where the question has none that the corpus knows.
        likeness: Share of the question's pairs of neighbouring characters that stand in it: its wording.
        missing: Terms that neither the statement nor its clause, headings or document contain.
    """

    unit: Unit
    coverage: float
    own: float
    spoken: float
    likeness: float
    missing: tuple[Term, ...]


@lru_cache(maxsize=16384)
def _covers(term: str, text: str) -> float:
    """How far ``text`` contains ``term``: 1 word for word, less for its parts."""
    if term in text:
        return 1.0
    if len(term) < 3:
        return _ABBREVIATED if len(term) == 2 and _abbreviates(term, text) else 0.0
    if len(term) == 3 and term[:2] not in text:
        # 总人口, 副主任: without its first character the word is another (贫困人口, 主任).
        return 0.0
    pairs = bigrams(term)
    share = sum(pair in text for pair in pairs) / len(pairs)
    return 0.8 * share if share >= 0.5 else 0.0


def _abbreviates(term: str, text: str) -> bool:
    """Whether a word of two characters shortens one of four to six in ``text``: 职校 of 职业院校."""
    first, last = term[0], term[1]
    at = text.find(first)
    while at >= 0:
        near = text[at + 2 : at + 5]
        if last in near and _HAN.fullmatch(near[: near.index(last) + 1]):
            return True
        at = text.find(first, at + 1)
    return False


@lru_cache(maxsize=8192)
def _values(text: str) -> frozenset[Decimal]:
    """The numbers that a text writes, in whatever numerals: 十六周岁 holds 16, 五万元 holds 50000 and 5."""
    return frozenset(
        part
        for figure in figures(text)
        for value in (figure.value if isinstance(figure.value, tuple) else (figure.value,))
        if isinstance(value, Decimal)
        for part in (value, value / 10**4, value / 10**8)
    )


def _term_covers(term: Term, text: str) -> float:
    if term.text[0].isdigit() and (said := re.match(r"\d+(?:\.\d+)?", term.text)):
        return 1.0 if term.text in text or Decimal(said.group()) in _values(text) else 0.0
    written = max(_covers(term.text, text), *(0.95 * _covers(other, text) for other in term.variants), 0.0)
    return max(written, *(share for word, share in term.near if word in text), 0.0)


@dataclass(frozen=True, slots=True)
class _Context:
    heading: str
    path: str
    clause: str
    document: str


@lru_cache(maxsize=2048)
def _context(clause: Clause, named: tuple[str, ...]) -> _Context:
    heading = clause.text.split("。", 1)[0][:40]
    return _Context(
        heading=normalise(heading),
        path=normalise(" ".join(clause.path)),
        clause=normalise(clause.text),
        document=normalise(" ".join(named)),
    )


def context_of(clause: Clause, document: Document) -> _Context:
    """Return the normalised surroundings of a clause's statements."""
    named = (
        document.title,
        *document.regions,
        document.issuer or "",
        document.number or "",
        *document.aliases,
        # Offices name a file for the place whose it is: 长顺县-教育精准扶贫政策.html.
        document.source,
    )
    return _context(clause, named)


def support(terms: Sequence[Term], unit: Unit, question: str = "") -> Support:
    """Return how far a statement, read within its clause and document, covers a question.

    Args:
        terms: The question's words.
        unit: The statement.
        question: The question itself, for its wording; "" where that does not matter.
    """
    context = context_of(unit.clause, unit.document)
    own_text = normalise(unit.text)
    stem = normalise(unit.under)
    total = covered = own = said = plain = 0.0
    missing: list[Term] = []
    for term in terms:
        weight = term.weight * (_CARRIED if term.carried else 1.0) * (_FOCUS if term.focus else 1.0)
        here = _term_covers(term, own_text)
        inside = max(
            _STEM * _term_covers(term, stem) if stem else 0.0,
            _HEADING * _term_covers(term, context.heading),
            _PATH * _term_covers(term, context.path),
            _CLAUSE * _term_covers(term, context.clause),
        )
        around = max(inside, (1.0 if term.name else _DOCUMENT) * _term_covers(term, context.document))
        if term.thing and term.known:
            plain += weight
            said += weight * max(here, inside)
        total += weight
        own += weight * here
        covered += weight * max(here, around)
        if max(here, around) < _MISSING:
            missing.append(term)
    pairs = _wording(question)
    likeness = sum(pair in own_text for pair in pairs) / len(pairs) if pairs else 0.0
    if total == 0:
        return Support(unit, likeness, likeness, 1.0, likeness, ())
    spoken = said / plain if plain else 1.0
    return Support(unit, covered / total, own / total, spoken, likeness, tuple(missing))


@lru_cache(maxsize=256)
def _wording(question: str) -> frozenset[str]:
    return frozenset().union(*(bigrams(piece) for piece in _MASK.split(normalise(question))))


def supports(terms: Sequence[Term], clause: Clause, document: Document, question: str) -> list[Support]:
    """Return the support of each statement of a clause, in reading order."""
    return [support(terms, unit, question) for unit in units_of(clause, document)]


def fits_years(unit: Unit, years: Sequence[int]) -> bool:
    """Return whether a statement may speak of the years asked for.

    It may where it or its heading names one of them, or a span that holds it, or names no year at all; a
    statement about other years only does not answer (2016年底 for 2019年).
    """
    if not years:
        return True
    spoken = _spoken_years(unit)
    return not spoken or any(first <= year <= last for year in years for first, last in spoken)


def speaks_of(unit: Unit, years: Sequence[int]) -> bool:
    """Return whether a statement or its heading names one of the years, or a span that holds it."""
    return any(first <= year <= last for year in years for first, last in _spoken_years(unit))


def _spoken_years(unit: Unit) -> list[tuple[int, int]]:
    spoken = [
        (int(match.group(1)), int(match.group(1)) + int(number(match.group(2)) or 1) - 1)
        for match in _FROM_ON.finditer(normalise(unit.text))
    ]
    for figure in figures(f"{' '.join(unit.clause.path)}\n{unit.text}"):
        digits = [int(found) for found in re.findall(r"(?:19|20)\d{2}", normalise(figure.text))]
        if digits and figure.kind in ("year", "date", "period"):
            spoken.append((min(digits), max(digits)))
    named = relative_years(f"{' '.join(unit.clause.path)}\n{unit.text}", unit.document)
    return [*spoken, *((year, year) for year in named)]
