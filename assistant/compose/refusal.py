"""Whether the clauses found support an answer at all: the lines that decide a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.compose.candidates import Candidate
from assistant.compose.composition import Refusal
from assistant.question import Kind, Question
from assistant.scope import Scope, covers_year
from assistant.support import Term
from corpus import Document

#: Share of the question's words, by weight, that the best statement has to cover.
MIN_COVERAGE = 0.55

_KIND_NAMES: Mapping[Kind, str] = {
    "amount": "所问的金额",
    "percent": "所问的比例",
    "count": "所问的数量",
    "date": "所问的时间",
    "duration": "所问的期限",
    "who": "所问的责任单位",
}


def refuse(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    found: Sequence[Candidate],
    documents: Mapping[str, Document],
    *,
    corrects: bool = False,
) -> Refusal | None:
    """Return why a question cannot be answered, or None where it can.

    Args:
        question: The question, understood.
        terms: Its words.
        scope: What it is confined to.
        found: Statements that may answer, best first.
        documents: Documents by id.
        corrects: Whether the corpus contradicts the question's premise: a place that it names in vain is
            then corrected and not refused.
    """
    if scope.unknown_documents:
        return Refusal("refusal_bare", {"missing": f"《{scope.unknown_documents[0].strip('《》')}》"})
    if scope.unknown_places and not corrects:
        covered = "、".join(dict.fromkeys(place for d in documents.values() for place in d.regions[:2]))
        return Refusal("refusal_place", {"place": "、".join(scope.unknown_places), "covered": covered})
    inside = [documents[name] for name in scope.documents] or list(documents.values())
    for year in scope.years:
        if not any(covers_year(document, year) for document in inside):
            covered = "、".join(dict.fromkeys(str(y) for d in inside for y in (d.period or ())))
            return Refusal("refusal_year", {"year": f"{year}年", "covered": f"{covered}年"})
    if corrects:
        return None
    if not found or found[0].support.coverage < MIN_COVERAGE:
        missing = found[0].support.missing if found else terms
        words = "、".join(term.text for term in sorted(missing, key=lambda term: -term.weight)[:3])
        return Refusal("refusal", {"missing": f"“{words}”" if words else "所问内容"})
    del question
    return None


def missing_kind(question: Question, found: Sequence[Candidate]) -> Refusal | None:
    """Return a refusal where no statement that covers the question holds what is asked for, such as a date."""
    good = [c for c in found if c.support.coverage >= max(MIN_COVERAGE, 0.8 * found[0].support.coverage)]
    for kind in question.kinds:
        if kind in _KIND_NAMES and not any(kind in candidate.satisfies for candidate in good):
            return Refusal("refusal_kind", {"kind": _KIND_NAMES[kind]})
    return None
