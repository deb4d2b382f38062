"""A clause as the statements it makes: sentences, table cells and responsible bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.commands import commands
from assistant.guard import split_sentences
from assistant.stems import stems_of
from corpus import Clause, Document

UnitKind = Literal["sentence", "row", "bodies", "heading"]

#: 责任单位 lines, and the bracket at the end of a clause that names who is responsible.
_BODIES_LINE = re.compile(
    r"^(?:责任|牵头|配合|负责|主办|协办|承办|完成|落实)(?:单位|部门|科室|人)?[：:].*$", re.M
)
_BODIES_BRACKET = re.compile(
    r"[\[（(【［]([^\[\]（()）【】［］]*(?:[（(][^（()）]*[）)][^\[\]（()）【】［］]*)*)[\]）)】］]\s*$"
)
_LABEL = re.compile(r"^(?:责任|牵头|配合|负责|主办|协办|承办|落实)?(?:单位|部门|科室)[：:]\s*", re.M)
_BODY_END = re.compile(
    r"(?:局|委|办|办公室|部|厅|院|会|政府|公司|中心|单位|部门|组|队|镇|街道|区|县|市|工商联|妇联|联|处|站|银行)(?:等)?$"
)
_ROLE = re.compile(r"(?:负责|牵头|配合|参与|落实|承办|主办|协办)[，,。；;]?$")
#: Parts of a sentence that say nothing without the part before them: the conduct that 逾期不改正 follows.
_DEPENDENT = re.compile(
    r"(?:逾期|拒不|情节|造成|构成|尚不|仍不|再次|因此|并(?:处|可|对|按|给)|可以?并处|"
    r"对(?:其|单位|个人|直接|主管|有关)[^，。；]{0,24}(?:处|给予|予以))"
)
#: Of an article only such words are its title: 第五条（部门职责）, 第五条　部门职责.
_ARTICLE_TITLE = re.compile(r"第[^条]{1,9}条\s*[（(【［]?[^，。；：、]{2,14}[）)】］]?\s*$")
_LONGEST_ITEM = 90
_LONGEST_TITLE = 40
_AMOUNT = re.compile(r"\d\s*[%％]|\d[\d.,]*\s*[万亿]?元")
_OWN_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百千零〇\d]+[编章节条](?:之[一二三四五六七八九十]+)?|[（(][一二三四五六七八九十百\d]+[）)]|"
    r"[一二三四五六七八九十百]+[、．.]|\d{1,3}[．.、]|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement of a clause.

    Attributes:
        clause: The clause it stands in.
        document: The document of the clause.
        kind: ``sentence``; ``row``: a whole table row; ``bodies``: who is responsible; ``heading``: the
            clause's own short title (``1.统筹资金帮扶。``).
        start: Offset into ``clause.text``.
        end: End there.
        stem: Span of what it stands under, where it is an item of an enumeration.
    """

    clause: Clause
    document: Document
    kind: UnitKind
    start: int
    end: int
    stem: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The statement, word for word."""
        return self.clause.text[self.start : self.end]

    @property
    def under(self) -> str:
        """What it stands under, word for word, or ""."""
        return self.clause.text[slice(*self.stem)] if self.stem else ""

    @property
    def order(self) -> tuple[str, int, int]:
        """Reading order within and across documents."""
        return (self.clause.document_id, self.clause.start, self.start)


@lru_cache(maxsize=4096)
def _bodies_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans that name who is responsible: 责任单位 lines, and the closing brackets of paragraphs."""
    spans = [match.span() for match in _BODIES_LINE.finditer(text)]
    position = 0
    for line in text.split("\n"):
        match = _BODIES_BRACKET.search(line.rstrip("。"))
        if match and _names_bodies(match.group(1)):
            spans.append((position + match.start(), position + match.end()))
        position += len(line) + 1
    return tuple(sorted(spans))


def _names_bodies(inside: str) -> bool:
    parts = [part for part in re.split(r"[、，,；;]", _ROLE.sub("", inside.strip())) if part]
    named = sum(
        bool(_BODY_END.search(_ROLE.sub("", re.sub(r"[（(].*?[）)]", "", part)).strip())) for part in parts
    )
    return bool(parts) and named * 2 >= len(parts)


