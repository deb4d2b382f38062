"""Follow-up questions made whole from the turns before them, without a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.model import Turn
from assistant.question import interrogatives, leans_on_history, refers_back, strip_boilerplate
from index import QueryUnderstanding

_FILLER = re.compile(r"^(?:那么?|还有|另外|然后|再问|此外|请问)[，,]?|(?:呢)?[？?。！!]*$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度)?(?:[-—~至到](?:19|20)?\d{2,4}年?)?底?|(?<!\d)[12]\d年底?")
#: 每个县呢, 其余的呢 ask for a share of what was asked before.
_SHARE = re.compile(r"^(?:那么?)?[，,]?(?:每|各|其余|剩下|别的|另外?)")
_ENDS_IN_NE = re.compile(r"呢(?=[？?。！!，,]|$)")
#: What stands in a follow-up without naming anything: 那边的, 这块, 那个.
_EMPTY = re.compile(
    r"[那这]?(?:边|块|头|里|个|种|件事?|条|些|样)(?:的)?|[的了吗呢吧么是又也都还再就]|^[那这]"
    r"|截[止至]到?|到期|完成|结束|开始|期限|负责|牵头|拨付|到位|目前|现在|一共|总共"
)
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
    if _brings_its_own(understood):
        carried = _frame(understand(carried))
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


def _brings_its_own(understood: QueryUnderstanding) -> bool:
    """Whether a follow-up has a subject of its own (那劳务这块呢, 任务没完成的咋办) and points to none."""
    text = strip_boilerplate(understood.corrected)
    if refers_back(text) or _SHARE.search(text):
        return False
    for mention in (*understood.places, *understood.titles, *understood.numbers):
        text = text.replace(mention.text, "")
    text = _EMPTY.sub("", _FILLER.sub("", _YEAR.sub("", text)))
    for asked in interrogatives(text):
        text = text.replace(asked, "")
    elliptical = bool(_ENDS_IN_NE.search(understood.corrected))
    return len(re.findall(r"[一-鿿]", text)) >= (2 if elliptical else 4)


def _frame(old: QueryUnderstanding) -> str:
    """What a new subject keeps of the question before it: its names and what it asks (丽水，归谁)."""
    named = sorted((*old.places, *old.titles, *old.numbers), key=lambda mention: mention.start)
    kept = dict.fromkeys([mention.text for mention in named] + interrogatives(old.corrected)[-1:])
    return "，".join(kept)


def _without_replaced(base: str, new: QueryUnderstanding, old: QueryUnderstanding) -> str:
    """Take out of the earlier question the names for which the new one brings its own."""
    kept = base
    if new.years:
        kept = _YEAR.sub("", kept)
    if new.places and len(_FILLER.sub("", new.corrected)) <= _ELLIPSIS:
        for mention in old.places:
            kept = kept.replace(mention.text, "", 1)
    return kept
