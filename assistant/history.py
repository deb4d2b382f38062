"""Follow-up questions made whole from the turns before them, without a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.model import Turn
from assistant.question import leans_on_history, strip_boilerplate
from index import QueryUnderstanding

_FILLER = re.compile(r"^(?:那么?|还有|另外|然后|再问|此外|请问)[，,]?|(?:呢)?[？?。！!]*$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?(?:[-—~至到](?:19|20)?\d{2,4}年?)?")
#: A question this short that brings only a new name or year keeps the earlier question around it.
_ELLIPSIS = 12


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with what it leaves out.

    Attributes:
        full: The whole question.
        carried: What was taken over from earlier turns; "" for a question that stands alone.
        understood: Understanding of ``full``.
        follow_up: Whether anything was taken over.
    """

    full: str
    carried: str
    understood: QueryUnderstanding
    follow_up: bool


def resolve(
    understood: QueryUnderstanding,
    history: Sequence[Turn],
    understand: Callable[[str], QueryUnderstanding],
) -> Resolved:
    """Complete a follow-up from the history.

    Earlier questions are read from the last one back until one stands alone; what the new question names
    (a year, a place) takes the place of what the old one named.

    Args:
        understood: Understanding of the question as asked.
        history: Earlier turns, oldest first.
        understand: Understands any text against the catalog of the index.
    """
    text = understood.corrected
    if not history or not _needs_history(understood):
        return Resolved(text, "", understood, False)
    base = _standing_question(history, understand)
    if not base:
        return Resolved(text, "", understood, False)
    carried = _without_replaced(base, understood, understand(base))
    full = f"{carried}，{_FILLER.sub('', text)}"
    return Resolved(full, carried, understand(full), True)


def _needs_history(understood: QueryUnderstanding) -> bool:
    text = strip_boilerplate(understood.corrected)
    named = bool(understood.places or understood.titles or understood.numbers or understood.unknown_places)
    bare = _FILLER.sub("", text)
    if leans_on_history(text, names_place=named, words=[bare[i : i + 4] for i in range(0, len(bare), 4)]):
        return True
    return not named


def _standing_question(history: Sequence[Turn], understand: Callable[[str], QueryUnderstanding]) -> str:
    """Return the last question with the names it leaned on, as one text."""
    standing = ""
    for turn in reversed(history[-6:]):
        earlier = understand(turn.question)
        standing = (
            f"{strip_boilerplate(earlier.corrected)}，{standing}"
            if standing
            else strip_boilerplate(earlier.corrected)
        )
        if not _needs_history(earlier):
            break
    return re.sub(r"[？?。！!]", "", standing)


def _without_replaced(base: str, new: QueryUnderstanding, old: QueryUnderstanding) -> str:
    """Take out of the earlier question the names for which the new one brings its own."""
    kept = base
    if new.years:
        kept = _YEAR.sub("", kept)
    if new.places and len(_FILLER.sub("", new.corrected)) <= _ELLIPSIS:
        for mention in old.places:
            kept = kept.replace(mention.text, "", 1)
    return kept
