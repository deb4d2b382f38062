"""Whether the clauses found support an answer at all: the lines that decide a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.compose.candidates import Candidate
from assistant.compose.composition import Refusal
from assistant.patterns import Kind
from assistant.question import Ask
from assistant.scope import Scope, covers_year
from assistant.support import Support
from assistant.terms import Term, normalise
from assistant.wording import ANSWERING, stand_alone
from corpus import Document
from corpus.places import places, short_name

#: What a statement has to reach: the share of the question's words, by weight, that it covers, less this part
#: of the share of things it does not speak of, and less this where the thing that is counted is among them.
MIN_SUPPORT, _LACKING, _FOCUS = 0.35, 0.35, 0.35
#: Of the things that are asked about, so much has to stand in the clause itself: a title answers nothing.
MIN_SPOKEN = 0.1
#: Lists and totals are made of many statements, each of which has to cover more, with fewer things unsaid.
MIN_COVERAGE, MAX_MISSING, MAX_MISSING_FOCUS = 0.55, 0.25, 0.1
#: Weight from which a name must stand in the clause or its document.
_NAME = 0.1
#: Statements that come this near the best one in coverage may hold what is asked for.
_NEAR = 0.8
#: A statement of another year that covers the question better by so much decides that the year is missing.
_YEAR_MARGIN = 0.03
#: What a statement that names the year asked for has to cover, against the best one of another year.
_DATED = 0.9

_LEVELS = (("省",), ("市", "州", "盟"), ("县", "区", "旗"))

_KIND_NAMES: Mapping[Kind, str] = {
    "amount": "所问的金额",
    "percent": "所问的比例",
    "count": "所问的数量",
    "quantity": "所问的数额",
    "date": "所问的时间",
    "duration": "所问的期限",
    "who": "所问的单位",
    "person": "所问的人员",
    "location": "所问的地点",
    "frequency": "所问的频次",
}


def outside_corpus(scope: Scope, documents: Mapping[str, Document]) -> Refusal | None:
    """Return a refusal where the question names a document, place or year that the corpus does not cover."""
    if scope.unknown_documents:
        return Refusal("refusal_bare", {"missing": f"《{scope.unknown_documents[0].strip('《》')}》"})
    # A town that stands in a cell of its own was not told from other words when the corpus was read.
    unknown = [name for name in scope.unknown_places if not any(name in d.text for d in documents.values())]
    if unknown:
        covered = "、".join(dict.fromkeys(place for d in documents.values() for place in d.regions[:2]))
        return Refusal("refusal_place", {"place": "、".join(unknown), "covered": covered})
    inside = [documents[name] for name in scope.documents] or list(documents.values())
    for year in scope.years:
        if not any(covers_year(document, year) for document in inside):
            return Refusal("refusal_year", {"year": f"{year}年", "covered": _years(inside)})
    return None


def supported(ask: Ask, terms: Sequence[Term], found: Sequence[Candidate]) -> Sequence[Candidate] | Refusal:
    """Return the statements that support an answer, best first, or why there are none.

    A statement supports an answer when it covers enough of the question, speaks of everything that the
    question is about, may speak of the year asked for, and comes near the best one in coverage; one of them
    has to hold the kind of thing asked for.

    Args:
        ask: What is asked.
        terms: Its words.
        found: Statements that may answer, best first.
    """
    # A figure has to be said of the thing itself; 写在第几章 may ask for any clause of 规划.
    least = MIN_SPOKEN if any(kind in ANSWERING for kind in ask.kinds) else 0.0
    whole = [c for c in found if _carries(c.support, terms) and c.support.spoken >= least]
    if not whole:
        first = min(found, key=lambda candidate: candidate.rank, default=None)
        return _lacking(first.support if first else None)
    timely = [candidate for candidate in whole if candidate.timely]
    top = max((candidate.support.coverage for candidate in timely), default=0.0)
    # What covers the question best speaks of another year: the year asked for is not regulated.
    highest = max(candidate.support.coverage for candidate in whole)
    # A statement that names the year itself may cover the question a little less.
    said = any(c.dated and c.support.coverage >= _DATED * highest for c in timely)
    if not said and top < highest - _YEAR_MARGIN:
        return Refusal("refusal", {"missing": "所问年份的相应规定"})
    near = [candidate for candidate in timely if candidate.support.coverage >= _NEAR * top]
    for kind in ask.kinds:
        if not any(kind in candidate.satisfies for candidate in near):
            return Refusal("refusal_kind", {"kind": _KIND_NAMES.get(kind, "所问的内容")})
    return near


def _carries(support: Support, terms: Sequence[Term]) -> bool:
    """Whether a statement, read within its clause and document, speaks of what the question is about."""
    total = sum(term.weight for term in terms) or 1.0
    unsaid = _unsaid(support)
    lacking = sum(term.weight for term in unsaid) / total
    focus = any(term.focus for term in unsaid)
    if any(term.name and term.weight >= _NAME * total for term in unsaid) or _speaks_of_others(
        support, terms
    ):
        return False
    return support.coverage - _LACKING * lacking - _FOCUS * focus >= MIN_SUPPORT


def _speaks_of_others(support: Support, terms: Sequence[Term]) -> bool:
    """Whether a question names places and a statement, whose clause names none of them, speaks of others.

    福州市给定西多少钱 is not answered by what 仓山区 gives 临洮县, though one document is about all four; nor
    仓山区总人口多少 by a paragraph that begins 临洮，古称狄道.
    """
    clause, document = support.unit.clause, support.unit.document
    named = [term for term in terms if term.name and any(places(word) for word in term.spellings)]
    body = stand_alone(clause.text, document)
    spoken = normalise(" ".join((*clause.path, body)))
    if not named or any(term.said_in(spoken) for term in named):
        return False
    if sum(not term.carried for term in named) > 1:
        return len({place.name for place in places(support.unit.text)}) > 1
    subject = next((place for place in document.regions if body.startswith(short_name(place))), "")
    return any(_same_level(subject, word) for term in named for word in term.spellings)


def _same_level(place: str, other: str) -> bool:
    """Whether two full names are of places side by side, neither of which can lie within the other."""
    return any(place[-1:] in level and other[-1:] in level for level in _LEVELS) and place != other


def missing_things(support: Support, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the things without which a statement is no item of a list and no operand of a total."""
    share = sum(term.weight for term in terms)
    return tuple(
        term
        for term in _unsaid(support)
        if term.weight >= (MAX_MISSING_FOCUS if term.focus or term.name else MAX_MISSING) * share
    )


def _unsaid(support: Support) -> tuple[Term, ...]:
    """The things and names of a question that a statement's clause, headings and document do not hold."""
    return tuple(term for term in support.missing if _needed(term))


def _needed(term: Term) -> bool:
    """Whether an answer has to speak of a word: a thing, or a name that this question itself names."""
    return term.thing or (term.name and not term.carried)


def _lacking(nearest: Support | None) -> Refusal:
    """Refuse with the words of the question that the nearest clause does not hold, heaviest first."""
    unsaid = nearest and (_unsaid(nearest) or nearest.missing)
    if not nearest or not unsaid:
        return Refusal("refusal", {"missing": "所问的内容"})
    heaviest = sorted(unsaid, key=lambda term: -term.weight)[:3]
    words = "、".join(f"“{term.text}”" for term in heaviest)
    return Refusal("refusal_words", {"words": words, "clause": nearest.unit.clause.label})


def _years(documents: Sequence[Document]) -> str:
    spans = dict.fromkeys(document.period for document in documents if document.period)
    return "、".join(f"{a}年" if a == b else f"{a}—{b}年" for a, b in spans) or "未写明"
