"""A document's drafts: its frame, its preamble, its body and its 附件 (attachments), in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus import shapes
from corpus.annexes import annex_mark
from corpus.citation.place import place_key
from corpus.clauses import Drafter
from corpus.draft import Draft
from corpus.model import ClauseKind
from corpus.nodes import Block, groups, mark_captions

_FRAME: Final[dict[str, tuple[ClauseKind, str, str]]] = {
    "toc": ("heading", "toc", "目录"),
    "signature": ("signature", "sign", "落款"),
    "distribution": ("distribution", "dist", "版记"),
    "annex_list": ("attachment", "att", "附件说明"),
}
#: Words of an opening sentence, which a line of addressees has none of.
_SPEAKS: Final = re.compile(
    "[。；《]|如下|决定|修改|收悉|通知|公告|规定|意见|答复|为[了深进贯]|根据|经(?![济信贸])|现"
)
_ANNEX_PLACE: Final = {"件": "a", "表": "ab", "录": "al", "图": "ai"}


def draft_clauses(blocks: Sequence[Block]) -> tuple[Draft, ...]:
    """Cut a document into clauses.

    Args:
        blocks: Its paragraphs and tables in reading order, with their roles and units.

    Returns:
        Drafts in reading order, with unique places and labels, that cover every block once.
    """
    for order, block in enumerate(blocks):
        block.order = order
    mark_captions(blocks)
    cuts = [place for place, block in enumerate(blocks) if block.role == "annex"]
    main = blocks[: cuts[0]] if cuts else blocks
    drafts = [*_framed(blocks), *_main(main)]
    annexes = [blocks[cut:end] for cut, end in zip(cuts, [*cuts, len(blocks)][1:], strict=True)]
    marks = [annex_mark(annex[0].text) for annex in annexes]
    kinds = Counter(what for what, _ in marks)
    numbers: Counter[str] = Counter()
    for annex, (what, written) in zip(annexes, marks, strict=True):
        numbers[what] += 1
        number = written or str(numbers[what])
        drafts += _annex(annex, what, number, "" if not written and kinds[what] == 1 else number)
    drafts.sort(key=lambda draft: draft.start)
    return _unique(drafts)


def _framed(blocks: Sequence[Block]) -> list[Draft]:
    """Titles, and runs of lines of one role: signature, 抄送, contents, list of attachments."""
    drafts: list[Draft] = []
    titles = [block for block in blocks if block.role == "title"]
    for number, block in enumerate(titles, start=1):
        label = "" if block is titles[-1] else f"原标题{number if number > 1 else ''}"
        place = "title" if block is titles[-1] else f"title.n{number}"
        drafts.append(Draft(place, "title", (), label, block.start, block.end))
    run: list[Block] = []
    for at, block in enumerate(blocks):
        if block.role not in _FRAME:
            continue
        run.append(block)
        if at + 1 == len(blocks) or blocks[at + 1].role != block.role:
            kind, place, label = _FRAME[block.role]
            drafts.append(Draft(place, kind, (), label, run[0].start, run[-1].end))
            run = []
    return drafts


def _main(blocks: Sequence[Block]) -> list[Draft]:
    first = _body_start(blocks)
    carried = max((place for place, block in enumerate(blocks[:first]) if block.role == "title"), default=-1)
    drafts: list[Draft] = []
    counts: Counter[str] = Counter()
    run: list[Block] = []
    head: list[Block | None] = [*blocks[:first], None]
    for place, block in enumerate(head):
        if block is not None and block.role is None:
            run.append(block)
            continue
        name = "印发通知" if place <= carried else "引言"
        drafts += _preamble(run, name, counts)
        run = []
    drafter = Drafter()
    drafter.content([block for block in blocks[first:] if block.role is None])
    return [*drafts, *drafter.drafts]


def _body_start(blocks: Sequence[Block]) -> int:
    """Where the text that is cited by its place begins: the first unit or table, else the first prose."""
    for place, block in enumerate(blocks):
        if block.unit is not None or block.table is not None or block.caption:
            return place
    title = max((place for place, block in enumerate(blocks) if block.role == "title"), default=-1)
    for place in range(title + 1, len(blocks)):
        if blocks[place].role is None and not _is_head_matter(blocks[place].text):
            return place
    return len(blocks)


def _preamble(blocks: Sequence[Block], name: str, counts: Counter[str]) -> list[Draft]:
    drafts: list[Draft] = []
    for head, run in _runs(blocks):
        for group in [run] if head else groups(run):
            counts["pre"] += 1
            counts[name] += not head
            label = "文首" if head else f"{name}第{counts[name]}段"
            drafts.append(Draft(f"pre{counts['pre']}", "preamble", (), label, group[0].start, group[-1].end))
    return drafts


def _runs(blocks: Sequence[Block]) -> list[tuple[bool, list[Block]]]:
    """Runs of head matter (True) and of prose (False)."""
    runs: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        head = _is_head_matter(block.text)
        if not runs or runs[-1][0] != head:
            runs.append((head, []))
        runs[-1][1].append(block)
    return runs


def _is_head_matter(text: str) -> bool:
    """Whether a line before the body only says to whom, by whom and under which number."""
    if shapes.is_meta(text) or shapes.is_document_number(text) or shapes.is_date(text):
        return True
    if shapes.is_stem(text):
        return len(text) <= 120 and not _SPEAKS.search(text)
    return not shapes.ends_sentence(text) and len(text) <= 80


def _annex(blocks: Sequence[Block], what: str, number: str, cited: str) -> list[Draft]:
    opener = blocks[0]
    place = f"{_ANNEX_PLACE[what]}{number}"
    label = f"附{what}{cited}"
    head = [opener]
    for block in blocks[1:]:
        if block.role != "annex_title":
            break
        head.append(block)
    path = tuple(block.text.rstrip("：: \u3000") for block in head)
    drafts = [Draft(place, "heading", path, label, opener.start, head[-1].end)]
    drafter = Drafter(f"{place}.", label, path)
    # What reads as a title behind a table is text.
    drafter.content([block for block in blocks[len(head) :] if block.role in {None, "annex_title"}])
    return [*drafts, *drafter.drafts]


def _unique(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Tell apart what the document itself numbers twice, by order of appearance."""
    places: Counter[str] = Counter()
    labels: Counter[object] = Counter()
    unique: list[Draft] = []
    for draft in drafts:
        places[draft.place] += 1
        # 第1条 and 第一条 cite one place, however each is typed.
        cited = place_key(draft.place_label) or draft.place_label
        labels[cited] += 1
        place, label = draft.place, draft.place_label
        if places[place] > 1:
            place = f"{place}~{places[place]}"
        if labels[cited] > 1:
            label = f"{label}（第{labels[cited]}处）"
        unique.append(replace(draft, place=place, place_label=label))
    return tuple(unique)
