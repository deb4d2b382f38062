"""Two things of one question, each answered by its own statement: set side by side, or added up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.compose.candidates import Candidate, Closeness, candidates
from assistant.compose.composition import Composition, Refusal, Statement
from assistant.compose.refusal import supported
from assistant.compose.verdict import across, with_verdict
from assistant.patterns import Kind
from assistant.question import Ask, Question
from assistant.scope import Scope
from assistant.terms import Term
from corpus import Document
from index import Hit

Answering = Callable[
    [Ask, Sequence[Kind], Sequence[Term], Sequence[Candidate], Sequence[Candidate], Sequence[Statement]],
    list[Statement],
]

_JOINT = re.compile(r"和|与|跟|同(?!时|样|意)|以及|加上|还有|[、比]")
_PUNCTUATION = re.compile(r"[，,；;。？?！!]")
#: What is asked of both begins here.
_TAIL = re.compile(
    r"[合加算][一-鿿]{0,2}(?:起来|一起|一块|一道)|[一总]共|合计|各(?:自|是|为|有|要|给)?(?:多|几|什|啥)|分别|有(?:什么|啥|多|几)|"
    r"差(?:在|多|几|别|距|异)|相差|相比|比起来|哪|谁|是不是|一样|不同|区别"
)
#: Names of classes, which no dictionary holds: B类, 三级, 甲等, 18年.
_CLASS = r"(?:[A-Za-z]{1,2}\d?|\d{1,4}|[一二三四五六七八九十甲乙丙丁])(?:[类级档批期型等次组]|年)"
_CLASS_BEFORE, _CLASS_AFTER = re.compile(rf"{_CLASS}$"), re.compile(rf"^{_CLASS}")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that a question sets side by side.

    Attributes:
        name: As the question calls it.
        text: The question without the other one.
        terms: Its words; those that only the other one has count little or are left out.
    """

    name: str
    text: str
    terms: tuple[Term, ...]


def sides_of(text: str, terms: Sequence[Term]) -> tuple[Side, Side] | None:
    """Return the two things that a question joins (挂职的干部和培训的医生), or None.

    Args:
        text: The question.
        terms: Its words.
    """
    for joint in _JOINT.finditer(text):
        start = max((m.end() for m in _PUNCTUATION.finditer(text, 0, joint.start())), default=0)
        end = next((m.start() for m in _PUNCTUATION.finditer(text, joint.end())), len(text))
        if tail := _TAIL.search(text, joint.end(), end):
            end = tail.start()
        left, right = text[start : joint.start()], text[joint.end() : end]
        classes = _CLASS_BEFORE.search(left), _CLASS_AFTER.search(right)
        if classes[0] and classes[1]:
            names = (classes[0].group(0), classes[1].group(0))
            rest = text[: joint.start() - len(names[0])], text[joint.end() + len(names[1]) :]
            heaviest = max((term.weight for term in terms), default=1.0)
            bare = [term for term in terms if term.text not in "".join(names).lower()]
            sides = [
                Side(name, f"{rest[0]}{name}{rest[1]}", (*bare, _class(name, heaviest))) for name in names
            ]
            return sides[0], sides[1]
        # A name on the left is said for both (紫阳派的干部和医生), one on the right for the right alone.
        own = [
            [t for t in terms if t.text in left and not t.name],
            [t for t in terms if t.text in right and not (t.name and t.text in left)],
        ]
        if all(any(term.thing for term in side) for side in own):
            return (
                Side(left, text[: joint.start()] + text[end:], _terms(terms, own[0], own[1], first=True)),
                Side(right, text[:start] + text[joint.end() :], _terms(terms, own[1], own[0], first=False)),
            )
    return None


def _class(name: str, weight: float) -> Term:
    return Term(name.lower(), weight, focus=True, thing=True)


def _terms(
    terms: Sequence[Term], own: Sequence[Term], other: Sequence[Term], *, first: bool
) -> tuple[Term, ...]:
    """The words of one side: of the other's, the one beside the joint is left out and the rest count less."""
    apart = [term for term in other if term not in own]
    beside = apart[:1] if first else apart[-1:]
    return tuple(
        replace(term, carried=True, thing=False, focus=False) if term in apart else term
        for term in terms
        if term not in beside
    )


def side_by_side(
    question: Question,
    terms: Sequence[Term],
    scope: Scope,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    closeness: Closeness,
    answering: Answering,
) -> Composition | None:
    """Answer each of two things of one document by its own statement; None where one statement holds both.

    Args:
        question: A question that compares or adds up.
        terms: Its words.
        scope: What it is confined to.
        hits: Clauses found, best first.
        documents: Documents by id.
        closeness: Tells how near in meaning statements are to a question.
        answering: Answers one thing asked from the statements that support it.
    """
    sides = sides_of(question.text, terms) if question.compare or question.total else None
    if sides is None or len(scope.groups) > 1:
        return None
    kinds = tuple(kind for kind in question.kinds if kind != "list") or ("fact",)
    said: list[Statement] = []
    for side in sides:
        ask = Ask(side.text, kinds[:1])
        found = candidates(ask, side.terms, scope.years, hits, documents, closeness)
        fitting = supported(ask, side.terms, found)
        if isinstance(fitting, Refusal):
            return None
        statement = answering(ask, kinds[:1], side.terms, fitting, found, ())[0]
        said.append(replace(statement, subject=side.name))
    first, second = said
    if (first.clause.id, first.start) == (second.clause.id, second.start):
        return None
    if question.total and (
        total := across(question, kinds[0], sides[0].terms, sides[1].terms, first, second)
    ):
        return Composition((total, replace(first, lead=""), replace(second, lead="")))
    return with_verdict(question, terms, Composition((first, second), "table"))
