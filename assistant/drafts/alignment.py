"""The 分句 of a sentence beside the sentences of clauses that repeat them most, character by character."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
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
        begin: Offset of the clause's sentence in it.
        close: Offset after that.
        blocks: What the two share, in order; offsets into sentence and clause.
        share: Share of the 分句 that this is; one long stretch counts more than as much in short ones.
    """

    start: int
    end: int
    text: str
    begin: int
    close: int
    blocks: tuple[Block, ...]
    share: float


def alignments(said: Said, basis: Sequence[Candidate]) -> list[list[Aligned]]:
    """For each 分句 of a sentence that some clauses repeat, their sentences that repeat it most, in order."""
    found = []
    for start, end in parts_of(said.text):
        beside = [
            one
            for candidate in basis
            for unit in units_of(candidate.clause, candidate.document)
            if unit.kind != "bodies"
            and not _only_heads(unit)
            and (one := _beside(said.text, start, end, candidate.clause.text, unit.start, unit.end))
        ]
        best = max((one.share for one in beside), default=0.0)
        near = [one for one in beside if one.share >= _NEARLY * best]
        if near:
            found.append(sorted(near, key=lambda one: -one.share))
    return found


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


@lru_cache(maxsize=4096)
def _beside(said: str, start: int, end: int, text: str, begin: int, close: int) -> Aligned | None:
    matcher = difflib.SequenceMatcher(None, said[start:end], text[begin:close], autojunk=False)
    blocks = tuple(
        Block(start + block.a, begin + block.b, block.size)
        for block in matcher.get_matching_blocks()
        if block.size >= _STRETCH
    )
    shared = sum(len(_HAN.findall(said[one.said : one.said_end])) for one in blocks)
    own = len(_HAN.findall(said[start:end])) - _elsewhere(said, start, end, text, blocks)
    # 应当向主管部门报告: a long name inside was altered, and what stands around it was not.
    framed = len(blocks) > 1 and blocks[0].said == start and blocks[-1].said_end == end
    if shared < _SHARED or (shared < _REPEATED * own and not framed):
        return None
    literal = math.hypot(*(one.size for one in blocks)) / len("".join(said[start:end].split()))
    return Aligned(start, end, text, begin, close, blocks, literal)


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
