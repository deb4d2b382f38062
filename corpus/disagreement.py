"""Where the body of a document and its own table disagree: a name, a figure, who answers for a task."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.draft import Draft
from corpus.numbering import find_mark
from corpus.tables import TableRow

_SENTENCE = re.compile(r"[^。；;\n]+")
_PIECE = re.compile(r"[^。；;，,\n]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(r"[（(](?P<unit>[^（）()]{1,6})[）)]$")
_NAME = re.compile(r"[一-鿿（）()·]{2,24}")
#: A cell shorter than this is a name or a figure, not a sentence.
_SENTENCE_LENGTH = 12
#: Share of a cell's pairs of characters that a sentence must have to say the same thing.
_LIKENESS = 0.75
_CHANGE = 6
_LISTED = re.compile("[，,、：:]")
#: The end of a full name that the body also writes: 剑阁县 of 四川省广元市剑阁县.
_ENDING = 3
#: A document has at most so many remarks; so many comparisons of a row and a sentence are made for them.
_MOST = 20
_COMPARISONS = 1_000_000
#: Pairs of characters in more sentences than this tell nothing.
_COMMON = 60


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of the body, and the clause it stands in."""

    text: str
    label: str


def find_disagreements(text: str, drafts: Sequence[Draft], rows: Mapping[int, TableRow]) -> tuple[str, ...]:
    """Compare every table row with what the body says of the same thing.

    Args:
        text: The document's repaired text.
        drafts: Its clauses.
        rows: Rows by the offset at which each begins in the text.

    Returns:
        Remarks in Chinese; empty where body and tables agree or do not speak of the same things.
    """
    tabled = [(draft.place_label, rows[draft.start]) for draft in drafts if draft.start in rows]
    tabled = [(label, row) for label, row in tabled if row.values and not row.total]
    if not tabled:
        return ()
    body = [draft for draft in drafts if draft.kind in {"clause", "box"}]
    sentences = _pieces(text, body, _SENTENCE)
    tabled = tabled[: _COMPARISONS // (len(sentences) + 1)]
    figures = _figures(tabled, _pieces(text, body, _PIECE))
    remarks = dict.fromkeys([*_wordings(tabled, sentences), *figures, *_pairs(tabled, sentences)])
    return tuple(remarks)[:_MOST]


def _pieces(text: str, drafts: Sequence[Draft], form: re.Pattern[str]) -> list[_Piece]:
    return [
        _Piece(_unnumbered(match[0]), draft.place_label)
        for draft in drafts
        for match in form.finditer(text, draft.start, draft.end)
    ]


def _unnumbered(text: str) -> str:
    """A sentence without the number of the item that it begins."""
    text = text.strip()
    mark = find_mark(text) if text else None
    return text[mark.end :].strip() if mark else text


def _wordings(tabled: Sequence[tuple[str, TableRow]], sentences: Sequence[_Piece]) -> list[str]:
    """A cell that repeats a sentence of the body, but for a name or a figure."""
    index: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        for pair in _bigrams(sentence.text):
            index.setdefault(pair, []).append(place)
    common = min(max(8, len(sentences) // 20), _COMMON)
    remarks = []
    for label, row in tabled:
        for value in (_unnumbered(match[0]) for _, cell in row.values for match in _SENTENCE.finditer(cell)):
            pairs = _bigrams(value)
            if len(value) < _SENTENCE_LENGTH:
                continue
            votes = Counter(
                place for pair in pairs if len(index.get(pair, ())) <= common for place in index.get(pair, ())
            )
            for place, _ in votes.most_common(1):
                sentence = sentences[place]
                if len(pairs & _bigrams(sentence.text)) >= _LIKENESS * len(pairs):
                    remarks += _changes(label, value, sentence)
    return remarks


def _changes(label: str, value: str, sentence: _Piece) -> list[str]:
    matcher = SequenceMatcher(None, value, sentence.text, autojunk=False)
    remarks = []
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind != "replace" or j - i > _CHANGE or n - m > _CHANGE:
            continue
        ours, theirs = _word(value, i, j), _word(sentence.text, m, n)
        figures = _NUMBER.search(value[i:j]) or _NUMBER.search(sentence.text[m:n])
        names = re.fullmatch("[一-鿿]{2,}", value[i:j]) and re.fullmatch("[一-鿿]{2,}", sentence.text[m:n])
        if figures or (names and ours != theirs):
            remarks.append(f"{label}“{ours}”与正文{sentence.label}“{theirs}”不一致，请核对。")
    return remarks


def _word(text: str, start: int, end: int) -> str:
    """A change with the two characters before it, or a figure with its unit."""
    while start and text[start - 1].isdecimal() and text[start].isdecimal():
        start -= 1
    while end < len(text) and text[end - 1].isdecimal() and text[end].isdecimal():
        end += 1
    if text[end - 1].isdecimal():
        return text[start : end + 1]
    begin = start
    while begin > max(0, start - 2) and "一" <= text[begin - 1] <= "鿿":
        begin -= 1
    return text[begin:end]


def _figures(tabled: Sequence[tuple[str, TableRow]], pieces: Sequence[_Piece]) -> list[str]:
    """A figure of a row that the body gives otherwise for the same name and the same heading."""
    remarks = []
    for label, row in tabled:
        key = next((value for _, value in row.values if _NAME.fullmatch(value)), None)
        if key is None:
            continue
        about = [piece for piece in pieces if key in piece.text]
        for header, value in row.values:
            unit = _UNIT.search(header)
            if not unit or not _NUMBER.fullmatch(value):
                continue
            subject = header[: unit.start()].rpartition("/")[2]
            for piece in about:
                said = re.findall(rf"(\d+(?:\.\d+)?)\s*{re.escape(unit['unit'])}", piece.text)
                if subject in piece.text and said and value not in said:
                    ours, theirs = f"{value}{unit['unit']}", f"{said[0]}{unit['unit']}"
                    remarks.append(f"{label}“{ours}”与正文{piece.label}“{theirs}”不一致，请核对。")
    return remarks


def _pairs(tabled: Sequence[tuple[str, TableRow]], sentences: Sequence[_Piece]) -> list[str]:
    """A pairing of two names that the body makes with another partner: 甲县结对丙县 for 甲县｜乙县."""
    paired = [
        (label, row.values[0][1], row.values[1][1])
        for label, row in tabled
        if len(row.values) == 2 and all(_NAME.fullmatch(value) for _, value in row.values)
    ]
    keys = Counter(key for _, key, _ in paired)
    partners = {key: (label, partner) for label, key, partner in paired if keys[key] == 1}
    remarks = []
    for sentence in sentences:
        pieces = [
            (piece, [key for key in partners if key in piece]) for piece in _LISTED.split(sentence.text)
        ]
        said = [(piece, named[0]) for piece, named in pieces if len(named) == 1]
        agreed = sum(1 for piece, key in said if partners[key][1][-_ENDING:] in piece)
        # Only a sentence that plainly lists the pairs of this table can contradict it.
        if agreed < 2:
            continue
        for piece, key in said:
            label, partner = partners[key]
            if partner[-_ENDING:] not in piece and len(piece) > len(key) + 2:
                remarks.append(f"{label}“{partner}”与正文{sentence.label}“{piece.strip()}”不一致，请核对。")
    return remarks


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
