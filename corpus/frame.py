"""The frame of an official document: title, contents, signature, 抄送 (copies), 附件 (attachments)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus import shapes
from corpus.lines import Line
from corpus.numbering import DIVISIONS, find_mark
from corpus.numerals import parse_numeral

Role = Literal["title", "toc", "annex", "annex_title", "annex_list", "signature", "distribution"]

_CONTENTS = re.compile(r"目\s*[录次]")
_LEADERS = re.compile(r"\s*[.．…·。\s]{3,}\s*\d{0,4}$|\s+\d{1,4}$")
_ANNEX = re.compile(
    r"(?P<mark>附\s*(?P<what>件|表|录|图)\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Z](?![A-Za-z]))?(?:[-—－]\d{1,2})?)"
    r"\s*(?P<colon>[:：]?)\s*(?P<rest>.*)"
)
_ANNEX_SHORT = re.compile(r"附\s*(?P<colon>[:：])\s*(?P<rest>.*)")
_NOT_ANNEX = re.compile(r"(?:所|中|的|规定|、|和|及|与|为|是|要求|，|。|）|\))")
_LIST_ITEM = re.compile(r"(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)]|附件\s*\d)\s*\S|《[^》]+》")
_PERSON = re.compile(
    r"(?:签发人|主\s*席|总\s*理|省\s*长|市\s*长|县\s*长|区\s*长|州\s*长|部\s*长|主\s*任|局\s*长|厅\s*长|署\s*长|院\s*长|检察长|旗\s*长)"
    r"\s*[：:]?\s*[一-鿿·\s]{2,12}"
)
_AFTER_BODIES = re.compile(r"(?:关于|印发|转发|批转|发布|公布|颁布|对|同意|批准|贯彻|办公厅|办公室|《)")
_TITLE_LENGTH = 60
_LONE_TITLE_LENGTH = 240
#: Lines that may stand before and in a title: letterhead, issuers, 文号; fewer before a carried one.
_HEAD = 24
#: A table of contents has at most this many lines.
_CONTENTS_LINES = 600
_CARRIED_HEAD = 6


@dataclass(slots=True)
class Frame:
    """Which lines belong to the frame.

    Attributes:
        roles: Role by position of the line.
        groups: For ``title`` and ``annex_title``, the position of the first line of the title.
    """

    roles: dict[int, Role] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)

    def set(self, places: Collection[int], role: Role) -> None:
        """Give lines a role; a line keeps the first it was given."""
        for place in places:
            self.roles.setdefault(place, role)


def find_frame(lines: Sequence[Line], live: Sequence[int]) -> Frame:
    """Find the lines that frame a document's clauses.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are neither page furniture nor table rows.

    Returns:
        Their roles.
    """
    frame = Frame()
    _contents(lines, live, frame)
    _annexes(lines, live, frame)
    _signatures(lines, live, frame)
    _distribution(lines, live, frame)
    _titles(lines, live, frame)
    return frame


# Table of contents


def _contents(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    for order, at in enumerate(live):
        if _CONTENTS.fullmatch(lines[at].text):
            frame.set(_entries(lines, live[order : order + _CONTENTS_LINES]), "toc")
            return
    for run in _heading_runs(lines, live):
        frame.set(run, "toc")
        return


def _entries(lines: Sequence[Line], rest: Sequence[int]) -> list[int]:
    """The lines under 目录: short ones, until one of them comes again as the heading it points to."""
    found = [rest[0]]
    seen: set[str] = set()
    for at in rest[1:]:
        text = lines[at].text
        entry = shapes.compact(_LEADERS.sub("", text))
        if entry in seen or len(text) > _TITLE_LENGTH + 20 or shapes.ends_sentence(_LEADERS.sub("", text)):
            return found
        seen.add(entry)
        found.append(at)
    # Without a heading that comes again only lines with leaders are certain.
    return [at for at in found if at == rest[0] or _LEADERS.search(lines[at].text)]


def _heading_runs(lines: Sequence[Line], live: Sequence[int]) -> list[list[int]]:
    """Runs of chapter headings with no text between them whose first comes again further down."""
    texts = [shapes.compact(_LEADERS.sub("", lines[at].text)) for at in live]
    last_place = {text: order for order, text in enumerate(texts)}
    runs: list[list[int]] = []
    run: list[int] = []
    for order in range(len(live) + 1):
        mark = find_mark(lines[live[order]].text) if order < len(live) else None
        if mark and mark.family in DIVISIONS and last_place[texts[order]] > order:
            run.append(order)
        else:
            if len(run) >= 3 and all(last_place[texts[order]] > run[-1] for order in run):
                runs.append([live[order] for order in run])
            run = []
    return runs


# Attachments


def _annexes(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    order = 0
    while order < len(live):
        at = live[order]
        match = _annex_line(lines[at].text)
        if match is None or at in frame.roles:
            order += 1
            continue
        block = _annex_block(lines, live, order)
        following = live[order + len(block)] if order + len(block) < len(live) else None
        if _is_list(lines, match, block, following):
            frame.set(block, "annex_list")
            order += len(block)
            continue
        frame.set([at], "annex")
        order += 1
        if match["rest"] and not shapes.unclosed(match["rest"]):
            continue
        title = _annex_title(lines, live, order)
        frame.set(title, "annex_title")
        for place in title:
            frame.groups[place] = title[0]
        order += len(title)


def _annex_line(text: str) -> re.Match[str] | None:
    match = _ANNEX.fullmatch(text) or _ANNEX_SHORT.fullmatch(text)
    if match is None or len(text) > 120 or _NOT_ANNEX.match(match["rest"]) or "。" in text[:-1]:
        return None
    return match


def annex_mark(text: str) -> tuple[str, str]:
    """What an attachment's first line calls it: 件, 表, 录 or 图, and its number or letter, or ``""``."""
    match = _ANNEX.match(text)
    if match is None:
        return "件", ""
    number = match["number"] or ""
    return match["what"], str(parse_numeral(number) or number)


