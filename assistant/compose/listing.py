"""Lists: everything that a body is responsible for, everything that stands under a heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.compose.candidates import responsible
from assistant.compose.composition import Composition, Statement
from assistant.question import Question
from assistant.scope import Scope
from assistant.statements import Unit, cells, own_number, units_of
from assistant.terms import Term, normalise
from assistant.wording import own_heading
from corpus import Clause, Document
from corpus.places import bodies

_TASKS = re.compile(
    r"(?:负责|牵头|承担|配合|参与|主管|承办)(?:的)?(?:哪|什么|多少|几)|"
    r"(?:哪些|什么|几项|多少项)[一-鿿]{0,6}(?:由|归)|(?:有|是)(?:哪些|什么)(?:任务|工作|职责|责任|事)"
)
_UNDER = re.compile(r"哪些|几(?:项|个|条|方面|部分)|有什么|包括什么|列出|列举")
_TASK_HEADER = re.compile(r"内容|任务|事项|项目|措施|工作")
_LONGEST = 60
_MOST = 30

ClausesOf = Callable[[str], Sequence[Clause]]


def list_all(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
) -> Composition | None:
    """Return everything that a list question asks for, read over whole documents, or None.

    Two kinds of lists are answered so: the tasks of a body, from the 责任单位 of every clause and row, and
    the items under a heading that the question names. Other list questions are answered from one clause.
    """
    if not scope.documents:
        return None
    inside = [documents[name] for name in scope.documents]
    if _TASKS.search(question.text):
        for body in sorted((b.name for b in bodies(question.text)), key=len, reverse=True):
            if statements := [s for d in inside for s in _tasks_of(body, d, clauses_of(d.id))]:
                return Composition(tuple(statements[:_MOST]), "list", f"{body}共承担{len(statements)}项：")
    if _UNDER.search(question.text):
        for document in inside:
            if found := _under_heading(terms, document, clauses_of(document.id)):
                heading, statements = found
                return Composition(tuple(statements), "list", f"“{heading}”共{len(statements)}项：")
    return None


def _tasks_of(body: str, document: Document, clauses: Sequence[Clause]) -> list[Statement]:
    found: list[Statement] = []
    wanted = normalise(body)
    for clause in clauses:
        if clause.kind not in ("clause", "table_row", "box"):
            continue
        for unit in units_of(clause, document):
            span = responsible(unit)
            named = clause.text[span[0] : span[1]] if span and span != (unit.start, unit.end) else ""
            if wanted in normalise(named):
                found.append(_task(unit, document))
                break
    # A task table repeats the tasks of the body text row by row: the finer list is the one to give.
    rows = [statement for statement in found if statement.clause.kind == "table_row"]
    return rows or found


def _task(unit: Unit, document: Document) -> Statement:
    if unit.kind == "row":
        value = next((v for n, v in cells(unit.clause.text) if _TASK_HEADER.search(n)), unit.text)
        words = value[len(own_number(value)) :]
    else:
        words = own_heading(unit) or (unit.clause.path[-1] if unit.clause.path else "") or unit.text
        words = words[len(own_number(words)) :]
    return Statement(_short(words.rstrip("。；;")), unit.clause, document, unit.start, unit.end)


def _under_heading(
    terms: Sequence[Term], document: Document, clauses: Sequence[Clause]
) -> tuple[str, list[Statement]] | None:
    """The items under the heading that holds every word of the question that its document's name does not."""
    about = normalise(" ".join((document.title, document.issuer or "", *document.regions, *document.aliases)))
    wanted = [term for term in terms if not term.said_in(about)]
    if not wanted:
        return None
    headings = dict.fromkeys(heading for clause in clauses for heading in clause.path)
    named = [heading for heading in headings if all(term.said_in(normalise(heading)) for term in wanted)]
    if not named:
        return None
    heading = min(named, key=len)
    items: dict[str, Statement] = {}
    for clause in clauses:
        if heading not in clause.path or clause.kind not in ("clause", "box"):
            continue
        below = clause.path[clause.path.index(heading) + 1 :]
        unit = units_of(clause, document)[0]
        name = below[0] if below else own_number(clause.text) + own_heading(unit)
        if not name or not own_number(name) or name in items:
            continue
        words = re.sub(r"[。：:]$", "", name[len(own_number(name)) :].strip())
        if words:
            items[name] = Statement(_short(words), clause, document, unit.start, unit.end)
    if len(items) < 2:
        return None
    return heading[len(own_number(heading)) :].strip().rstrip("。"), list(items.values())


def _short(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    cut = max(words.rfind(mark, 0, _LONGEST) for mark in "，；、。")
    return words[: cut if cut > 20 else _LONGEST]
