"""The items of an enumeration inside a clause: the list under a stem, bullets, 一是…二是…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.compose.candidates import Candidate
from assistant.compose.composition import Composition, Statement
from assistant.compose.refusal import MIN_COVERAGE, missing_things
from assistant.statements import Unit, own_number, shortened
from assistant.support import support
from assistant.terms import Term
from assistant.wording import frame_of, stand_alone
from corpus import Clause, Document

#: What an enumeration counts beyond its coverage where a list is asked for, and what it counts that it
#: forbids, requires or conditions as the question does.
_IS_LIST, _SAME_SENSE = 0.1, 0.2
#: The same weights with which statements are ranked (candidates.py).
_OWN, _LIKENESS, _RANK, _KIND = 0.45, 0.35, 0.12, 0.25
#: Clauses that are looked at: so many by their statements, so many by the search.
_DEPTH, _FOUND_FIRST = 8, 3
_NUMERALS = "一二三四五六七八九十"
#: Ways in which items are numbered, by what stands around the numeral.
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(](?P<n>[{_NUMERALS}]{{1,3}})[）)]",
        r"[（(](?P<n>\d{1,2})[）)]",
        r"(?<![\d.])(?P<n>\d{1,2})[．.、](?!\d)",
        r"(?P<n>[①-⑳])",
        rf"(?P<n>[{_NUMERALS}]{{1,2}})(?:是|要)(?!否)",
        rf"第(?P<n>[{_NUMERALS}]{{1,2}})[，,]",
    )
)
_BULLET = re.compile(r"^\s*(?:[—－-]{1,2}|[·•▪●■◆○])\s*")
_SENSES = (
    (
        re.compile(r"不(?:许|准|得|能|可以?|允许)|禁止|严禁|违规"),
        re.compile(r"不[得准能许可]|禁止|严禁|限制|除外"),
    ),
    (re.compile(r"(?:哪些|什么|哪类)(?:样的)?人|谁"), re.compile(r"人员|的人|公民|对象")),
    (re.compile(r"条件|资格|才能|符合|满足"), re.compile(r"条件|资格|符合|具备")),
    (re.compile(r"材料|资料|证明|手续|带什么"), re.compile(r"材料|资料|提交|提供")),
    (re.compile(r"情况|情形|什么时候|啥时候|哪种"), re.compile(r"情形|情况|之一")),
    (re.compile(r"必须|应当|应该|要写|包括|包含|内容"), re.compile(r"应当|包括|具备|载明|内容|事项")),
    (re.compile(r"因素|考虑|依据|看什么|看哪"), re.compile(r"因素|参考|考虑|依据")),
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list inside a clause.

    Attributes:
        start: Offset of its stem in ``clause.text``.
        end: End of the stem.
        items: Spans of its items.
    """

    start: int
    end: int
    items: tuple[tuple[int, int], ...]


def list_items(
    question: str,
    terms: Sequence[Term],
    found: Sequence[Candidate],
    read: Sequence[tuple[Document, Sequence[Clause]]],
    *,
    listed: bool,
    open_ended: bool,
) -> Composition | None:
    """Return the enumeration that answers, item by item, or None.

    One answers where a list is asked for and it covers the question as well as the best statement does, or
    where the best statement is its own stem, which alone says nothing.

    Args:
        question: The question.
        terms: Its words.
        found: Statements that may answer, best first.
        read: The documents that the question names, with their clauses: the list may stand in any of them.
        listed: Whether the question asks for a list.
        open_ended: Whether it asks for no figure, date or body, which an enumeration does not answer.
    """
    # The caption of a table says what stands there and answers nothing.
    best = next((one for one in found if one.unit.clause.kind not in ("attachment", "title")), None)
    if best is None:
        return None
    ranked: list[tuple[float, Unit, Enumeration]] = []
    near = _by_clause(found)
    places: list[tuple[Clause, Document, float]] = [
        (one.unit.clause, one.unit.document, _RANK / (rank + 1))
        for rank, one in enumerate(near)
        if one.timely
    ]
    seen = {candidate.unit.clause.id for candidate in near}
    for document, clauses in read if listed else ():
        places += [(clause, document, 0.0) for clause in clauses if clause.id not in seen]
    for clause, document, ranking in places:
        for enumeration in enumerations(clause.text):
            whole = Unit(clause, document, "sentence", enumeration.start, enumeration.items[-1][1])
            stem = Unit(clause, document, "sentence", enumeration.start, enumeration.end)
            fit = support(terms, whole, question)
            if fit.coverage < MIN_COVERAGE or missing_things(fit, terms):
                continue
            own = support(terms, stem, question)
            score = (1 - _OWN) * fit.coverage + _OWN * own.own + _LIKENESS * own.likeness + _KIND
            score += ranking + _IS_LIST + _SAME_SENSE * _same_sense(question, stem.text)
            is_stem = (
                open_ended
                and best.unit.clause.id == clause.id
                and (enumeration.start <= best.unit.start < enumeration.end)
            )
            if is_stem or (listed and score >= best.score):
                ranked.append((score, stem, enumeration))
    if not ranked:
        return None
    _, stem, enumeration = max(ranked, key=lambda entry: entry[0])
    return itemised(stem, enumeration)