def _annex_block(lines: Sequence[Line], live: Sequence[int], order: int) -> list[int]:
    """The annex line with what may be the rest of a list of attachments."""
    block = [live[order]]
    base = lines[live[order]]
    for at in live[order + 1 : order + 60]:
        text = lines[at].text
        if shapes.is_date(text) or shapes.is_body(text) or len(text) > 100 or "。" in text:
            break
        bare = _ANNEX.fullmatch(text)
        if bare and not bare["rest"]:
            break
        hanging = lines[at].indent > base.indent + 2 and lines[at].blanks == 0
        if not (_LIST_ITEM.match(text) or hanging or shapes.unclosed(lines[block[-1]].text) or bare):
            break
        block.append(at)
    return block


def _is_list(lines: Sequence[Line], match: re.Match[str], block: list[int], following: int | None) -> bool:
    if not match["rest"] and not match["colon"]:
        return False
    if not match["rest"] and len(block) == 1:
        return following is None
    if following is None:
        return True
    text = lines[following].text
    bare = _ANNEX.fullmatch(text)
    return bool(
        bare
        or shapes.is_body(text)
        or shapes.is_date(text)
        or shapes.is_closing_mark(text)
        or shapes.is_distribution(text)
        or shapes.is_printed(text)
        or _PERSON.fullmatch(text)
        or len(block) > 1
    )


def _annex_title(lines: Sequence[Line], live: Sequence[int], order: int) -> list[int]:
    title: list[int] = []
    for at in live[order : order + 4]:
        text = lines[at].text
        if title and live[order + len(title) - 1] != at - 1 and lines[at].blanks:
            pass
        if (
            len(text) > _TITLE_LENGTH
            or shapes.ends_sentence(text)
            or find_mark(text)
            or shapes.is_field(text)
            or _annex_line(text)
        ):
            break
        if title and _between(live, title[-1], at) is False:
            break
        title.append(at)
        if shapes.ends_title(text) or text.endswith(("表", "清单", "名单")):
            break
    return title