@lru_cache(maxsize=8192)
def _spans(text: str, kind: str) -> tuple[tuple[UnitKind, int, int], ...]:
    if kind == "table_row":
        if commands(text):
            return ()
        return (("row", 0, len(text)),)
    bodies = _bodies_spans(text)
    units: list[tuple[UnitKind, int, int]] = [("bodies", start, end) for start, end in bodies]
    position = 0
    for start, end in (*bodies, (len(text), len(text))):
        for first, last in _whole_sentences(text[position:start]):
            units.append(("sentence", position + first, position + last))
        position = end
    # What tells its reader what to answer is no statement of the clause.
    units = [unit for unit in units if not commands(text[unit[1] : unit[2]])]
    units.sort(key=lambda unit: unit[1])
    sentences = [unit for unit in units if unit[0] == "sentence"]
    opening = sentences[0] if sentences else None
    if opening and opening[1] == 0 and len(sentences) > 1 and _is_title(text[: opening[2]]):
        units[units.index(opening)] = ("heading", opening[1], opening[2])
    return tuple(units)


def _whole_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences, each with the parts after a ；that depend on it."""
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        if spans and text[spans[-1][1] - 1] in "；;" and _DEPENDENT.match(text, start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _is_title(opening: str) -> bool:
    """Whether the first sentence of a clause is its own short title (1.统筹资金帮扶。)."""
    if opening.startswith("第") and "条" in opening[:10]:
        return bool(_ARTICLE_TITLE.match(opening))
    # 1.选派挂职干部3名； is the first part of a sentence, and what sets an amount says something itself.
    says = opening.rstrip().endswith(("；", ";")) or _AMOUNT.search(opening)
    return bool(_OWN_NUMBER.match(opening)) and len(opening) <= _LONGEST_TITLE and not says


def units_of(clause: Clause, document: Document) -> tuple[Unit, ...]:
    """Return the statements of a clause in reading order: all of it but white space and commands."""
    return tuple(
        Unit(clause, document, kind, start, end, stem)
        for kind, start, end, stem in _placed(clause.text, clause.kind)
    )


@lru_cache(maxsize=8192)
def _placed(text: str, kind: str) -> tuple[tuple[UnitKind, int, int, tuple[int, int] | None], ...]:
    """The statements of a clause's text, each with what it stands under."""
    units = _spans(text, kind)
    return tuple(
        (*unit, stem) for unit, stem in zip(units, stems_of(text, [unit[1:] for unit in units]), strict=True)
    )


def bodies_text(unit: Unit) -> str:
    """Return the bodies of a ``bodies`` unit without brackets, label and full stop.

    Labels stay where there are several (牵头单位：…；配合单位：…): they say who does what.
    """
    text = unit.text.strip().strip("。；;")
    if text and text[0] in "[（(【［":
        text = text[1:-1].strip()
    bare = _LABEL.sub("", text, count=1)
    return (text if _LABEL.search(re.sub(r"[；;，,、\s]+", "\n", bare)) else bare).strip().strip("。；;、")


def own_number(text: str) -> str:
    """Return the number with which a clause begins, as written, or ""."""
    match = _OWN_NUMBER.match(text)
    return match.group(0) if match else ""


def shortened(words: str) -> str:
    """Return an item of a list without what follows its first parts, where it is long."""
    if len(words) <= _LONGEST_ITEM:
        return words
    cut = max(words.rfind(mark, 0, _LONGEST_ITEM) for mark in "，；、。")
    return words[: cut if cut > 20 else _LONGEST_ITEM]


@lru_cache(maxsize=4096)
def cells(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (header, value) pairs of a table row's text."""
    pairs: list[tuple[str, str]] = []
    for start, end in _cell_spans(text):
        header, _, value = text[start:end].partition("：")
        pairs.append((header.strip(), value.strip()))
    return tuple(pairs)


def _cell_spans(text: str) -> list[tuple[int, int]]:
    starts = [0]
    for match in re.finditer(r"；(?=[^；：。]{1,20}：)", text):
        starts.append(match.end())
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    return list(zip(starts, ends, strict=True))
