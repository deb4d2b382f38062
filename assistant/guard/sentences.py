"""Sentences of an answer, and the marks [n] they carry."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

#: Brackets and quotation marks inside which a sentence does not end, opening to closing.
_PAIRS: Final = {
    "（": "）",
    "(": ")",
    "《": "》",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "〔": "〕",
    "【": "】",
    "[": "]",
}
_END: Final = frozenset("。！？!?；;")
_CLOSERS: Final = frozenset("”’」』）)》")
_MARK: Final = re.compile(r"\[(\d{1,3})\]")
_MARK_GROUP: Final = re.compile(r"(?<!\s)(?:\s*\[\d{1,3}\])+")
_MARKS_HERE: Final = re.compile(r"(?:[ \t]*\[\d{1,3}\])+[。；;]?")
_LOOSE_MARK: Final = re.compile(
    r"(?<![ \t])[ \t]*(?P<open>[\[【［(（])\s*\^?(?P<inside>\d{1,3}(?:\s*[,，、;；\-–—~～]\s*\^?\d{1,3})*)\s*"
    r"[\]】］)）]"
    r"(?=(?P<after>.?))",
    re.DOTALL,
)


def normalise_marks(text: str, known: Collection[int] = ()) -> str:
    """Writes every mark as ``[n]``: 【1】, ［1］, (1), [^1], [1,2] and [1-3] alike.

    Round brackets are read as a mark only where they hold a known number, do not begin a line, and close a
    statement: ``（1）`` in front of a list item, or after ：, stays as it is.

    Args:
        text: An answer as a model wrote it.
        known: The marks that exist for this answer.

    Returns:
        The text with its marks normalised; unknown marks are kept, for ``check_answer`` to drop.
    """

    def replace(match: re.Match[str]) -> str:
        numbers = _numbers(match.group("inside"))
        if match.group("open") in "(（":
            last = text[match.start() - 1 : match.start()] or "\n"
            closes = not match.group("after") or match.group("after") in "。；;，,、.!！?？\n[【［(（|"
            if last in "\n：:；;，,、。" or not closes or not set(numbers) <= set(known):
                return match.group()
        elif not numbers:
            return match.group()
        return "".join(f"[{number}]" for number in numbers)

    return _LOOSE_MARK.sub(replace, text)


def _numbers(inside: str) -> list[int]:
    numbers: list[int] = []
    for piece in re.split(r"[,，、;；]", inside.replace("^", "")):
        ends = [int(part) for part in re.split(r"[-–—~～]", piece)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + 20:
            numbers.extend(range(ends[0], ends[1] + 1))
        else:
            numbers.extend(ends)
    return numbers


def marks_of(text: str) -> tuple[int, ...]:
    """The marks ``[n]`` in a text, in order, each once."""
    return tuple(dict.fromkeys(int(match.group(1)) for match in _MARK.finditer(text)))


def without_marks(text: str) -> str:
    """The text with each mark replaced by as many spaces, so that offsets stay."""
    return _MARK.sub(lambda match: " " * len(match.group()), text)


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Cuts an answer into sentences.

    A sentence ends at 。！？； or a line break, outside of brackets and quotation marks; closing quotation
    marks and the marks [n] that follow belong to it. A decimal point never ends one.

    Args:
        text: An answer whose marks are normalised.

    Returns:
        (start, end) of each sentence, without surrounding white space; blank ones are left out.
    """
    spans: list[tuple[int, int]] = []
    start = position = 0
    expected: list[str] = []
    while position < len(text):
        character = text[position]
        position += 1
        if character == "\n":
            expected.clear()  # An unbalanced bracket must not swallow the rest of the answer.
        elif expected and character == expected[-1]:
            expected.pop()
            continue
        elif character in _PAIRS:
            expected.append(_PAIRS[character])
            continue
        elif character not in _END or expected:
            continue
        while position < len(text) and text[position] in _CLOSERS:
            position += 1
        if following := _MARKS_HERE.match(text, position):
            position = following.end()
        spans.append((start, position))
        start = position
    spans.append((start, len(text)))
    trimmed = (_trim(text, *span) for span in spans)
    return tuple(span for span in trimmed if span[0] < span[1])


def statements_of(text: str) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
    """Cuts a sentence at its marks: each piece is held to the marks that follow it.

    Text after the last mark is held to that mark too. ``A[1]，B[2]。`` gives A with (1,) and B with (2,).

    Args:
        text: One sentence whose marks are normalised.

    Returns:
        (start, end, marks) of each piece; one piece with no marks where the sentence has none.
    """
    groups = list(_MARK_GROUP.finditer(text))
    if not groups:
        return ((0, len(text), ()),)
    pieces: list[tuple[int, int, tuple[int, ...]]] = []
    start = 0
    for group in groups:
        pieces.append((start, group.end(), marks_of(group.group())))
        start = group.end()
    if text[start:].strip("。；;，,、.!！?？|” \n\t"):
        pieces.append((start, len(text), pieces[-1][2]))
    return tuple(pieces)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
