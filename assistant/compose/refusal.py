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

#: The line that a statement has to reach: the share of the question's words that it covers, everyday words
#: that no clause holds counting less; more where a retriever puts its clause first; less where it does not
#: speak of the thing that is counted. Fitted to 658 questions of eleven sets, each set measured with the
#: weights of the other ten (docs/decisions/answers.md).
MIN_SUPPORT, _UNHEARD, _AGREED = 0.62, 0.7, {"lexical": 0.4, "dense": 0.2}
_FOCUS, _FOCUS_UNHEARD = 0.5, 0.2
#: However little of a question the corpus can have heard of, so much of it has to be spoken of.
MIN_COVERED = 0.25
#: A part of a question and a follow-up reach it more easily: the search saw the whole, so that the clause
#: that answers the part need not be first.
_PART = 0.2
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
    # An office names a file for the place whose it is, and may say 本县 in it.
    held = [f"{document.source}\n{document.text}" for document in documents.values()]
    unknown = [name for name in scope.unknown_places if not any(name in text for text in held)]
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

    A statement supports an answer when it names what the question names, may speak of the year asked for,
    holds the kind of thing asked for, and comes near the best one in coverage. The first of them is what
    would be said: it has to reach the line.

    Args:
        ask: What is asked.
        terms: Its words.
        found: Statements that may answer, best first.
    """
    yesno = ask.kinds == ("yesno",)
    # A figure has to be said of the thing itself; 写在第几章 may ask for any clause of 规划.
    least = MIN_SPOKEN if any(kind in ANSWERING for kind in ask.kinds) else 0.0
    naming = [c for c in found if _names_all(c.support, terms) and c.support.spoken >= least]
    timely = [candidate for candidate in naming if candidate.timely]
    top = max((candidate.support.coverage for candidate in timely), default=0.0)
    best = max(naming or found, key=lambda candidate: candidate.support.coverage, default=None)
    # What covers the question best speaks of another year: the year asked for is not regulated.
    # A statement that names the year itself may cover the question a little less.
    dated = best and any(c.dated and c.support.coverage >= _DATED * best.support.coverage for c in timely)
    behind = best is not None and top < best.support.coverage - _YEAR_MARGIN
    if best and naming and behind and not dated and _reaches(best, terms, yesno=yesno):
        return Refusal("refusal", {"missing": "所问年份的相应规定"})
    near = [candidate for candidate in timely if candidate.support.coverage >= _NEAR * top]
    if best is None or not any(_reaches(candidate, terms, yesno=yesno) for candidate in near):
        first = min(found, key=lambda candidate: candidate.rank, default=None)
        return _lacking(first.support if first else None)
    for kind in ask.kinds:
        said = next((candidate for candidate in near if kind in candidate.satisfies), None)
        if said is None or not _reaches(said, terms, yesno=yesno):
            return Refusal("refusal_kind", {"kind": _KIND_NAMES.get(kind, "所问的内容")})
    return near


def _reaches(candidate: Candidate, terms: Sequence[Term], *, yesno: bool) -> bool:
    """Whether a statement, read within its clause and document, speaks of what the question is about."""
    support = candidate.support
    if support.coverage < MIN_COVERED:
        return False
    total = sum(term.weight for term in terms) or 1.0
    unheard = sum(term.weight for term in support.missing if term.thing and not term.known) / total
    # The figure that a yes-or-no question puts forward may be wrong; the rest has to be spoken of.
    disputed = sum(t.weight for t in support.missing if yesno and t.text[0].isdigit()) / total
    line = support.coverage / (1 - min(_UNHEARD * unheard + disputed, 0.9))
    line += sum(_AGREED.get(retriever, 0.0) for retriever in candidate.first_in)
    counted = [term for term in support.missing if term.focus]
    if counted:
        line -= _FOCUS if any(term.known for term in counted) else _FOCUS_UNHEARD
    line += _PART * any(term.carried for term in terms)
    return line >= MIN_SUPPORT


def _names_all(support: Support, terms: Sequence[Term]) -> bool:
    """Whether a statement, read within its clause and document, names all that the question names."""
    total = sum(term.weight for term in terms) or 1.0
    if any(t.name and not t.carried and t.weight >= _NAME * total for t in support.missing):
        return False
    return not _speaks_of_others(support, terms)


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
