"""Questions about a document itself: its 文号, date, issuer, addressees, copies, validity."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.compose import Composition, Refusal, Statement
from assistant.question import Question
from assistant.scope import Scope
from corpus import Clause, Document
from index import Index

#: Field asked for, and the evidence in which it is looked up, in order, with how it is said.
_FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "number": (("number", "《{title}》的文号是{value}"),),
    "date": (
        ("printed", "《{title}》于{value}印发"),
        ("date", "《{title}》的成文日期是{value}"),
    ),
    "issuer": (("issuer", "《{title}》由{value}印发"),),
    "addressee": (("addressee", "《{title}》主送{value}"),),
    "copies": (("copies", "《{title}》抄送{value}"),),
    "effective": (("effective", "《{title}》自{value}起施行"),),
    "expires": (("expires", "《{title}》有效期至{value}"),),
    "title": (("title", "文件全称是《{value}》"),),
}
_NAMES = {
    "number": "文号",
    "date": "印发或成文日期",
    "issuer": "发文机关",
    "addressee": "主送机关",
    "copies": "抄送机关",
    "effective": "施行日期",
    "expires": "有效期",
    "title": "标题",
}


def answer_metadata(
    question: Question, scope: Scope, documents: Mapping[str, Document], index: Index
) -> Composition | Refusal | None:
    """Answer a question about documents themselves, or return None where it is about their content.

    Args:
        question: The question; its ``metadata`` names the fields asked for.
        scope: The documents it names; where it names none and there are several, it is no such question.
        documents: Documents by id.
        index: Gives the clauses in which the values stand.
    """
    named = list(scope.documents) or (
        [d.id for d in index.documents()] if len(index.documents()) == 1 else []
    )
    if not named or len(named) > 3:
        return None
    statements: list[Statement] = []
    missing: list[str] = []
    for field in question.metadata:
        for document in (documents[name] for name in named):
            found = _statement(field, document, index.clauses(document.id))
            if found:
                statements.append(found)
            else:
                missing.append(f"《{document.title}》的{_NAMES[field]}")
    if not statements:
        return Refusal("refusal_kind", {"kind": "、".join(missing)}) if missing else None
    return Composition(tuple(statements), missing=tuple(missing))


def _statement(field: str, document: Document, clauses: tuple[Clause, ...]) -> Statement | None:
    for name, form in _FIELDS[field]:
        values = document.evidence.get(name, ())
        read = [evidence for evidence in values if evidence.origin == "text"]
        if not read:
            continue
        clause = _clause_at(clauses, read[0].start)
        if clause is None:
            continue
        said = "、".join(
            dict.fromkeys(
                _said(name, evidence.value) for evidence in (read if name == "issuer" else read[:1])
            )
        )
        start = read[0].start - clause.start
        end = min(read[0].end, clause.end) - clause.start
        text = form.format(title=document.title, value=said)
        return Statement(text, clause, document, start, end)
    return None


def _clause_at(clauses: tuple[Clause, ...], offset: int) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= offset < clause.end), None)


def _said(field: str, value: str) -> str:
    """Write an ISO date as a document does (2017年6月2日)."""
    if field in ("date", "printed", "effective", "expires") and value.count("-") == 2:
        year, month, day = value.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return value
