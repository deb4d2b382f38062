"""Pages put together to a document: furniture dropped, paragraphs and tables joined over page ends."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.readers.grid import as_blocks
from corpus.readers.pdf_flow import Edges, column_edges, goes_on, joined
from corpus.readers.pdf_model import Line, PageContent
from corpus.readers.pdf_table_flow import TableFlow
from corpus.source import Block, Paragraph

#: Running heads and page numbers stand in this share of the page at its top and at its bottom.
_MARGIN = 0.12
_REPEATS = 3
_REPEAT_SHARE = 0.4
_REPEAT_NEAR = 8
_DIGITS = 6
_PAGE_NUMBER = re.compile(
    r"[-—–－一·•~\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6}|[零一二三四五六七八九十百]{1,4})\s*(?:页)?"
    r"(?:\s*[/,，共]\s*共?\s*\d{1,4}\s*页?)?[-—–－一·•~\s]*",
    re.IGNORECASE,
)
_ATTACHMENT = re.compile("附(?:件|表|录|图)")
_NUMBER = re.compile(r"[0-9]{1,6}")
_NOTE_SIZE = 0.8
_NOTE_MARK = re.compile(r"[①-⑳*＊※\[［〔(（]|\d{1,3}(?!\d|[年月日.、])|注")
_MOST_NOTE_LINES = 15


def document_blocks(pages: Sequence[PageContent], name: str) -> tuple[list[Block], list[str]]:
    """Puts pages together: running heads dropped, paragraphs and tables joined over page ends.

    Args:
        pages: Pages with text, in order.
        name: The file's name, for messages.

    Returns:
        Blocks, and remarks in Chinese.

    Raises:
        CorpusError: A table is too large.
    """
    notes: list[str] = []
    dropped = _drop_furniture(pages)
    if dropped:
        notes.append(f"页眉、页脚和页码（{dropped} 行）未计入正文。")
    _set_notes_apart(pages)
    edges = column_edges((page.width, line) for page in pages for line in page.lines if line.table < 0)
    blocks = list(_blocks(pages, edges, name))
    if any(page.notes for page in pages):
        notes.append("脚注放在所在段落之后，以［注］标明。")
    return blocks, notes


def _drop_furniture(pages: Sequence[PageContent]) -> int:
    """Takes running heads, running feet and page numbers out of the lines; returns how many."""
    places: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    offsets: Counter[int] = Counter()
    for index, page in enumerate(pages):
        for line in _margin_lines(page):
            for shape in _shapes(line, page):
                places[shape, round(line.top / _REPEAT_NEAR)].add(index)
            if line.text.isdecimal():
                offsets[int(line.text[:_DIGITS]) - page.number] += 1
    least = max(_REPEATS, _REPEAT_SHARE * len(pages)) if len(pages) > _REPEATS else 2

    def is_furniture(line: Line, page: PageContent) -> bool:
        if line.text.isdecimal():
            # A bare number may be a figure: it counts with the pages, or is this page's own.
            offset = int(line.text[:_DIGITS]) - page.number
            return offset == 0 or offsets[offset] > 1
        if _PAGE_NUMBER.fullmatch(line.text):
            return True
        around = [round(line.top / _REPEAT_NEAR) + step for step in (-1, 0, 1)]
        return any(
            len(set().union(*(places[shape, place] for place in around))) >= least
            for shape in _shapes(line, page)
        )

    dropped = 0
    for page in pages:
        furniture = {id(line) for line in _margin_lines(page) if is_furniture(line, page)}
        dropped += len(furniture)
        page.lines = [line for line in page.lines if id(line) not in furniture]
    return dropped


def _margin_lines(page: PageContent) -> list[Line]:
    return [
        line
        for line in page.lines
        if line.table < 0 and (line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height)
    ]


def _shapes(line: Line, page: PageContent) -> tuple[str, ...]:
    """What a running head has in common on its pages: its text, or its text but for numbers that count pages.

    Each attachment begins a page with 附件1, 附件2 …: that is no running head.
    """
    text = "".join(line.text.split())
    if _ATTACHMENT.match(text):
        return ()
    return text, _NUMBER.sub(lambda match: f"#{int(match[0]) - page.number}", text)


def _set_notes_apart(pages: Sequence[PageContent]) -> None:
    """Moves small type at the bottom of pages, which begins with a mark, out of the flow of the text."""
    sizes = Counter(round(line.size) for page in pages for line in page.lines for _ in line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    for page in pages:
        first = len(page.lines)
        while first and page.lines[first - 1].table < 0 and page.lines[first - 1].size <= _NOTE_SIZE * usual:
            first -= 1
        tail = page.lines[first:]
        if first and 0 < len(tail) <= _MOST_NOTE_LINES and _NOTE_MARK.match(tail[0].text):
            page.lines, page.notes = page.lines[:first], tail


def _blocks(pages: Sequence[PageContent], edges: dict[tuple[int, int], Edges], name: str) -> Iterator[Block]:
    texts: list[str] = []
    begun: PageContent | None = None
    last: Line | None = None
    last_page = 0
    waiting: list[Block] = []
    table: TableFlow | None = None

    def finished() -> Iterator[Block]:
        if texts and begun is not None:
            # OCR tells the ends of lines less exactly than the file itself.
            yield Paragraph(joined(texts), page=begun.number, wrapped=begun.picture)
            texts.clear()
        yield from waiting
        waiting.clear()

    for page in pages:
        for line in page.lines:
            if line.table >= 0:
                drawn = page.tables[line.table]
                if table is not None and not texts and table.takes(drawn, page.number):
                    last = None
                    continue
                if table is not None:
                    yield from as_blocks(table.cells(), name, page=table.page)
                yield from finished()
                table, last = TableFlow(drawn, page.number), None
                continue
            if table is not None:
                yield from as_blocks(table.cells(), name, page=table.page)
                table = None
            column = edges[round(page.width), line.column]
            same_page = page.number == last_page
            if last is None or not goes_on(last, line, column, same_page=same_page):
                yield from finished()
                begun = page
            texts.append(line.text)
            last, last_page = line, page.number
        waiting.extend(_note_blocks(page))
        if table is not None and table.last_page != page.number:
            yield from as_blocks(table.cells(), name, page=table.page)
            table = None
    if table is not None:
        yield from as_blocks(table.cells(), name, page=table.page)
    yield from finished()


def _note_blocks(page: PageContent) -> Iterator[Block]:
    notes: list[list[str]] = []
    for line in page.notes:
        if not notes or _NOTE_MARK.match(line.text):
            notes.append([])
        notes[-1].append(line.text)
    for note in notes:
        yield Paragraph(f"［注］{joined(note)}", page=page.number)
