"""Pages of a PDF as glyphs and ruled lines, by pdfium; the only module that names the PDF library.

pdfium gives the advance box of every glyph, which makes gaps and full lines exact, at 2 ms a page; pdfplumber
needs 50 ms a page for the same text.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.model import CorpusError
from corpus.readers.pdf_model import Glyph, Page, Ruling

MAX_PAGES = 3000
_MAX_GLYPHS = 40_000
_MAX_GLYPHS_IN_ALL = 3_000_000
_MAX_OBJECTS = 40_000
_MAX_SEGMENTS = 40_000
_MAX_FORMS = 8
#: A filled shape thinner than this many points is a line.
_THIN = 3.0
_SHORTEST_LINE = 4.0
_SLANT = 1.5
#: Above this share of glyphs without a meaning in Unicode, the text of a page is as good as a picture.
_UNREADABLE_SHARE = 0.3
_FEW_GLYPHS = 8
_MANY_PATHS = 60


def open_pdf(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """Opens a PDF.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        The document; the caller closes it.

    Raises:
        CorpusError: It is encrypted, damaged, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise CorpusError(f"{name}：PDF 设有打开密码。请去掉密码另存后重试。") from error
        raise CorpusError(f"{name}：PDF 已损坏，无法打开。请重新取得原件后重试。") from error
    if not 0 < count <= MAX_PAGES:
        raise CorpusError(f"{name}：PDF 有 {count} 页（支持 1 至 {MAX_PAGES} 页）。请拆分后重试。")
    return document


def read_pages(document: pypdfium2.PdfDocument, name: str) -> Iterator[Page]:
    """Reads the pages one by one; a page that cannot be opened comes back as a picture.

    Args:
        document: An open PDF.
        name: The file's name, for messages.

    Yields:
        Its pages in order.

    Raises:
        CorpusError: It holds too much text.
    """
    glyphs = 0
    for index in range(len(document)):
        if glyphs > _MAX_GLYPHS_IN_ALL:
            raise CorpusError(f"{name}：PDF 的文字过多（超过 {_MAX_GLYPHS_IN_ALL} 字）。请拆分后重试。")
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield Page(index + 1, 0.0, 0.0, (), (), (), picture=True)
            continue
        content = _read_page(page, index + 1)
        glyphs += len(content.glyphs)
        yield content
        page.close()


def render(document: pypdfium2.PdfDocument, number: int, pixels: int) -> Any:
    """Draws a page.

    Args:
        document: An open PDF.
        number: The page, from 1.
        pixels: Length of its longer side.

    Returns:
        An array (height, width, 3) of blue, green and red from 0 to 255.

    Raises:
        pypdfium2.PdfiumError: The page cannot be opened.
    """
    page = document[number - 1]
    scale = pixels / max(1.0, *page.get_size())
    picture = page.render(scale=scale).to_numpy().copy()
    page.close()
    return picture


def _read_page(page: Any, number: int) -> Page:
    width, height = page.get_width(), page.get_height()
    if page.get_rotation() in {90, 270}:
        width, height = height, width
    left, bottom, *_ = page.get_cropbox() or (0.0, 0.0)
    raw = list(_raw_glyphs(page))
    turn = Counter(glyph[6] for glyph in raw).most_common(1)[0][0] if raw else page.get_rotation() // 90 % 4
    seen: set[tuple[str, int, int]] = set()
    glyphs: list[Glyph] = []
    unreadable = 0
    for text, x0, x1, y0, y1, size, quarter in raw:
        if quarter != turn:
            continue
        corners = [_turned(x - left, y - bottom, width, height, turn) for x, y in ((x0, y0), (x1, y1))]
        (a, c), (b, d) = corners
        glyph = Glyph(text, min(a, b), max(a, b), min(c, d), max(c, d), size)
        # Bold type is often drawn twice at almost the same place.
        key = (text, round(glyph.x0), round(glyph.top))
        if key in seen and not text.isspace():
            continue
        seen.add(key)
        unreadable += text == "\ufffd"
        glyphs.append(glyph)
    visible = sum(1 for glyph in glyphs if not glyph.text.isspace())
    horizontal, vertical, shapes = _rulings(page, left, bottom, width, height, turn)
    picture = unreadable > _UNREADABLE_SHARE * max(1, visible) or (visible < _FEW_GLYPHS and shapes)
    if turn % 2:
        width, height = height, width
    return Page(number, width, height, tuple(glyphs), horizontal, vertical, bool(picture))


def _raw_glyphs(page: Any) -> Iterator[tuple[str, float, float, float, float, float, int]]:
    """Characters with their boxes, and by how many quarters their page has to be turned clockwise."""
    text_page = page.get_textpage()
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    matrix = pdfium.FS_MATRIX()
    high = 0
    for index in range(min(pdfium.FPDFText_CountChars(text_page), _MAX_GLYPHS)):
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00 if high else 0xFFFD
        high = 0
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, reference):
            continue
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        quarters = angle / (math.pi / 2)
        if abs(quarters - round(quarters)) > 0.1 or not math.isfinite(
            box.left + box.right + box.top + box.bottom
        ):
            continue
        text = _readable(code)
        if text:
            size = pdfium.FPDFText_GetFontSize(text_page, index)
            if pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
                size *= math.hypot(matrix.c, matrix.d)
            yield text, box.left, box.right, box.bottom, box.top, size, -round(quarters) % 4
    text_page.close()


def _readable(code: int) -> str:
    """A character as text: radicals that fonts use for whole characters are mapped back to those."""
    if code in {0x2, 0xAD, 0xFFFE, 0xFEFF} or (code < 0x20 and code not in {0x9, 0xA, 0xD}):
        return ""
    if code > 0x10FFFF or code == 0:
        return "\ufffd"
    if 0xF0A7 <= code <= 0xF0B7 or code in {0xF06C, 0xF06E, 0xF075, 0xF0D8, 0xF0FC}:
        return "•"
    text = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", text)
    return "\ufffd" if unicodedata.category(text) in {"Co", "Cn"} else text


def _turned(x: float, y: float, width: float, height: float, quarters: int) -> tuple[float, float]:
    """A point of a page (from its bottom left) as seen when its text is upright (from the top left)."""
    if quarters == 1:
        return y, x
    if quarters == 2:
        return width - x, y
    if quarters == 3:
        return height - y, width - x
    return x, height - y


def _rulings(
    page: Any, left: float, bottom: float, width: float, height: float, turn: int
) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...], bool]:
    """Lines across and down, and whether the page shows pictures or many shapes."""
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
                _turned(x - left, y - bottom, width, height, turn) for x, y in ((x0, y0), (x1, y1))
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
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    pieces: list[tuple[float, float, float, float]] = []
    start = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if not math.isfinite(point[0] + point[1]):
            return
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and points:
            pieces.append((*points[-1], *point))
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            pieces.append((*point, *start))
    if stroke.value:
        yield from pieces
    elif points:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if max(ys) - min(ys) <= _THIN:
            yield min(xs), (min(ys) + max(ys)) / 2, max(xs), (min(ys) + max(ys)) / 2
        elif max(xs) - min(xs) <= _THIN:
            yield (min(xs) + max(xs)) / 2, min(ys), (min(xs) + max(xs)) / 2, max(ys)
