"""Glyphs of a page become lines of text in reading order; works on what OCR finds as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from corpus.readers.pdf_model import Glyph, Line

#: Glyphs on one line whose middles differ by less than this share of their height.
_SAME_LINE = 0.45
#: A gap wider than this many times the size of type parts two pieces of a line: cells, columns, tabs.
_WIDE_GAP = 1.8
#: A gap between Latin words, and one between Chinese characters that stands for a blank.
_WORD_GAP = 0.22
_BLANK_GAP = 0.9
#: White space that a file names, but that takes less room than this, is not seen.
_THIN_GAP = 0.1
_DASH = 1.6
_LATIN = re.compile(r"[!-~]")
_CLOSING = frozenset("，。；：、！？）》〉」』】〕”’…％%,.;:!?)]}")
_OPENING = frozenset("（《〈「『【〔［([{")
_QUOTES = frozenset("“”‘’")
_LABEL = re.compile(
    r"(?:第?[0-9０-９零〇一二三四五六七八九十百]+[、．.)）]|[（(][0-9０-９零〇一二三四五六七八九十百]+[）)]|[①-⑳•])$"
)

#: A gutter between two columns lies in this middle part of the page and is this many line heights wide.
_GUTTER_FROM, _GUTTER_TO = 0.3, 0.7
_GUTTER_WIDTH = 1.2
_COLUMN_LINES = 6
_CROSSING_SHARE = 0.3
_COLUMN_FILL = 0.75


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Puts glyphs together to pieces of lines, from top to bottom and left to right.

    Args:
        glyphs: Characters in any order.

    Returns:
        Pieces without white space around them; a wide gap parts two pieces.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        row = rows[-1] if rows else None
        if row is not None:
            height = min(row[0].bottom - row[0].top, glyph.bottom - glyph.top)
            if abs(middle - (row[0].top + row[0].bottom) / 2) <= _SAME_LINE * max(height, 1.0):
                row.append(glyph)
                continue
        rows.append([glyph])
    return [_line(piece) for row in rows for piece in _pieces(row)]


def in_reading_order(pieces: Sequence[Line], width: float) -> list[Line]:
    """Orders pieces of lines by columns and joins those that stand side by side in one.

    Args:
        pieces: Pieces of lines of one page.
        width: Width of the page in points.

    Returns:
        Lines in reading order.
    """
    gutter = _gutter(pieces, width)
    if gutter is None:
        return _joined(pieces)
    for piece in pieces:
        piece.column = 0 if piece.x0 < gutter < piece.x1 else 1 if piece.x1 <= gutter else 2
    ordered: list[Line] = []
    band: list[Line] = []
    for following in [*sorted(pieces, key=lambda line: line.top), None]:
        if following is not None and following.column:
            band.append(following)
            continue
        for column in (1, 2):
            ordered.extend(_joined([line for line in band if line.column == column]))
        band = []
        if following is not None:
            ordered.append(following)
    return ordered


def _gutter(pieces: Sequence[Line], width: float) -> float | None:
    """The middle of a gap between two columns of prose; None where the page has one column."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    size = median(line.size for line in pieces)
    edges = sorted({line.x0 for line in pieces if _GUTTER_FROM * width <= line.x0 <= _GUTTER_TO * width})
    for edge in edges:
        gutter = edge - _GUTTER_WIDTH * size / 2
        crossing = [line for line in pieces if line.x0 < gutter < line.x1]
        left = [line for line in pieces if line.x1 <= gutter]
        right = [line for line in pieces if line.x0 >= gutter]
        if min(len(left), len(right)) < _COLUMN_LINES or len(crossing) > _CROSSING_SHARE * len(pieces):
            continue
        if max(line.x1 for line in left) > edge - _GUTTER_WIDTH * size:
            continue
        if _is_prose(left) and _is_prose(right):
            return gutter
    return None


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether most lines of a column are full, unlike those of a list of names or a table."""
    width = max(line.x1 for line in column) - min(line.x0 for line in column)
    return median(line.x1 - line.x0 for line in column) >= _COLUMN_FILL * width


def _joined(pieces: Sequence[Line]) -> list[Line]:
    """Pieces side by side become one line, a blank between them."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: line.top + line.bottom):
        row = rows[-1] if rows else None
        if row is not None and _level(row[0], piece):
            row.append(piece)
        else:
            rows.append([piece])
    lines: list[Line] = []
    for row in rows:
        row.sort(key=lambda line: line.x0)
        first = row[0]
        lines.append(
            replace(
                first,
                text=" ".join(piece.text for piece in row),
                x1=row[-1].x1,
                top=min(piece.top for piece in row),
                bottom=max(piece.bottom for piece in row),
                size=max(piece.size for piece in row),
            )
        )
    return lines


