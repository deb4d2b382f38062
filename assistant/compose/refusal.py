"""Whether the clauses found support an answer at all: the lines that decide a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.compose.candidates import Candidate
from assistant.compose.composition import Refusal
from assistant.question import Ask, Kind
from assistant.scope import Scope, covers_year
from assistant.terms import Term
from corpus import Document

#: Share of the question's words, by weight, that the best statement has to cover.
MIN_COVERAGE = 0.55
#: Statements that come this near the best one in coverage may hold what is asked for.
_NEAR = 0.8

_KIND_NAMES: Mapping[Kind, str] = {
    "amount": "所问的金额",
    "percent": "所问的比例",
    "count": "所问的数量",
    "date": "所问的时间",
    "duration": "所问的期限",
    "who": "所问的单位",
    "person": "所问的人员",
}


def outside_corpus(scope: Scope, documents: Mapping[str, Document]) -> Refusal | None:
    """Return a refusal where the question names a document, place or year that the corpus does not cover."""
    if scope.unknown_documents:
        return Refusal("refusal_bare", {"missing": f"《{scope.unknown_documents[0].strip('《》')}》"})
    if scope.unknown_places:
        covered = "、".join(dict.fromkeys(place for d in documents.values() for place in d.regions[:2]))
        return Refusal("refusal_place", {"place": "、".join(scope.unknown_places), "covered": covered})
    inside = [documents[name] for name in scope.documents] or list(documents.values())
    for year in scope.years:
        if not any(covers_year(document, year) for document in inside):
            return Refusal("refusal_year", {"year": f"{year}年", "covered": _years(inside)})
    return None


def unsupported(ask: Ask, terms: Sequence[Term], found: Sequence[Candidate]) -> Refusal | None:
    """Return a refusal where no statement covers what is asked, or none holds the kind of thing asked for.

    Args:
        ask: What is asked.
        terms: Its words.
        found: Statements that may answer, best first.
    """
    best = max(found, key=lambda candidate: candidate.support.coverage, default=None)
    if best is None or best.support.coverage < MIN_COVERAGE:
        lacking = sorted(best.support.missing if best else terms, key=lambda term: -term.weight)[:3]
        words = "、".join(f"“{term.text}”" for term in lacking)
        return Refusal("refusal", {"missing": words or "所问内容"})
    if not found[0].timely:
        return Refusal("refusal", {"missing": "所问年份的相应规定"})
    near = [c for c in found if c.timely and c.support.coverage >= _NEAR * best.support.coverage]
    for kind in ask.kinds:
        if not any(kind in candidate.satisfies for candidate in near):
            return Refusal("refusal_kind", {"kind": _KIND_NAMES.get(kind, "所问的内容")})
    return None


def _years(documents: Sequence[Document]) -> str:
    spans = dict.fromkeys(document.period for document in documents if document.period)
    return "、".join(f"{a}年" if a == b else f"{a}—{b}年" for a, b in spans) or "未写明"
