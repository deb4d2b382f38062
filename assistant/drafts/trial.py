"""A sentence held to some clauses: by the guard, and by what only matters where the clauses are not given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.drafts.alignment import repeated_share
from assistant.drafts.attribution import misattributed, unconditioned
from assistant.drafts.evidence import Candidate, Said, holds_name
from assistant.drafts.exempt import matters, names_body
from assistant.drafts.literal import altered_numerals, crossed
from assistant.drafts.operators import turned
from assistant.drafts.rivals import rival_of, same_words
from assistant.drafts.shelf import Shelf, pairs_of
from assistant.drafts.substitution import substituted
from assistant.figures import Figure
from assistant.guard import Reason, check
from assistant.guard.fold import fold
from assistant.guard.names import evidence_names
from assistant.guard.support import clause_figures, same
from assistant.statements import bodies_text, units_of

#: What may be another word than the clause's in its place.
_PLAIN: Final = frozenset({"body", "count", "number", "date"})
#: Share of its words that two clauses must hold together to carry a sentence.
_TOGETHER: Final = 0.5
#: Share of its words that a clause holds to speak of all of it; the values that may be another's.
_WHOLE: Final = 0.9
_VALUES: Final = frozenset({"amount", "count", "number", "percent", "date"})
#: A clause that carries a part of it must speak of that nearly as much as the one that does most.
_NEARLY: Final = 0.8
#: Share of its words at which a sentence repeats a clause, so that what differs was altered.
_REPEATED: Final = 0.7
#: Weight of the words of a part of a sentence, below which it is said of the part before it.
_OWN: Final = 6.0
_PART: Final = re.compile(r"(?:[^，,；;。（(\t]|[（(][^（）()]*[）)])+")
_RESPONSIBLE: Final = re.compile(r"负责|牵头|承办|责任")
_AFTER_DATE: Final = re.compile(r"[底末初]?(?:以|之)?(?P<side>前|后|起)")


@dataclass(frozen=True, slots=True)
class Tried:
    """A sentence held to some clauses.

    Attributes:
        basis: The clauses.
        reasons: What they do not carry.
        coverage: Share of the sentence's words that the first of them holds.
        likeness: The same with names and figures.
        score: The same with how likely it is meant.
        altered: Whether it repeats them but for words that turn their meaning.
        repeated: Share of the sentence that they repeat, such words left out.
    """

    basis: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]
    coverage: float
    likeness: float
    score: float
    altered: bool = False
    repeated: float = 0.0


def try_on(said: Said, basis: tuple[Candidate, ...], shelf: Shelf) -> Tried:
    """Hold a sentence to some clauses at once."""
    evidence = [one.evidence for one in basis]
    reasons = [reason for reason in check(said.text, evidence).reasons if matters(said, reason, basis)]
    reasons += _wrong_side(said, basis)
    reasons += _framed(said, basis)
    told = {(reason.start, reason.kind) for reason in reasons}
    reasons += [reason for reason in _charged(said, basis) if (reason.start, reason.kind) not in told]
    altered: list[Reason] = []
    if reasons and all(reason.kind in _PLAIN for reason in reasons):
        # A body that stands where the clause names another, 每两年 for 每年: the words around it tell which.
        apart = substituted(said, basis)
        altered = [one for one in apart if any(_overlap(one, reason) for reason in reasons)]
        reasons = [one for one in reasons if not any(_overlap(one, other) for other in altered)]
    if not reasons:
        reasons += misattributed(said, basis, shelf)
        reasons += [one for one in unconditioned(said, basis) if matters(said, one, basis)]
        altered = [*turned(said, basis), *substituted(said, basis)]
        for one in basis:
            if one.coverage >= _REPEATED:
                altered += [*altered_numerals(said, one), *crossed(said, one)]
    first = basis[0]
    repeated = 0.0 if reasons else repeated_share(said, basis, altered)
    held = (first.coverage, first.likeness, first.score)
    return Tried(basis, (*reasons, *altered), *held, altered=bool(altered), repeated=repeated)


def _overlap(one: Reason, other: Reason) -> bool:
    return one.start < other.end and other.start < one.end


def together(
    said: Said, first: Candidate, second: Candidate, pool: Sequence[Candidate], shelf: Shelf
) -> bool:
    """Whether two clauses carry a sentence together, each part of it by one of them alone."""
    total = shelf.weight(said.pairs)
    union = shelf.weight(first.held | second.held) / total if total else 1.0
    most = max(one.coverage for one in pool)
    if union < _TOGETHER or most > max(first.coverage, second.coverage):
        return False
    if try_on(said, (first, second), shelf).reasons or _rivalled(said, first, shelf):
        return False
    parts: list[str] = []
    for match in _PART.finditer(said.text):
        thin = shelf.weight(pairs_of(match.group()) & said.pairs) < _OWN
        if parts and thin and not _states(match.span(), said):
            parts[-1] += "，" + match.group()  # 由市财政局负责: it is said of what stands before.
        elif match.group().strip():
            parts.append(match.group())
    return len(parts) > 1 and all(_carried(said, part, first, second, pool, shelf) for part in parts)


def _rivalled(said: Said, first: Candidate, shelf: Shelf) -> bool:
    """Whether the clause that speaks of all a sentence says gives another value in the very words of one."""
    if first.coverage < _WHOLE:
        return False
    for reason in try_on(said, (first,), shelf).reasons:
        rival = rival_of(said, reason, first, shelf) if reason.kind in _VALUES else None
        if rival is not None and rival.text and rival.likeness >= _WHOLE:
            return True
    return False


def _carried(
    said: Said, part: str, first: Candidate, second: Candidate, pool: Sequence[Candidate], shelf: Shelf
) -> bool:
    """Whether one of two clauses carries a part of a sentence, and no other clause speaks of it more."""
    pairs = pairs_of(part) & said.pairs
    most = max(shelf.weight(pairs & one.held) for one in pool)
    return any(
        shelf.weight(pairs & one.held) >= _NEARLY * most and check(part, [one.evidence]).ok
        for one in (first, second)
    )


def _states(span: tuple[int, int], said: Said) -> bool:
    """Whether a part of a sentence states a figure or names a place."""
    places = [name for name in said.names if name.kind == "place"]
    starts = [figure.start for figure in said.counted] + [name.start for name in places]
    return any(span[0] <= start < span[1] for start in starts)


def _wrong_side(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """A date that the clause sets an end with (5月底前) and the sentence a beginning (5月底后, 从5月起)."""
    found = []
    stands = [(one.clause.text, other) for one in basis for other in clause_figures(one.clause.text)]
    for figure in said.figures:
        mine = _AFTER_DATE.match(said.text, figure.end)
        if mine is None or not _is_time(figure):
            continue
        text = said.text[figure.start : mine.end()]
        own = [(whole, other) for whole, other in stands if same(figure, other)]
        sides = {_side(whole, other): whole[other.start : other.end + 3] for whole, other in own}
        if not sides or mine["side"] in sides:
            continue
        begun = [other.text for whole, other in stands if _is_time(other) and _side(whole, other) == "起"]
        if mine["side"] == "起" and begun:
            found.append(Reason("date", figure.text, begun[0], figure.start, figure.end))
        elif (mine["side"], *sides) in {("后", "前"), ("前", "后"), ("后", "")}:
            found.append(Reason("condition", text, next(iter(sides.values())), figure.start, mine.end()))
    return found


def _is_time(figure: Figure) -> bool:
    return figure.kind in {"date", "year"} or "季度" in figure.text


def _side(text: str, figure: Figure) -> str:
    match = _AFTER_DATE.match(text, figure.end)
    return match["side"] if match else ""


def _framed(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """A place that only the title or the metadata bear, where the clause names another in the same words."""
    found = []
    texts = [fold(one.clause.text) for one in basis]
    for name in said.names:
        if name.kind != "place" or holds_name(name, texts):
            continue
        for one in basis:
            for other in evidence_names(one.evidence):
                if other.kind == "place" and same_words(said.text, name, one.clause.text, other):
                    found.append(Reason("place", name.text, other.text, name.start, name.end))
    return found[:1]


def _charged(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """Bodies that the sentence makes responsible and only the title or the metadata of the document bear."""
    if len(basis) != 1 or not _RESPONSIBLE.search(said.text):
        return []
    one = basis[0]
    units = units_of(one.clause, one.document)
    listed = next((bodies_text(unit) for unit in units if unit.kind == "bodies"), "")
    return [
        Reason("body", name.text, listed, name.start, name.end)
        for name in said.names
        if listed
        and name.kind == "body"
        and not names_body(name.text, one.clause.text, one.evidence)
        and _RESPONSIBLE.search(said.text, name.end)
        and any(start <= name.start < end for start, end in said.quotes) is False
    ]
