"""The verdict on one sentence: what the guard finds against each clause, and what that means."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.judgement import Judgement, told
from assistant.drafts.repeats import repeated
from assistant.drafts.rivals import literal, nearest, rival_of
from assistant.drafts.shelf import Shelf
from assistant.drafts.sourced import issued, stands_in, with_references
from assistant.drafts.trial import Tried, together, try_on
from assistant.guard import Reason
from assistant.guard.fold import fold

#: Share of its words that a clause must hold to carry a sentence that states figures or names, and one that
#: states neither.
_CARRIES, _CARRIES_WORDS = 0.34, 0.62
#: A clause that carries it must speak of it nearly as much as the one that does most: by score, by words.
_NEARLY, _MOST = 0.8, 0.7
#: Weight of what that one holds and it does not: one rare word tells two clauses of one wording apart.
_LOST: Final = 4.0
#: Share of its words that a clause must hold to contradict a sentence, and the same around the value
#: concerned; more where it reports what was done, or where what fails is the place it is about.
_SAME, _SAME_AROUND, _SAME_DONE, _SAME_PLACE = 0.4, 0.5, 0.72, 0.6
#: Share of its words, names and figures at which a clause carries or contradicts it however few its words.
_ALIKE: Final = 0.6
#: Characters of a quotation whose source is told by its words alone, and the share of them that must agree.
_WORDS, _REPEATS = 6, 0.75
#: Share of a sentence that a clause repeats for what differs to have been altered, whatever else speaks of
#: it; how much more of it than one that carries it.
_LITERAL, _LITERALLY = 0.8, 0.15
#: A clause that holds so much of what the one with most words of a sentence holds may be meant as well.
_WORDED: Final = 0.9
#: Clauses whose scores differ by less are told apart by what stands directly beside the value that fails.
_EVEN: Final = 0.02
_DONE: Final = re.compile(
    r"截至|截止|已(?!经(?:市|县|省|区)?(?:委|政府))|累计|完成了|实现了|落实了|[共均]到位|今年以来|上半年|下半年|同比"
)


def judge(said: Said, pool: Sequence[Candidate], shelf: Shelf) -> Judgement:
    """Decide on a sentence by the clauses that may carry it, then by what its references name."""
    content = _content(said, pool, shelf)
    return with_references(said, content, pool, shelf)


def _content(said: Said, pool: Sequence[Candidate], shelf: Shelf) -> Judgement:
    """Decide on what a sentence says, whatever it names as its source."""
    if not pool:
        return Judgement("unsupported" if said.telling else "not_checked")
    if issue := issued(said, shelf):
        return issue
    enough = _CARRIES if said.telling else _CARRIES_WORDS
    named = {one.clause.id for one in said.cited if one.clause}
    placed = {one.clause.id for one in pool if any(stands_in(one, cited) for cited in said.cited)}
    ordered = sorted(pool, key=lambda one: (one.clause.id not in named, one.clause.id not in placed))
    tried = [try_on(said, (one,), shelf) for one in ordered]
    best = max(one.score for one in pool)
    liked = [one for one in pool if one.score >= _NEARLY * best]
    most = max(one.coverage for one in liked)
    fullest = max(liked, key=lambda one: (one.coverage, one.score))
    carried: list[Tried] = []
    altered: list[Tried] = []
    for one in tried:
        lost = shelf.weight(fullest.held - one.basis[0].held)
        close = one.score >= _NEARLY * best and one.coverage >= _MOST * most and lost < _LOST
        close = close or one.basis[0].clause.id in named
        alike = one.coverage >= enough or (said.telling and one.likeness >= _ALIKE)
        if not one.reasons and alike and close:
            carried.append(one)
        if one.altered and ((alike and close) or one.repeated >= _LITERAL):
            altered.append(one)
    # What a clause nearly repeats is held to it, though another may carry its words less literally.
    literal = max((one.repeated for one in carried), default=-1.0)
    altered = [one for one in altered if not carried or one.repeated > literal + _LITERALLY]
    worth = sorted(tried, key=lambda one: -(one.score - 0.03 * len(one.reasons)))
    near = [one for one in worth[:3] if one.score >= _NEARLY * best]
    if altered:
        speaking = sorted((*altered, *near), key=lambda one: -one.score)
        if found := _likeliest(said, speaking, shelf):
            return found
    if carried:
        return Judgement("supported", (), carried[0].basis)
    if not said.telling:
        return Judgement("not_checked")
    for first, second in itertools.combinations(pool[:4], 2):
        if together(said, first, second, pool, shelf):
            return Judgement("supported", (), (first, second))
    most_alike = [one for one in tried if one.coverage >= max(_SAME_PLACE, most)]
    if found := _likeliest(said, (*near, *most_alike), shelf):
        return found
    if misquoted := _misquoted(said, pool):
        return misquoted
    reasons = tuple(told(said, replace(reason, expected=""), "") for reason in worth[0].reasons)
    return Judgement("unsupported", reasons)


def _likeliest(said: Said, tried: Sequence[Tried], shelf: Shelf) -> Judgement | None:
    """What contradicts a sentence: of some clauses that do, the one that holds most of its words.

    An altered figure is as likely to stand in another clause, which then looks more alike than it is.
    """
    found = [(one, judgement) for one in tried if (judgement := _contradiction(said, one, shelf))]
    if not found:
        return None
    meant = max(one.coverage * (one.score / one.likeness if one.likeness else 1.0) for one, _ in found)
    first, *others = [
        (one, judgement)
        for one, judgement in found
        if one.coverage * (one.score / one.likeness if one.likeness else 1.0) >= _WORDED * meant
    ]
    even = [first, *(other for other in others if abs(other[0].score - first[0].score) <= _EVEN)]
    return max(even, key=lambda one: nearest(said, one[0].basis[0], one[1].reasons))[1]


def _misquoted(said: Said, pool: Sequence[Candidate]) -> Judgement | None:
    """A quotation that repeats most of some words of a clause, whatever stands around it."""
    for start, end in said.quotes:
        quote = said.text[start:end]
        for one in pool:
            words, share = repeated(quote, one.clause.text)
            if len(quote) >= _WORDS and _REPEATS <= share < 1.0 and fold(quote) not in fold(one.clause.text):
                reason = Reason("quote", quote, words, start, end)
                return Judgement("contradicted", (told(said, reason, words),), (one,))
    return None


def _contradiction(said: Said, tried: Tried, shelf: Shelf) -> Judgement | None:
    """Whether the clauses say otherwise of the same thing, and what."""
    candidate = tried.basis[0]
    done = bool(_DONE.search(said.text)) and not said.cited
    least = _SAME_DONE if done else _SAME
    if tried.coverage < least and (done or tried.likeness < _ALIKE):
        return None
    pairing = [reason for reason in tried.reasons if reason.kind == "relation" and _is_place(said, reason)]
    if not said.pairs and not said.cited and not candidate.follows and not pairing:
        return None  # Names alone (a list of 责任单位) do not say what they are said of; two places do.
    around = _SAME_DONE if done else _SAME_AROUND
    reasons = []
    for reason in tried.reasons:
        expected, likeness = reason.expected, max(tried.coverage, tried.likeness)
        if tried.altered or reason.kind in {"relation", "condition"}:
            pass
        elif reason.kind == "quote":
            expected = literal(said, reason, tried.basis) or expected
        else:
            rival = rival_of(said, reason, candidate, shelf)
            expected, likeness = rival.text, max(rival.likeness, 0.0)
        if expected and likeness >= around:
            reasons.append(told(said, reason, expected))
    if not reasons or _about_another_place(said, tried):
        return None
    return Judgement("contradicted", tuple(reasons), tried.basis)


def _is_place(said: Said, reason: Reason) -> bool:
    return any(name.kind == "place" and name.start == reason.start for name in said.names)


def _about_another_place(said: Said, tried: Tried) -> bool:
    """Whether what fails is the place the sentence is about: it then speaks of something else."""
    foreign = [reason for reason in tried.reasons if reason.kind == "place"]
    if not foreign or any(one.document for one in said.cited):
        return False
    failing = {(reason.start, reason.end) for reason in foreign}
    known = [name for name in said.names if name.kind == "place" and (name.start, name.end) not in failing]
    others = [reason for reason in tried.reasons if reason.kind not in {"place", "relation"}]
    if known and not others:
        return tried.coverage < _SAME
    if known:
        return tried.coverage < _SAME_PLACE
    return bool(others) or tried.coverage < _SAME_DONE
