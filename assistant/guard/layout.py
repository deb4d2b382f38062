"""How near two places of a text are: in one piece of a list, one 分句, one sentence, one paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]+")
_BREAK: Final = re.compile(r"[，,：:|]+")
_PIECE: Final = re.compile(r"[、和与及或\[\]【】（）()]|以及|并")
_LIST_LINK: Final = re.compile(r"(?:村|社区|屯)?[、和与同及]|[”\"]、[“\"]")
_PART_OF_WORD: Final = re.compile(r"[(（][省市县区州镇乡村街道、，]{1,6}[)）]")
_NAMES: Final = frozenset({"place", "body", "quote"})

#: Levels of nearness, nearest first. What opens a 分句 before its first figure is its HEAD: it is said of
#: every piece that follows (临洮县有5个深度贫困乡镇、78个深度贫困村).
PIECE, HEAD, STATEMENT, SENTENCE, PARAGRAPH, TEXT = range(6)
#: The noun of a figure is looked for within so many characters before it; what is further off is the head.
_NOUN: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The place of an anchor in a text and the family of values it belongs to."""

    start: int
    end: int
    family: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Which piece, statement (分句), sentence and paragraph each character of a text belongs to.

    Attributes:
        pieces: Number of the piece of each character.
        statements: Number of the statement.
        sentences: Number of the sentence.
        paragraphs: Number of the paragraph.
        heads: For each statement with figures, (start, end) of its head.
        leading: Statements whose figures precede their nouns (5个乡镇、78个村): the head holds no noun, and is
            as near to each of them.
    """

    pieces: tuple[int, ...]
    statements: tuple[int, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    heads: dict[int, tuple[int, int]]
    leading: frozenset[int]

    def level(self, anchor: int, word: int, *, counted: bool) -> int:
        """How near a word is to an anchor.

        Args:
            anchor: Offset of the anchor's first character.
            word: Offset of the word's first character.
            counted: Whether the anchor is a figure, for which the head of its statement counts.
        """
        same_piece = self.pieces[anchor] == self.pieces[word]
        if counted and self.in_head(anchor, word):
            if self.statements[anchor] in self.leading:
                return PIECE
            return PIECE if same_piece and anchor - word <= _NOUN else HEAD
        if same_piece:
            return PIECE
        if self.statements[anchor] == self.statements[word]:
            return STATEMENT
        if self.sentences[anchor] == self.sentences[word]:
            return SENTENCE
        return PARAGRAPH if self.paragraphs[anchor] == self.paragraphs[word] else TEXT

    def in_head(self, anchor: int, word: int) -> bool:
        """Whether a word opens the statement of an anchor, before its first figure."""
        begin, end = self.heads.get(self.statements[anchor], (0, 0))
        return begin <= word < end

    def gap(self, anchor: int, word: int, gap: int) -> int:
        """Distance of a word as it counts: the head is as near to every figure of a list as to the first."""
        _, end = self.heads.get(self.statements[anchor], (0, 0))
        return gap - (anchor - end) if end <= anchor and self.in_head(anchor, word) else gap


def layout(text: str, anchors: Sequence[Span], *, row: bool = False) -> Layout:
    """Cuts a text at its punctuation, and lists at the items that hold one figure or name each.

    Args:
        text: A sentence or a clause.
        anchors: Its figures, names and quotations in order; what stands inside one cuts nothing. A list of
            names of one family (甲局、乙局) stays one piece: what is said of it is said of each.
        row: Whether the text is a table row, whose cells are parts of one sentence.

    Returns:
        The layout of the text.
    """
    inside = bytearray(len(text) + 1)
    for span in anchors:
        inside[span.start : span.end] = b"\x01" * (span.end - span.start)
    for match in _PART_OF_WORD.finditer(text):
        inside[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    piece, statement, sentence, paragraph = (bytearray(len(text) + 1) for _ in range(4))
    for match in _SENTENCE_END.finditer(text):
        if not inside[match.start()]:
            statement[match.end()] = 1
            sentence[match.end()] = not row
            paragraph[match.end()] = "\n" in match.group()
    for match in _BREAK.finditer(text):
        if not inside[match.start()]:
            statement[match.end()] = 1
    joined = _joined(text, anchors)
    for match in _PIECE.finditer(text):
        if not inside[match.start()] and match.start() not in joined:
            piece[match.end()] = 1
    for place in _between_figures(text, anchors, [piece, statement, sentence]):
        piece[place] = 1
    sentences = _numbered(sentence, paragraph)
    statements = _numbered(statement, sentence, paragraph)
    pieces = _numbered(piece, statement, sentence, paragraph)
    heads, leading = _heads(text, anchors, statements, pieces)
    return Layout(pieces, statements, sentences, _numbered(paragraph), heads, leading)


def _numbered(*cuts: bytearray) -> tuple[int, ...]:
    count = 0
    numbers = []
    for place in range(len(cuts[0]) - 1):
        count += any(cut[place] for cut in cuts)
        numbers.append(count)
    return tuple(numbers)


def _joined(text: str, anchors: Sequence[Span]) -> frozenset[int]:
    """Where 、 和 与 stand between names of one family, and so part nothing.

    In a list of pairs (甲和乙、丙和丁) the 、 do part: each pair is a piece of its own.
    """
    chains: list[list[tuple[int, str]]] = [[]]
    families: list[str] = [""]
    named = [span for span in anchors if span.family in _NAMES]
    for first, second in itertools.pairwise(named):
        link = text[first.end : second.start]
        if link == "" and first.family == second.family:
            continue  # 常州市武进区 is one name of two parts.
        if first.family == second.family and _LIST_LINK.fullmatch(link):
            at = second.start - 1 - (first.family == "quote")
            chains[-1].append((at, link))
            families[-1] = first.family
        else:
            chains.append([])
            families.append("")
    found: set[int] = set()
    for chain, family in zip(chains, families, strict=True):
        pairs = family == "place" and re.fullmatch(
            r"[和与同](?:、[和与同])+", "".join(link[-1] for _, link in chain)
        )
        found.update(at for at, link in chain if not (pairs and link.endswith("、")))
    return frozenset(found)


def _between_figures(text: str, anchors: Sequence[Span], cuts: Sequence[bytearray]) -> list[int]:
    """Cuts between figures of one family that follow each other without punctuation (4个镇2个村1个社区)."""
    places = []
    figures = [span for span in anchors if span.family not in _NAMES]
    for first, second in itertools.pairwise(figures):
        if first.family != second.family or first.end > second.start:
            continue
        if any(cut[place] for cut in cuts for place in range(first.end, second.start + 1)):
            continue
        # The noun follows its figure (4个镇2个村) unless the last one has nothing behind it (镇4个村2个).
        after = text[second.end : second.end + 1]
        places.append(second.start if "\u4e00" <= after <= "\u9fff" else first.end)
    return places


def _heads(
    text: str, anchors: Sequence[Span], statements: Sequence[int], pieces: Sequence[int]
) -> tuple[dict[int, tuple[int, int]], frozenset[int]]:
    heads: dict[int, tuple[int, int]] = {}
    leading = set()
    for span in anchors:
        statement = statements[span.start]
        if span.family in _NAMES or statement in heads:
            continue
        begin = span.start
        while begin > 0 and statements[begin - 1] == statement:
            begin -= 1
        heads[statement] = (begin, span.start)
        after = text[span.end : span.end + 1]
        if "\u4e00" <= after <= "\u9fff" and pieces[span.end] == pieces[span.start]:
            leading.add(statement)
    return heads, frozenset(leading)
