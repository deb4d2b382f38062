"""Units that a line above a table declares for its figures: 单位：万元."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Headers of columns whose figures the unit above a table does not count.
_NO_AMOUNT = re.compile(
    r"[（(]|率|比例|比重|占比|[%％]|序号|时间|年份|年度$|^年$|月份|电话|数量$|户数|人数|个数"
)
_UNIT = re.compile(r"单\s*位\s*[：:]\s*([^\s、，。；]{1,8}(?:[、，][^\s、，。；]{1,8}){0,4})$")
#: What a column is about where the line above the table names several units: 亩、万元.
_MEASURES = (
    (
        re.compile("元$"),
        re.compile("资金|投资|金额|经费|预算|补助|补贴|奖励|收入|支出|产值|贷款|费用|造价|价格|款"),
    ),
    (re.compile("亩$|公顷$|平方"), re.compile("面积|规模|土地|用地")),
    (re.compile("^[万千]?人"), re.compile("人|就业|培训|劳动力")),
    (re.compile("公里$|千米$|^米$"), re.compile("里程|长度|公里")),
    (re.compile("吨$"), re.compile("产量|总量|重量")),
)


def declared_units(line: str) -> tuple[str, ...]:
    """The units in a line such as ``单位：亩、万元``; none where it declares none."""
    match = _UNIT.search(line.strip("（）() "))
    return tuple(re.split("[、，]", match[1])) if match else ()


def unit_of(header: str, declared: Sequence[str]) -> str:
    """Which of the declared units a column counts in; ``""`` where none can be told."""
    if len(declared) == 1:
        own = any(measure.search(declared[0]) and subject.search(header) for measure, subject in _MEASURES)
        others = any(subject.search(header) for _, subject in _MEASURES)
        return "" if _NO_AMOUNT.search(header) or (others and not own) else declared[0]
    for unit in declared:
        for measure, subject in _MEASURES:
            if measure.search(unit) and subject.search(header) and not re.search("[（(]|率|[%％]", header):
                return unit
    return ""
