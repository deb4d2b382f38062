"""Limiting conditions (不少于, 以上, 每年, 原则上 …) and the figures they limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, Protocol

Limit = Literal[
    "at_least",
    "at_most",
    "about",
    "each",
    "yearly",
    "once",
    "in_principle",
    "strive",
    "average",
    "total",
    "running",
    "by",
    "part",
    "reach",
]

#: Condition as written to what it means; two wordings with one meaning are the same condition.
LIMITS: Final[dict[str, Limit]] = {
    **dict.fromkeys(
        (
            "不得少于",
            "不少于",
            "不得低于",
            "不低于",
            "不小于",
            "至少",
            "最少",
            "最低",
            "以上",
            "及以上",
            "超过",
            "逾",
        ),
        "at_least",
    ),
    **dict.fromkeys(
        (
            "不得超过",
            "不超过",
            "不得高于",
            "不高于",
            "不得多于",
            "不多于",
            "最高",
            "最多",
            "至多",
            "以内",
            "之内",
            "以下",
            "及以下",
            "封顶",
            "内",
        ),
        "at_most",
    ),
    **dict.fromkeys(("左右", "大约", "约", "近", "余", "多", "上下"), "about"),
    **dict.fromkeys(("每年度", "每年", "年均", "逐年", "按年", "每一年"), "yearly"),
    **dict.fromkeys(("一次性",), "once"),
    **dict.fromkeys(("原则上",), "in_principle"),
    **dict.fromkeys(("力争", "争取", "努力实现"), "strive"),
    **dict.fromkeys(("平均", "人均", "户均", "年均"), "average"),
    **dict.fromkeys(("累计", "合计", "总计", "共计"), "total"),
    **dict.fromkeys(("连续",), "running"),
    # A level that is reached or to be reached (床位达到4385张) limits nothing; beside 不少于 it keeps it.
    "达到": "reach",
    **dict.fromkeys(("前", "之前", "以前"), "by"),
    **dict.fromkeys(("底", "末", "初", "中旬", "上旬", "下旬"), "part"),
}

#: A 分句 that is longer is a list: what opens it limits the figures within so many characters.
_FURTHEST: Final = 400
_CLAUSE_BREAK: Final = re.compile(r"[，。；;：:！？!?\n\[\]【】（）()“”]")
_WIDE: Final = re.compile(
    r"每年度?|每一年|年均|逐年|按年|每半年|每季度|每个?月|每[个名人户亩家所批次期场村镇乡县市区位项件台辆]"
    r"|一次性|原则上|力争|争取|努力实现|平均|人均|户均|累计|合计|总计|共计|连续"
)
_NEAR: Final = re.compile(
    # 至少赴结对县和对接部门1次, 不超过上年度实际缴纳的60%: these may stand far before the figure.
    r"(不得少于|不少于|不得低于|不低于|不小于|不得超过|不超过|不得高于|不高于|不得多于|不多于"
    r"|至少|最少|最低|最高|最多|至多)[^\d，。；：、]{0,24}$"
    r"|((?<!不)(?<!不得)超过|逾|大约|约|近|达到)\s*[\u4e00-\u9fff]?$"
)
_AFTER: Final = re.compile(
    r"\s*(?:[(（]含[^()（）]{0,3}[)）])?[\u4e00-\u9fff]{0,2}?(及以上|以上|及以下|以下|以内|之内|内(?!容|部|外|陆|在|涵|生)|左右|上下|封顶)|\s*(余|多)"
)
_ONCE_AFTER: Final = re.compile(r"的?(一次性)")
_DATE_AFTER: Final = re.compile(r"\s*(底|末|初|中旬|上旬|下旬)?\s*(之前|以前|前)?")


class _Placed(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def bounds_of(plain: str, found: Sequence[_Placed], index: int) -> tuple[str, ...]:
    """The conditions that limit one figure.

    每年, 原则上, 力争 and their like reach over the rest of their 分句 (up to ，；。); 不少于, 约 and
    their like limit the next figure only; 以上, 以内, 左右 the one just before.

    Args:
        plain: The text, in half-width forms, with the offsets of ``found``.
        found: All figures of the text in order.
        index: Which of them.

    Returns:
        The conditions as written, in order.
    """
    figure = found[index]
    begin = _clause_begin(plain, figure.start)
    window = plain[begin : figure.start]
    bounds = [match.group() for match in _WIDE.finditer(window)]
    near_begin = max(begin, found[index - 1].end if index else 0)
    if near := _NEAR.search(plain[near_begin : figure.start]):
        bounds.append(near.group(1) or near.group(2))
    if figure.kind in {"date", "year", "ordinal", "period"}:
        after = _DATE_AFTER.match(plain, figure.end)
        if after:
            bounds.extend(part for part in after.groups() if part)
    elif after := _AFTER.match(plain, figure.end):
        limit = found[index + 1].start if index + 1 < len(found) else len(plain)
        if after.end() <= limit:
            bounds.append(after.group(1) or after.group(2))
    if once := _ONCE_AFTER.match(plain, figure.end):
        bounds.append(once.group(1))
    if (inner := re.search(r"[余多](?=[\u4e00-\u9fff])", figure.text)) and figure.kind != "name":
        bounds.append(inner.group())
    return tuple(bounds)


def _clause_begin(plain: str, position: int) -> int:
    """Where the 分句 of a place begins; a bracket closed before it (县（市、区）) does not break it."""
    furthest = max(0, position - _FURTHEST)
    while position > furthest:
        character = plain[position - 1]
        if character in ")）":
            begin = max(0, position - 16)
            opening = max(plain.rfind("(", begin, position - 1), plain.rfind("（", begin, position - 1))
            if opening >= 0:
                position = opening
                continue
        if _CLAUSE_BREAK.match(character):
            break
        position -= 1
    return position
