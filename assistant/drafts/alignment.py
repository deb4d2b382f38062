"""The 分句 of a sentence beside the sentences of clauses that repeat them most, character by character."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.guard import Reason
from assistant.statements import Unit, own_number, units_of

_PART: Final = re.compile(r"[^，,；;。！!？?：:\n]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
#: Share of a 分句 that a sentence of a clause must repeat for what differs to be an alteration; those that
#: repeat nearly as much as the one that does most are looked at with it.
_REPEATED, _NEARLY = 0.5, 0.9
#: Characters that a 分句 must share with it.
_SHARED: Final = 4
#: 分句 of a clause that one of a draft is laid beside at once; how much it counts against them that they say
#: more, and for them that both begin and end alike (费用由…承担).
_WINDOW: Final = 3
_LONGER, _FRAMED = 0.25, 0.3
#: A 分句 of at most so many may speak of what the one before it does; how much that counts.
_BRIEF, _FOLLOWS = 12, 0.5
#: A 分句 of fewer Chinese characters is read with the one before it.
_SHORT: Final = 6
#: Characters of a clause's short title (统筹资金帮扶。) and of a stem (应当做好以下工作：), numbers left out.
_TITLE, _STEM = 16, 24
#: A stretch shorter than this stands anywhere.
_STRETCH: Final = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of characters that a sentence and a clause share."""

    said: int
    stands: int
    size: int

    @property
    def said_end(self) -> int:
        """Offset after it in the sentence."""
        return self.said + self.size

    @property
    def stands_end(self) -> int:
        """Offset after it in the clause."""
        return self.stands + self.size


@dataclass(frozen=True, slots=True)
class Aligned:
    """A 分句 of a sentence beside a sentence of a clause that repeats most of it.

    Attributes:
        start: Offset of the 分句 in the sentence.
        end: Offset after it.
        text: The clause.
        begin: Offset of what stands beside it in the clause: 分句 of one sentence, or all of it.
        close: Offset after that.
        blocks: What the two share, in order; offsets into sentence and clause.
        share: How much of the 分句 this is; one long stretch counts more than as much in short ones.
        unit: Offset of the clause's sentence.
    """

    start: int
    end: int
    text: str
    begin: int
    close: int
    blocks: tuple[Block, ...]
    share: float
    unit: int = 0


def alignments(said: Said, basis: Sequence[Candidate]) -> list[list[Aligned]]:
    """For each 分句 of a sentence that some clauses repeat, their sentences that repeat it most, in order."""
    found = []
    last: list[Aligned] = []
    for start, end in parts_of(said.text):
        beside = [
            one
            for candidate in basis
            for unit in units_of(candidate.clause, candidate.document)
            if unit.kind != "bodies"
            and not _only_heads(unit)
            and (one := _beside(said.text, start, end, candidate.clause.text, unit.start, unit.end))
        ]
        meant = {id(one): one.share + _following(said.text, one, last) for one in beside}
        best = max(meant.values(), default=0.0)
        near = [one for one in beside if meant[id(one)] >= _NEARLY * best]
        if near:
            found.append(sorted(near, key=lambda one: -meant[id(one)]))
        last = beside
    return found


def _following(said: str, one: Aligned, last: Sequence[Aligned]) -> float:
    """How much likelier a short 分句 (费用由用户承担) repeats the same sentence as the one before it."""
    if len(_HAN.findall(said[one.start : one.end])) > _BRIEF:
        return 0.0
    before = (other.share for other in last if (other.text, other.unit) == (one.text, one.unit))
    return _FOLLOWS * max(before, default=0.0)


def repeated_share(said: Said, basis: Sequence[Candidate], altered: Sequence[Reason] = ()) -> float:
    """Share of the characters of a sentence that clauses repeat, those that were altered left out."""
    taken = {at for reason in altered for at in range(reason.start, reason.end)}
    shared = {
        at
        for beside in alignments(said, basis)
        for block in beside[0].blocks
        for at in range(block.said, block.said_end)
    }
    own = {at for at, character in enumerate(said.text) if _HAN.match(character)} - taken
    return len(own & shared) / len(own) if own else 0.0


