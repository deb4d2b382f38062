"""What sort of answer a question wants, and whether a clause holds one: a date, a body, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpus import Clause
from corpus.citation import find_numbers
from corpus.model import ClauseKind

_DIGITS = r"[0-9〇零一二两三四五六七八九十百千万亿]"
# Measure words that stand after 多少 or 几 in a question and after the number in the answer.
_MEASURES = (
    "个|名|人次|人|家|户|批|次|场|期|所|间|处|条|项|类|亩|公里|吨|对|支|套|篇|天|年|月|周|学时|小时|平方米|元"
)

_WHEN = re.compile(
    r"什么时候|啥时候|什么时间|何时|哪(?:一)?(?:天|年|月|季度)|几月|几号|多久|多长时间|期限|截止|时限|日期|时间(?:节点|安排|要求|是)"
)
_TIME = re.compile(
    rf"{_DIGITS}+(?:[-~～至到]{_DIGITS}+)?(?:年|个?月|日|天|季度|个工作日|小时)|年底|年末|月底|上半年|下半年|季度末|长期|全年"
)
_WHO = re.compile(
    r"谁|(?:哪|什么)(?:个|些|几个|几家|家)?(?:市直|县级|区级|责任|牵头|配合)?(?:部门|单位|机构|机关|局|处室)"
    r"|由哪|归哪|(?:责任|牵头|配合|主管|承办)(?:单位|部门)"
)
_RESPONSIBLE = re.compile(r"负责|责任单位|牵头|配合|主管|承办|主办|受理")
_MONEY = re.compile(
    r"(?:多少|几)(?:万|亿)?(?:钱|资金|经费|款|费用|补贴|补助|投入|奖励|奖金|工资|罚款)"
    r"|(?:资金|经费|补助|补贴|奖励|奖金|金额|额度)(?:是|有|为|标准)?多少"
    r"|(?:给|拿|补|奖|罚|领|交|缴|付|发|贷|资助)(?:到|得)?多少(?=了?(?:$|[，。？?]))"
)
_AMOUNT = re.compile(rf"{_DIGITS}[0-9.]*(?:万|亿)?元")
_COUNT = re.compile(rf"(?:多少|几)(?:万|亿|多)?({_MEASURES})")
_PERCENT = re.compile(r"百分之(?:多少|几)|(?:比例|占比|比率|率)(?:是|为|要?达到)?多少")
_SHARE = re.compile(r"[0-9.]+\s*[%％]|百分之")
_MEANING = re.compile(r"(?:是|指)(?:的是)?(?:什么|啥)(?:意思)?(?:$|[，。？?])|什么叫|何谓|含义|定义")
_DEFINED = re.compile(r"是指|所称|所指|指的是|系指")
_VALID = re.compile(
    r"有效期|生效|失效|(?:施行|实施|执行|试行)(?:的)?(?:日期|时间|期限)|到期|何时(?:起)?(?:施行|实施)"
)
_IN_FORCE = re.compile(r"有效期|自.{1,20}起(?:施行|实施|执行|生效|试行)|同时废止")
_SORTS = (
    (_WHEN, _TIME),
    (_WHO, _RESPONSIBLE),
    (_MONEY, _AMOUNT),
    (_PERCENT, _SHARE),
    (_MEANING, _DEFINED),
    (_VALID, _IN_FORCE),
)

_ISSUE = r"(?:印发|发布|公布|下发|发文|成文|出台|颁布|制定|签发|发)"
_ASKS_NUMBER = re.compile(r"文号|发文字号|几号文|多少号文")
_PARTS: tuple[tuple[re.Pattern[str], frozenset[ClauseKind]], ...] = (
    (_ASKS_NUMBER, frozenset({"preamble"})),
    (
        re.compile(
            rf"(?:什么时候|啥时候|何时|哪(?:一)?[天年月]|什么时间)(?:由.{{2,12}})?{_ISSUE}(?:的|布|了|$|[？?])"
            rf"|{_ISSUE}(?:的)?(?:日期|时间|是(?:什么时候|哪[天年]|何时))"
        ),
        frozenset({"signature"}),
    ),
    (
        re.compile(
            rf"(?:谁|哪个?(?:些|个)?(?:单位|机关|部门|政府))(?:.{{0,4}}){_ISSUE}(?:的|了|$|[？?])|发文(?:机关|单位)"
        ),
        frozenset({"signature", "preamble"}),
    ),
    (re.compile(r"主送|发给(?:谁|哪)"), frozenset({"preamble"})),
    (re.compile(r"抄送"), frozenset({"distribution"})),
)


def is_part_asked(question: str, clause: Clause) -> bool:
    """Whether a question asks for what only this part of a document says: 文号, 成文日期, 抄送."""
    return any(
        clause.kind in kinds and (asked is not _ASKS_NUMBER or bool(find_numbers(clause.text)))
        for asked, kinds in _PARTS
        if asked.search(question)
    )


def answers(question: str) -> tuple[Callable[[str], bool], ...]:
    """Return a test for each sort of answer that a question wants; none where its form does not tell."""
    tests: list[Callable[[str], bool]] = []
    for asked, held in _SORTS:
        if asked.search(question):
            tests.append(_holds(held.pattern))
    tests += [_holds(_counted(measure)) for measure in dict.fromkeys(_COUNT.findall(question))]
    return tuple(tests)


def _counted(measure: str) -> str:
    return rf"(?:{_DIGITS}[0-9.]*|[0-9.]+)(?:余|多|来|个)?{measure}"


@lru_cache(maxsize=64)
def _holds(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(text) is not None
