"""A document's text as lines with their places, and the marks by which a line shows what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citation.number import find_numbers
from corpus.places import bodies


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space and mark-up around it.

    Attributes:
        text: The characters.
        start: Offset of the first of them in the document's text.
        end: Offset after the last.
    """

    text: str
    start: int
    end: int


#: What the last word of a title says the document is.
TYPE = (
    r"(?:通知|通告|公告|公报|决定|决议|命令|令|意见|批复|请示|报告|函|议案|纪要|通报|办法|规定|细则|规则|条例|方案|计划|规划"
    r"|纲要|措施|要点|指南|标准|规范|制度|清单|章程|法|法典|解释|答复|协议|协定|政策|安排|预案|总结|讲话|说明|守则|准则"
    r"|须知|目录|名单|分工|大纲|倡议书|建议|议程|公约|宣言|实施意见|若干条)"
)

_EDGE = " \t\r\u3000\u00a0*#\ufeff"
_NOISE = re.compile(
    r"---+|sidebar:.*|<!--.*-->|正\s*文|[〇○0-9]{6}|(?:绝密|机密|秘密|特急|加急|急件|平急|特提).*"
)
_RED_HEAD = re.compile(r"[\u4e00-\u9fff\s]{4,40}文件")
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[编章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．.]\s?\D)"
)
_DATE_LINE = re.compile(
    r"[（(]?\s*(?:\d{4}|[二〇○零一九][〇○零一二三四五六七八九]{3})\s*年\s*\S{1,3}\s*月.{1,6}?日?\s*[）)]?"
)
_ENACTED = re.compile(r"(?:通过|公布|发布|批准|施行|修正|修订|修改)[）)\s]*$")


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines that hold more than white space, in order."""
    lines = []
    for match in re.finditer(r"[^\n]+", text):
        raw = match[0]
        stripped = raw.strip(_EDGE)
        if stripped:
            start = match.start() + len(raw) - len(raw.lstrip(_EDGE))
            lines.append(Line(stripped, start, start + len(stripped)))
    return tuple(lines)


def is_noise(text: str) -> bool:
    """Whether a line above the title is furniture: a serial number, a security level, a page's mark-up."""
    return bool(_NOISE.fullmatch(text))


def is_red_head(text: str) -> bool:
    """Whether a line is the red head (版头) ``…文件``."""
    return bool(_RED_HEAD.fullmatch(text))


def is_number(text: str) -> bool:
    """Whether a line is a 文号 and nothing else, with or without brackets."""
    found = find_numbers(text)
    if len(found) != 1:
        return False
    rest = text[: found[0].start] + text[found[0].end :]
    return not rest.strip("（）()[]【】　 ：:文号第期总")


def is_heading(text: str) -> bool:
    """Whether a line begins with the number of a chapter, article or item."""
    return bool(_HEADING.match(text))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    return bool(_DATE_LINE.fullmatch(text)) and len(text) <= 20


def is_addressee(text: str) -> bool:
    """Whether a line may be the 主送机关 (addressees): it ends in a colon and is no heading."""
    return text.endswith(("：", ":")) and not is_heading(text) and len(text) < 300 and "。" not in text


def is_enactment(text: str) -> bool:
    """Whether a line of a statute's head says who passed or published it and when."""
    return bool(re.search(r"\d{4}年|根据", text[:8]) and _ENACTED.search(text[:400])) and not is_heading(text)


def body_names(text: str) -> tuple[str, ...]:
    """The bodies a line consists of; empty where it holds anything else."""
    found = bodies(text)
    if not found:
        return ()
    rest = text
    for body in found:
        rest = rest.replace(body.name, "", 1)
    return () if rest.strip(" \u3000\t、，,") else tuple(body.name for body in found)
