"""How figures are written: the patterns ``figures`` reads by, over text in half-width forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.measures import COUNTS, MEASURES, MONEY, TIME
from assistant.numerals import CHINESE_NUMERAL

WIDTH: Final = str.maketrans(
    "０１２３４５６７８９．％～－—–―〜∼ｰ／﹪",
    "0123456789.%~----~~-/%",
)
_AR: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_CN: Final = rf"[{CHINESE_NUMERAL}]+"
_NUM: Final = rf"(?:{_AR}\s*[十百千]?[万亿]{{0,2}}|{_CN}|半)"
_TO: Final = r"\s*(?:-{1,2}|~|至|到)\s*"
_DASH: Final = r"\s*(?:-{1,2}|~|至|到|一)\s*"
_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})"
_SMALL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"


def _units(table: Mapping[str, object]) -> str:
    return "|".join(sorted((re.escape(unit) for unit in table), key=len, reverse=True))


_UNIT: Final = (
    f"(?P<money>{_units(MONEY)})|(?P<time>{_units(TIME)})"
    f"|(?P<measure>{_units(MEASURES)})|(?P<count>{_units(COUNTS)})"
)
GROUPS: Final = ("money", "time", "measure", "count")
START: Final = re.compile(rf"[\d{CHINESE_NUMERAL}半第①-⑳\[〔(（【]|百分之")
SKIP: Final = re.compile(
    r"[①-⑳]"
    r"|[\[【]\d{1,3}[\]】](?!\d*号)"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）](?!\s*[名人家个万元%])"
    r"|[一二三四五六七八九十]{1,3}、[（(][一二三四五六七八九十]{1,3}[)）](?:\s*\d{1,3}\s*[.．])?"
    r"|一(?:定|些|般|律|致|起|并|带一路|方面|系列|样|直|旦|线|流|手|切|如|同|致|是|再|经|贯|味|度|向|举|齐|站式|网通办"
    r"|把手|揽子|心一意|件事|体|次性|对一|大批|批批|步步|个个|家人|户一[策档]|村一品|县一[策业]|人一[策档]|道|面|方)"
    r"|十(?:分(?!之|钟)|足)|千方百计|千家万户|百花|百姓|万(?:物|众|一|事)|两(?:地|市|县|区|省|岸|会|者|方|国|级|侧|头|翼|型|端|不愁|手)"
    r"|五位一体|三(?:农|资|产|公(?![斤里顷])|定|方)|半(?:数|程|径|导体|山|岛)"
)
SECTION: Final = re.compile(
    rf"第\s*(?:{_CN}|\d+)\s*(?:编|章|节|条|款|项|目|段|行|页|部分)(?:之[一二三四五六七八九十])?"
)
#: Characters before 一 (or another numeral) that make one word with it: 进一步, 统一, 万一, 第一书记.
WORD_BEFORE: Final = frozenset("进统唯专同单之合划归均惟任逐")
#: A place name, not a count, where such a word follows the classifier at once: 三台县, 五家渠市, 三元区.
PLACE_AFTER: Final = re.compile(r"[县区市镇乡渠峡]")
LINE_ORDINAL: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|\d{1,3}\s*(?:[、．](?=\D|\d+[\u4e00-\u9fff])|\.(?!\d))"
)
LABEL_BEFORE: Final = re.compile(r"(?:专栏|附件|附表|[图表注])\s*$")
SEPARATORS: Final = frozenset("\n。；;：:|")

DOCUMENT_NUMBER: Final = re.compile(rf"[〔\[(（【]\s*((?:19|20)\d\d)\s*[〕\])）】]\s*第?\s*(\d+|{_CN})\s*号")
PREFIX: Final = re.compile(r"[\u4e00-\u9fff]{1,16}\s*$")
PREFIX_LEAD: Final = re.compile(
    r"^.*(?:根据|按照|依据|文号[为是]|贯彻|落实|执行|参照|印发|[为是见以的和与及由])(?=.{2})"
)
NAME: Final = re.compile(
    r"十[一二三四五六七八]五(?![名人家个年月])|(?:十[一二三四五六七八九]|二十|二十[一二三四五])大"
    r"|[一二三四五六七八九十]{1,3}届(?:[一二三四五六七八九]中[、和]?)+全会"
    r"|[一二三四五六七八九]中全会|\d{1,2}[·•]\d{1,2}"
    r"|\d\+\d(?![\d.]|\s*[=＝名人个万元家])"
)
PERIOD_YEARS: Final = re.compile(
    rf"({_YEAR})\s*(?:年度?)?(?:起|开始)?{_DASH}({_YEAR})\s*(?:年度?|(?![\d.号%]))|({_YEAR})年(?:起|开始)至({_YEAR})年"
)
PERIOD_MONTHS: Final = re.compile(
    rf"(?:({_YEAR})\s*年\s*)?({_SMALL})\s*月?(?:份)?{_TO}({_SMALL})\s*月(?:份)?(?!\s*\d{{1,2}}\s*[日号])"
)
MONTH: Final = re.compile(rf"\s*{_SMALL}\s*月")
DATE: Final = re.compile(
    rf"({_YEAR})\s*年\s*({_SMALL})\s*月(?:份)?\s*(?:({_SMALL}|二十[一二三四五六七八九]|三十一?)\s*[日号])?"
    rf"|({_SMALL})\s*月(?:份)?\s*(?:({_SMALL}|二十[一二三四五六七八九]|三十一?)\s*[日号])?"
)
DATE_DIGITS: Final = re.compile(r"((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
QUARTER: Final = re.compile(rf"第?({_SMALL})季度")
#: 二十时, 6时30分; 三时 in 不同时期 is none.
CLOCK: Final = re.compile(rf"({_SMALL})时(?![间候期代效常段限任应刻空机长序而有])")
YEAR_ALONE: Final = re.compile(
    rf"({_YEAR})\s*年(?!级|生人)(?:度)?|({_YEAR})(?=[、和及,，]\s*{_YEAR}(?:[、和及,，]\s*{_YEAR})*\s*年)"
)
PERCENT: Final = re.compile(
    rf"({_AR})\s*%?{_TO}({_AR})\s*%|({_AR})\s*%|百分之({_CN}|{_AR})|({_NUM})\s*个?(百分点)"
    r"|([一二两三四五六七八九])成(?!不变|[员分为立功长果效本交就年绩品套熟都人型因片批群色堆套])"
)
FRACTION: Final = re.compile(rf"({_CN}|{_AR})\s*分之\s*({_CN}|{_AR})|(一半)")
ORDINAL: Final = re.compile(rf"第\s*({_NUM})\s*(?:({_units(COUNTS)})|(年|季度|天|周))?")
#: Where 第二 is a rank and no word (第一书记, 第一时间).
RANKED: Final = re.compile(r"(?:世界|全球|全国|全省|全市|全区|全县|亚洲|位列|位居|名列|排名|排|列|居|升至)\Z")
#: A bound that stands between number and unit: 10（含）人.
_INCLUSIVE: Final = r"(?:[(（]含[^()（）]{0,3}[)）]\s*)?"
RANGE: Final = re.compile(
    rf"({_NUM})\s*(?:{_UNIT})?{_TO}({_NUM})\s*([余多])?\s*{_INCLUSIVE}(?:{_UNIT.replace('?P<', '?P<x')})"
)
QUANTITY: Final = re.compile(rf"({_NUM})\s*([余多几来])?\s*([万亿])?\s*{_INCLUSIVE}(?:{_UNIT})")
RATIO: Final = re.compile(rf"({_AR})\s*[:：比]\s*({_AR})(?![\d:：])")
HALVES: Final = re.compile(r"半(?!个|天|日|小时)")
RUN: Final = re.compile(_CN)
#: A name that begins with a numeral: 5G, 3D.
LATIN_NAME: Final = re.compile(r"\d+[A-Za-z]+")
#: The head of a column of years.
YEAR_COLUMN: Final = re.compile(r"(?:年度|年份)\s*[：:]\s*\Z")
BARE: Final = re.compile(rf"{_AR}\s*[万亿]{{0,2}}")
