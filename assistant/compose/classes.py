"""A standard set class by class (一类地区：800元；二类地区：500元) is answered with all of its classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.candidates import satisfies
from assistant.compose.composition import Composition, Refusal, Statement
from assistant.compose.items import enumerations, itemised
from assistant.patterns import Kind
from assistant.question import Question
from assistant.statements import Unit
from assistant.terms import normalise
from assistant.wording import ANSWERING

#: One of several is asked for, or all of them together.
_ONE_OF_THEM = re.compile("最[高低多少大小早晚先后]|[一总]共|合计|第[一二三四五六七八九十\\d]")


def every_class(question: Question, plain: Composition | Refusal) -> Composition | None:
    """Return all classes of a standard, where the one statement found is but one of them; else None."""
    if isinstance(plain, Refusal) or len(question.asks) > 1 or question.compare or question.total:
        return None
    kinds = question.asks[0].kinds
    if len({one.clause.id for one in plain.statements}) != 1 or len(kinds) != 1 or kinds[0] not in ANSWERING:
        return None
    found = _all_items(kinds[0], question.text, plain.statements)
    return replace(found, otherwise=plain) if found else None


def _all_items(kind: Kind, asked: str, said: Sequence[Statement]) -> Composition | None:
    """Return all items of a list where one was chosen that the question does not tell from the others.

    A standard set class by class (一类地区：800元；二类地区：500元) is not answered by its first class.

    Args:
        kind: What is asked for: an amount, a date.
        asked: The question.
        said: The statements chosen, of one clause: the item, and its stem where it was said with it.
    """
    if _ONE_OF_THEM.search(asked):
        return None
    one = said[0]
    for enumeration in enumerations(one.clause.text):
        if not all(enumeration.start <= part.start < enumeration.items[-1][1] for part in said):
            continue
        inside = [span for span in enumeration.items if span[0] <= one.start < span[1]]
        units = [Unit(one.clause, one.document, "sentence", *span) for span in enumeration.items]
        if not inside or len(units) < 2 or not all(satisfies(unit, kind, asked) for unit in units):
            continue
        chosen = normalise(one.clause.text[slice(*inside[0])])
        others = [normalise(unit.text) for unit in units if (unit.start, unit.end) != inside[0]]
        plain = normalise(asked)
        pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
        if any(pair in chosen and not all(pair in other for other in others) for pair in pairs):
            return None
        stem = Unit(one.clause, one.document, "sentence", enumeration.start, enumeration.end)
        return itemised(stem, enumeration)
    return None
