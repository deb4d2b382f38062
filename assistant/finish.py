"""The last step: every statement through the guard, marks and labels set, status derived."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import prompts
from assistant.compose import Composition, Refusal, Statement
from assistant.figures import figures
from assistant.guard import Evidence, Reason, Verdict, check, marks_of
from assistant.model import Citation, Status
from assistant.question import Question
from corpus import Document
from corpus.citation import part_label
from index import Hit

#: Nearest clauses that a refusal names in its text.
_NEAREST = 2

_REASONS = {
    "number": "数字",
    "amount": "金额",
    "percent": "比例",
    "date": "日期",
    "count": "数量",
    "number_of_document": "文号",
    "place": "地名",
    "body": "单位名称",
    "quote": "引文",
    "title": "文件名称",
    "condition": "限定条件",
    "computed": "计算过程",
    "relation": "对应关系",
}


@dataclass(frozen=True, slots=True)
class Finished:
    """What of an answer the guard let through, ready to be shown."""

    text: str
    status: Status
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]


def finish(
    question: Question,
    composed: Composition | Refusal,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
) -> Finished:
    """Hold a composition to its clauses and set it as text with marks.

    A statement that fails is left out and named in the notes; where none is left, the answer is a refusal
    with the nearest clauses.
    """
    if isinstance(composed, Refusal):
        return _refused(composed, hits)
    passed: list[Statement] = []
    notes = list(composed.notes)
    for statement in composed.statements:
        verdict = _verdict(statement, question)
        if not verdict.ok and statement.lead and _verdict(replace(statement, lead=""), question).ok:
            # What opens the answer goes beyond the clause, the clause's own words do not.
            statement = replace(statement, lead="")
            verdict = Verdict()
        if verdict.ok:
            passed.append(statement)
        else:
            notes.append(left_out(statement.said, verdict))
    if not passed and composed.otherwise is not None:
        return finish(question, composed.otherwise, hits, documents)
    if not passed:
        refused = _refused(Refusal("refusal", {"missing": "能够核实的依据"}), hits)
        return Finished(refused.text, "refused", (), tuple(notes))
    marks: dict[str, int] = {}
    cited = [part for statement in passed for part in (statement, *statement.also)]
    for part in cited:
        marks.setdefault(part.clause.id, len(marks) + 1)
    text = _set(composed, passed, marks)
    if composed.missing:
        text = f"{text}\n{prompts.text('partial', missing='、'.join(composed.missing))}"
    citations = tuple(_citation(mark, clause_id, cited) for clause_id, mark in marks.items())
    return Finished(text, "partial" if composed.missing else "answered", citations, tuple(notes))


def _verdict(statement: Statement, question: Question) -> Verdict:
    evidence = [Evidence.of(part.clause, part.document) for part in (statement, *statement.also)]
    return check(statement.held, evidence, question=question.full, derived=figures(statement.given))


def _set(composed: Composition, passed: Sequence[Statement], marks: Mapping[str, int]) -> str:
    marked = [f"{statement.said}{_marks(statement, marks)}" for statement in passed]
    opening = composed.opening
    if composed.counted:
        opening = f"{opening}{'，' if opening and opening[-1] not in '”》）' else ''}共{len(passed)}项："
    if composed.layout == "table":
        rows = [
            f"| {_cell(statement.subject)} | {_cell(statement.said)}{_marks(statement, marks)} |"
            for statement in passed
        ]
        return "\n".join([opening, "| 对象 | 内容 |", "| --- | --- |", *rows]).strip()
    if composed.layout == "list":
        lines = [f"{number}. {line}" for number, line in enumerate(marked, 1)]
        return "\n".join([opening, *lines]).strip()
    return opening + "".join(f"{line}。" for line in marked)


def _marks(statement: Statement, marks: Mapping[str, int]) -> str:
    ids = dict.fromkeys(part.clause.id for part in (statement, *statement.also))
    return "".join(f"[{marks[clause_id]}]" for clause_id in ids)


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")


def _citation(mark: int, clause_id: str, passed: Sequence[Statement]) -> Citation:
    own = [statement for statement in passed if statement.clause.id == clause_id]
    clause, document = own[0].clause, own[0].document
    start = min(statement.start for statement in own)
    end = max(statement.end for statement in own)
    return Citation(
        mark=mark,
        clause=clause,
        document=document,
        label=part_label(document, clause, start, end),
        quote=clause.text[start:end],
        start=clause.start + start,
        end=clause.start + end,
    )


def _refused(refusal: Refusal, hits: Sequence[Hit]) -> Finished:
    variables = dict(refusal.variables)
    name = refusal.template
    if "nearest" in prompts.load(name).variables:
        nearest = "；".join(hit.clause.label for hit in hits[:_NEAREST])
        if nearest:
            variables["nearest"] = nearest
        else:
            name = "refusal_bare"
            variables = {"missing": variables.get("missing") or variables.get("kind", "所问内容")}
    return Finished(prompts.text(name, **variables), "refused", (), ())


def left_out(statement: str, verdict: Verdict) -> str:
    """Return the note that names a statement the guard did not let through, and why."""
    return prompts.text("left_out", statement=statement, reason=_why(verdict))


def _why(verdict: Verdict) -> str:
    return "、".join(dict.fromkeys(_reason(reason) for reason in verdict.reasons))


def _reason(reason: Reason) -> str:
    if reason.kind != "mark":
        return f"{_REASONS[reason.kind]}“{reason.found}”与条款不符"
    return f"没有编号为{reason.found}的条款" if marks_of(reason.found) else "没有标明所依据的条款"


def period_notes(citations: Sequence[Citation], today: datetime.date | None = None) -> tuple[str, ...]:
    """Return a note for each cited document whose period or 有效期 has passed."""
    now = today or datetime.date.today()
    notes: list[str] = []
    for document in dict.fromkeys(citation.document.id for citation in citations):
        cited = next(c.document for c in citations if c.document.id == document)
        if cited.expires and datetime.date.fromisoformat(cited.expires) < now:
            notes.append(prompts.text("period_passed", document=cited.title, period=f"至{cited.expires}"))
        elif cited.period and cited.period[1] < now.year:
            first, last = cited.period
            span = f"{first}年" if first == last else f"{first}—{last}年"
            notes.append(prompts.text("period_passed", document=cited.title, period=span))
    return tuple(notes)
