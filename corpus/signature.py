"""How a document ends: 发文机关署名, 成文日期 (signature and date), remarks, and the 版记 with copies."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import shapes
from corpus.lines import Line
from corpus.numbering import find_mark
from corpus.roles import Frame


def find_signatures(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    """Find signatures with their dates, closing formulas and remarks.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text.
        frame: Roles so far; gets ``signature`` and ``distribution``.
    """
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
            printed = text.lstrip("（(").startswith(
                ("公开", "信息公开", "主动", "依申请", "扫", "共印", "原文", "链接")
            )
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
        signs = shapes.is_body(text) or shapes.is_person(text) or shapes.is_party(text)
        if at in frame.roles or not signs or find_mark(text):
            break
        names.append(at)
    return names[::-1]


def find_distribution(lines: Sequence[Line], live: Sequence[int], frame: Frame) -> None:
    """Find 抄送 (copies) and the line that says when a document was printed.

    Args:
        lines: All lines in order.
        live: Positions of the lines that are text.
        frame: Roles so far; gets ``distribution``.
    """
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
