"""Whatever bytes a file holds, a reader gives a source or an error for the person, within its bounds."""

import base64
import importlib.util
import io
import os
import random
import re
import resource
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import CorpusError, Paragraph, Table
from corpus.readers import office, read_bytes
from corpus.source import Source
from tests.corpus.fuzz_seeds import SEEDS
from tests.corpus.mutations import mutant
from tests.corpus.office_files import cell, docx, numbered, paragraph, table, xlsx

SOAK = os.environ.get("POLICY_SOAK") == "1"
#: Mutants by the format of their seed; a soak makes 5,000, of which LibreOffice and OCR read 100.
COUNTS = {"txt": 700, "docx": 1500, "html": 1100, "xlsx": 900, "pdf": 700, "rtf": 60, "image": 40}
SHARES = {"txt": 30, "docx": 40, "html": 35, "xlsx": 25, "pdf": 16, "rtf": 2, "image": 2}
#: What a file of 1 MB may take in the process, in seconds of processor time and in bytes.
SECONDS = 2.0
MEMORY = 1024**3


def check(name: str, data: bytes) -> float:
    """Reads a file; returns its processor time, and raises where the outcome is not one of the two."""
    started = time.process_time()
    try:
        source = read_bytes(data, name)
    except CorpusError as error:
        message = str(error)
        assert message.startswith(f"{name}："), message
        assert re.search("[\u4e00-\u9fff]", message), message
        assert "请" in message, message
    else:
        is_sound(source)
    return time.process_time() - started


def is_sound(source: Source) -> None:
    assert source.blocks
    texts = list(source.notes)
    for block in source.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
            continue
        assert isinstance(block, Table)
        places = 0
        for row in block.rows:
            for entry in row:
                assert entry.rows >= 1
                assert entry.columns >= 1
                places += entry.rows * entry.columns
                texts.append(entry.text)
        assert places <= 200_000
    for line in texts:
        line.encode()
        assert "\0" not in line


@pytest.mark.parametrize("form", ["txt", "docx", "html", "xlsx", "pdf"])
def test_a_damaged_file_gives_a_source_or_an_error_for_the_person(form: str, tmp_path: Path) -> None:
    fuzz(form, tmp_path, in_process=form != "pdf")


@pytest.mark.skipif(office.libreoffice() is None, reason="needs LibreOffice, which .ci/run installs")
def test_a_damaged_file_that_libreoffice_reads_gives_a_source_or_an_error(tmp_path: Path) -> None:
    fuzz("rtf", tmp_path, in_process=False)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed")
def test_a_damaged_picture_gives_a_source_or_an_error(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw

    for ending, kind in (("png", "PNG"), ("jpg", "JPEG"), ("tif", "TIFF")):
        picture = Image.new("RGB", (300, 120), "white")
        ImageDraw.Draw(picture).text((20, 40), "No. 12, 3000", fill="black", font_size=30)
        buffer = io.BytesIO()
        picture.save(buffer, kind)
        SEEDS["image"][f"a.{ending}"] = buffer.getvalue()
    fuzz("image", tmp_path, in_process=False)


def fuzz(form: str, folder: Path, *, in_process: bool) -> None:
    everything = {name: data for seeds in SEEDS.values() for name, data in seeds.items()}
    seeds = sorted(SEEDS[form].items())
    slowest = (0.0, "")
    for number in range(COUNTS[form] if SOAK else SHARES[form]):
        rng = random.Random(f"{form}-{number}")
        name, data = mutant(*seeds[number % len(seeds)], everything, rng)
        try:
            slowest = max(slowest, (check(name, data), f"{form}-{number}"))
        except Exception:
            kept = folder / f"{form}-{number}-{name}"
            kept.write_bytes(data)
            pytest.fail(f"mutant {form}-{number}, kept as {kept}:\n{traceback.format_exc()}")
    if SOAK and in_process:
        assert slowest[0] <= SECONDS, slowest
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 <= MEMORY


def noise() -> str:
    """A comment that packs badly, so that a bomb beside it passes for ordinary XML."""
    return f"<!--{base64.b64encode(random.Random(1).randbytes(600_000)).decode()}-->"


def sheet(rows: str, more: str = "") -> bytes:
    return xlsx(f"{noise()}<sheetData>{rows}</sheetData>{more}")


CELL = '<c t="str"><v>a</v></c>'
ROW = f"<row>{CELL}{CELL}</row>"
MERGES = "".join(f'<mergeCell ref="A{n}:B20000"/>' for n in range(1, 20_000))

BOMBS: dict[str, Callable[[], bytes]] = {
    "cells.html": lambda: b"<table>" + b"<tr><td>a<td>b" * 29_000,
    "items.html": lambda: b"<ol>" + b"<li>a" * 99_000,
    "nested.html": lambda: (b"<table><tr><td>a" * 15 + b"</table>" * 15) * 1_600,
    "attributes.html": lambda: (b"<p " + b" ".join(b"a%d=1" % n for n in range(4_000)) + b">") * 30,
    "breaks.html": lambda: b"a<br>" * 99_000,
    "lines.txt": lambda: b"a" + b"\n" * 1_000_000,
    "paragraphs.docx": lambda: docx(noise() + "<w:p/>" * 290_000 + paragraph("甲")),
    "runs.docx": lambda: docx(f"{noise()}<w:p>{'<w:r><w:t>a</w:t></w:r>' * 149_000}</w:p>"),
    "numbers.docx": lambda: docx(
        noise() + "".join(numbered("甲", level=8) for _ in range(33_000)),
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="8">'
        '<w:lvlText w:val="%1%2%3%4%5%6%7%8%9"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ),
    "cells.docx": lambda: docx(noise() + table(*[cell("甲") * 10] * 4_200)),
    "boxes.docx": lambda: docx(
        noise() + ("<w:p><w:r><w:txbxContent>" * 15 + "</w:txbxContent></w:r></w:p>" * 15) * 6_600
    ),
    "text.docx": lambda: docx(noise() + paragraph("字" * 3_000_000) * 6),
    "cells.xlsx": lambda: sheet(ROW * 29_000),
    "empty.xlsx": lambda: sheet(f"<row>{'<c/>' * 290_000}</row>"),
    "merged.xlsx": lambda: sheet(ROW * 20_000, f"<mergeCells>{MERGES}</mergeCells>"),
    "hidden.xlsx": lambda: sheet(
        ROW, "<cols>" + '<col min="9" max="16384" hidden="1"/>' * 90_000 + "</cols>"
    ),
}


@pytest.mark.skipif(not SOAK, reason="a long run: make soak")
@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_be_slow_is_read_or_refused_within_its_bounds(name: str) -> None:
    assert check(name, BOMBS[name]()) <= SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 <= MEMORY
