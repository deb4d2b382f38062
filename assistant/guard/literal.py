"""Whole sentences of a clause, said word for word: nothing in them can go beyond it."""

from __future__ import annotations

from typing import Final

#: What ends a sentence, so that no condition or subject in front of a passage is lost.
_ENDS: Final = frozenset("。；！？;!?\n")


def stands_whole(sentence: str, text: str) -> bool:
    """Whether a clause says a sentence word for word, whole: it begins and ends where one of its own does.

    Args:
        sentence: A sentence, without marks.
        text: The text of a clause.
    """
    said = sentence.strip()
    while said and said[-1] in _ENDS:
        said = said[:-1]
    said = said.rstrip()
    if not said:
        return False
    start = text.find(said)
    while start >= 0:
        end = start + len(said)
        if _begins(text, start) and (end == len(text) or text[end] in _ENDS):
            return True
        start = text.find(said, end)
    return False


def _begins(text: str, place: int) -> bool:
    while place and text[place - 1] in " \t\u3000":
        place -= 1
    return place == 0 or text[place - 1] in _ENDS
