"""Ruled lines of a PDF page, from the paths that pdfium finds in it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from corpus.readers.pdf_model import Ruling

_MAX_OBJECTS = 40_000
_MAX_SEGMENTS = 40_000
_MAX_FORMS = 8
#: A filled shape thinner than this many points is a line.
_THIN = 3.0
_SHORTEST_LINE = 4.0
_SLANT = 1.5
#: A page with this many shapes shows something, perhaps text drawn as shapes.
_MANY_PATHS = 60


def turned(x: float, y: float, width: float, height: float, quarters: int) -> tuple[float, float]:
    """Where a point is seen when the text of its page is upright.

    Args:
        x: From the left edge of the page.
        y: From its bottom edge.
        width: Width of the page before it is turned.
        height: Its height before it is turned.
        quarters: By how many quarters it is turned clockwise.

    Returns:
        The point from the top left corner.
    """
    if quarters == 1:
        return y, x
    if quarters == 2:
        return width - x, y
    if quarters == 3:
        return height - y, width - x
    return x, height - y


def read_rulings(
    page: Any, left: float, bottom: float, width: float, height: float, turn: int
) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...], bool]:
    """Finds the ruled lines of a page.

    Args:
        page: The page, as pdfium opened it.
        left: Where its visible part begins, in points.
        bottom: Where that begins from below.
        width: Width of the page before it is turned.
        height: Its height before it is turned.
        turn: By how many quarters it is turned clockwise to be upright.

    Returns:
        Lines across and down, and whether the page shows pictures or many shapes.
    """
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    images = paths = segments = 0
    for kind, item, matrix in _objects(page):
        images += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        for x0, y0, x1, y1 in _segments(item, matrix):
            segments += 1
            if segments > _MAX_SEGMENTS:
                return (), (), True
            (a, c), (b, d) = (
                turned(x - left, y - bottom, width, height, turn) for x, y in ((x0, y0), (x1, y1))
            )
            if abs(c - d) <= _SLANT and abs(a - b) >= _SHORTEST_LINE:
                horizontal.append(Ruling((c + d) / 2, min(a, b), max(a, b)))
            elif abs(a - b) <= _SLANT and abs(c - d) >= _SHORTEST_LINE:
                vertical.append(Ruling((a + b) / 2, min(c, d), max(c, d)))
    return tuple(horizontal), tuple(vertical), bool(images) or paths >= _MANY_PATHS


_Matrix = tuple[float, float, float, float, float, float]


def _objects(page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """Objects of a page and of the forms in it, with the matrix that places each on the page."""
    waiting: list[tuple[Any, Any, Any, _Matrix, int]] = [
        (page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0)
    ]
    left = _MAX_OBJECTS
    while waiting:
        container, count, get, outer, depth = waiting.pop()
        for index in range(max(0, count(container))):
            left -= 1
            if left < 0:
                return
            item = get(container, index)
            if not item:
                continue
            kind = pdfium.FPDFPageObj_GetType(item)
            raw = pdfium.FS_MATRIX()
            if not pdfium.FPDFPageObj_GetMatrix(item, raw):
                continue
            matrix = _product((raw.a, raw.b, raw.c, raw.d, raw.e, raw.f), outer)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORMS:
                waiting.append(
                    (item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, matrix, depth + 1)
                )
            else:
                yield kind, item, matrix


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _segments(path: Any, matrix: _Matrix) -> Iterator[tuple[float, float, float, float]]:
    """Straight pieces of a path on the page; a thin filled shape counts as one line along it."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    for part in _parts(path, matrix):
        if stroke.value:
            yield from ((*before, *after) for before, after in pairwise(part))
            continue
        xs, ys = [x for x, _ in part], [y for _, y in part]
        if max(ys) - min(ys) <= _THIN:
            yield min(xs), (min(ys) + max(ys)) / 2, max(xs), (min(ys) + max(ys)) / 2
        elif max(xs) - min(xs) <= _THIN:
            yield (min(xs) + max(xs)) / 2, min(ys), (min(xs) + max(xs)) / 2, max(ys)


def _parts(path: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; one path may draw all borders of a table."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if not math.isfinite(point[0] + point[1]):
            return
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and part:
            yield part
            part = []
        part.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if part:
        yield part
