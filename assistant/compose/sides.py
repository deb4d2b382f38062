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
from assistant.terms import Term, normalise
from assistant.wording import stand_alone
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
    r"差(?:在|多|几|别|距|异)|各[一-鿿]{0,2}(?:多少|几|什么)|相差|相比|比起来|哪|谁|是不是|一样|不同|区别"
)
#: Names of classes, which no dictionary holds: B类, 三级, 甲等, 18年.
_CLASS = r"(?:[A-Za-z]{1,2}\d?|\d{1,4}|[一二三四五六七八九十甲乙丙丁])(?:[类级档批期型等次组]|年)"
_CLASS_BEFORE, _CLASS_AFTER = re.compile(rf"{_CLASS}$"), re.compile(rf"^{_CLASS}")
#: What a numeral before a noun tells apart: 三人合议庭和七人合议庭.
_COUNTED = re.compile(r"([\d一二三四五六七八九十]+[人名年级次]?)([一-鿿]{2,6})$")


#: Two names that end alike are no longer than this.
_LONGEST_NAME = 8
#: A sentence of several parts is said whole up to this length.
_LONGEST_SENTENCE = 160
#: A statement about one side alone goes before one about both that scores so much more.
_NEAR = 0.2


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


#: A year, and what joins it to another: 去年和今年, 今年…比去年, 2018年要硬化的…比2017年.
_A_YEAR = re.compile(r"(?:(?:19|20)\d{2}|(?<!\d)[12]\d|[去今明前上])年(?:度)?")
#: What one year has and the other has not by itself: 2025年的目标和2024年的实际.
_STANDING = re.compile(r"目标|实际|计划|完成|指标|情况")
_YEAR_JOINT = re.compile(r"(?:和|与|跟|同|比|较|、|还是)(?:起)?$")


def two_years(text: str, terms: Sequence[Term]) -> tuple[Side, Side] | None:
    """Return the sides of a question that sets two years side by side, or None.

    Args:
        text: The question.
        terms: Its words.
    """
    years = list(_A_YEAR.finditer(text))
    if len(years) != 2 or years[0].group() == years[1].group():
        return None
    first, second = years
    joint = _YEAR_JOINT.search(text, 0, second.start())
    if joint is None:
        return None
    alone = (
        text[: joint.start()] + text[second.end() :],
        text[: first.start()]
        + (text[first.end() : joint.start()] if joint.start() > first.end() else "")
        + text[second.start() :],
    )
    bare = [
        tuple(t for t in terms if not (t.text.rstrip("年") in other.group() or _STANDING.search(t.text)))
        for other in (second, first)
    ]
    left, right = (_STANDING.sub("", side) for side in alone)
    return Side(first.group(), left, bare[0]), Side(second.group(), right, bare[1])


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
        if (alike := right.find(left[-2:])) > 0 and alike <= _LONGEST_NAME:
            # 三人合议庭和七人合议庭中…, 产生单位和处理单位不如实记录…: what follows is said of both.
            end = joint.end() + alike + 2
            right = text[joint.end() : end]
        if re.search("[、和与]", right) or "、" in left:
            continue  # Three things or more are no two sides.
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
        counted = _COUNTED.search(left), _COUNTED.fullmatch(right)
        if counted[0] and counted[1] and counted[0].group(2) == counted[1].group(2):
            heaviest = max((term.weight for term in terms), default=1.0)
            begin = text[: joint.start() - len(counted[0].group())]
            sides = [
                Side(
                    name.group(),
                    f"{begin}{name.group()}{text[end:]}",
                    (*terms, _class(name.group(), heaviest)),
                )
                for name in (counted[0], counted[1])
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
    return tuple(term.aside() if term in apart else term for term in terms if term not in beside)


def _to_its_end(statement: Statement) -> Statement:
    """A statement with the rest of its sentence after ；, which may hold what tells the sides apart."""
    text = statement.clause.text
    end = next((at for at in range(statement.end, len(text)) if text[at] in "。\n"), len(text))
    if end - statement.start > _LONGEST_SENTENCE:
        return statement
    words = stand_alone(text[statement.start : end], statement.document).rstrip("。；;，, ")
    return replace(statement, text=words, end=end)


def _apart(side: Side, sides: tuple[Side, Side], fitting: Sequence[Candidate]) -> Sequence[Candidate]:
    """Put first what does not speak of the other side, where it answers about as well."""
    other = sides[1] if side is sides[0] else sides[0]
    names = [term.text for term in other.terms if term not in side.terms and not term.carried]
    near = [
        candidate
        for candidate in fitting
        if candidate.score >= fitting[0].score - _NEAR
        and not all(name in normalise(candidate.unit.text) for name in names)
    ]
    return [*near, *(c for c in fitting if c not in near)] if names else fitting


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
    sides = None
    if question.compare or question.total:
        sides = two_years(question.text, terms) or sides_of(question.text, terms)
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
        statement = answering(ask, kinds[:1], side.terms, _apart(side, sides, fitting), found, ())[0]
        if kinds[0] in ("fact", "how"):
            statement = _to_its_end(statement)
        said.append(replace(statement, subject=side.name))
    first, second = said
    if (first.clause.id, first.start) == (second.clause.id, second.start):
        return None
    if question.total and (
        total := across(question, kinds[0], sides[0].terms, sides[1].terms, first, second)
    ):
        return Composition((total, replace(first, lead=""), replace(second, lead="")))
    return with_verdict(question, terms, Composition((first, second), "table"))
