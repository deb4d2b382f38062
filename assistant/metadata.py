"""Questions about a document itself: its 文号, date, issuer, addressees, copies, validity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.compose import Composition, Refusal, Statement
from assistant.compose.tasks import ClausesOf
from assistant.figures import figures
from assistant.question import Question
from assistant.scope import Scope
from assistant.statements import own_number
from assistant.terms import Term, normalise
from corpus import Clause, Document, Evidence

#: Field asked for, and the evidence in which it is looked up, in order, with how it is said.
_FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "number": (("number", "《{title}》的文号是{value}"),),
    "date": (
        ("printed", "《{title}》于{value}印发"),
        ("date", "《{title}》的成文日期是{value}"),
    ),
    "issuer": (("issuer", "《{title}》由{value}印发"),),
    "addressee": (("addressee", "《{title}》主送{value}"),),
    "copies": (("copy", "《{title}》抄送{value}"),),
    "effective": (("effective", "《{title}》自{value}起施行"),),
    "expires": (("expires", "《{title}》有效期至{value}"),),
    "amended": (("amended", "《{title}》于{value}修正"),),
    "title": (("title", "文件全称是《{value}》"),),
}
#: Fields that may be worked out from what the clause says.
_DERIVED = frozenset({"expires", "effective"})
#: Where a document says what it is, in the order in which it is looked up.
_KINDS = ("signature", "preamble", "title", "distribution")
#: Share of the question's words that titles have to hold for it to be about documents themselves.
_ABOUT = 0.6
#: Longest clause that is said whole where a field cannot be said by itself.
_LITERAL = 160
#: Documents that a question without their names may be about at most.
_MOST = 3
_FIELD_WORD = re.compile(
    r"文号|文|发|印|布|日期|时间|机关|单位|部门|主送|抄送|施行|生效|有效|失效|标题|全称|出台|制定|编制|通过"
)
_PUBLISHED = re.compile(r"发布|上网|网上|公开")
_PUBLISHED_ON = re.compile(
    r"((?:发布|公开|上网)(?:日期|时间))[：:]\s*(\d{4}\s*[-—./年]\s*\d{1,2}\s*[-—./月]\s*\d{1,2}日?)"
)
_NAMES = {
    "number": "文号",
    "date": "印发或成文日期",
    "issuer": "发文机关",
    "addressee": "主送机关",
    "copies": "抄送机关",
    "effective": "施行日期",
    "expires": "有效期",
    "amended": "修正日期",
    "title": "标题",
}


def answer_metadata(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    documents: Mapping[str, Document],
    clauses_of: ClausesOf,
) -> Composition | Refusal | None:
    """Answer a question about documents themselves, or return None where it is about their content.

    Args:
        question: The question; its ``metadata`` names the fields asked for.
        terms: Its words; of several documents it names, those are meant whose titles hold most of them.
        scope: The documents it names; where it names none, those are meant whose titles its words make up.
        documents: Documents by id.
        clauses_of: Gives the clauses in which the values stand.
    """
    named = [documents[name] for name in scope.documents] or list(documents.values())
    terms = [t for t in terms if not _FIELD_WORD.search(t.text) and (t.name or not t.carried)]
    if not named or not (scope.documents or terms or len(named) == 1):
        return None
    covered = {d.id: sum(t.weight for t in terms if _in_title(t, d)) for d in named}
    best = max(covered.values())
    if not scope.documents and sum(share >= best for share in covered.values()) > _MOST:
        return None
    # What a question says besides the title it names is its subject: then it is about the content.
    spoken = sum(term.weight for term in terms)
    if spoken and best < _ABOUT * spoken:
        return None
    meant = [document for document in named if covered[document.id] >= best]
    if "expires" in question.metadata and any(
        _lapses_itself(question.full, d, clauses_of(d.id)) for d in meant
    ):
        return None
    statements: list[Statement] = []
    missing: list[str] = []
    for field in question.metadata:
        put_online = field == "date" and _PUBLISHED.search(question.text) is not None
        found = [
            (put_online and _published(document, clauses_of(document.id)))
            or _statement(field, document, clauses_of(document.id))
            for document in meant
        ]
        statements += [statement for statement in found if statement]
        # Where a name points to several documents, those that say nothing of it were not meant.
        if not any(found):
            missing += [f"《{document.title}》的{_NAMES[field]}" for document in meant]
    if not statements:
        return Refusal("refusal_kind", {"kind": "、".join(missing)}) if missing else None
    # The guard may not pass what is derived (有效期五年 as a date); then the clause is said whole.
    plain = tuple(replace(statement, text=_whole(statement.clause)) for statement in statements)
    literal = (
        Composition(plain, missing=tuple(missing)) if all(len(s.text) <= _LITERAL for s in plain) else None
    )
    return Composition(tuple(statements), missing=tuple(missing), otherwise=literal)


_HOLDS = re.compile(r"([一-鿿]{2,12}?)(?:的)?有效期")


def _lapses_itself(text: str, document: Document, clauses: Sequence[Clause]) -> bool:
    """Whether a question asks how long something lasts that a document regulates (导游证的有效期)."""
    match = _HOLDS.search(text)
    held = normalise("".join(clause.text for clause in clauses)) if match else ""
    name = match.group(1) if match else ""
    ends = [name[-length:] for length in range(2, len(name) + 1)]
    return any(
        f"{end}{of}有效期" in held and end not in _titles(document) for end in ends for of in ("的", "")
    )


def _whole(clause: Clause) -> str:
    text = clause.text.strip()
    return text.removeprefix(own_number(text)).strip().rstrip("。；")


def _published(document: Document, clauses: Sequence[Clause]) -> Statement | None:
    """When a page was put online, as its head says it beside the 成文日期."""
    for clause in clauses:
        if clause.kind == "preamble" and (line := _PUBLISHED_ON.search(clause.text)):
            text = f"《{document.title}》的{line.group(1)}是{line.group(2)}"
            return Statement(text, clause, document, *line.span())
    return None


def _in_title(term: Term, document: Document) -> bool:
    """Whether a word belongs to a document's title, also where a person leaves words of it out (三年计划)."""
    titles = _titles(document)
    if term.meant_in(titles):
        return True
    characters = iter(normalise(document.title))
    return len(term.text) >= 4 and all(char in characters for char in term.text)