def _level(one: Line, other: Line) -> bool:
    """Whether two pieces stand on one line; a table stands alone."""
    apart = abs(one.top + one.bottom - other.top - other.bottom) / 2
    return one.table < 0 and other.table < 0 and apart <= _SAME_LINE * min(one.size, other.size)


def _em(glyphs: Sequence[Glyph]) -> float:
    """The size of type of most characters."""
    return max(1.0, median(glyph.size for glyph in glyphs))


def _pieces(row: list[Glyph]) -> list[list[Glyph]]:
    """Parts a row at wide gaps; a piece neither begins nor ends with white space."""
    em = _em(row)
    row.sort(key=lambda glyph: glyph.x0)
    pieces: list[list[Glyph]] = []
    end = 0.0
    spaces: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            spaces.append(glyph)
        elif pieces and glyph.x0 - end <= _WIDE_GAP * em:
            pieces[-1].extend((*spaces, glyph))
        else:
            pieces.append([glyph])
        if not glyph.text.isspace():
            end = glyph.x1
            spaces.clear()
    return pieces


def _line(piece: list[Glyph]) -> Line:
    visible = [glyph for glyph in piece if not glyph.text.isspace()]
    em = _em(visible)
    text = _written(visible[0], em)
    before = visible[0]
    spaced = False
    for glyph in piece[1:]:
        if glyph.text.isspace():
            spaced = True
            continue
        if _blank_between(before, glyph, text, em, spaced=spaced):
            text += " "
        text += _written(glyph, em)
        before, spaced = glyph, False
    return Line(
        text,
        visible[0].x0,
        max(glyph.x1 for glyph in visible),
        min(glyph.top for glyph in visible),
        max(glyph.bottom for glyph in visible),
        em,
        _first_width(visible, em),
    )


def _written(glyph: Glyph, em: float) -> str:
    """A character as text; fonts draw the Chinese dash as one glyph of two characters' width."""
    return "——" if glyph.text in "—⸺" and glyph.x1 - glyph.x0 > _DASH * em else glyph.text


def _blank_between(before: Glyph, after: Glyph, text: str, em: float, *, spaced: bool) -> bool:
    """Whether a blank stands between two characters: one of the file, or a gap that looks like one."""
    gap = after.x0 - before.x1
    if spaced and gap > _THIN_GAP * em:
        return True
    if _LATIN.match(before.text) and _LATIN.match(after.text):
        return gap > _WORD_GAP * em
    return gap > _BLANK_GAP * em and not _LABEL.fullmatch(text)


def _first_width(piece: list[Glyph], em: float) -> float:
    """Width of what cannot be broken at the start of a line: it would have had to fit on the line before."""
    end = 1
    while end < len(piece) and _holds(piece[end - 1], piece[end], em):
        end += 1
    return piece[end - 1].x1 - piece[0].x0


def _holds(before: Glyph, after: Glyph, em: float) -> bool:
    """Whether no line may be broken between two characters."""
    if after.text in _CLOSING or before.text in _OPENING or before.text in _QUOTES or after.text in _QUOTES:
        return True
    latin = _LATIN.match(before.text) and _LATIN.match(after.text)
    return latin is not None and after.x0 - before.x1 <= _WORD_GAP * em
