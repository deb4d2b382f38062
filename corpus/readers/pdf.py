"""PDF and pictures: their pages are read in a child process, and put together here."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence

from corpus.model import CorpusError
from corpus.readers.child import ChildTimeout, python_environment, run_limited
from corpus.readers.content import Content
from corpus.readers.pdf_document import document_blocks
from corpus.readers.pdf_model import PageContent, page_from

#: Time one child may take, in seconds.
SECONDS = 60.0
_MEMORY = 1024**3
_OCR_MEMORY = 8 * 1024**3
_MAX_BYTES = 256 * 1024 * 1024
#: Pages that one child reads: at 12 ms a page it is done in a tenth of its time.
_PAGES = 400
#: Pages that one OCR child reads: at 3 s a page there is time enough on a busy machine.
_OCR_PAGES = 4
_MOST_OCR_PAGES = 200


def read_pdf(data: bytes, name: str) -> Content:
    """Reads a PDF; pages without readable text go through OCR where it is installed.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Paragraphs, with lines joined where their place on the page tells so, and ruled tables.

    Raises:
        CorpusError: The file is damaged, encrypted or too large, or holds pictures only and OCR is missing.
    """
    if len(data) > _MAX_BYTES:
        raise CorpusError(f"{name}：PDF 超过 {_MAX_BYTES >> 20} MB，过大。请拆分后重试。")
    pages = _text_pages(data, name)
    notes: list[str] = []
    pictures = [page.number for page in pages if page.picture]
    if pictures and (ocr_installed() or len(pictures) == len(pages)):
        read = {page.number: page for page in _recognised(data, name, pictures)}
        pages = [read.get(page.number, page) for page in pages]
        notes.append(f"第{_numbers(pictures)}页是扫描图像，文字由 OCR 识别，引用前请核对原件。")
    elif pictures:
        notes.append(
            f"第{_numbers(pictures)}页是扫描图像，未读取。需要时请安装 OCR 组件（{_INSTALL}）后重建。"
        )
    return _content(pages, notes, name)


def read_picture(data: bytes, name: str) -> Content:
    """Reads a picture of a page by OCR.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.

    Returns:
        Paragraphs.

    Raises:
        CorpusError: OCR is not installed, or the picture is damaged, too large, or without text.
    """
    return _content(_recognised(data, name, [1]), ["文字由 OCR 识别，引用前请核对原件。"], name)


def ocr_installed() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return importlib.util.find_spec("rapidocr") is not None


_INSTALL = "pip install 'policy-assistant[ocr]'"


def _content(pages: Sequence[PageContent], notes: list[str], name: str) -> Content:
    blocks, remarks = document_blocks(pages, name)
    if not blocks:
        raise CorpusError(f"{name}：没有找到文字。请确认页面不是空白，或提供更清晰的文件后重试。")
    return Content(tuple(blocks), (*notes, *remarks))


def _text_pages(data: bytes, name: str) -> list[PageContent]:
    """The pages of a PDF by its text, a run of pages at a time."""
    pages: list[PageContent] = []
    while True:
        first = len(pages) + 1
        task = {"form": "pdf", "name": name, "pages": list(range(first, first + _PAGES))}
        run = _child(task, data, _MEMORY)
        pages.extend(run)
        if len(run) < _PAGES:
            return pages


def _recognised(data: bytes, name: str, numbers: list[int]) -> list[PageContent]:
    if not ocr_installed():
        raise CorpusError(
            f"{name}：这是扫描件或图片，没有可读取的文字。请安装 OCR 组件（{_INSTALL}），或提供文字版后重试。"
        )
    if len(numbers) > _MOST_OCR_PAGES:
        raise CorpusError(f"{name}：扫描页超过 {_MOST_OCR_PAGES} 页。请拆分后重试。")
    return [
        page
        for start in range(0, len(numbers), _OCR_PAGES)
        for page in _child(
            {"form": "ocr", "name": name, "pages": numbers[start : start + _OCR_PAGES]}, data, _OCR_MEMORY
        )
    ]


def _child(task: Mapping[str, object], data: bytes, memory: int) -> list[PageContent]:
    """Has a child read pages, see ``worker``."""
    name = task["name"]
    what = "OCR 识别" if task["form"] == "ocr" else "解析"
    try:
        status, output = run_limited(
            [sys.executable, "-P", "-m", "corpus.readers.worker"],
            seconds=SECONDS,
            memory=memory,
            data=json.dumps(dict(task)).encode() + b"\n" + data,
            environment=python_environment(),
        )
    except ChildTimeout as error:
        raise CorpusError(
            f"{name}：{what}超过 {SECONDS:.0f} 秒，已停止。请拆分文件，或另存为较简单的 PDF 后重试。"
        ) from error
    except OSError as error:
        raise CorpusError(f"{name}：无法启动{what}进程（{error.strerror}）。请稍后重试。") from error
    try:
        result = json.loads(output) if status == 0 else None
    except ValueError:
        result = None
    if not isinstance(result, dict):
        raise CorpusError(f"{name}：{what}失败，文件可能已损坏。请重新取得原件，或另存为 docx 后重试。")
    if "error" in result:
        raise CorpusError(result["error"])
    return [page_from(page) for page in result["pages"]]


def _numbers(pages: Sequence[int]) -> str:
    """Page numbers for a person: 1、3—5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)