def _titles(document: Document) -> str:
    return normalise(" ".join((document.title, *document.aliases, *document.regions, document.issuer or "")))


def _statement(field: str, document: Document, clauses: Sequence[Clause]) -> Statement | None:
    for name, form in _FIELDS[field]:
        values = document.evidence.get(name, ())
        if not values:
            continue
        placed = _place(name, values, clauses)
        if placed is None:
            continue
        clause, start, end = placed
        said = "、".join(dict.fromkeys(_said(name, evidence.value) for evidence in values))
        if name in _DERIVED and not _stands_in(values, clause):
            return _as_written(clause, document, start, end)
        text = form.format(title=document.title, value=said)
        return Statement(text, clause, document, start, end)
    return None


def _stands_in(values: Sequence[Evidence], clause: Clause) -> bool:
    """Whether a date is written out in the clause, and not worked out from a term (有效期五年)."""
    dates = {figure.value for figure in figures(clause.text) if figure.kind == "date"}
    said = {figure.value for v in values for figure in figures(_said("expires", v.value))}
    return said <= dates


def _as_written(clause: Clause, document: Document, start: int, end: int) -> Statement:
    """The sentence that holds a span, for what the clause says in other words than a date."""
    begin = max(clause.text.rfind(mark, 0, start) for mark in "。\n") + 1
    begin += len(own_number(clause.text[begin:]))
    stop = min((at for mark in "。\n" if (at := clause.text.find(mark, end)) >= 0), default=len(clause.text))
    words = clause.text[begin:stop].strip()
    begin = clause.text.index(words, begin)
    return Statement(words, clause, document, begin, begin + len(words), f"《{document.title}》规定，")


def _place(
    field: str, values: Sequence[Evidence], clauses: Sequence[Clause]
) -> tuple[Clause, int, int] | None:
    """Return the clause in which a value stands, with its span: where it was read, else where it is written.

    A value that a manifest gives is cited where the document says the same; otherwise it is not said.
    """
    for evidence in values:
        if evidence.origin == "text":
            for clause in clauses:
                if clause.start <= evidence.start < clause.end:
                    return clause, evidence.start - clause.start, min(evidence.end, clause.end) - clause.start
    wanted = re.split(r"[、\s]+", _said(field, values[0].value))[0]
    pattern = re.compile(r"\s*".join(map(re.escape, wanted)))
    for clause in sorted(
        clauses, key=lambda clause: _KINDS.index(clause.kind) if clause.kind in _KINDS else 9
    ):
        if clause.kind != "heading" and (match := pattern.search(clause.text)):
            return clause, match.start(), match.end()
    return None


def _said(field: str, value: str) -> str:
    """Write an ISO date as a document does (2017年6月2日)."""
    if field in ("date", "printed", "effective", "expires", "amended") and value.count("-") == 2:
        year, month, day = value.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return value.rstrip("。")
