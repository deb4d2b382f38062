"""Compose an answer from the clauses' own words, without a language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.compose.candidates import Candidate, candidates, responsible, time_cell
from assistant.compose.composition import Composition, Refusal, Statement
from assistant.compose.compute import compute
from assistant.compose.listing import ClausesOf, list_all
from assistant.compose.premise import check_premise
from assistant.compose.refusal import MIN_COVERAGE, missing_kind, refuse
from assistant.question import Kind, Question
from assistant.scope import Scope
from assistant.statements import Unit, bodies_text, cells, units_of
from assistant.support import Term, normalise
from assistant.wording import (
    ANSWERING,
    cut_to_answer,
    lead_of,
    names_its_place,
    pick_figure,
    place_prefix,
    stand_alone,
)
from corpus import Document
from index import Hit

#: A further sentence of the same clause is said when it covers so much more of the question, by weight.
_ADDS = 0.12
#: A question that names no document is answered for each one whose best statement comes this near the best.
_AS_GOOD = 0.9
_MOST_DOCUMENTS = 4


def compose(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
) -> Composition | Refusal:
    """Compose the answer to a question from the clauses found for it.

    Args:
        question: The question, understood.
        terms: Its words.
        scope: What it is confined to.
        hits: Clauses found, best first.
        documents: Documents by id.
        clauses_of: All clauses of a document, for questions that want everything.
    """
    found = candidates(question, terms, hits, documents)
    premise = check_premise(question, terms, scope, found)
    refusal = refuse(question, terms, scope, found, documents, corrects=premise is not None)
    if refusal:
        return refusal
    if premise:
        return Composition((premise,))
    if listed := list_all(question, terms, scope, documents, clauses_of):
        return listed
    if computed := compute(question, terms, found):
        return Composition((computed,))
    groups = _groups(question, scope, found)
    if len(groups) == 1:
        return _one(question, terms, groups[0], documents)
    return _several(question, terms, groups, documents)


def _groups(question: Question, scope: Scope, found: Sequence[Candidate]) -> list[list[Candidate]]:
    """Candidates by document, where several documents are to be answered for; else all in one group."""
    by_document: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_document.setdefault(candidate.unit.document.id, []).append(candidate)
    if len(scope.groups) > 1:
        return [by_document[name] for name in scope.groups if name in by_document] or [list(found)]
    if scope.documents or len(by_document) == 1:
        return [list(found)]
    best = found[0]
    fitting = [
        group
        for group in by_document.values()
        if group[0].support.coverage >= max(MIN_COVERAGE, _AS_GOOD * best.support.coverage)
        and group[0].satisfies >= best.satisfies
        and group[0].score >= 0.85 * best.score
    ]
    if len(fitting) < 2:
        return [list(found)]
    del question
    return fitting[:_MOST_DOCUMENTS]


def _one(
    question: Question, terms: Sequence[Term], found: Sequence[Candidate], documents: Mapping[str, Document]
) -> Composition | Refusal:
    if missing := missing_kind(question, found):
        return missing
    del documents
    return Composition(tuple(answer_from(question, terms, found)))


def _several(
    question: Question,
    terms: Sequence[Term],
    groups: Sequence[Sequence[Candidate]],
    documents: Mapping[str, Document],
) -> Composition | Refusal:
    statements: list[Statement] = []
    missing: list[str] = []
    for group in groups:
        document = group[0].unit.document
        if group[0].support.coverage < MIN_COVERAGE or missing_kind(question, group):
            missing.append(f"《{document.title}》的相应内容")
            continue
        subject = "—".join(document.regions[:2]) or document.title
        first = answer_from(question, terms, group)[0]
        statements.append(replace(first, subject=subject))
    if not statements:
        return missing_kind(question, groups[0]) or Refusal("refusal", {"missing": "所问内容"})
    layout = (
        "table" if question.compare and len(statements) > 1 else "list" if len(statements) > 1 else "prose"
    )
    del documents
    return Composition(tuple(statements), layout, missing=tuple(missing))


def answer_from(question: Question, terms: Sequence[Term], found: Sequence[Candidate]) -> list[Statement]:
    """Return the statements, of one document, that answer each thing asked."""
    statements: list[Statement] = []
    used: list[Unit] = []
    for kind in question.kinds:
        chosen = _best_for(kind, found, used)
        statement = _state(chosen.unit, terms, question, kind)
        if chosen.unit in used and statement.text in {s.text for s in statements}:
            continue
        if chosen.unit in used and chosen.unit.kind == "row":
            continue
        statements.append(statement)
        used.append(chosen.unit)
    if len(statements) == 1 and used[0].kind != "row" and question.kind != "who":
        statements += _further(question, terms, used[0], found)
    return statements


def _best_for(kind: Kind, found: Sequence[Candidate], used: Sequence[Unit]) -> Candidate:
    fitting = [candidate for candidate in found if kind in candidate.satisfies]
    if not fitting:
        return found[0]
    best = fitting[0]
    for candidate in fitting:
        if candidate.unit in used and candidate.score >= best.score - 0.15:
            return candidate
    return best


def _further(
    question: Question, terms: Sequence[Term], said: Unit, found: Sequence[Candidate]
) -> list[Statement]:
    """One more sentence of the same clause where it covers words that the first does not."""
    plain = normalise(said.text)
    open_terms = [t for t in terms if not any(word in plain for word in (t.text, *t.variants))]
    total = sum(term.weight for term in terms) or 1.0
    best: tuple[float, Unit] | None = None
    for candidate in found:
        unit = candidate.unit
        if unit.clause.id != said.clause.id or unit == said or unit.kind != "sentence":
            continue
        words = normalise(unit.text)
        gain = sum(t.weight for t in open_terms if any(w in words for w in (t.text, *t.variants))) / total
        if gain >= _ADDS and (best is None or gain > best[0]):
            best = (gain, unit)
    return [_sentence(best[1], terms, question, question.kind)] if best else []


def _state(unit: Unit, terms: Sequence[Term], question: Question, kind: Kind) -> Statement:
    if unit.kind == "row":
        return _row(unit, question)
    if kind == "who" and (statement := _responsible(unit)):
        return statement
    return _sentence(unit, terms, question, kind)


def _sentence(unit: Unit, terms: Sequence[Term], question: Question, kind: Kind) -> Statement:
    figure = pick_figure(unit.text, kind, terms, question.text) if kind in ANSWERING else None
    first, last = cut_to_answer(unit.text, terms, figure)
    start, end = unit.start + first, unit.start + last
    words = stand_alone(unit.clause.text[start:end], unit.document).rstrip("。；;，, ")
    if not names_its_place(words, unit.document):
        words = place_prefix(unit.document) + words
    if figure:
        lead = lead_of(unit.text, figure)
        if len(words) > len(lead) + 20:
            words = f"{lead}：{words}"
    return Statement(words, unit.clause, unit.document, start, end)


def _responsible(unit: Unit) -> Statement | None:
    span = responsible(unit)
    if span is None or span == (unit.start, unit.end):
        return None
    named = next(u for u in units_of(unit.clause, unit.document) if (u.start, u.end) == span)
    words = bodies_text(named)
    if not words.endswith(("负责", "配合", "参与")):
        words = f"责任单位为{words}"
    return Statement(words, unit.clause, unit.document, *span)


def _row(unit: Unit, question: Question) -> Statement:
    spans = [
        span
        for kind, span in (("who", responsible(unit)), ("date", time_cell(unit)))
        if kind in question.kinds and span
    ]
    lead = "；".join(unit.clause.text[start:end] for start, end in spans)
    rest = "；".join(
        f"{name}：{value}"
        for name, value in cells(unit.clause.text)
        if value and name != "序号" and f"{name}：{value}" not in lead
    )
    words = f"{lead}（{rest.rstrip('。')}）" if lead else rest.rstrip("。")
    return Statement(words, unit.clause, unit.document, 0, len(unit.clause.text))