def _by_clause(found: Sequence[Candidate]) -> list[Candidate]:
    """The best statement of each clause that is looked at: those that score best, and those found first."""
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.unit.clause.id, candidate)
    return [one for place, one in enumerate(first.values()) if place < _DEPTH or one.rank <= _FOUND_FIRST]


def _same_sense(question: str, stem: str) -> bool:
    return any(asked.search(question) and said.search(stem) for asked, said in _SENSES)


def itemised(stem: Unit, enumeration: Enumeration) -> Composition:
    """Return a list as an answer: its stem, and its items one by one."""
    clause, document = stem.clause, stem.document
    words = _BULLET.sub("", stand_alone(stem.text, document)).strip().rstrip("：:；;，,。")
    statements: list[Statement] = []
    for start, end in enumeration.items:
        said = item_text(clause, start, end)
        # The quotation of the first item begins with the stem that all of them stand under.
        begin = stem.start if not statements else start
        statements.append(Statement(said, clause, document, begin, end))
    opening = f"{frame_of(words, document)}{words}" if words else ""
    return Composition(tuple(statements), "list", opening, counted=True)


def item_text(clause: Clause, start: int, end: int) -> str:
    """Return an item without its number and closing mark."""
    text = _BULLET.sub("", clause.text[start:end].strip())
    text = text[len(own_number(text)) :]
    for style in _STYLES:
        if (match := style.match(text)) and match.end() < len(text):
            text = text[match.end() :]
            break
    return shortened(" ".join(text.split()).rstrip("。；;，,"))


@lru_cache(maxsize=4096)
def enumerations(text: str) -> tuple[Enumeration, ...]:
    """Return the lists of a clause's text, each with its stem; nested ones after the one that holds them."""
    return (*_numbered(text), *_bulleted(text))


def _numbered(text: str) -> Iterator[Enumeration]:
    for style in _STYLES:
        run: list[re.Match[str]] = []
        for match in style.finditer(text):
            if not _opens_item(text, match, style):
                continue
            value = _value(match.group("n"))
            if run and value == _value(run[-1].group("n")) + 1:
                run.append(match)
                continue
            if enumeration := _closed(text, run):
                yield enumeration
            run = [match] if value == 1 else []
        if enumeration := _closed(text, run):
            yield enumeration


def _opens_item(text: str, match: re.Match[str], style: re.Pattern[str]) -> bool:
    """Whether a numeral begins an item: at the start of a line, or after a closing mark or a stem's ：."""
    before = text[: match.start()].rstrip(" \t　")
    return not before or before[-1] in "\n：:；;。，,"


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _NUMERALS.index(numeral) + 1 if len(numeral) == 1 else 0
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)


def _closed(text: str, run: Sequence[re.Match[str]]) -> Enumeration | None:
    if len(run) < 2 or run[0].start() == 0:
        return None
    stem = _stem(text, run[0].start())
    if stem is None:
        return None
    starts = [match.start() for match in run]
    line = text.find("\n", starts[-1])
    tail = text[starts[-1] : line if line >= 0 else len(text)]
    if line < 0 or _same_line(text, starts):
        # Items inside one paragraph: the last one ends with its sentence.
        stop = tail.find("。")
        last = starts[-1] + (stop + 1 if stop >= 0 else len(tail))
    else:
        last = starts[-1] + len(tail)
    return Enumeration(*stem, tuple(zip(starts, [*starts[1:], last], strict=True)))


def _same_line(text: str, starts: Sequence[int]) -> bool:
    return "\n" not in text[starts[0] : starts[1]]


def _stem(text: str, end: int) -> tuple[int, int] | None:
    """The sentence that ends where the first item begins."""
    head = text[:end].rstrip()
    if not head:
        return None
    start = max(head.rfind("\n"), *(head.rfind(mark, 0, len(head) - 1) for mark in "。；")) + 1
    return (start, len(head)) if head[start:].strip() else None


def _bulleted(text: str) -> Iterator[Enumeration]:
    """Lines under a line that ends in ：, or short lines under a line of their own with a bullet."""
    lines: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        lines.append((position, position + len(line)))
        position += len(line) + 1
    for index, (start, end) in enumerate(lines):
        stem = text[start:end].rstrip()
        under: list[tuple[int, int]] = []
        if _BULLET.match(stem) and not stem.endswith(("；", ";", "。")):
            for first, last in lines[index + 1 :]:
                item = text[first:last]
                if not item.strip() or len(item) > 40 or "。" in item or _BULLET.match(item):
                    break
                under.append((first, last))
        elif stem.endswith(("：", ":")):
            for first, last in lines[index + 1 :]:
                item = text[first:last].rstrip()
                if not item or any(style.match(item.strip()) for style in _STYLES):
                    break
                under.append((first, last))
                if item.endswith("。") and not _BULLET.match(item):
                    break
        if len(under) >= 2:
            yield Enumeration(start, end, tuple(under))