def _between(live: Sequence[int], before: int, at: int) -> bool:
    """Whether nothing but page furniture can stand between two live lines."""
    return at - before <= 3


# Signature and 版记


def _signatures(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    sentence_seen = False
    for order, at in enumerate(live):
        text = lines[at].text
        if at in frame.roles:
            continue
        if shapes.is_date(text) and sentence_seen and not text.startswith(("(", "（")):
            names = _names_before(lines, live, order, frame)
            previous = lines[live[order - 1]].text if order else ""
            if names or shapes.ends_sentence(previous) or live[order - 1] in frame.roles:
                frame.set([*names, at], "signature")
        elif shapes.is_formula(text) and sentence_seen:
            frame.set([at], "signature")
        elif shapes.is_closing_mark(text) and sentence_seen:
            printed = text.startswith(("公开", "信息公开", "主动", "依申请", "扫", "共印", "原文", "链接"))
            frame.set([at], "distribution" if printed else "signature")
        elif shapes.ends_sentence(text) and not shapes.is_stem(text):
            sentence_seen = True
    tail = [at for at in live if at not in frame.roles]
    if tail and sentence_seen and tail[-1] == live[-1] and shapes.is_body(lines[tail[-1]].text):
        frame.set([tail[-1]], "signature")


def _names_before(lines: Sequence[Line], live: Sequence[int], order: int, frame: Frame) -> list[int]:
    names: list[int] = []
    for at in reversed(live[max(0, order - 20) : order]):
        text = lines[at].text
        if at in frame.roles or not (shapes.is_body(text) or _PERSON.fullmatch(text)) or find_mark(text):
            break
        names.append(at)
    return names[::-1]


def _distribution(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    sentence_seen = False
    order = 0
    while order < len(live):
        at = live[order]
        text = lines[at].text
        order += 1
        if at in frame.roles and frame.roles[at] != "signature":
            continue
        if shapes.is_printed(text) and sentence_seen:
            names = [] if shapes.is_body(text) else _names_before(lines, live, order - 1, frame)
            frame.set([*names, at], "distribution")
        elif shapes.is_distribution(text) and sentence_seen:
            run = _distribution_run(lines, live[order - 1 : order + 15], frame)
            for place in run:
                frame.roles[place] = "distribution"
            order += len(run) - 1
        elif shapes.ends_sentence(text) and not shapes.is_stem(text):
            sentence_seen = True


def _distribution_run(lines: Sequence[Line], rest: Sequence[int], frame: Frame) -> list[int]:
    """From 抄送 to the line that says when it was printed, or as far as names of bodies go."""
    window = rest
    for count, at in enumerate(window, start=1):
        if frame.roles.get(at) in {"annex", "title"}:
            window = window[: count - 1]
            break
        if shapes.is_printed(lines[at].text):
            return list(window[:count])
    run = [window[0]]
    for at in window[1:]:
        text = lines[at].text
        if (
            find_mark(text)
            or len(text) > 160
            or not text.endswith(("，", "。", "、", "院", "会", "部", "局", "委", "办"))
        ):
            break
        run.append(at)
    return run


# Titles


def _titles(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
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
    return mark is not None and not mark.weak and mark.family not in {"letter", "decimal"}


def _may_end_title(text: str) -> bool:
    if text.startswith(("—", "-", "－", "(", "（")) or (
        shapes.is_letterhead(text) and not shapes.ends_title(text)
    ):
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
        or shapes.is_date(above)
        or shapes.is_meta(above)
        or (shapes.is_letterhead(above) and above.endswith("文件"))
        or shapes.is_bracket(above)
        or (_may_end_title(above) and not shapes.unclosed(above))
        or re.match(r"(?:签发人|来源|特急|加急|急件|机密|秘密|绝密|时间|日期)", above)
    ):
        return False
    if shapes.is_body(above):
        return bool(_AFTER_BODIES.match(text)) or shapes.is_body(text)
    return True
