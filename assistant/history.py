"""Follow-up questions made whole from the turns before them, without a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.model import Turn
from assistant.question import interrogatives, leans_on_history, refers_back, strip_boilerplate
from index import QueryUnderstanding

_FILLER = re.compile(r"^(?:那么?|还有|另外|然后|再问|此外|请问)[，,]?|(?:呢)?[？?。！!]*$")
_YEAR = re.compile(
    r"[去今明上本前]年(?:度)?|(?:19|20)\d{2}年?(?:度)?(?:[-—~至到](?:19|20)?\d{2,4}年?)?底?|(?<!\d)[12]\d年底?"
)
#: 每个县呢, 其余的呢 ask for a share of what was asked before.
_SHARE = re.compile(r"^(?:那么?)?[，,]?(?:每|各|其余|剩下|别的|另外?)")
_ENDS_IN_NE = re.compile(r"呢(?=[？?。！!，,]|$)")
#: What stands in a follow-up without naming anything: 那边的, 这块, 那个.
_EMPTY = re.compile(
    r"(?:[一1两二三四五六半\d]+个?[年月]|全年|每年|每月)(?:下来)?|[加合]起来|合计|"
    r"[那这]?(?:边|块|头|里|个|种|件事?|条|些|样)(?:的)?|[的了吗呢吧么是又也都还再就]|^[那这]"
    r"|截[止至]到?|到期|完成|结束|开始|期限|负责|牵头|拨付|到位|目前|现在|一共|总共"
)
_DOES = "负责|管理|主管|监管|牵头|承办|落实|管"
_SUPERLATIVE = re.compile(r"最[多大高长少小低短快慢早晚]")
_EXTREME = re.compile(r"(最[多大高长少小低短快慢早晚])的?(?:是)?(?:哪[一-鿿]{0,3}|谁|多少)?")
_ATTRIBUTE = re.compile(r"(?:那么?)?[一-鿿]{1,3}的呢?[？?。]?")
_CLASS = re.compile(r"(?:[A-Za-z]|[一二三四五六七八九十甲乙丙丁]|\d{1,2})[类级等档期批]")
#: Turns that are read.
_TURNS = 6
#: What is asked of the same thing: 资金呢, 责任单位呢.
_FIELD = re.compile(
    r"(?:它的)?(?:资金|金额|经费|投资|标准|时间|时限|责任单位|牵头单位|配合单位|地点|条件|材料|流程|比例|数量|人数|对象|依据)"
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
        restated: Whether it is the earlier question with one word changed, and is read as if asked whole.
    """

    full: str
    carried: str
    understood: QueryUnderstanding
    follow_up: bool
    restated: bool = False


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
    if full := _other_end(base, text):
        return Resolved(full, "", understand(full), False, restated=True)
    carried = _without_replaced(base, understood, understand(base))
    if interrogatives(text):
        # 每个县给多少 after 归谁管 is about what was asked about, and no longer about who.
        for asked in interrogatives(carried):
            does = "" if re.search(rf"(?:{_DOES})$", asked) else f"(?:{_DOES})"
            carried = re.sub(re.escape(asked) + does, "", carried)
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
    """Return the last question, made whole from the turns before it."""
    *before, last = history[-_TURNS:]
    asked = understand(last.question)
    whole = resolve(asked, before, understand).full
    if before and _ATTRIBUTE.fullmatch(strip_boilerplate(asked.corrected)):
        # 长期的呢 says nothing without what it is an attribute of.
        whole = f"{_standing_question(before, understand)}，{asked.corrected}"
    return re.sub(r"[？?。！!]", "", strip_boilerplate(whole))


def _other_end(base: str, text: str) -> str:
    """The earlier question asked for the other end (最少的呢 after 哪个乡镇最多), or ""."""
    bare = _FILLER.sub("", text)
    wanted = _EXTREME.fullmatch(bare)
    if wanted and _SUPERLATIVE.search(base):
        return _SUPERLATIVE.sub(wanted.group(1), base)
    # B类呢 after A类…: the class is put in the place of its like.
    like = re.compile(rf"(?:[A-Za-z]|[一二三四五六七八九十甲乙丙丁]|\d{{1,2}}){bare[-1:]}")
    return like.sub(bare, base, count=1) if _CLASS.fullmatch(bare) and like.search(base) else ""


def _brings_its_own(understood: QueryUnderstanding) -> bool:
    """Whether a follow-up has a subject of its own (那劳务这块呢, 任务没完成的咋办) and points to none."""
    text = strip_boilerplate(understood.corrected)
    if refers_back(text) or (_SHARE.search(text) and len(text) <= _ELLIPSIS):
        return False
    for mention in (*understood.places, *understood.titles, *understood.numbers):
        text = text.replace(mention.text, "")
    text = _EMPTY.sub("", _FILLER.sub("", _YEAR.sub("", text)))
    for asked in interrogatives(text):
        text = text.replace(asked, "")
    if _FIELD.fullmatch(text):
        return False
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
    if _YEAR.search(new.corrected):
        kept = _YEAR.sub("", kept)
    if new.places and len(_FILLER.sub("", new.corrected)) <= _ELLIPSIS:
        # A town of a county takes the place of another town, and the county stays.
        below = all(_is_town(mention.name) for mention in new.places)
        for mention in old.places:
            if not below or _is_town(mention.name):
                kept = kept.replace(mention.text, "", 1)
    return kept


def _is_town(name: str) -> bool:
    return name.endswith(("镇", "乡", "街道", "村", "社区"))
