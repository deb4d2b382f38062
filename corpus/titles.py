"""Titles: of the document, and of the plan that a notice carries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import shapes
from corpus.lines import Line
from corpus.numbering import find_mark
from corpus.roles import Frame

_AFTER_BODIES = re.compile(r"(?:关于|印发|转发|批转|发布|公布|颁布|对|同意|批准|贯彻|办公厅|办公室|《)")
#: （2021—2023年）的通知, below the title of the plan that the notice prints.
_GOES_ON_FROM_BRACKET = re.compile(r"[（(][^（）()]{1,30}[）)]的[一-鿿]")
_TITLE_LENGTH = 60
#: 总则 and 附则 end as a title does, but are headings.
_HEADING_WORD = 3
_LONE_TITLE_LENGTH = 240
#: Lines that may stand before and in a title: letterhead, issuers, 文号; fewer before a carried one.
_HEAD = 24
_CARRIED_HEAD = 6


def find_titles(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    """The title at the head, and the title of a plan that a notice carries."""
    starts = [0]
    named: set[str] = set()
    marked = False
    for order, at in enumerate(live):
        text = lines[at].text
        mark = find_mark(text)
        marked = marked or bool(mark and not mark.weak and at not in frame.roles)
        following = frame.roles.get(live[order + 1]) if order + 1 < len(live) else None
        if frame.roles.get(at) == "signature" and following is None:
            starts.append(order + 1)
        if marked and len(starts) == 1 and order > 200:
            break
        for name in re.findall("《([^》]+)》?", text)[:20]:
            named.add(shapes.compact(name))
    for start in dict.fromkeys(starts):
        _title_from(lines, live, start, frame, carried=start > 0)
    if len(starts) == 1:
        _named_title(lines, live, frame, named)


def _title_from(
    lines: Sequence[Line], live: Sequence[int], start: int, frame: Frame, *, carried: bool
) -> None:
    head: list[int] = []
    for order in range(start, len(live)):
        text = lines[live[order]].text
        if live[order] in frame.roles:
            if frame.roles[live[order]] == "toc":
                continue
            break
        if shapes.is_meta(text):
            continue
        if shapes.ends_sentence(text) or _opens_text(text) or len(text) > _LONE_TITLE_LENGTH:
            break
        if text.startswith(("·", "•", "●")):
            break
        head.append(order)
        if len(head) > (_CARRIED_HEAD if carried else _HEAD):
            break
    ends = [order for order in head if _may_end_title(lines[live[order]].text)]
    if not ends:
        if carried:
            return
        ends = [order for order in head if lines[live[order]].style == 1] or [
            order for order in head if _plain_title(lines[live[order]].text)
        ][:1]
        if not ends:
            return
    end = ends[0] if carried else ends[-1]
    group = [end]
    while end + 1 in head and shapes.is_bracket(lines[live[end + 1]].text):
        end += 1
        if shapes.is_document_number(lines[live[end]].text.strip("（）()")):
            break
        group.append(end)
    while group[0] - 1 in head and _begins_above(lines, live, group[0]):
        group.insert(0, group[0] - 1)
    places = [live[order] for order in group]
    if not carried or len(lines) > places[-1] + 1:
        frame.set(places, "title")
        for place in places:
            frame.groups[place] = places[0]


def _named_title(lines: Sequence[Line], live: Sequence[int], frame: Frame, named: set[str]) -> None:
    """A carried plan's title, where the notice has no signature: a line that is the 《…》 it spoke of."""
    sentence_seen = False
    for order, at in enumerate(live[:120]):
        text = lines[at].text
        if at in frame.roles:
            continue
        mark = find_mark(text)
        if mark and not mark.weak:
            return
        if sentence_seen and len(text) <= _TITLE_LENGTH and not shapes.ends_sentence(text):
            pair = [at, live[order + 1]] if order + 1 < len(live) else [at]
            for group in ([at], pair):
                if shapes.compact("".join(lines[place].text for place in group)) in named:
                    frame.set(group, "title")
                    for place in group:
                        frame.groups[place] = at
                    return
        sentence_seen = sentence_seen or shapes.ends_sentence(text)


def _opens_text(text: str) -> bool:
    mark = find_mark(text)
    if mark is not None and mark.family == "han" and mark.end == len(text):
        return True  # 一、 on a line of its own, and its heading on the next
    return mark is not None and not mark.weak and mark.family not in {"letter", "decimal"}


def _may_end_title(text: str) -> bool:
    if _GOES_ON_FROM_BRACKET.match(text):
        return shapes.ends_title(text)
    if text.startswith(("—", "-", "－", "(", "（")) or (
        shapes.is_letterhead(text) and not shapes.ends_title(text)
    ):
        return False
    if len(shapes.compact(text)) <= _HEADING_WORD:
        return False
    return shapes.ends_title(text) and not shapes.is_document_number(text) and not shapes.is_field(text)


def _plain_title(text: str) -> bool:
    return (
        2 <= len(text) <= _TITLE_LENGTH
        and not shapes.is_body(text)
        and not shapes.is_letterhead(text)
        and not shapes.is_document_number(text)
        and not shapes.is_date(text)
        and not shapes.is_field(text)
        and not text.startswith(("—", "-", "－", "(", "（"))
    )


def _begins_above(lines: Sequence[Line], live: Sequence[int], order: int) -> bool:
    """Whether the line above is the beginning of the title."""
    above, text = lines[live[order - 1]].text, lines[live[order]].text
    if (
        len(above) > _TITLE_LENGTH
        or shapes.is_document_number(above)
        or shapes.ends_with_date(above)
        or shapes.is_meta(above)
        or (shapes.is_letterhead(above) and above.endswith("文件"))
        or shapes.is_bracket(above)
        or (_may_end_title(above) and not shapes.unclosed(above) and not _GOES_ON_FROM_BRACKET.match(text))
        or re.match(r"(?:签发人|来源|特急|加急|急件|机密|秘密|绝密|时间|日期)", above)
    ):
        return False
    if shapes.is_body(above):
        return bool(_AFTER_BODIES.match(text)) or shapes.is_body(text)
    return True
