"""Lists: everything that a body does, that stands under a heading, or that a clause enumerates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.compose.alike import holding_figures
from assistant.compose.candidates import Candidate
from assistant.compose.composition import Composition, Refusal, Statement
from assistant.compose.items import list_items
from assistant.compose.outline import asked_number, under_heading
from assistant.compose.refusal import MIN_COVERAGE
from assistant.compose.tasks import (
    ASKS_ALL,
    ASKS_TASKS,
    ASKS_WHO,
    ClausesOf,
    row_statement,
    rows_of,
    tasks_of,
)
from assistant.question import Question
from assistant.scope import Scope
from assistant.terms import Term
from assistant.wording import issuing_place
from corpus import Document
from corpus.places import bodies

#: A question that wants everything of a kind. 什么 and 哪些 before a noun do; 是什么 alone asks for one fact.
_LISTED = re.compile(
    r"哪些|哪几|哪[两二三四五六七八九十\d]+|有(?:什么|啥)|包[括含](?:什么|啥)|[列数][出举一]|都(?:有|叫|是)(?:啥|什么|谁)|"
    r"(?:分|有|共|几)(?:为|成|了)?几(?:大|项|条|个|方面|部分|类|种|章|块)|[啥什么]{1,2}样的|(?:什么|啥)(?:条件|情形|情况|材料|要求|内容|措施|资料|行为|原则|职责)|"
    r"(?:不(?:许|准|得|能)|禁止|严禁)(?:干|做|有)?(?:啥|什么)|指(?:的是)?(?:啥|什么|哪)|(?:写|带|交|看|考虑)(?:哪|什么|啥)"
)
_UNDER = re.compile(
    r"哪些|哪几|哪[两二三四五六七八九十\d]+|几(?:大|项|条|章|块|方面|部分)|几个(?=方面|部分|机制|任务|措施|步骤|阶段|环节|要求|原则|$)|有什么|包括什么|列出|列举|讲了?(?:什么|啥)|主要内容"
)
#: Documents that are read where the question names none: those of the best clauses found.
#: A row answers along with the best one when its own words cover so much of what that one covers.
_AS_GOOD = 0.95
_MOST_DOCUMENTS, _MOST_OUTLINED, _FEW_DOCUMENTS = 6, 2, 20


def list_all(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    found: Sequence[Candidate],
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
) -> Composition | Refusal | None:
    """Return everything that a list question asks for, read over whole documents, or None.

    Three kinds of lists are answered so: the tasks of a body, from the 责任单位 of every clause and row; the
    items under a heading that the question names; and the enumeration of a clause. Other list questions are
    answered by the sentence that holds the list. Where the question names no document, those of the best
    clauses are read.
    """
    near = dict.fromkeys(candidate.unit.document.id for candidate in found)
    text = question.text
    chosen = [*scope.documents] or [*near][:_MOST_DOCUMENTS]
    if not scope.documents and asked_number(text) and not any(term.thing for term in terms):
        # 列出全部12项任务: only their number tells which document is meant.
        chosen = [*documents][:_FEW_DOCUMENTS] if len(documents) <= _FEW_DOCUMENTS else chosen
    inside = [documents[name] for name in chosen]
    read = inside if scope.documents else inside[:_MOST_OUTLINED]
    listed = bool(_LISTED.search(text))
    if ASKS_TASKS.search(text) and ASKS_ALL.search(text) and not ASKS_WHO.search(text):
        by_document = [(d, *tasks_of(text, d, clauses_of(d.id))) for d in inside]
        if any(statements for *_, statements in by_document):
            return _by_document([entry for entry in by_document if entry[2]])
        named = (
            [body.name for body in bodies(text) if not body.name.endswith("办")] if _DUTY.search(text) else []
        )
        held = "".join(clause.text for document in inside for clause in clauses_of(document.id))
        if named and not any(_short_body(name) in held for name in named):
            return Refusal("refusal_body", {"body": "、".join(named)})
        for document in read:
            if rows := rows_of(text, terms, document, clauses_of(document.id)):
                return Composition(tuple(rows), "list", f"《{document.title}》的任务表", counted=True)
    if question.compare and len(scope.groups) > 1:
        return None
    under = _UNDER.search(text) is not None
    open_ended = set(question.kinds) <= {"fact", "how", "list"}

    timeless = scope.documents and not scope.years
    whole = [(document, clauses_of(document.id)) for document in read[:_MOST_OUTLINED] if timeless]

    def headed(*, literal: bool) -> Composition | None:
        for document in (inside if asked_number(text) else read) if under else ():
            if composed := under_heading(text, terms, document, clauses_of(document.id), literal=literal):
                return composed
        return None

    return (
        headed(literal=True)
        or (holding_figures(text, terms, [(d, clauses_of(d.id)) for d in read]) if listed else None)
        or list_items(text, terms, found, whole, listed=listed, open_ended=open_ended)
        or headed(literal=False)
        or (like_rows(found) if listed else None)
    )


_DUTY = re.compile(r"负责|牵头|承担|职责")


def _short_body(name: str) -> str:
    """A body as its own office calls it: 财政局 of 奉节县财政局."""
    return re.sub(r"^(?:[一-鿿]{2,6}[省市县区]|[省市县区])(?=[一-鿿]{2,})", "", name)


def like_rows(found: Sequence[Candidate]) -> Composition | None:
    """Return the rows of one table that answer as well as the best statement, where it is a row itself."""
    best = found[0] if found else None
    if best is None or best.unit.kind != "row" or best.support.coverage < MIN_COVERAGE:
        return None
    table = best.unit.clause.id.rpartition(".")[0]
    rows = [
        candidate.unit
        for candidate in found
        if candidate.unit.kind == "row"
        and candidate.unit.clause.id.rpartition(".")[0] == table
        and candidate.support.own >= _AS_GOOD * best.support.own
    ]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda unit: unit.order)
    return Composition(tuple(row_statement(unit) for unit in rows), "list", counted=True)


def _by_document(found: Sequence[tuple[Document, str, list[Statement]]]) -> Composition:
    """The tasks of a body, by document where several name it."""
    document, body, statements = found[0]
    if len(found) == 1:
        return Composition(tuple(statements), "list", f"{body}的任务（《{document.title}》）", counted=True)
    framed = [
        replace(statement, frame=f"{issuing_place(document) or document.title}：")
        for document, _, own in found
        for statement in own
    ]
    return Composition(tuple(framed), "list", f"{body}的任务", counted=True)
