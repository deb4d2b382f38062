"""A source becomes text and drafts of clauses: repair, frame, structure, paragraphs, tables, clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.continuations import join_continued
from corpus.disagreement import find_disagreements
from corpus.draft import Draft
from corpus.drafting import draft_clauses
from corpus.flow import Paragraph, join_lines
from corpus.frame import find_frame
from corpus.furniture import find_furniture
from corpus.grids import Grid, find_grids
from corpus.layout import Layout, read_layout
from corpus.lines import Line, read_lines
from corpus.model import Repair
from corpus.nodes import Block
from corpus.render import Span, TableBlock, render
from corpus.repair import close_title_gaps, repair_lines
from corpus.roles import Frame
from corpus.source import Source
from corpus.splitting import split_lines
from corpus.structure import find_units
from corpus.table_units import declared_units
from corpus.tables import render as render_table
from corpus.unit import Unit


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's text and clauses before its metadata is read.

    Attributes:
        original: The text as received.
        text: The repaired text.
        repairs: Every difference between the two.
        drafts: Its clauses in reading order; every character that is not blank is in exactly one.
        notes: Remarks in Chinese, such as a table that disagrees with the body.
    """

    original: str
    text: str
    repairs: tuple[Repair, ...]
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...] = ()


def outline(source: Source) -> Outline:
    """Find the clauses of a source.

    Args:
        source: The file as read.

    Returns:
        Its repaired text and the drafts of its clauses.
    """
    original, lines = read_lines(source)
    lines = split_lines(lines)
    furniture = find_furniture(lines)
    grids = join_continued(find_grids(lines, furniture), lines, furniture)
    rows = {at for grid in grids for at in range(grid.first, grid.last + 1)}
    repair_lines([line for at, line in enumerate(lines) if at not in furniture and at not in rows])
    live = [at for at, line in enumerate(lines) if at not in furniture and at not in rows and line.text]
    frame = find_frame(lines, live)
    for at, role in frame.roles.items():
        if role in {"title", "annex_title"}:
            close_title_gaps(lines[at])
    layout = read_layout(lines, [at for at in live if at not in frame.roles])
    units = _units(lines, live, frame, layout)
    paragraphs = join_lines(lines, live, frame, layout, units, rows)
    content: list[tuple[int, Paragraph | TableBlock]] = [
        (paragraph.lines[0], paragraph) for paragraph in paragraphs
    ]
    content += [(grid.first, TableBlock(render_table(grid, _units_above(lines, grid)))) for grid in grids]
    content.sort(key=lambda item: item[0])
    rendered = render(
        original,
        lines,
        {at: kind for at, kind in furniture.items() if at not in rows},
        [block for _, block in content],
    )
    blocks = [_block(block, spans, units) for (_, block), spans in zip(content, rendered.spans, strict=True)]
    drafts = draft_clauses(blocks)
    rows_at = {
        span.start: row
        for block in blocks
        if block.table is not None
        for span, row in zip(block.rows, block.table.rows, strict=True)
    }
    notes = find_disagreements(rendered.text, drafts, rows_at)
    return Outline(original, rendered.text, rendered.repairs, drafts, notes)


def _units(lines: Sequence[Line], live: Sequence[int], frame: Frame, layout: Layout) -> dict[int, Unit]:
    """Units by the line that opens them, container by container."""
    found: dict[int, Unit] = {}
    container: list[int] = []
    for at in live:
        role = frame.roles.get(at)
        if role in {"annex", "title"}:
            found.update((unit.at, unit) for unit in find_units(lines, container, layout))
            container = []
        elif role is None:
            container.append(at)
    found.update((unit.at, unit) for unit in find_units(lines, container, layout))
    return found


def _units_above(lines: Sequence[Line], grid: Grid) -> tuple[str, ...]:
    for line in reversed(lines[max(0, grid.first - 2) : grid.first]):
        if units := declared_units(line.text):
            return units
    return ()


def _block(block: Paragraph | TableBlock, spans: Sequence[Span], units: Mapping[int, Unit]) -> Block:
    if isinstance(block, TableBlock):
        return Block(spans[0].start, spans[-1].end, table=block, rows=tuple(spans))
    return Block(spans[0].start, spans[0].end, block.text, block.role, units.get(block.lines[0]))
