"""Tables of any format: cells become a ``Table``, or plain paragraphs where a table only frames text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.model import CorpusError
from corpus.source import Block, Cell, Paragraph, Table

#: Places in one table, spans counted; a larger one is a data file and no policy document.
_MAX_PLACES = 400_000


@dataclass(slots=True)
class GridCell:
    """A cell while its table is being read.

    Attributes:
        blocks: Its content.
        rows: Rows it spans so far.
        columns: Columns it spans.
        header: Whether the format marks it as a header cell.
    """

    blocks: Sequence[Block] = field(default_factory=tuple)
    rows: int = 1
    columns: int = 1
    header: bool = False


def as_blocks(rows: Sequence[Sequence[GridCell]], name: str, *, page: int = 0) -> list[Block]:
    """Makes a table of cells, or the paragraphs in it where it has but one column.

    A table of one column is a frame (专栏, a notice in a box, a page laid out with tables): as paragraphs,
    its headings and numbers keep their meaning.

    Args:
        rows: Cells by the row they begin in, spans as in HTML.
        name: The file's name, for messages.
        page: Page the table begins on, from 1; 0 for none.

    Returns:
        One table, or the blocks inside it, or nothing where it is empty.

    Raises:
        CorpusError: The table is too large.
    """
    rows = _trimmed(rows)
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if width * len(rows) > _MAX_PLACES:
        raise CorpusError(
            f"{name}：表格过大（{len(rows)} 行 {width} 列）。请只保留政策正文所需的表格后重试。"
        )
    if all(len(row) <= 1 for row in rows):
        return [block for row in rows for cell in row for block in cell.blocks]
    cells = tuple(
        tuple(
            Cell(
                flattened(cell.blocks),
                rows=max(1, min(cell.rows, len(rows) - index)),
                columns=cell.columns,
                header=cell.header,
            )
            for cell in row
        )
        for index, row in enumerate(rows)
    )
    return [Table(cells, page=page)]


def flattened(blocks: Iterable[Block]) -> str:
    """Text of blocks as a cell holds it: a line a paragraph, and a line a row of a table inside it."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text.strip())
        else:
            for row in block.rows:
                lines.append("\u3000".join(cell.text.replace("\n", " ") for cell in row if cell.text))
    return "\n".join(line for line in lines if line)


def _trimmed(rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    """The rows without the empty ones at the end."""
    kept = [list(row) for row in rows]
    while kept and not any(flattened(cell.blocks) for cell in kept[-1]):
        if any(cell.rows > len(kept) - index for index, row in enumerate(kept[:-1]) for cell in row):
            break
        kept.pop()
    return kept
