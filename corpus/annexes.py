"""附件 (attachments): the list of them, the line that opens each, and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from corpus import shapes
from corpus.lines import Line
from corpus.numbering import find_mark
from corpus.numerals import parse_numeral
from corpus.roles import Frame

_MARK = re.compile(
    r"(?P<mark>附\s*(?P<what>件|表|录|图))\s*"
    r"(?P<number>(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Z](?![A-Za-z]))(?:[-—－]\d{1,2})?)?"
    r"\s*(?P<colon>[:：]?)\s*(?P<rest>.*)"
)
_SHORT = re.compile(r"(?P<mark>附)(?P<number>)\s*(?P<colon>[:：])\s*(?P<rest>.*)")
_NOT_A_MARK = re.compile(r"(?:所|中|的|规定|、|和|及|与|为|是|要求|，|。|）|\))")
_LIST_ITEM = re.compile(r"(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)]|附件\s*\d)\s*\S|《[^》]+》")
_FIRST_ITEM = re.compile(r"1\s*[.．、]|[（(]1[）)]")
_CARRIES = re.compile("印发|发布|公布|颁布|转发|批转|下发")
_TITLE_LENGTH = 60
_TITLE_LINES = 4
_LIST_LINES = 60
_HEAD_LINES = 12


def find_annexes(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    """Find the attachments of a document.

    What a notice prints as 附件, without a number, is no attachment but the document the notice carries.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text.
        frame: Roles so far; gets ``annex_list``, ``annex`` and ``annex_title``.
    """
    order = 0
    openers: list[tuple[int, list[int]]] = []
    while order < len(live):
        at = live[order]
        match = _annex_line(lines[at].text)
        order += 1
        if match is None or at in frame.roles:
            continue
        block = _list(lines, live, order - 1)
        following = live[order - 1 + len(block)] if order - 1 + len(block) < len(live) else None
        if _is_list(lines, match, block, following):
            frame.set(block, "annex_list")
            order += len(block) - 1
            continue
        title = _title(lines, live, order, match["rest"])
        openers.append((at, title))
        order += len(title)
    for at, title in openers:
        carried = at == openers[0][0] and _is_carried(lines, live, frame, at, title)
        if not carried:
            frame.set([at], "annex")
        frame.set(title, "title" if carried else "annex_title")
        for place in title:
            frame.groups[place] = title[0]


def annex_mark(text: str) -> tuple[str, str]:
    """What an attachment's first line calls it: 件, 表, 录 or 图, and its number or letter, or ``""``."""
    match = _MARK.match(text)
    if match is None:
        return "件", ""
    first, dash, second = re.sub("[—－]", "-", match["number"] or "").partition("-")
    return match["what"], f"{parse_numeral(first) or first}{dash}{second}"


def _annex_line(text: str) -> re.Match[str] | None:
    if text[0] != "附" or len(text) > 120 or "。" in text:
        return None
    match = _MARK.fullmatch(text) or _SHORT.fullmatch(text)
    if match is None or _NOT_A_MARK.match(match["rest"]):
        return None
    # 附图可以用于…: text that goes on at once is a sentence about an attachment.
    at_once = match["rest"] and match.start("rest") == match.end("mark") and not match["number"]
    return None if at_once else match


def _list(lines: Sequence[Line], live: Sequence[int], order: int) -> list[int]:
    """The annex line with what may be the rest of a list of attachments."""
    block = [live[order]]
    base = lines[live[order]]
    match = _MARK.fullmatch(base.text)
    # 附件B 申报程序, and 1.网上申报 below it: a title of its own and its text, no list that begins with 1.
    base_title = bool(match and match["number"] and match["rest"] and not _LIST_ITEM.match(match["rest"]))
    for at in live[order + 1 : order + _LIST_LINES]:
        text = lines[at].text
        if shapes.is_date(text) or shapes.is_body(text) or len(text) > 100 or "。" in text:
            break
        bare = _MARK.fullmatch(text)
        if bare and not bare["rest"]:
            break
        if base_title and (_FIRST_ITEM.match(text) or at - block[-1] > _TITLE_LINES):
            break
        hanging = lines[at].indent > base.indent + 2 and lines[at].blanks == 0
        if not (_LIST_ITEM.match(text) or hanging or shapes.unclosed(lines[block[-1]].text) or bare):
            break
        block.append(at)
    return block


def _is_list(lines: Sequence[Line], match: re.Match[str], block: list[int], following: int | None) -> bool:
    """Whether an annex line lists attachments rather than opening one."""
    if not match["rest"] and not match["colon"]:
        return False
    if not match["rest"] and len(block) == 1:
        return following is None
    if following is None or len(block) > 1:
        return True
    if match["number"] and following - block[-1] > _TITLE_LINES:
        return False  # its table stands between
    text = lines[following].text
    return bool(
        _MARK.fullmatch(text)
        or shapes.is_body(text)
        or shapes.is_date(text)
        or shapes.is_closing_mark(text)
        or shapes.is_distribution(text)
        or shapes.is_printed(text)
        or shapes.is_person(text)
    )


def _title(lines: Sequence[Line], live: Sequence[int], order: int, rest: str) -> list[int]:
    """The lines of an attachment's title below the line that opens it."""
    if rest and not shapes.unclosed(rest):
        same = order < len(live) and shapes.compact(lines[live[order]].text) == shapes.compact(
            rest.strip("《》")
        )
        return [live[order]] if same else []
    title: list[int] = []
    for at in live[order : order + _TITLE_LINES]:
        text = lines[at].text
        if len(text) > _TITLE_LENGTH or shapes.ends_sentence(text) or shapes.is_field(text):
            break
        # A table between two lines ends the title.
        if find_mark(text) or _annex_line(text) or (title and at - title[-1] > _TITLE_LINES):
            break
        title.append(at)
        if shapes.ends_title(text) or text.endswith(("表", "清单", "名单")):
            break
    return title


def _is_carried(
    lines: Sequence[Line], live: Sequence[int], frame: Frame, opener: int, title: Sequence[int]
) -> bool:
    """Whether an attachment is the document that the notice's own title says it prints."""
    if annex_mark(lines[opener].text)[1] or not title:
        return False
    name = shapes.compact("".join(lines[at].text for at in title))
    above = [at for at in live[:_HEAD_LINES] if at < opener and at not in frame.roles]
    # What stands under a number is the document's own text, which speaks of its attachments by name.
    head = "".join(line.text for line in takewhile(_is_unnumbered, (lines[at] for at in above)))
    return bool(_CARRIES.search(head)) and name in shapes.compact(head)


def _is_unnumbered(line: Line) -> bool:
    mark = find_mark(line.text)
    return mark is None or mark.weak
