"""How near two places of a text are: in one piece of a list, one 分句, one sentence, one paragraph."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SENTENCE_END: Final = re.compile(r"[。！？!?；;\n]+")
#: 获三等奖的，奖金0.5万元: a condition and what it leads to are one statement.
_BREAK: Final = re.compile(r"(?<!的)[，,]+|[：:|]+")
#: 本科：4830元: a short label and its value are one statement.
_LABEL: Final = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,8}[：:]\Z")
_PIECE: Final = re.compile(r"[、和与及或\[\]【】（）()]|以及|并")
_FIGURE_LINK: Final = re.compile(r"[、和与同及]")
_LIST_LINK: Final = re.compile(r"(?:村|社区|屯)?[、和与同及]|[”\"]、[“\"]")
_PART_OF_WORD: Final = re.compile(
    r"[(（](?:[省市县区州镇乡村街道、，]{1,6}|[A-Z一二三四五六七八九十\d]{1,2}[类级档]|含)[)）]"
)
_NAMES: Final = frozenset({"place", "body", "quote"})

#: Levels of nearness, nearest first. HEAD is what all figures of a 分句 share: what opens it before the first
#: (临洮县有5个乡镇、78个村) and what closes it after the last (按博士5万元、硕士3万元的标准给予奖励).
PIECE, HEAD, STATEMENT, SENTENCE, PARAGRAPH, TEXT = range(6)
#: The noun of a figure is looked for within so many characters of it, the first of a list within so many more
#: than the others have; what is further off is shared.
_NOUN: Final = 7
_LONGER: Final = 2
_LONGEST_OPENING: Final = 80  # What opens a series is short (二等奖著作).


@dataclass(frozen=True, slots=True)
class Span:
    """The place of an anchor in a text and the family of values it belongs to."""

    start: int
    end: int
    family: str

    @property
    def counted(self) -> bool:
        """Whether it is a figure and not a name or quotation."""
        return self.family not in _NAMES


@dataclass(frozen=True, slots=True)
class _Statement:
    """A 分句 with figures.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        first: Offset of its first figure.
        last: Offset after its last figure.
        leading: Whether figures precede their nouns (5个乡镇、78个村) and do not follow them (村干部10名).
        several: Whether it has more than one figure of a family.
        noun: Within how many characters before the first figure its noun is looked for.
    """

    start: int
    end: int
    first: int
    last: int
    leading: bool
    several: bool
    noun: int

    def shared(self, word: int, *, same_piece: bool) -> int | None:
        """The level of what all its figures share, or None where a word is not shared."""
        if self.start <= word < self.first:
            if self.leading:
                return PIECE
            return HEAD if self.first - word > self.noun else None
        if self.several and self.last <= word < self.end:
            own = self.leading and word - self.last < self.noun
            return None if own else HEAD
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """Which piece, statement (分句), sentence and paragraph each character of a text belongs to.

    Attributes:
        pieces: Number of the piece of each character, for figures: a piece without one belongs to the next.
        items: The same for names: each item of a list is one.
        statements: Number of the statement.
        sentences: Number of the sentence.
        paragraphs: Number of the paragraph.
        counted: The statements with figures, by number.
        labels: For a statement, what opens the first of its series and is said of it too: 二等奖 in
            二等奖著作3万元，论文1.5万元.
    """

    pieces: tuple[int, ...]
    items: tuple[int, ...]
    statements: tuple[int, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    counted: dict[int, _Statement]
    labels: dict[int, tuple[int, int]]

    def nearness(self, anchor: Span, word: int, end: int) -> tuple[int, int]:
        """Level and distance in characters of a word from an anchor.

        Args:
            anchor: The anchor.
            word: Offset of the word's first character.
            end: Offset after its last.
        """
        gap = word - anchor.end if word >= anchor.end else anchor.start - end
        pieces = self.pieces if anchor.counted else self.items
        same_piece = pieces[anchor.start] == pieces[word]
        if self.statements[anchor.start] == self.statements[word]:
            statement = self.counted.get(self.statements[word]) if anchor.counted else None
            if statement and (level := statement.shared(word, same_piece=same_piece)) is not None:
                # What is shared is as near to every figure as to the one beside it.
                return level, max(
                    0, statement.first - end if word < statement.first else word - statement.last
                )
            return (PIECE if same_piece else STATEMENT), gap
        if self.sentences[anchor.start] == self.sentences[word]:
            begin, finish = self.labels.get(self.statements[anchor.start], (0, 0))
            if anchor.counted and begin <= word < finish:
                return HEAD, 0
            return SENTENCE, gap
        return (PARAGRAPH if self.paragraphs[anchor.start] == self.paragraphs[word] else TEXT), gap


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
    for start, end in [(span.start, span.end) for span in anchors] + [
        match.span() for match in _PART_OF_WORD.finditer(text)
    ]:
        inside[start:end] = b"\x01" * (end - start)
    piece, statement, sentence, paragraph = (bytearray(len(text) + 1) for _ in range(4))
    for match in _SENTENCE_END.finditer(text):
        if not inside[match.start()]:
            statement[match.end()] = 1
            sentence[match.end()] = not row
            paragraph[match.end()] = "\n" in match.group()
    starts = {span.start for span in anchors}
    for match in _BREAK.finditer(text):
        if not inside[match.start()] and not (
            match.end() in starts and _LABEL.search(text, match.start() - 8, match.end())
        ):
            statement[match.end()] = 1
    joined = _joined(text, anchors)
    for match in _PIECE.finditer(text):
        if not inside[match.start()] and match.start() not in joined:
            piece[match.end()] = 1
    for place in _between_figures(text, anchors, [piece, statement, sentence]):
        piece[place] = 1
    statements = _numbered(statement, sentence, paragraph)
    items = _numbered(piece, statement, sentence, paragraph)
    counted = _counted(text, anchors, statements)
    figures = [span.start for span in anchors if span.counted]
    for found in counted.values():
        _rejoin(piece, found, figures)
    return Layout(
        _numbered(piece, statement, sentence, paragraph),
        items,
        statements,
        _numbered(sentence, paragraph),
        _numbered(paragraph),
        counted,
        _labels(text, anchors, counted),
    )


def _numbered(*cuts: bytearray) -> tuple[int, ...]:
    count = 0
    numbers = []
    for place in range(len(cuts[0]) - 1):
        count += any(cut[place] for cut in cuts)
        numbers.append(count)
    return tuple(numbers)


def _joined(text: str, anchors: Sequence[Span]) -> frozenset[int]:
    """Where 、 和 与 stand between names or figures of one family, and so part nothing (2019年、2020年).

    In a list of pairs (甲和乙、丙和丁) the 、 do part: each pair is a piece of its own.
    """
    chains: list[list[tuple[int, str]]] = [[]]
    families: list[str] = [""]
    for first, second in itertools.pairwise(anchors):
        link = text[first.end : second.start]
        if link == "" and first.family == second.family:
            continue  # 常州市武进区 is one name of two parts.
        pattern = _FIGURE_LINK if first.counted else _LIST_LINK
        if first.family == second.family and pattern.fullmatch(link.strip()):
            chains[-1].append((second.start - 1 - (first.family == "quote"), link))
            families[-1] = first.family
        else:
            chains.append([])
            families.append("")
    found: set[int] = set()
    for chain, family in zip(chains, families, strict=True):
        links = "".join(link[-1] for _, link in chain)
        pairs = family == "place" and re.fullmatch(r"[和与同](?:、[和与同])+", links)
        found.update(at for at, link in chain if not (pairs and link.endswith("、")))
    return frozenset(found)


def _between_figures(text: str, anchors: Sequence[Span], cuts: Sequence[bytearray]) -> list[int]:
    """Cuts between figures of one family that follow each other without punctuation (4个镇2个村1个社区)."""
    places = []
    for first, second in itertools.pairwise(span for span in anchors if span.counted):
        if first.family != second.family or first.end > second.start:
            continue
        if any(cut[place] for cut in cuts for place in range(first.end, second.start + 1)):
            continue
        if _FIGURE_LINK.fullmatch(text[first.end : second.start].strip()):
            continue  # 2019年、2020年的资金 is said of both.
        # The noun follows its figure (4个镇2个村) unless the last one has nothing behind it (镇4个村2个).
        places.append(second.start if _noun_follows(text, second) else first.end)
    return places


def _noun_follows(text: str, span: Span) -> bool:
    return bool(re.match(r"[\u4e00-\u9fff](?<![的以左内为是之])", text[span.end : span.end + 1]))


def _counted(text: str, anchors: Sequence[Span], statements: Sequence[int]) -> dict[int, _Statement]:
    groups: dict[int, list[Span]] = {}
    for span in anchors:
        if span.counted:
            groups.setdefault(statements[span.start], []).append(span)
    found = {}
    for number, spans in groups.items():
        start, end = bisect_left(statements, number), bisect_right(statements, number)
        families = [span.family for span in spans]
        # The first noun of a list is about as long as the others.
        pairs = itertools.pairwise(spans)
        between = [b.start - a.end - 1 for a, b in pairs if a.family == b.family and b.start > a.end + 1]
        found[number] = _Statement(
            start,
            end,
            spans[0].start,
            spans[-1].end,
            _noun_follows(text, spans[0]),
            len(set(families)) < len(families),
            max(between) + _LONGER if between else _NOUN,
        )
    return found


def _labels(text: str, anchors: Sequence[Span], counted: dict[int, _Statement]) -> dict[int, tuple[int, int]]:
    """What the first 分句 of a series of figures has before its noun, for those that follow."""
    family = {span.start: span.family for span in anchors}
    series: list[list[tuple[int, _Statement]]] = []
    for number, statement in sorted(counted.items()):
        last = series[-1][-1][1] if series else None
        follows = last is not None and last.end == statement.start and text[last.end - 1] in "，,"
        if last and follows and family[last.first] == family[statement.first]:
            series[-1].append((number, statement))
        else:
            series.append([(number, statement)])
    found: dict[int, tuple[int, int]] = {}
    for (_, first), *others in series:
        if not others:
            continue
        opening = text[first.start : first.first]
        if len(opening) > _LONGEST_OPENING:
            continue
        for number, other in others:
            own = text[other.start : other.first]
            longer = len(opening) - len(own)
            # 二等奖不超过195项 beside 一等奖不超过110项 has an opening of its own.
            if longer >= 2 and not any(own[i : i + 2] in opening for i in range(len(own) - 1)):
                found[number] = (first.start, first.start + longer)
    return found


def _rejoin(piece: bytearray, statement: _Statement, figures: Sequence[int]) -> None:
    """Joins a piece without a figure (学校、医院各1所; 博士或副高15万元) to the piece of its figure."""
    cuts = [place for place in range(statement.start + 1, statement.end) if piece[place]]
    edges = [statement.start, *cuts, statement.end]
    for begin, end in itertools.pairwise(edges):
        if bisect_left(figures, begin) < bisect_left(figures, end):
            continue
        if statement.leading and begin > statement.first:
            piece[begin] = 0
        elif end < statement.end:
            piece[end] = 0
