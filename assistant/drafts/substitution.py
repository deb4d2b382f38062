"""Words put in the place of others: another department, another fund, the opposite (常住地 and 户籍地)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Final, Literal, cast

from assistant.drafts.alignment import Aligned, Block, alignments
from assistant.drafts.evidence import Candidate, Said
from assistant.guard import Reason

_Kind = Literal["relation", "condition", "date"]

#: Words of which a clause means one and no other.
_OPPOSITES: Final = tuple(
    (cast("_Kind", line.split()[0]), frozenset(line.split()[1:]))
    for line in files(__package__).joinpath("opposites.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
#: What is told apart from others of its kind by the words before it.
_HEAD: Final = re.compile(
    r"[\u4e00-\u9fff]{0,12}?"
    r"(?:部门|机关|机构|基金|保险|局|委员会|管委会|办公室|银行|法院|检察院|协会|学会|联合会|公司|单位|企业)"
)
#: What acts or is heard, and characters that its names end with.
_BODY: Final = re.compile(
    r"(?:部门|机关|机构|政府|单位|企业|公司|用户|个人|人|者|局|委|办|厅|院|会|站|所|中心|银行|[省市县区]委|部|联|长|领导|书记|主任|负责人|一方)$"
)
_LAST: Final = "部门机关构政府单位企业公司用户人者局委办厅院会站所中心银行联"
_SLOT: Final = re.compile(r"(?:[由向报经送交给]|设在|设于|挂靠)(?:[省市县区州]|[\u4e00-\u9fff]{2,3})?$")
#: What the name of such a thing stands after.
_BEFORE_NAME: Final = re.compile(
    r"[由从向在到对给报经与和、的及或送交自按以为是，,；;。：:]|会同|委托|负责|协同"
)
#: What follows a name that acts.
_ACTS: Final = re.compile(r"为|是|负责|牵头|应|须|对|可|不得|要|会同|按|依|在|将|予|作")
#: Words before it that tell it from no other.
_ANY: Final = re.compile(
    r"(?:[该本各其]|有关|相关行?|行业|领域|当地|本地|所在地|辖区|同级|本级|上级|政府|两级|职能|主管|行政|责任|牵头|所属|管理|上述|各级|直属|具体|等|、)*"
)
#: In so many characters stands what a name is the object of.
_BEFORE: Final = 4
#: So many characters after a word tell what it is said of.
_FOLLOWING: Final = 2
#: Characters of what stands in another's place, at most; of those that tell a name from others of its kind.
_LONGEST, _NAMED = 14, 10
#: Words in which one body acts and another is heard: they may not change sides.
_SIDES: Final = re.compile(r"会同|商(?=[\u4e00-\u9fff]{2,12}(?:部门|机关|厅|局|委))|委托|协助|配合")
#: Characters that must agree for two names to have changed sides.
_SIDE: Final = 3
#: A name of several characters, of which the last says what it is.
_KIND: Final = re.compile(r"[\u4e00-\u9fff]{3,8}")
_BREAK: Final = re.compile(r"[，,；;。：:、（(]")
_NAME_END: Final = re.compile(r"[，,；;。（(]")


def substituted(said: Said, basis: Sequence[Candidate]) -> list[Reason]:
    """Names and words of a sentence in whose place the clauses it repeats have others of the same kind."""
    found = []
    for beside in alignments(said, basis):
        each = [list(_substituted(said, aligned)) for aligned in beside]
        if all(each):  # Another sentence that repeats it as much may say it as the draft does.
            found += each[0]
    found += _changed_sides(said, basis)
    return list({(reason.start, reason.end): reason for reason in found}.values())


def _substituted(said: Said, aligned: Aligned) -> Iterator[Reason]:
    first = Block(aligned.start, aligned.begin, 0)
    last = Block(aligned.end, aligned.close, 0)
    for before, after in itertools.pairwise((first, *aligned.blocks, last)):
        start, end, begin, close = before.said_end, after.said, before.stands_end, after.stands
        if any(a <= start < b for a, b in said.quotes) or max(end - start, close - begin) == 0:
            continue
        if not before.size:
            begin = max(begin, close - _LONGEST)
        if not after.size and (cut := _BREAK.search(aligned.text, begin, close)):
            close = cut.start()
        near = max(end - start, 1) <= _LONGEST and close - begin <= _LONGEST
        if near and (pair := _opposite(said.text, start, end, aligned.text, begin, close)):
            kind, own, other = pair
            yield Reason(kind, said.text[slice(*own)], aligned.text[slice(*other)], *own)
        elif start == end or begin >= close:
            continue
        elif other_name := _other_name(said, aligned, before, replace(after, stands=close)):
            yield other_name
        elif before.size and _same_kind(said.text[start:end], aligned.text[begin:close]):
            found, stands = said.text[start:end], aligned.text[begin:close]
            yield Reason("relation", found, _BREAK.split(stands)[0], start, end)


def _same_kind(mine: str, stands: str) -> bool:
    """Whether two names end alike and are otherwise unlike: 政府指导价, 市场调节价."""
    stands = _BREAK.split(stands)[0]
    if not _KIND.fullmatch(mine) or not _KIND.fullmatch(stands) or mine[-1] != stands[-1]:
        return False
    return not set(mine[:-1]) & set(stands[:-1])


def _opposite(
    said: str, start: int, end: int, text: str, begin: int, close: int
) -> tuple[_Kind, tuple[int, int], tuple[int, int]] | None:
    """Two words that exclude each other, one in each gap or over its edge, and of what kind they are."""
    for kind, words in _OPPOSITES:
        for own, (a, b) in _words_in(words, said, start, end):
            for other, (c, d) in _words_in(words, text, begin, close):
                if (
                    own.replace("本", "") == other.replace("本", "")
                    or own in text[max(0, c - 1) : d + 1]
                    or other in said[max(0, a - 1) : b + 1]
                ):
                    continue
                if said[a : b + _FOLLOWING] not in text:  # Else the clause says both, each of its own.
                    return kind, (a, b), (c, d)
    return None


def _words_in(
    words: frozenset[str], text: str, start: int, end: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Words that a gap touches, whole: 增|加 is altered to 减|少 by one character of each."""
    for word in sorted(words, key=len, reverse=True):
        if len(word) == 1:
            if text[start:end] == word:
                yield word, (start, end)
            continue
        at = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
        if at >= 0 and at < end and at + len(word) > start:
            yield word, (at, at + len(word))


