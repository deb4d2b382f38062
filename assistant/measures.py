"""Units of counts, measures and money as documents write them, and the one form each is compared in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

#: Units of money to (unit compared in, factor).
MONEY: Final[dict[str, tuple[str, Decimal]]] = {
    "元": ("元", Decimal(1)),
    "块钱": ("元", Decimal(1)),
    "美元": ("美元", Decimal(1)),
    "欧元": ("欧元", Decimal(1)),
    "日元": ("日元", Decimal(1)),
    "港元": ("港元", Decimal(1)),
    "港币": ("港元", Decimal(1)),
}

#: Units of time to (unit compared in, factor): years are months, weeks are days; working days stay apart.
TIME: Final[dict[str, tuple[str, Decimal]]] = {
    "年": ("月", Decimal(12)),
    "周年": ("月", Decimal(12)),
    "个月": ("月", Decimal(1)),
    "季度": ("月", Decimal(3)),
    "个季度": ("月", Decimal(3)),
    "个工作日": ("工作日", Decimal(1)),
    "工作日": ("工作日", Decimal(1)),
    "个自然日": ("日", Decimal(1)),
    "自然日": ("日", Decimal(1)),
    "日": ("日", Decimal(1)),
    "天": ("日", Decimal(1)),
    "周": ("日", Decimal(7)),
    "个星期": ("日", Decimal(7)),
    "个小时": ("分钟", Decimal(60)),
    "小时": ("分钟", Decimal(60)),
    "分钟": ("分钟", Decimal(1)),
    "秒": ("秒", Decimal(1)),
    "个学期": ("学期", Decimal(1)),
    "学期": ("学期", Decimal(1)),
    "个学年": ("学年", Decimal(1)),
    "学年": ("学年", Decimal(1)),
    "学时": ("学时", Decimal(1)),
    "课时": ("学时", Decimal(1)),
}

#: Measures to (unit compared in, factor). 亩 and 公顷 stay apart: a document means the one it names.
MEASURES: Final[dict[str, tuple[str, Decimal]]] = {
    "平方公里": ("平方公里", Decimal(1)),
    "平方千米": ("平方公里", Decimal(1)),
    "平方米": ("平方米", Decimal(1)),
    "㎡": ("平方米", Decimal(1)),
    "m²": ("平方米", Decimal(1)),
    "m³": ("立方米", Decimal(1)),
    "㎥": ("立方米", Decimal(1)),
    "立方米": ("立方米", Decimal(1)),
    "公里": ("米", Decimal(1000)),
    "千米": ("米", Decimal(1000)),
    "厘米": ("毫米", Decimal(10)),
    "毫米": ("毫米", Decimal(1)),
    "米": ("米", Decimal(1)),
    "亩": ("亩", Decimal(1)),
    "公顷": ("公顷", Decimal(1)),
    "吨": ("千克", Decimal(1000)),
    "公斤": ("千克", Decimal(1)),
    "千克": ("千克", Decimal(1)),
    "斤": ("斤", Decimal(1)),
    "克": ("克", Decimal(1)),
    "升": ("升", Decimal(1)),
    "毫升": ("毫升", Decimal(1)),
    "千瓦时": ("千瓦时", Decimal(1)),
    "度": ("度", Decimal(1)),
    "千瓦": ("千瓦", Decimal(1)),
    "兆瓦": ("千瓦", Decimal(1000)),
    "摄氏度": ("摄氏度", Decimal(1)),
    "℃": ("摄氏度", Decimal(1)),
}

_ALIKE: Final = (
    ("人", "名 人 位 个人"),
    ("人次", "人次 名次"),
    ("次", "次 回 趟"),
    ("场", "场 场次"),
    ("批", "批 批次"),
    ("岁", "岁 周岁"),
    ("区县", "区县 县区 县（区） 县(区) 县（市、区） 县(市、区)"),
)
_ALONE: Final = (
    "个 家 户 所 座 项 期 件 份 条 款 种 类 套 台 辆 艘 架 间 栋 幢 片 块 处 支 只 头 匹 株 棵 对 组 "
    "班 级 届 轮 篇 部 本 册 张 门 道 枚 宗 笔 倍 层 站 点 镇 乡 村 县 市 省 区 州 国 校 街 街道 社区 "
    "乡镇 园区 地 方 车间 标段 床 床位 字 页 时 分 例 列 节 颗 面 口 环 步 档 星 维 线 网 端"
)

#: Units of counts to the unit compared in; 个 and 家 stay apart.
COUNTS: Final[dict[str, str]] = {
    **{written: unit for unit, forms in _ALIKE for written in forms.split()},
    **{unit: unit for unit in _ALONE.split()},
}

#: Counting units that only Arabic numerals are read with: 一线, 一方, 一面, 一点 are words, not counts.
ARABIC_ONLY: Final = frozenset("地方字时分列节面口环步档星维线网端点站层国校街区州")

#: Units with which 一 is as often an article (一项工作, 一批企业) as a count.
ARTICLES: Final = frozenset("个项种类套支条批件处片张部份对组")

#: 几个党政干部, 多少老师, 几个人 count people, who are no 批.
_COUNTED_PEOPLE = re.compile(
    r"(?:多少|几)个人(?!次)|(?:多少|几)(?:名|位|个)?(?![批次场期支])[一-鿿]{0,6}?(?:干部|人员|人才|医生|医师|护士|教师|老师|校长|学生|专家|骨干|劳动力|工人|员工|职工|[一-鿿]员)"
)


def measure_of(question: str) -> str:
    """Return the measure word a count question asks in (几**批**, 多少**名**), or ""."""
    if match := re.search(r"(?:多少|几)个?([县区市村镇乡])(?![一-鿿]?[长级里])", question):
        return match.group(1)
    if _COUNTED_PEOPLE.search(question):
        return "人"
    match = re.search(
        r"(?:多少|几)(人次|场次|个月|[名个家人批次所场期项条件亩年月天户种位座村镇类])", question
    )
    return match.group(1) if match else ""
