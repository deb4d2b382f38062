"""The frame of an official document: title, contents, signature, 抄送 (copies), 附件 (attachments)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import shapes
from corpus.annexes import find_annexes
from corpus.lines import Line
from corpus.numbering import DIVISIONS, find_mark
from corpus.roles import Frame
from corpus.signature import find_distribution, find_signatures
from corpus.titles import find_titles

_CONTENTS = re.compile(r"目\s*[录次]")
_LEADERS = re.compile(r"\s*[.．…·。\s]{3,}\s*\d{0,4}$|\s+\d{1,4}$")
#: A line of a table of contents is at most this long, and a table of contents has at most so many lines.
_ENTRY_LENGTH = 80
_CONTENTS_LINES = 600


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
    find_annexes(lines, live, frame)
    find_signatures(lines, live, frame)
    find_distribution(lines, live, frame)
    find_titles(lines, live, frame)
    return frame


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
        if entry in seen or len(text) > _ENTRY_LENGTH or shapes.ends_sentence(_LEADERS.sub("", text)):
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
