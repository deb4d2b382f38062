"""What a page or a web export adds to a text: page numbers, running heads, comments, front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus import shapes
from corpus.lines import Line
from corpus.numbering import find_mark

_DASH = "[-—–－―~～·•.*]"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}{{1,4}}\s*\d{{1,4}}\s*{_DASH}{{1,4}}"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页(?:\s*[,，、/|（(]?\s*共\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*页\s*[)）]?)?"
    r"|共\s*\d{1,4}\s*页\s*[,，、/|]?\s*第\s*\d{1,4}\s*页"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}\s*页?)"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_COMMENT = re.compile(r"<!--.*?-->")
_RUNNING_HEAD_LENGTH = 40
#: A running head stands on at least this many pages.
_REPEATS = 3
#: Two bare page numbers in a row have at least this many lines between them.
_PAGE_LINES = 4
_FRONT_MATTER_LINES = 30


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Find the lines that are no part of the document.

    Args:
        lines: All lines in order.

    Returns:
        Position of each such line with the kind of repair that takes it out.
    """
    found = _front_matter(lines)
    for at, line in enumerate(lines):
        if line.table is None and _PAGE_NUMBER.fullmatch(line.text) and not line.tabs:
            found[at] = "page_number"
        elif line.text.startswith("<!--") and _COMMENT.fullmatch(line.text):
            found[at] = "comment"
    found.update(_bare_page_numbers(lines))
    found.update(_running_heads(lines, found))
    return found


def _front_matter(lines: Sequence[Line]) -> dict[int, str]:
    if not lines or lines[0].text != "---":
        return {}
    for at, line in enumerate(lines[1 : _FRONT_MATTER_LINES + 1], start=1):
        if line.text == "---":
            return dict.fromkeys(range(at + 1), "front_matter")
        if not re.match(r"[\w-]+\s*:|- ", line.text):
            return {}
    return {}


def _bare_page_numbers(lines: Sequence[Line]) -> dict[int, str]:
    """Numbers that stand alone on a line and count up by one, well apart: 1 … 2 … 3."""
    bare = [
        (at, int(line.text))
        for at, line in enumerate(lines)
        if line.table is None and not line.tabs and line.wrapped and _BARE_NUMBER.fullmatch(line.text)
    ]
    found: dict[int, str] = {}
    chain: list[tuple[int, int]] = []
    for at, number in [*bare, (len(lines), -1)]:
        if chain and number == chain[-1][1] + 1 and at - chain[-1][0] > _PAGE_LINES:
            chain.append((at, number))
            continue
        if len(chain) >= _REPEATS:
            found.update((place, "page_number") for place, _ in chain)
        chain = [(at, number)]
    return found


def _running_heads(lines: Sequence[Line], furniture: dict[int, str]) -> dict[int, str]:
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.table is None and not line.tabs and _may_run(line.text):
            places.setdefault(_without_numbers(line.text), []).append(at)
    found: dict[int, str] = {}
    for text, found_at in places.items():
        if len(found_at) < _REPEATS or not text:
            continue
        edges = [at for at in found_at if _at_page_edge(lines, furniture, at)]
        if len(edges) >= _REPEATS and len(edges) * 3 >= len(found_at) * 2:
            if lines[edges[0]].page <= 1 and not _numbered_alike(lines, edges):
                # The first is the title itself where it stands alone at the head of the text.
                edges = [at for at in edges if at > 3]
            found.update((at, "running_head") for at in edges)
    return found


def _may_run(text: str) -> bool:
    """Whether a line could stand at the head of every page: short, no sentence, no number of its own."""
    return (
        0 < len(text) <= _RUNNING_HEAD_LENGTH
        and not shapes.ends_sentence(text)
        and not shapes.is_responsible(text)
        and find_mark(text) is None
    )


def _numbered_alike(lines: Sequence[Line], edges: list[int]) -> bool:
    return max(Counter(lines[at].text for at in edges).values()) == 1


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", text) if not re.fullmatch(r"[\d\s.、．()（）]+", text) else ""


def _at_page_edge(lines: Sequence[Line], furniture: dict[int, str], at: int) -> bool:
    page = lines[at].page
    if page:
        before = lines[at - 1].page if at else 0
        after = lines[at + 1].page if at + 1 < len(lines) else page + 1
        return page not in {before, after} or page != before or page != after
    return any(furniture.get(near) == "page_number" for near in (at - 1, at + 1))