def _other_name(said: Said, aligned: Aligned, before: Block, after: Block) -> Reason | None:
    """A body or fund in the place of another, with the same last word or the same preposition.

    由教育部门 for 由人力资源社会保障部门, 从工伤保险基金 for 从失业保险基金, 向主管部门 for 向人民政府.
    """
    head = _HEAD.match(said.text, after.said)
    if head and head.end() <= after.said_end:
        # 旅游行政部门 after 县级: what stands before it begins where a name may begin.
        end, close = head.end(), after.stands + len(head.group())
        start = _name_start(said.text, aligned.start, after.said)
        begin = _name_start(aligned.text, aligned.begin, after.stands)
        last, final, longest = after.said, after.stands, _NAMED
        if start == aligned.start and not _ACTS.match(said.text, end):
            return None  # 要求企业, 联系部门: nothing shows where the name begins.
    else:
        # The whole name is another one.
        slot = _SLOT.search(said.text, max(0, before.said_end - _BEFORE), before.said_end)
        start, end, begin, close = before.said_end, after.said, before.stands_end, after.stands
        if (
            slot is None
            or not _BODY.search(said.text[start:end])
            or not _BODY.search(aligned.text[begin:close])
        ):
            return None
        last, final, longest = end, close, _LONGEST
    if start < 0 or begin < 0:
        return None
    while start < last and begin < final and said.text[start] == aligned.text[begin]:
        start, begin = start + 1, begin + 1
    mine, stands = said.text[start:last], aligned.text[begin:final]
    if not mine or not stands or max(len(mine), len(stands)) > longest:
        return None
    if any(start <= figure.start < end for figure in said.figures):
        return None
    if _ANY.fullmatch(mine) or _ANY.fullmatch(stands) or _alike(mine, stands):
        return None
    cuts = [match.end() for match in _NAME_END.finditer(aligned.text, aligned.begin, begin)]
    closing = _NAME_END.search(aligned.text, close)
    part = aligned.text[cuts[-1] if cuts else aligned.begin : closing.start() if closing else aligned.close]
    if mine in part or set(mine) <= set(part):
        return None  # It is another of those that the clause lists there, or written short (获奖单位).
    return Reason("body", said.text[start:end], aligned.text[begin:close], start, end)


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one, written short (人社, 人力资源社会保障)."""
    first, second = set(one) - set(_LAST), set(other) - set(_LAST)
    return 2 * len(first & second) > min(len(first), len(second))


def _name_start(text: str, first: int, head: int) -> int:
    """Where a name begins that ends with the word at ``head``; -1 where nothing shows it."""
    begin = max(first, head - _LONGEST)
    starts = [match.end() for match in _BEFORE_NAME.finditer(text, begin, head)]
    start = max(starts, default=first if begin == first else -1)
    if text.find("）", max(start, 0), head) >= 0 and (opening := text.rfind("（", first, max(start, 0))) >= 0:
        return _name_start(text, first, opening)  # 县（市、区）林业主管部门
    return start


def _changed_sides(said: Said, basis: Sequence[Candidate]) -> Iterator[Reason]:
    """财政部门会同司法部门 for 司法部门会同财政部门."""
    for match in _SIDES.finditer(said.text):
        left, right = _sides(said.text, match)
        for one in basis:
            for stands in re.finditer(re.escape(match.group()), one.clause.text):
                other_left, other_right = _sides(one.clause.text, stands)
                first = _common_end(left, other_right)
                second = _common_end(other_left, right)
                if min(len(first), len(second)) >= _SIDE and first not in other_left:
                    start = match.start() - len(first)
                    end = match.end() + len(second)
                    expected = f"{second}{match.group()}{first}"
                    yield Reason("relation", said.text[start:end], expected, start, end)
                    break


def _sides(text: str, match: re.Match[str]) -> tuple[str, str]:
    left = text[max(0, match.start() - _LONGEST) : match.start()]
    right = text[match.end() : match.end() + _LONGEST]
    breaks = [cut.end() for cut in _NAME_END.finditer(left)]
    closing = _NAME_END.search(right)
    return left[breaks[-1] :] if breaks else left, right[: closing.start()] if closing else right


def _common_end(left: str, right: str) -> str:
    """The longest end of one text that another begins with."""
    return next((right[:size] for size in range(len(right), 1, -1) if left.endswith(right[:size])), "")
