"""Yes-or-no questions: what the question assumes against what the clause says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.compose.candidates import Candidate, responsible
from assistant.compose.composition import Statement
from assistant.figures import Figure, figures
from assistant.question import Question
from assistant.scope import Scope
from assistant.statements import Unit, cells
from assistant.support import Term, normalise
from assistant.wording import cut_to_answer, names_its_place, place_prefix, stand_alone
from corpus.places import bodies, places

_ASSUMES = re.compile(r"吧|吗|是不是|是否|对不对|对吧|对吗|是(?:不)?是")
_RESPONSIBLE = re.compile(r"负责|牵头|主管|管|承办|责任")
_DEPTH = 6


def assumes(question: Question) -> bool:
    """Return whether a question puts something forward to be confirmed (…是陇南市吧？)."""
    return bool(_ASSUMES.search(question.text)) and set(question.kinds) <= {"yesno", "fact"}


def check_premise(
    question: Question, terms: Sequence[Term], scope: Scope, found: Sequence[Candidate]
) -> Statement | None:
    """Confirm or correct what a yes-or-no question assumes, or return None where it assumes nothing checkable.

    A figure, place or body of the question is the assumption; the statement that best covers the *rest* of
    the question either holds it (confirmed) or holds another of its kind in its place (corrected).
    """
    if not assumes(question):
        return None
    for disputed in _figures(question, scope):
        for candidate in found[:_DEPTH]:
            if statement := _figure_verdict(disputed, candidate.unit, terms):
                return statement
    if _RESPONSIBLE.search(question.text):
        for body in bodies(question.text):
            for candidate in found[:1]:
                if statement := _body_verdict(body.name, candidate.unit, terms):
                    return statement
    return _place_verdict(question, terms, scope, found)


def _figures(question: Question, scope: Scope) -> list[Figure]:
    del scope
    return [f for f in figures(question.text) if f.kind not in ("year", "name", "ordinal", "document_number")]


def _figure_verdict(disputed: Figure, unit: Unit, terms: Sequence[Term]) -> Statement | None:
    same = [f for f in figures(unit.text) if f.kind == disputed.kind and f.unit == disputed.unit]
    if not same:
        return None
    if any(f.value == disputed.value for f in same):
        return _say("是的，", unit, terms, next(f for f in same if f.value == disputed.value))
    near = max(same, key=lambda f: _closeness(f, unit.text, terms))
    return _say(f"不是{disputed.text}，是{near.text}：", unit, terms, near)


def _closeness(figure: Figure, text: str, terms: Sequence[Term]) -> Decimal:
    beside = normalise(text[max(0, figure.start - 16) : figure.end + 16])
    return Decimal(sum(term.weight for term in terms if term.text in beside)).quantize(Decimal("0.001"))


def _body_verdict(body: str, unit: Unit, terms: Sequence[Term]) -> Statement | None:
    span = responsible(unit)
    if span is None:
        return None
    named = unit.clause.text[span[0] : span[1]]
    if normalise(body) in normalise(named):
        said = f"是的，由{body}负责"
    elif bodies(named):
        value = (
            next((v for n, v in cells(named) if v), named) if unit.kind == "row" else named.strip("[]（）() ")
        )
        said = f"不是{body}，责任单位是{value}"
    else:
        return None
    words = _words(unit, terms, None)[0]
    return Statement(
        f"{said}：{words}", unit.clause, unit.document, min(unit.start, span[0]), max(unit.end, span[1])
    )


def _place_verdict(
    question: Question, terms: Sequence[Term], scope: Scope, found: Sequence[Candidate]
) -> Statement | None:
    asked = [place.name for place in places(question.text)]
    asked += [name for name in scope.unknown_places if name not in asked]
    if len(asked) < 2:
        return None
    for candidate in found[:_DEPTH]:
        unit = candidate.unit
        words, start, end = _words(unit, [t for t in terms if t.text not in asked[1:]], None)
        here = normalise(unit.clause.text[start:end])
        held = [name for name in asked if _short(name) in here]
        if not held:
            continue
        if len(held) == len(asked):
            return Statement(f"是的，{words}", unit.clause, unit.document, start, end)
        others = [p.name for p in places(unit.clause.text[start:end]) if p.name not in asked]
        wrong = [name for name in asked if name not in held]
        if others or unit.document.regions:
            return Statement(f"不是{'、'.join(wrong)}：{words}", unit.clause, unit.document, start, end)
    return None


def _short(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "省市县区州旗镇乡" else name


def _say(opening: str, unit: Unit, terms: Sequence[Term], keep: Figure) -> Statement:
    words, start, end = _words(unit, terms, keep)
    return Statement(opening + words, unit.clause, unit.document, start, end)


def _words(unit: Unit, terms: Sequence[Term], keep: Figure | None) -> tuple[str, int, int]:
    first, last = cut_to_answer(unit.text, terms, keep)
    start, end = unit.start + first, unit.start + last
    words = stand_alone(unit.clause.text[start:end], unit.document).rstrip("。；;，, ")
    if not names_its_place(words, unit.document):
        words = place_prefix(unit.document) + words
    return words, start, end
