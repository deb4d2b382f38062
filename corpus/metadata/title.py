"""Titles: of the document itself, and of the notice that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.metadata.carried import carried_title
from corpus.metadata.lines import (
    TYPE,
    Line,
    body_names,
    is_addressee,
    is_date,
    is_enactment,
    is_heading,
    is_noise,
    is_number,
    is_red_head,
    order_head,
    series_head,
    squeezed,
)
from corpus.places import bodies
from corpus.shapes import is_field

_COMPLETE = re.compile(rf"{TYPE}(?:[（(〔][^（）()]{{1,30}}[）)〕])*$")
_SUBTITLE = re.compile(
    r"[（(]\s*(?:(?:19|20)\d\d\s*年?\s*[-—－–~～至到]+\s*(?:19|20)\d\d\s*年?|试\s*行|暂\s*行|草\s*案|修订\S{0,4}|征求意见稿|送审稿"
    r"|(?:19|20)\d\d年(?:修正|修订|版|本)\S{0,4}|[一二三四五六])\s*[）)]"
)
_MAX_LINES = 8
_MAX_LENGTH = 320
# The plan that a notice carries begins within so many lines after it.
_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class Title:
    """A title that stands in the text: written on one line, with the span it was read from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a document.

    Attributes:
        own: Its own title; None where none was found.
        notice: Title of the notice that carries it; None where it is no such document.
        carried: The own title as the notice quotes it, where that differs.
        body: Place (in lines) after the last line of the own title.
        notice_body: Place after the last line of the notice's title, or of the own title without a notice.
    """

    own: Title | None
    notice: Title | None = None
    carried: str | None = None
    body: int = 0
    notice_body: int = 0


def read_titles(lines: tuple[Line, ...], head_title: Title | None, first: int) -> Titles:
    """Find the titles.

    Args:
        lines: Lines of the document.
        head_title: Title that the page's head names, or None.
        first: Place of the first line after the page's head.
    """
    title, after, signed = _first_title(lines, first)
    if title is None and head_title is None and first and not is_field(lines[0].text):
        # The page sets the title above its fields.
        title, after, signed = _first_title(lines, 0)
        after, signed = max(after, first), max(signed, first)
    if title and signed < after - 1:
        return Titles(title, body=after, notice_body=signed)
    if title and head_title and _names_carried(head_title.text, title.text):
        return Titles(title, head_title, None, after, first)
    if head_title and (title is None or _same(title.text, head_title.text) < 0.8):
        title, after = head_title, first
    if title is None:
        return Titles(None)
    carried = carried_title(title.text)
    if carried is None:
        return Titles(title, body=after, notice_body=after)
    own, body = _own_title(lines, after, carried)
    if own is None:
        return Titles(title, body=after, notice_body=after)
    quoted = carried if _squash(carried) != _squash(own.text) else None
    return Titles(own, title, quoted, body, after)


def clean_title(text: str) -> str:
    """Write a title on one line: no mark-up, no spaces but between two bodies, full-width brackets."""
    pieces = re.sub(r"[*#\u00ad\u200b-\u200f\ufeff]", "", text).split()
    title = ""
    for piece in pieces:
        ascii_edge = (
            title
            and title[-1].isascii()
            and title[-1].isalnum()
            and piece[0].isascii()
            and piece[0].isalnum()
        )
        if ascii_edge or (title and body_names(title.rsplit(" ", 1)[-1]) and _begins_with_body(piece)):
            title += " "
        title += piece
    title = re.sub(r"[（(]([^（()）]*)[）)]", r"（\1）", title)
    whole = re.fullmatch(r"《([^《》]+)》", title)
    return whole[1] if whole else title


def _begins_with_body(text: str) -> bool:
    if body_names(re.split(r"关于|印发|转发|批转", text)[0]):
        return True
    found = bodies(text[:40])
    return bool(found) and found[0].start == 0


def _first_title(lines: tuple[Line, ...], first: int) -> tuple[Title | None, int, int]:
    """The first title, the place after it, and the place from which the signature may stand."""
    at = first
    red = False
    notice: Title | None = None
    while at < min(len(lines), first + 15):
        text = squeezed(lines[at].text)
        skipped = order_head(lines, at) or series_head(lines, at)
        if skipped or is_noise(text) or is_red_head(text) or is_number(text) or is_date(text):
            red = red or is_red_head(text)
            if skipped and notice is None and not text.endswith("令"):
                # 某县人民政府公告, 2022年第5号, or 会议纪要, 第3期: with no other title, this is its title.
                notice = Title(clean_title(text), lines[at].start, lines[at].end)
            at += skipped or 1
            continue
        if body_names(text) and (red or not _goes_on(lines, at)):
            red = red and at + 1 < len(lines) and not _begins_title(lines[at + 1].text)
            at += 1
            continue
        published = _PUBLISHED.match(text)
        if published:
            title, after = _own_title(lines, at + 1, published["title"])
            return title, after, at + 1
        if is_addressee(text) or is_heading(text) or text.endswith("。"):
            break
        title, after = _collect(lines, at)
        if title is None:
            break
        return title, after, after
    return (notice, at, at) if notice else (None, first, first)


# An order says what it publishes: 《…条例》已经…通过，现予公布.
_PUBLISHED = re.compile(r"(?:现(?:将|公布|发布))?《(?P<title>[^《》]+)》(?:已|业|经|现|，|公布|发布|予以)")


def _begins_title(text: str) -> bool:
    return bool(re.match(r"关于|印发|转发|批转|发布|公布", text))


def _goes_on(lines: tuple[Line, ...], at: int) -> bool:
    """Whether a line of bodies is the first line of a title, as the next lines show."""
    for line in lines[at + 1 : at + 8]:
        if not body_names(line.text):
            return _begins_title(line.text)
    return False


def _collect(lines: tuple[Line, ...], at: int) -> tuple[Title | None, int]:
    pieces: list[str] = []
    end = at
    for line in lines[at : at + _MAX_LINES]:
        text = line.text
        if pieces and (
            is_noise(text)
            or is_number(text)
            or is_addressee(text)
            or is_heading(text)
            or is_date(text)
            or is_enactment(text)
            or text.endswith(("。", "；"))
            or text.startswith(("——", "--", "·"))
            or sum(map(len, pieces)) + len(text) > _MAX_LENGTH
        ):
            break
        whole = "".join(pieces)
        if _is_complete(whole) and not (_SUBTITLE.fullmatch(text) or _continues(whole, text)):
            break
        pieces.append(text)
        end += 1
    if len(pieces) > 1 and not _is_complete("".join(pieces)) and not _is_open(pieces[0]):
        pieces, end = pieces[:1], at + 1
    title = clean_title(" ".join(pieces))
    if not pieces or not _looks_like_title(title):
        return None, at
    return Title(title, lines[at].start, lines[end - 1].end), end


def _is_complete(text: str) -> bool:
    squashed = _squash(text)
    balanced = squashed.count("《") == squashed.count("》")
    carries = re.search(r"关于(?:印发|转发|批转|发布|公布)|印发《", squashed)
    if carries and not re.search(r"的(?:通知|公告|函|通告|决定|令|批复)(?:[（(].*[）)])?$", squashed):
        return False
    return balanced and bool(_COMPLETE.search(squashed) or _SUBTITLE.search(squashed))


def _is_open(text: str) -> bool:
    """Whether a line cannot be a whole title: it ends in 关于 or within 《》, or names only bodies."""
    return (
        text.endswith(("关于", "印发", "的"))
        or text.count("《") != text.count("》")
        or bool(body_names(text))
    )


def _continues(so_far: str, text: str) -> bool:
    """Whether a title that could end here goes on: …关于加强规划 / 管理工作的通知."""
    return (
        "关于" in so_far
        and "关于" not in text
        and len(text) <= 40
        and bool(re.search(r"的(?:通知|决定|意见|函|批复|公告|报告|请示|通报)$", _squash(text)))
        and not re.search(r"的(?:通知|决定|意见|函|批复|公告|报告|请示|通报)$", _squash(so_far))
    )


def _looks_like_title(title: str) -> bool:
    return (
        3 <= len(title) <= _MAX_LENGTH
        and not re.search(r"[。；！？]|[：:]$", title)
        and bool(re.search(r"[\u4e00-\u9fff]{2}", title))
    )


def _own_title(lines: tuple[Line, ...], first: int, carried: str) -> tuple[Title | None, int]:
    """The line or lines after the notice that bear the carried title."""
    wanted = _squash(carried)
    # 转发市发改委等部门关于…实施方案的通知 names who wrote the plan before the plan's own title.
    bare = wanted[wanted.index("关于") :] if "关于" in wanted else wanted
    best: tuple[float, int, int] = (0.0, 0, 0)
    for at in range(first, min(len(lines), first + _SEARCHED)):
        text = lines[at].text
        if (
            not 2 <= len(_squash(text)) <= len(wanted) + 40
            or re.search(r"[。；]|印发", text)
            or is_date(text)
        ):
            continue
        joined = ""
        for end in range(at, min(at + 4, len(lines))):
            if end > at and (is_heading(lines[end].text) or is_addressee(lines[end].text)):
                break
            joined += lines[end].text
            best = max(best, (max(_same(joined, wanted), _same(joined, bare)), -at, end + 1))
        if best[0] == 1.0:
            break
    likeness, at, end = best[0], -best[1], best[2]
    if likeness < 0.85:
        return None, first
    if end < len(lines) and _SUBTITLE.fullmatch(lines[end].text):
        end += 1
    title = clean_title(" ".join(line.text for line in lines[at:end]))
    return Title(title, lines[at].start, lines[end - 1].end), end


def _names_carried(notice: str, title: str) -> bool:
    carried = carried_title(notice)
    return carried is not None and _same(carried, title) >= 0.85


def _same(one: str, other: str) -> float:
    one, other = _squash(one), _squash(other)
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _squash(text: str) -> str:
    return re.sub(r"[\s*#《》〈〉“”\"]", "", text).replace("(", "（").replace(")", "）")
