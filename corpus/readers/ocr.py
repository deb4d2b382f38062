"""Scanned pages and pictures, read by RapidOCR with the models in its package; runs in a child process."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from statistics import median
from typing import Any

from corpus.model import CorpusError
from corpus.readers.pdf_model import Line, PageContent, Ruling
from corpus.readers.pdf_tables import picture_content

#: Longer side that pages are drawn with: type of 12 points is then 25 pixels high.
_PIXELS = 1750
_MAX_PICTURE = 60_000_000
#: Results the engine itself trusts less are noise: stamps, lines, stains.
_LEAST_SCORE = 0.5
_SAME_SIZE = 0.35
#: Length of a page's longer side that places are given in, as on a sheet of A4 in points.
_PAGE_LENGTH = 842.0
#: A ruled line is at least this part of the page long.
_LINE_PART = 40
_FIRST_WORD = re.compile("(?:[0-9A-Za-z%.,]+|.)[，。；：、！？）》〉」』】〕”’…]*")


def recognise(data: bytes, name: str, numbers: list[int]) -> list[PageContent]:
    """Reads pages of a scanned PDF, or a picture.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        numbers: Pages to read, from 1; those of a picture file are its frames.

    Returns:
        One page for each number, with its lines in reading order and its ruled tables.

    Raises:
        CorpusError: The file is damaged, or a picture is too large.
    """
    from rapidocr import RapidOCR

    logging.disable(logging.CRITICAL)
    engine = RapidOCR(params={"Global.log_level": "critical"})
    return [_page(engine, picture, number) for number, picture in _pictures(data, name, numbers)]


def _pictures(data: bytes, name: str, numbers: list[int]) -> Iterator[tuple[int, Any]]:
    if b"%PDF-" in data[:1024]:
        from corpus.readers.pdf_page import open_pdf, render

        with open_pdf(data, name) as document:
            for number in numbers:
                yield number, render(document, number, _PIXELS)
        return
    yield from _frames(data, name, numbers)


def _frames(data: bytes, name: str, numbers: list[int]) -> Iterator[tuple[int, Any]]:
    import numpy
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _MAX_PICTURE
    try:
        with Image.open(io.BytesIO(data)) as picture:
            for number in numbers:
                picture.seek(number - 1)
                yield number, numpy.asarray(picture.convert("RGB"))[:, :, ::-1]
    except Image.DecompressionBombError as error:
        raise CorpusError(
            f"{name}：图片过大。请缩小到 {_MAX_PICTURE // 1_000_000} 百万像素以内后重试。"
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise CorpusError(f"{name}：图片已损坏，无法打开。请重新扫描或取得原件后重试。") from error


def _page(engine: Any, picture: Any, number: int) -> PageContent:
    height, width = picture.shape[:2]
    scale = _PAGE_LENGTH / max(height, width)
    found = engine(picture)
    pieces = (
        [
            _piece(box, text.strip(), scale)
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
            if score >= _LEAST_SCORE and text.strip()
        ]
        if found.boxes is not None
        else []
    )
    _even_out(pieces)
    across, down = _rulings(picture, scale)
    return picture_content(number, (width * scale, height * scale), pieces, across, down)


def _piece(box: Any, text: str, scale: float) -> Line:
    xs, ys = [float(point[0]) * scale for point in box], [float(point[1]) * scale for point in box]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    em = (x1 - x0) / sum(map(_ems, text))
    first = _FIRST_WORD.match(text)
    width = em * sum(map(_ems, first[0] if first else text[:1]))
    return Line(text, x0, x1, top, bottom, size=bottom - top, first=width)


def _ems(character: str) -> float:
    return 0.5 if character < "\u2e80" else 1.0


def _even_out(pieces: list[Line]) -> None:
    """Gives lines of nearly the usual height that height: boxes follow the ink, and 一 is lower than 国."""
    if not pieces:
        return
    usual = median(piece.size for piece in pieces)
    for piece in pieces:
        if abs(piece.size - usual) <= _SAME_SIZE * usual:
            piece.size = usual


def _rulings(picture: Any, scale: float) -> tuple[list[Ruling], list[Ruling]]:
    """Ruled lines across and down: dark runs far longer than any stroke of a character."""
    import cv2

    height, width = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    found: list[list[Ruling]] = []
    for kernel in ((max(2, width // _LINE_PART), 1), (1, max(2, height // _LINE_PART))):
        shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
        runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, shape)
        contours, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        rulings: list[Ruling] = []
        for x, y, w, h in map(cv2.boundingRect, contours):
            at, start, length = (y + h / 2, x, w) if w > h else (x + w / 2, y, h)
            rulings.append(Ruling(at * scale, start * scale, (start + length) * scale))
        found.append(rulings)
    return found[0], found[1]
