"""Yes-or-no questions: what the question assumes against what the clause says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.compose.candidates import Candidate, cell_span, responsible
from assistant.compose.composition import Statement
from assistant.compose.tasks import means, names_in_role
from assistant.figures import Figure, figures
from assistant.question import Question
from assistant.scope import Scope
from assistant.statements import Unit, bodies_text, cells
from assistant.support import support
from assistant.terms import Term, normalise
from assistant.wording import frame_of, lead_of, said_of, stand_alone
from corpus.places import bodies, is_body, places, short_name

_ASSUMES = re.compile(
    r"吧|吗|[一-鿿]不[？?]?$|真的|属实|(?<![什怎多那这])么[？?]?$|是不是|是否|对不|没(?:记|说|搞|弄)?错"
)
_RESPONSIBLE = re.compile(r"负责|牵头|配合|主管|管|承办|责任")
#: A body by a short name that no corpus holds: 是区住建局牵头的吧.
_SHORT_BODY = re.compile(
    r"(?:[是由归](?!不是))([一-鿿]{1,7}?(?:局|委|办|厅|中心|公司|大队|支队))(?=牵头|负责|主管|承办|配合|管|的|吧|吗|来)"
)
_HELPING = re.compile(r"配合|协办")
#: Candidates that are looked at, and the share of the rest of the question that one has to cover.
_DEPTH, _ENOUGH = 5, 0.5
#: The table row that names who is responsible may score so much less than the sentence that repeats its task.
_NEAR = 0.4
#: Figures that narrow a question and assume nothing.
#: A correction says no more of its clause than this.
_LONGEST = 110
_COMMA = re.compile(r"[，；。]")
_UNDISPUTED = ("year", "name", "ordinal", "document_number")


def assumes(question: Question) -> bool:
    """Return whether a question puts something forward to be confirmed (…是陇南市吧？)."""
    return bool(_ASSUMES.search(question.text)) and set(question.kinds) <= {"yesno", "fact"}


def check_premise(
    question: Question, terms: Sequence[Term], scope: Scope, found: Sequence[Candidate]
) -> Statement | None:
    """Confirm or correct what a yes-or-no question assumes; None where it assumes nothing checkable.

    A figure, place or body of the question is the assumption; the statement that best covers the *rest* of
    the question either holds it (confirmed) or holds another of its kind in its place (corrected).
    """
    if not assumes(question):
        return None
    fitting = [c for c in found[:_DEPTH] if c.timely and _covers_rest(c, terms, scope)]
    for candidate in fitting:
        if statement := _figure_verdict(figures(question.text), candidate.unit, terms):
            return statement
    if _RESPONSIBLE.search(question.text):
        asked = [body.name for body in bodies(question.text)]
        asked += [term.text for term in terms if term.name and is_body(term.text)]
        asked = asked or [match.group(1) for match in _SHORT_BODY.finditer(question.text)]
        for body in dict.fromkeys(asked):
            for candidate in fitting:
                if candidate.score < fitting[0].score - _NEAR:
                    break
                if statement := _body_verdict(body, candidate.unit, terms, question.text):
                    return statement
    return _place_verdict(question, terms, scope, fitting)


def _covers_rest(candidate: Candidate, terms: Sequence[Term], scope: Scope) -> bool:
    """Whether a statement covers what a question says besides the names it may have wrong."""
    rest = [
        term
        for term in terms
        if not (term.name or term.text in scope.unknown_places or term.text[0].isdigit())
    ]
    return not rest or support(rest, candidate.unit).coverage >= _ENOUGH


def _figure_verdict(asked: Sequence[Figure], unit: Unit, terms: Sequence[Term]) -> Statement | None:
    """Correct the first figure that the statement gives otherwise, or confirm them when it gives them all."""
    confirmed: Figure | None = None
    for disputed in asked:
        same = [figure for figure in figures(unit.text) if _comparable(disputed, figure)]
        if disputed.kind in _UNDISPUTED or not same:
            continue
        near = max(same, key=lambda figure: _closeness(figure, unit.text, terms))
        if near.value != disputed.value:
            return _say(f"不是{disputed.text}，是{lead_of(unit.text, near)}：", unit, terms, near)
        confirmed = near
    return _say("是的，", unit, terms, confirmed) if confirmed else None


def _comparable(asked: Figure, said: Figure) -> bool:
    """Whether two figures measure the same; 3000万 in a question may leave out 元."""
    if asked.kind == "number" and said.kind == "amount":
        return True
    return asked.kind == said.kind and asked.unit == said.unit


def _closeness(figure: Figure, text: str, terms: Sequence[Term]) -> float:
    beside = normalise(text[max(0, figure.start - 16) : figure.end + 16])
    return sum(term.weight for term in terms if term.said_in(beside))


def _body_verdict(body: str, unit: Unit, terms: Sequence[Term], asked: str) -> Statement | None:
    helping = cell_span(unit.clause, _HELPING) if unit.kind == "row" and _HELPING.search(asked) else None
    span = helping or responsible(unit)
    if span is None:
        return None
    named = unit.clause.text[span[0] : span[1]]
    role = next((word for word in ("牵头", "配合") if word in asked and word in named), "负责")
    held = names_in_role(named.strip("（(）)[]【】"), asked)
    if any(normalise(body) in normalise(name) or means(body, name) for name in held):
        said = f"是的，由{body}{role}"
    elif bodies(named):
        if role != "负责":
            value = "、".join(held)
        elif unit.kind == "row":
            value = next((v for _, v in cells(named) if v), named)
        else:
            value = bodies_text(replace(unit, start=span[0], end=span[1]))
        said = f"不是{body}，{'责任' if role == '负责' else role}单位是{value}"
    else:
        return None
    words = said_of(unit, terms, None)[0]
    return Statement(
        f"{said}：{words}", unit.clause, unit.document, min(unit.start, span[0]), max(unit.end, span[1])
    )


def _place_verdict(
    question: Question, terms: Sequence[Term], scope: Scope, found: Sequence[Candidate]
) -> Statement | None:
    named = [name for name, _ in scope.named if name in question.text]
    asked = list(
        dict.fromkeys([*named, *(place.name for place in places(question.text)), *scope.unknown_places])
    )
    if len(asked) < 2:
        return None
    rest = [term for term in terms if not term.name and term.text not in asked]
    ranked = sorted(found, key=lambda candidate: -support(rest, candidate.unit).own) if rest else found
    for candidate in ranked:
        unit = candidate.unit
        certain = [term for term in terms if term.text not in asked[1:]]
        _, start, end = said_of(unit, certain, None)
        here = normalise(unit.clause.text[start:end])
        about = normalise(" ".join((unit.document.title, *unit.document.regions)))
        # Whose document it is need not be said again: 安康 and 常州 of 新北区与紫阳县结对.
        own = normalise(f"{unit.document.title} {unit.document.issuer or ''}")
        local = [name for name in asked if short_name(name) in here or short_name(name) not in own]
        held = [name for name in local if short_name(name) in here]
        if local and len(held) == len(local):
            return _pair_verdict(held, unit, start, end)
        held = [name for name in asked if short_name(name) in here]
        known = [name for name in asked if name in held or short_name(name) in about]
        wrong = [name for name in asked if name not in known] or [name for name in asked if name not in held]
        if not (held or (known and len(known) < len(asked))) or asked[0] in wrong:
            continue  # What is asked about is not what is wrong with the question.
        # What takes the wrong one's place is of its level: a province corrects no county.
        levels = {_level(name) for name in map(_full, wrong)}
        right = {
            place.name
            for place in places(unit.clause.text[start:end])
            if place.name not in asked and _level(place.full) in levels
        }
        if right:
            beside = [*(short_name(name) for name in held), *(term.text for term in rest)]

            def corrects(part: str, right: set[str] = right, beside: list[str] = beside) -> bool:
                return any(name in part for name in right) and any(word in part for word in beside)

            said, start, end = _brief(unit, start, end, corrects)
            return Statement(said, unit.clause, unit.document, start, end, f"不是{'、'.join(wrong)}：")
    return None


def _pair_verdict(held: Sequence[str], unit: Unit, start: int, end: int) -> Statement:
    """Confirm places that stand in one part of a list of pairs, or say the part of the first one."""
    text = unit.clause.text
    marks = [start, *(match.end() for match in _COMMA.finditer(text, start, end)), end]
    parts = [(one, two) for one, two in pairwise(marks) if text[one:two].strip()]
    holding = [sum(short_name(name) in text[one:two] for name in held) for one, two in parts]
    first = next(((one, two) for one, two in parts if short_name(held[0]) in text[one:two]), None)
    opening = "是的，"
    if len(held) == max(holding, default=0):
        start, end = parts[holding.index(len(held))] if end - start > _LONGEST else (start, end)
    elif first and len(held) == 2 and sum(count > 0 for count in holding) == 2 and len(parts) > 2:
        opening = f"不是{held[1]}："
        start, end = first
    words = stand_alone(text[start:end], unit.document).strip("。；;，, ")
    return Statement(words, unit.clause, unit.document, start, end, opening)


def _brief(unit: Unit, start: int, end: int, holds: Callable[[str], bool]) -> tuple[str, int, int]:
    """A span as it is said; of a long one the shortest run of its parts between commas that holds enough."""
    text = unit.clause.text
    if end - start > _LONGEST:
        marks = [start, *(match.end() for match in _COMMA.finditer(text, start, end)), end]
        runs = [(one, two) for at, one in enumerate(marks) for two in marks[at + 1 :]]
        holding = [run for run in runs if run[1] - run[0] <= _LONGEST and holds(text[run[0] : run[1]])]
        start, end = min(holding, key=lambda run: run[1] - run[0], default=(start, end))
    words = stand_alone(text[start:end], unit.document).rstrip("。；;，, ")
    return words, start, end


def _full(name: str) -> str:
    """The full name of a place, where it is known."""
    return next((place.full for place in places(name)), name)


def _level(full: str) -> str:
    """The level of a place by the end of its full name; counties and districts are one, and so are towns."""
    end = full[-1]
    return "县" if end in "县区旗市" else "镇" if end in "镇乡" or full.endswith("街道") else end


def _say(opening: str, unit: Unit, terms: Sequence[Term], keep: Figure | None) -> Statement:
    words, start, end = said_of(unit, terms, keep)
    if keep is not None:
        words, start, end = _brief(
            unit, start, end, lambda part: keep.text in part and any(term.said_in(part) for term in terms)
        )
    return Statement(words, unit.clause, unit.document, start, end, opening + frame_of(words, unit.document))
