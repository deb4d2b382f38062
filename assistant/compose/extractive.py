"""Compose an answer from the clauses' own words, without a language model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from assistant.compose.candidates import Candidate, Closeness, candidates, further, responsible, time_cell
from assistant.compose.classes import every_class
from assistant.compose.composition import Composition, Layout, Refusal, Statement
from assistant.compose.compute import compute
from assistant.compose.listing import list_all
from assistant.compose.lookup import look_up
from assistant.compose.premise import check_premise
from assistant.compose.refusal import MIN_SUPPORT, outside_corpus, supported
from assistant.compose.sides import side_by_side, two_years
from assistant.compose.tasks import ClausesOf
from assistant.compose.verdict import with_verdict
from assistant.patterns import Kind
from assistant.question import Ask, Question
from assistant.scope import Scope
from assistant.statements import Unit, bodies_text, cells, units_of
from assistant.terms import Term, normalise
from assistant.wording import (
    ANSWERING,
    frame_of,
    issuing_place,
    lead_of,
    leading_figure,
    pick_figure,
    said_of,
)
from corpus import Document
from corpus.citation import part_label
from index import Hit

#: A question that names no document is answered for each whose best statement comes this near the best.
_AS_GOOD = 0.88
_MOST_DOCUMENTS = 4
#: A row of so many columns at most is said as a sentence about its first.
_FEW = 3
#: What stands between names that a question sets side by side: 丽水和仓山, 丽水市、奉节县.
_AND = re.compile(r"[市县区省州]?(?:那边)?(?:和|与|跟|同|及|、|以及|还有|还是|或|，)[^，。]{0,1}")
#: Several figures are asked for: none of them leads.
_SEVERAL = re.compile(r"分别|各(?:自|是|为|多少|几)|(?:19|20)\d\d年?[、和与].{0,3}(?:19|20)\d\d")
#: A statement already said answers a further ask when it comes this near the best one for it.
_SAME = 0.15


def compose(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
    closeness: Closeness,
) -> Composition | Refusal:
    """Compose the answer to a question from the clauses found for it.

    Args:
        question: The question, understood.
        terms: Its words.
        scope: What it is confined to.
        hits: Clauses found, best first.
        documents: Documents by id.
        clauses_of: All clauses of a document, for questions that want everything.
        closeness: Tells how near in meaning statements are to a question.
    """
    whole = Ask(question.text, question.kinds)
    found = candidates(whole, terms, scope.years, hits, documents, closeness)
    plain = partial(_plain, question, terms, scope, hits, documents, closeness)
    outside = outside_corpus(scope, documents)
    if outside is None and (looked := look_up(question, terms, scope, found, documents, clauses_of)):
        return replace(looked, otherwise=plain())
    premise = check_premise(question, terms, scope, found)
    # What no document covers may be what is wrong with the question; confirmed it is never.
    if premise and not (outside and premise.said.startswith("是的")):
        return Composition((premise,), otherwise=plain())
    if outside:
        return outside
    if listed := list_all(question, terms, scope, found, documents, clauses_of):
        return listed
    both = side_by_side(question, terms, scope, hits, documents, closeness, _answer)
    computed = compute(question, terms, found)
    if both and (computed is None or two_years(question.text, terms)):
        return replace(both, otherwise=plain())
    rest = plain()
    return Composition((computed,), otherwise=rest) if computed else every_class(question, rest) or rest


def _plain(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    closeness: Closeness,
) -> Composition | Refusal:
    """Answer each thing asked, for each document it is asked of, by the statements that cover it best."""
    statements: list[Statement] = []
    refusals: list[Refusal] = []
    missing: list[str] = []
    several = len(question.asks) > 1
    many = False
    for ask in question.asks:
        own = [term.aside() if several and term.text not in ask.text else term for term in terms]
        found = candidates(ask, own, scope.years, hits, documents, closeness)
        groups = _groups(ask, scope, found, apart=question.compare or several or _coordinated(ask, scope))
        many = many or len(groups) > 1
        for group in groups:
            document = group[0].unit.document if group else None
            inside = own if len(groups) == 1 or document is None else _without_others(own, document)
            if inside is not own:
                group = candidates(ask, inside, scope.years, _of(hits, document), documents, closeness)
            fitting = supported(ask, inside, group)
            if isinstance(fitting, Refusal):
                refusals.append(fitting)
                of = f"《{document.title}》" if document and len(groups) > 1 else ""
                what = f"“{ask.text.rstrip('，,；;。？?')}”的内容" if several else "的相应内容"
                missing.append(of + what)
                continue
            said = _answer(ask, question.kinds, inside, fitting, group, statements)
            subject = _subject(scope, document) if document else ""
            for statement in said[:1] if many else said:
                _add(statements, replace(statement, subject=subject))
    if not statements:
        return refusals[0] if refusals else Refusal("refusal", {"missing": "所问内容"})
    layout: Layout = "prose"
    if len(scope.groups) > 1 and len({statement.subject for statement in statements}) > 1:
        layout = "table"
    elif many and len(statements) > 1:
        layout = "table" if question.compare else "list"
    composed = Composition(tuple(statements), layout, missing=tuple(missing))
    return with_verdict(question, terms, composed) if layout == "table" else composed


def _coordinated(ask: Ask, scope: Scope) -> bool:
    """Whether a question joins names of several documents (丽水和仓山) or only relates them (岚皋到新北)."""
    spans = sorted(
        (match.start(), match.end())
        for name, _ in scope.named
        for match in re.finditer(re.escape(name), ask.text)
    )
    return any(_AND.fullmatch(ask.text[end:start].strip()) for (_, end), (start, _) in pairwise(spans))


def _groups(ask: Ask, scope: Scope, found: Sequence[Candidate], *, apart: bool) -> list[Sequence[Candidate]]:
    """Candidates by document, where several documents are to be answered for; else all in one group."""
    by_document: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_document.setdefault(candidate.unit.document.id, []).append(candidate)
    if len(scope.groups) > 1 and not apart:
        return [found]
    if len(scope.groups) > 1:
        spoken = {one for name, documents in scope.named if name in ask.text for one in documents}
        asked = [document for document in scope.groups if document in spoken] or scope.groups
        return [by_document[name] for name in asked if name in by_document] or [found]
    if scope.documents or len(by_document) < 2:
        return [found]
    best = max(candidate.support.coverage for candidate in found)
    fitting = [
        group
        for group in by_document.values()
        if max(c.support.coverage for c in group) >= max(MIN_SUPPORT, _AS_GOOD * best)
        and group[0].satisfies >= found[0].satisfies
        and group[0].score >= _AS_GOOD * found[0].score
    ]
    return [*fitting[:_MOST_DOCUMENTS]] if len(fitting) > 1 else [found]


def _subject(scope: Scope, document: Document) -> str:
    """What a row of a comparison is called: as the question calls it, else whose document it is."""
    named = [name for name, documents in scope.named if document.id in documents]
    return "、".join(named) or issuing_place(document) or document.title


def _without_others(terms: Sequence[Term], document: Document) -> list[Term]:
    """The words of a question without the names that belong to the other documents asked about."""
    about = normalise(" ".join((document.title, *document.regions, document.text)))
    return [term for term in terms if not term.name or term.said_in(about)]


def _of(hits: Sequence[Hit], document: Document | None) -> list[Hit]:
    return [hit for hit in hits if document is None or hit.clause.document_id == document.id]


def _answer(
    ask: Ask,
    asked: Sequence[Kind],
    terms: Sequence[Term],
    fitting: Sequence[Candidate],
    found: Sequence[Candidate],
    before: Sequence[Statement],
) -> list[Statement]:
    """Return the statements, of one document, that answer one thing asked and are not said already."""
    statements: list[Statement] = []
    said = {(statement.clause.id, statement.start) for statement in before}
    for kind in ask.kinds:
        chosen = _best_for(kind, fitting, said, terms)
        _add(statements, _state(chosen.unit, asked, terms, ask, kind))
        alone = chosen.unit.kind == "sentence" and kind != "who" and len(ask.kinds) == 1
        if alone and (more := further(terms, chosen.unit, found)):
            statements.append(_sentence(more, terms, ask, "fact"))
    return statements


def _add(statements: list[Statement], new: Statement) -> None:
    """Add a statement; one that is said already only brings its lead (三批，每批2名：…)."""
    for place, old in enumerate(statements):
        if (old.clause.id, old.text) == (new.clause.id, new.text):
            leads = dict.fromkeys(lead for lead in (old.lead, new.lead) if lead)
            statements[place] = replace(old, lead="，".join(leads))
            return
    statements.append(new)


def _best_for(
    kind: Kind, found: Sequence[Candidate], said: set[tuple[str, int]], terms: Sequence[Term]
) -> Candidate:
    """The statement that answers best; one said already, where it does as well or nothing new is named.

    哪年开始 after 每年给多少 asks when that is given, not when anything else begins.
    """
    fitting = [candidate for candidate in found if kind in candidate.satisfies] or list(found)
    alone = not any(term.thing or (term.name and not term.carried) for term in terms)
    for candidate in fitting:
        if (candidate.unit.clause.id, candidate.unit.start) in said and (
            alone or candidate.score >= fitting[0].score - _SAME
        ):
            return candidate
    return fitting[0]


def _state(unit: Unit, asked: Sequence[Kind], terms: Sequence[Term], ask: Ask, kind: Kind) -> Statement:
    if unit.kind == "row":
        # One row may answer all that is asked (由哪个部门负责，什么时候完成): then it is said once.
        return _row(unit, asked)
    if kind == "who" and (statement := _responsible(unit, ask)):
        return statement
    return _sentence(unit, terms, ask, kind)


def _sentence(unit: Unit, terms: Sequence[Term], ask: Ask, kind: Kind) -> Statement:
    figure = pick_figure(unit.text, kind, terms, ask.text) if kind in ANSWERING else None
    source = unit.text if figure else unit.under
    words, start, end = said_of(unit, terms, figure)
    frame = frame_of(words, unit.document)
    if kind == "where":
        frame = f"{part_label(unit.document, unit.clause, start, end)}："
    elif source and kind in ANSWERING and not _SEVERAL.search(ask.text):
        lead = lead_of(source, first) if (first := leading_figure(source, kind, terms, ask.text)) else ""
        if lead and len(words) > len(lead) + 20:
            return Statement(words, unit.clause, unit.document, start, end, frame, lead)
    return Statement(words, unit.clause, unit.document, start, end, frame)


def _responsible(unit: Unit, ask: Ask) -> Statement | None:
    span = responsible(unit, ask.text)
    if span is None or span == (unit.start, unit.end):
        return None
    named = next(u for u in units_of(unit.clause, unit.document) if (u.start, u.end) == span)
    words = bodies_text(named)
    if not words.endswith(("负责", "配合", "参与")):
        words = f"责任单位为{words}"
    return Statement(words, unit.clause, unit.document, *span)


def _row(unit: Unit, asked: Sequence[Kind]) -> Statement:
    spans = [
        span
        for kind, span in (("who", responsible(unit)), ("date", time_cell(unit)))
        if kind in asked and span
    ]
    pairs = [
        (name, value.rstrip("。")) for name, value in cells(unit.clause.text) if value and name != "序号"
    ]
    if not spans and 2 <= len(pairs) <= _FEW:
        words = f"{pairs[0][1]}的" + "，".join(f"{name}为{value}" for name, value in pairs[1:])
        return Statement(words, unit.clause, unit.document, 0, len(unit.clause.text))
    lead = "；".join(unit.clause.text[start:end] for start, end in spans)
    rest = "；".join(f"{name}：{value}" for name, value in pairs if f"{name}：{value}" not in lead)
    words = f"{lead}（{rest}）" if lead else rest
    return Statement(words, unit.clause, unit.document, 0, len(unit.clause.text))
