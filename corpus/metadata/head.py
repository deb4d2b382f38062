"""What a web page says about a document above its text: 索引号：… 发文字号：… 成文日期：…."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.dates import find_dates
from corpus.metadata.lines import Line

_KEYS = {
    "title": "法规名称|法规标题|文件名|标题|名称|政策标题|文件名称|信息名称|政策名称|文件标题",
    "number": "发文字号|文号|政策文号|发布文号|文件编号|发文文号",
    "issuer": (
        "发文机关|发布机构|发布机关|制发机关|发文单位|制定机关|公开主体|发布单位|发文机构|发布部门|颁布部门|颁布单位"
        "|公布机关"
    ),
    "date": "成文日期|成文时间|发文日期|发文时间",
    "published": "发布日期|发布时间|公开日期|颁布日期|公布日期|日期",
    "effective": "实施日期|生效时间|生效日期|施行日期|实施时间",
    "expires": "失效日期|到期时间|失效时间|废止日期|有效期至",
    "status": "文件状态|政策状态|时效性|有效性|效力状态|效力|时效",
    "": (
        "索引号|主题分类|分类|来源|链接|原文链接|详情页链接|信息来源|统一编号|牵头单位|部门|主题词|公文种类|体裁分类"
        "|组配分类|文种|发布者|浏览次数|字体|关键词|备注|登记号|文件类型|主题|体裁|效力级别|效力等级|法规类别|批准部门|批准日期"
    ),
}
_FIELD_OF = {key: field for field, keys in _KEYS.items() for key in keys.split("|")}
_DATES = ("date", "published", "effective", "expires")
_NAMES = "|".join(r"\s*".join(key) for key in sorted(_FIELD_OF, key=len, reverse=True))
_KEY = re.compile(
    rf"(?:^|(?<=[\s；;\t|]))(?:【\s*(?P<bracketed>{_NAMES})\s*】\s*[：:]?|(?P<plain>{_NAMES})\s*[：:])\s*"
)


@dataclass(frozen=True, slots=True)
class HeadValue:
    """One value of the page's head, with its place in the document's text."""

    value: str
    start: int
    end: int


def read_head(lines: tuple[Line, ...]) -> tuple[dict[str, HeadValue], int]:
    """Read the head lines.

    Returns:
        Values by field (``title number issuer date published effective expires status``), and how many of the
        lines belong to the head.
    """
    values: dict[str, HeadValue] = {}
    count = 0
    for place, line in enumerate(lines[:40]):
        keys = list(_KEY.finditer(line.text))
        named = any(_field(key) for key in keys)
        if not keys or keys[0].start() > 0 or (not count and place and not named):
            if line.text.strip() == "正文" and count:
                count = place + 1
                break
            if count and place - count >= 1:
                break
            continue
        count = place + 1
        for key, following in zip(keys, [*keys[1:], None], strict=False):
            field = _field(key)
            end = following.start() if following else len(line.text)
            value = line.text[key.end() : end].strip(" \t\u3000；;|")
            start = line.start + key.end()
            if field in _DATES:
                value = next((day.iso for day in find_dates(value)), "")
            if field and value and field not in values:
                values[field] = HeadValue(value, start, line.start + end)
    return values, count


def _field(key: re.Match[str]) -> str:
    return _FIELD_OF[re.sub(r"\s", "", key["bracketed"] or key["plain"])]
