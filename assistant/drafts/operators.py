"""Words that turn what a sentence says (不得, 可以, 应当, 鼓励, 优先, 一律): altered, added or left out.

None of them is a figure or a name, and each of them changes what an office must do. Where a draft repeats the
words of a clause, the operator before them must have the same force as the clause's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, cast

from assistant.drafts.alignment import Aligned, Block, alignments
from assistant.drafts.evidence import Candidate, Said
from assistant.guard import Reason
from index.words import segment

Force = Literal["not", "must", "may", "encouraged", "first", "all", "only", "mostly", "striven"]

_FORCES: Final = {
    word: cast("Force", line.split()[0])
    for line in files(__package__).joinpath("operators.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()[1:]
}
_STRONG: Final = frozenset({"must", "all", "only"})
_SOFT: Final = frozenset({"may", "encouraged", "first", "mostly", "striven"})
#: What leaves a choice; a clause that obliges is altered by it.
_CHOICE: Final = frozenset({"may", "encouraged", "mostly", "striven"})
#: Of these words the first character alone is the operator.
_FIRST_ALONE: Final = frozenset({"不由", "不按", "不受", "不含", "不定期", "可按", "可向"})
#: Left out, these make more of a clause than it says.
_LIMITING: Final = frozenset({"first"})
#: The same words where they turn nothing: 根据需要, 政策支持, 加大支持力度, 要求 as a noun.
_NOUN_BEFORE: Final = re.compile(
    r"(?:根据|按照?|据|因|有|实际|工作|发展|生产|生活|建设|的|各项|相关|有关|政策|资金|技术|给予|提供|加大|重点|大力|下|总体|目标|基本|就业)$"
)
_NOUN_AFTER: Final = re.compile(r"(?:力度|政策|体系|作用|的|和|、|，|。|$)")
_OFTEN_NOUN: Final = frozenset({"需要", "支持", "要求", "引导", "一般", "努力", "鼓励"})
#: What denies in other words than an operator: 免收, 防止, 停止, 取消, 非.
_DENYING: Final = re.compile(r"[不未无非免禁勿毋拒防避停]|取消|杜绝|没|除外")
#: A condition (未按规定使用的) is no statement of what is to be done; nor is what a sanction follows.
_CONDITIONAL: Final = re.compile(r"(?:的(?:情形|情况|行为)?|时|后|者)[)）]?\s*$")
_SANCTION: Final = re.compile(
    r"[，,；;]\s*(?:一经|依法|责令|处|给予|将|追究|没收|吊销|追缴|收回|按|由|可|应|视为)"
)
_BREAK: Final = re.compile(r"[，,；;。！!？?：:\n]")
_ITEM: Final = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳]|——|[-·•])")
#: Characters between an operator and the words it turns: of a draft, of a clause, of 不 or 未 in one.
_NEAR, _REACH, _CLOSE = 8, 40, 4
_NARROW: Final = frozenset({"不", "未", "不再", "不予", "不会", "没有", "优先"})
#: Characters of what is turned that are shown with the operator.
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class _Operator:
    text: str
    force: Force
    start: int
    end: int


def turned(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """Operators of a sentence that have another force than those of the clauses it repeats.

    Args:
        said: The sentence.
        basis: Clauses that carry everything else it says.

    Returns:
        ``relation`` for what is denied here and affirmed there, ``condition`` for what obliges here and
        leaves a choice there, and the reverse.
    """
    found = []
    for beside in alignments(said, basis):
        each = [list(_turned(said, aligned)) for aligned in beside]
        if all(each):  # Another sentence that repeats it as much may say it as the draft does.
            found += each[0]
    return list({(reason.start, reason.end): reason for reason in found}.values())


def _turned(said: Said, aligned: Aligned) -> Iterator[Reason]:
    own = [one for one in _operators(said.text) if aligned.start <= one.start < aligned.end]
    own = [one for one in own if not any(start <= one.start < end for start, end in said.quotes)]
    conditional = bool(_CONDITIONAL.search(said.text[aligned.start : aligned.end]))
    for operator in own:
        block = _after(aligned.blocks, operator)
        if block is None or block.said - operator.end > _NEAR:
            continue
        if any(operator.end <= other.start and other.end <= block.said for other in own):
            continue  # 应当优先采购: the nearer one turns it.
        if "的" in said.text[operator.end : block.said]:
            continue  # 不予援助的应当说明理由: it turns what stands before 的.
        stands = _governing(aligned, block.stands)
        if _conflict(operator, stands, aligned, block, conditional=conditional):
            yield _reason(said, aligned, block, operator, stands)
        elif stands is None and operator.force in _CHOICE and _denied(aligned, block):
            # 未佩戴导游证的，责令改正 carries no 可以佩戴, and says not in so many words what must be done.
            yield replace(_reason(said, aligned, block, operator, stands), expected="")
    yield from _left_out(said, aligned, own, conditional=conditional)
    yield from _excepted(said, aligned)


def _excepted(said: Said, aligned: Aligned) -> Iterator[Reason]:
    """What a clause excepts (…除外) and the draft does not."""
    block = aligned.blocks[-1]
    ending = _BREAK.search(aligned.text, block.stands_end)
    rest = aligned.text[block.stands_end : ending.start() if ending else aligned.close]
    part = said.text[aligned.start : aligned.end]
    if rest.endswith("除外") and not _DENYING.search(part):
        begin = block.stands
        expected = aligned.text[begin : block.stands_end] + rest
        yield Reason("relation", said.text[block.said : aligned.end], expected, block.said, aligned.end)


def _left_out(
    said: Said, aligned: Aligned, own: Sequence[_Operator], *, conditional: bool
) -> Iterator[Reason]:
    """Operators of the clause directly before words that the draft says without one."""
    for operator in _operators(aligned.text):
        if not aligned.begin <= operator.start < aligned.close:
            continue
        if operator.force != "not" and operator.force not in _LIMITING:
            continue
        block = next((one for one in aligned.blocks if operator.end <= one.stands), None)
        if block is None or block.stands - operator.end > (0 if operator.force == "not" else _CLOSE):
            continue
        if any(one.stands < operator.end and operator.start < one.stands_end for one in aligned.blocks):
            continue
        if any(aligned.start <= one.start <= block.said for one in own):
            continue
        before = said.text[max(aligned.start, block.said - _NEAR) : block.said]
        if conditional or _DENYING.search(before) or _SANCTION.match(said.text, aligned.end):
            continue
        yield _reason(said, aligned, block, None, operator)


def _conflict(
    said: _Operator, stands: _Operator | None, aligned: Aligned, block: Block, *, conditional: bool
) -> bool:
    if stands is None:
        if said.force != "not" or conditional:
            return False
        before = aligned.text[max(aligned.begin, block.stands - _NEAR) : block.stands]
        return not _DENYING.search(before)
    if (said.force == "not") != (stands.force == "not"):
        return not (conditional and said.force == "not")
    if said.force in _STRONG:
        return stands.force in _SOFT
    return said.force in _CHOICE and stands.force in _STRONG


def _denied(aligned: Aligned, block: Block) -> bool:
    return aligned.text[max(aligned.begin, block.stands - 1) : block.stands] in {"未", "不"}


def _governing(aligned: Aligned, at: int) -> _Operator | None:
    """The operator of the clause that turns the words at a place: in their 分句, or in the stem of a list."""
    breaks = [match.end() for match in _BREAK.finditer(aligned.text, aligned.begin, at)]
    begin = breaks[-1] if breaks else aligned.begin
    before = [one for one in _operators(aligned.text) if begin <= one.start and one.end <= at]
    for one in reversed(before):
        if at - one.end <= (_CLOSE if one.text in _NARROW else _REACH):
            return one
    if not before and not breaks and _ITEM.match(aligned.text, aligned.begin):
        stem_end = aligned.text.rfind("：", 0, aligned.begin)
        stem = max(
            aligned.text.rfind("。", 0, max(stem_end, 0)), aligned.text.rfind("\n", 0, max(stem_end, 0))
        )
        denied = [
            one for one in _operators(aligned.text) if stem < one.start < stem_end and one.force == "not"
        ]
        return denied[-1] if denied else None
    return None


def _after(blocks: Sequence[Block], operator: _Operator) -> Block | None:
    """The first stretch after an operator that clause and draft share; None where it is shared itself."""
    for block in blocks:
        if block.said <= operator.start and operator.end < block.said_end:
            return None
        if block.said >= operator.end:
            return block
        if operator.end < block.said_end:  # It ends inside a stretch: 要|求…, 由 of 不由.
            skip = operator.end - block.said
            return Block(operator.end, block.stands + skip, block.size - skip)
    return None


@lru_cache(maxsize=4096)
def _operators(text: str) -> tuple[_Operator, ...]:
    found = []
    at = 0
    for word in segment(text):
        force = _FORCES.get(word)
        if force is not None and not _is_noun(text, word, at):
            end = at + 1 if word in _FIRST_ALONE else at + len(word)
            found.append(_Operator(text[at:end], force, at, end))
        at += len(word)
    return tuple(found)


def _is_noun(text: str, word: str, at: int) -> bool:
    if word not in _OFTEN_NOUN:
        return False
    return bool(_NOUN_BEFORE.search(text[:at]) or _NOUN_AFTER.match(text, at + len(word)))


def _reason(
    said: Said, aligned: Aligned, block: Block, operator: _Operator | None, stands: _Operator | None
) -> Reason:
    start = operator.start if operator else block.said
    end = _word_end(said.text, block.said, min(block.said_end, block.said + _SHOWN))
    begin = stands.start if stands and block.stands - stands.start <= _REACH else block.stands
    if (stands and stands.start > block.stands) or begin < aligned.begin:
        begin = block.stands
    close = block.stands + (end - block.said)
    expected = aligned.text[begin:close]
    if stands and begin == block.stands and stands.start < block.stands:
        expected = f"{stands.text}…{expected}"
    forces = {one.force for one in (operator, stands) if one}
    kind: Literal["relation", "condition"] = "relation" if "not" in forces else "condition"
    return Reason(kind, said.text[start:end], expected, start, end)


def _word_end(text: str, start: int, end: int) -> int:
    """The end of the last whole word that ends by an offset; that offset where there is none."""
    at = found = start
    for word in segment(text[start : end + _SHOWN]):
        at += len(word)
        if at <= end:
            found = at
    return found if found > start else end
