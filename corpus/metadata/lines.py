"""A document's text as lines with their places, and the marks by which a line shows what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.citation.number import find_numbers
from corpus.places import bodies, is_body


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
    r"---+|sidebar:.*|<!--.*-->|正\s*文|(?:来源|日期|时间|作者|发布者|字体|浏览次数)\s*[：:].*|[〇○0-9]{6}|(?:绝密|机密|秘密|特急|加急|急件|平急|特提).*"
)
_RED_HEAD = re.compile(r"(?:[\u4e00-\u9fff\s]{2,40})?文件")
_SIGNER = re.compile(
    r"(?:总理|主席|省长|市长|州长|县长|区长|部长|局长|署长|行长|主任|院长|检察长)[\u4e00-\u9fff·]{2,12}"
)
_ORDER_HEAD = re.compile(r"[\u4e00-\u9fff]{2,40}(?:令|公告)")
_ORDER_NUMBER = re.compile(r"[（(]?(?:(?:19|20)\d\d年)?第?[\d〇零一二三四五六七八九十百]+号[）)]?")
_SERIES = re.compile(r"[\u4e00-\u9fff]{0,12}(?:会议纪要|简报|专报|快报|动态|内参|通讯)")
_ISSUE = re.compile(r"[（(〔\[]?(?:(?:19|20)\d\d年?)?[）)〕\]]?第?\d{1,4}[期号]?[）)]?")
_ISSUED = re.compile(r"[\u4e00-\u9fff]{4,30}\d{4}年\d{1,2}月\d{1,2}日")
_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[编章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．.]\s?\D)"
)
_DATE_LINE = re.compile(
    r"[（(]?\s*(?:\d{4}|[二〇○零一九][〇○零一二三四五六七八九]{3})\s*年\s*\S{1,3}\s*月.{1,6}?日?\s*[）)]?"
)
_SIGNED_ON = re.compile(r"签\s*[订署约](?:日期|时间)\s*[：:]\s*")
_PARTIES = re.compile(r"[甲乙丙丁]\s*方(?:[（(](?:盖章|公章)[）)])?\s*[：:]\s*([\u4e00-\u9fff]{4,30})")
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
    """Whether a line is the red head (版头) ``…文件``, its letters spaced or not."""
    return bool(_RED_HEAD.fullmatch(squeezed(text)))


def squeezed(text: str) -> str:
    """A line set in spaced letters without the spaces: 教 育 部 is 教育部; any other line as it is."""
    return re.sub(r"\s+", "", text) if re.fullmatch(r"\S(?:\s+\S)+", text) else text


def own_number(text: str) -> tuple[str, int, int] | None:
    """The 文号 of a line that holds one and nothing else but brackets, its bodies or 签发人.

    Returns:
        The number written the official way, and its place in the line; None where the line says more.
    """
    found = find_numbers(text)
    if len(found) != 1:
        return None
    mention = found[0]
    before = text[: mention.start].strip(" \u3000（）()[]【】：:")
    after = re.sub(r"签发人.*", "", text[mention.end :]).strip(" \u3000（）()[]【】")
    if after or (before not in ("文号", "发文字号", "") and not body_names(before)):
        return None
    if before and body_names(before):
        names = " ".join(body_names(before))
        return f"{names} {mention.number}", text.index(before), mention.end
    return mention.number, mention.start, mention.end


def is_number(text: str) -> bool:
    """Whether a line is a 文号 and nothing else of weight."""
    return own_number(text) is not None


def order_head(lines: tuple[Line, ...], at: int) -> int:
    """How many lines from ``at`` are the head of an order: 国务院令, and 第588号 on the next line."""
    if not _ORDER_HEAD.fullmatch(re.sub(r"\s", "", lines[at].text)):
        return 0
    following = re.sub(r"\s", "", lines[at + 1].text) if at + 1 < len(lines) else ""
    return 2 if _ORDER_NUMBER.fullmatch(following) else 0


def series_head(lines: tuple[Line, ...], at: int) -> int:
    """How many lines from ``at`` are the head of a series: 会议纪要, 第3期, and who issued it when."""
    if not _SERIES.fullmatch(re.sub(r"\s", "", lines[at].text)):
        return 0
    following = [re.sub(r"\s", "", line.text) for line in lines[at + 1 : at + 3]]
    if not following or not _ISSUE.fullmatch(following[0]):
        return 0
    return 3 if len(following) > 1 and _ISSUED.fullmatch(following[1]) else 2


def is_signer(text: str) -> bool:
    """Whether a line is the signature of a person in office: 总 理  李某某."""
    return bool(_SIGNER.fullmatch(re.sub(r"\s", "", text)))


def party_names(text: str) -> tuple[str, ...]:
    """The parties on a line where an agreement is signed: 甲方：某市人民政府（盖章）."""
    return tuple(name for name in _PARTIES.findall(text) if is_body(name))


def is_heading(text: str) -> bool:
    """Whether a line begins with the number of a chapter, article or item."""
    return bool(_HEADING.match(text))


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    text = _SIGNED_ON.sub("", text)
    return bool(_DATE_LINE.fullmatch(text)) and len(text) <= 20


def is_addressee(text: str) -> bool:
    """Whether a line may be the 主送机关 (addressees): it ends in a colon and is no heading."""
    if not text.endswith(("：", ":")) or is_heading(text) or len(text) > 300:
        return False
    return not re.search(r"。|如下|决定[：:]|通知[：:]|批复[：:]|公告[：:]|^为了?|^根据|^按照|^经", text)


def is_enactment(text: str) -> bool:
    """Whether a line of a statute's head says who passed or published it and when."""
    return bool(re.search(r"\d{4}年|根据", text[:8]) and _ENACTED.search(text[:400])) and not is_heading(text)


def body_names(text: str) -> tuple[str, ...]:
    """The bodies a line consists of; empty where it holds anything else."""
    pieces = [piece for piece in re.split(r"[\s、，,]+", text) if piece]
    if pieces and all(is_body(piece) for piece in pieces):
        return tuple(pieces)
    found = bodies(text)
    if not found:
        return ()
    rest = text
    for body in found:
        rest = rest.replace(body.name, "", 1)
    return () if rest.strip(" \u3000\t、，,") else tuple(body.name for body in found)
