"""Pages of a PDF as glyphs and ruled lines, by pdfium; with ``pdf_rulings`` the only module that names it.

pdfium gives the advance box of every glyph, which makes gaps and full lines exact, at 2 ms a page; pdfplumber
needs 50 ms a page for the same text.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.model import CorpusError
from corpus.readers.pdf_model import Glyph, Page
from corpus.readers.pdf_rulings import read_rulings, turned

MAX_PAGES = 3000
_MAX_GLYPHS = 40_000
_MAX_GLYPHS_IN_ALL = 3_000_000
#: Above this share of glyphs without a meaning in Unicode, the text of a page is as good as a picture.
_UNREADABLE_SHARE = 0.3
_FEW_GLYPHS = 8


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


def read_pages(document: pypdfium2.PdfDocument, name: str, numbers: Iterable[int]) -> Iterator[Page]:
    """Reads pages one by one; a page that cannot be opened comes back as a picture.

    Args:
        document: An open PDF.
        name: The file's name, for messages.
        numbers: The pages, from 1; those beyond the last are passed over.

    Yields:
        The pages in order.

    Raises:
        CorpusError: It holds too much text.
    """
    glyphs = 0
    count = len(document)
    for index in (number - 1 for number in numbers if number <= count):
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
        corners = [turned(x - left, y - bottom, width, height, turn) for x, y in ((x0, y0), (x1, y1))]
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
    horizontal, vertical, shapes = read_rulings(page, left, bottom, width, height, turn)
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