def _only_heads(unit: Unit) -> bool:
    """Whether a sentence of a clause is its short title, or the stem of a list, and states nothing alone."""
    text = unit.text.strip()
    bare = len(text) - len(own_number(text))
    titled = unit.kind == "heading" and "，" not in text and bare <= _TITLE
    return titled or (bare <= _STEM and text.endswith(("：", ":")))


@lru_cache(maxsize=1024)
def parts_of(text: str) -> tuple[tuple[int, int], ...]:
    """The 分句 of a text; a short one (但不予通报) belongs to the one before it."""
    parts: list[tuple[int, int]] = []
    for match in _PART.finditer(text):
        start, end = match.span()
        short = len(_HAN.findall(match.group())) < _SHORT
        if short and parts and text[parts[-1][1] : start] in {"，", ","}:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return tuple(parts)


@lru_cache(maxsize=8192)
def _beside(said: str, start: int, end: int, text: str, begin: int, close: int) -> Aligned | None:
    """A 分句 beside those 分句 of a clause's sentence that are most like it."""
    found = [_window(said, start, end, text, first, last) for first, last in _windows(text, begin, close)]
    best = max(filter(None, found), key=lambda one: one.share, default=None)
    return replace(best, unit=begin) if best else None


@lru_cache(maxsize=4096)
def _windows(text: str, begin: int, close: int) -> tuple[tuple[int, int], ...]:
    """The 分句 of a sentence, each alone and with the ones after it, and the whole sentence."""
    parts = [(begin + start, begin + end) for start, end in parts_of(text[begin:close])]
    spans = [
        (parts[at][0], parts[min(at + more, len(parts) - 1)][1])
        for at in range(len(parts))
        for more in range(_WINDOW)
    ]
    return tuple(dict.fromkeys((*spans, (begin, close))))


def _window(said: str, start: int, end: int, text: str, begin: int, close: int) -> Aligned | None:
    if not _pairs(said[start:end]) & _pairs(text[begin:close]):
        return None
    matcher = difflib.SequenceMatcher(None, said[start:end], text[begin:close], autojunk=False)
    blocks = tuple(
        Block(start + block.a, begin + block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size >= _STRETCH or (block.size and block.a == block.b == 0)
    )
    if not blocks:
        return None
    shared = sum(len(_HAN.findall(said[one.said : one.said_end])) for one in blocks)
    own = len(_HAN.findall(said[start:end])) - _elsewhere(said, start, end, text, blocks)
    # 应当向主管部门报告: a long name inside was altered, and what stands around it was not.
    first, last = blocks[0], blocks[-1]
    framed = len(blocks) > 1 and first.said == start and last.said_end == end
    if shared < _SHARED - framed or (shared < _REPEATED * own and not framed):
        return None
    size = math.hypot(*(one.size for one in blocks))
    share = size / len("".join(said[start:end].split()))
    share *= 1 - _LONGER + _LONGER * min(1.0, size / (close - begin))
    if first.said == start and last.said_end == end and first.stands == begin and last.stands_end == close:
        share += _FRAMED
    return Aligned(start, end, text, begin, close, blocks, share)


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _elsewhere(said: str, start: int, end: int, text: str, blocks: Sequence[Block]) -> int:
    """Characters of a 分句 that the clause says in another sentence (its heading) and that are not shared."""
    shared = {at for one in blocks for at in range(one.said, one.said_end)}
    other = {
        at + step
        for at in range(start, end - 1)
        if said[at : at + 2] in text and _HAN.match(said[at]) and _HAN.match(said[at + 1])
        for step in (0, 1)
    }
    return len(other - shared)
