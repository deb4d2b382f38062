"""A ruled table over several pages: repeated heads dropped, rows and merges cut by a page end mended."""

from __future__ import annotations

from corpus.readers.grid import GridCell
from corpus.readers.pdf_flow import cell_goes_on, cell_paragraphs
from corpus.readers.pdf_model import RuledCell, RuledTable
from corpus.source import Paragraph

#: Column edges of one table on two pages differ by less than this many points.
_SAME_EDGES = 6.0
_MOST_HEAD_ROWS = 3


class TableFlow:
    """A table that may go on over the page."""

    def __init__(self, drawn: RuledTable, page: int) -> None:
        """Begins with the part on its first page.

        Args:
            drawn: The table as it is drawn there.
            page: The page's number.
        """
        self.page = self.last_page = page
        self._xs = drawn.xs
        self._rows = _rows(drawn)

    def cells(self) -> list[list[GridCell]]:
        """Its cells by the row they begin in, the lines of each put together."""
        return [
            [
                GridCell(
                    [Paragraph(text) for text in cell_paragraphs(cell.lines, cell.x0, cell.x1)],
                    cell.rows,
                    cell.columns,
                )
                for cell in row
            ]
            for row in self._rows
        ]

    def takes(self, drawn: RuledTable, page: int) -> bool:
        """Adds a part on the next page.

        Args:
            drawn: A table that is the first thing on its page.
            page: The page's number.

        Returns:
            False where it is another table: on a later page, or with other columns.
        """
        if page != self.last_page + 1 or len(drawn.xs) != len(self._xs):
            return False
        if any(abs(x - y) > _SAME_EDGES for x, y in zip(drawn.xs, self._xs, strict=True)):
            return False
        rows = _rows(drawn)
        repeated = 0
        for row, head in zip(rows[:_MOST_HEAD_ROWS], self._rows, strict=False):
            if [_text(cell) for cell in row] != [_text(cell) for cell in head]:
                break
            repeated += 1
        self._add(rows[repeated:])
        self.last_page = page
        return True

    def _add(self, rows: list[list[RuledCell]]) -> None:
        if not rows:
            return
        above = self._bottom()
        top = {cell.column: cell for cell in rows[0]}
        if _is_cut(above, top):
            for column, cell in top.items():
                above[column].lines.extend(cell.lines)
                above[column].rows += cell.rows - 1
            rows = rows[1:]
        else:
            for column, cell in top.items():
                over = above.get(column)
                if over is not None and not cell.lines and (cell.rows > 1 or over.rows > 1):
                    over.rows += cell.rows
                    rows[0].remove(cell)
        self._rows.extend(rows)

    def _bottom(self) -> dict[int, RuledCell]:
        """The cells that reach the last row so far, by first column."""
        return {
            cell.column: cell
            for index, row in enumerate(self._rows)
            for cell in row
            if index + cell.rows >= len(self._rows)
        }


def _is_cut(above: dict[int, RuledCell], top: dict[int, RuledCell]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    It is where some of its cells are empty whose cells above are not, and all others go on in the middle of a
    line.
    """
    if above.keys() != top.keys():
        return False
    ended = False
    for column, cell in top.items():
        over = above[column]
        if cell.lines:
            if not over.lines or not cell_goes_on(over.lines, cell.lines[0], cell.x0, cell.x1):
                return False
        elif over.lines and cell.rows == 1:
            ended = True
    return ended and any(cell.lines for cell in top.values())


def _rows(drawn: RuledTable) -> list[list[RuledCell]]:
    rows: list[list[RuledCell]] = [[] for _ in drawn.ys[1:]]
    for cell in drawn.cells:
        rows[cell.row].append(cell)
    return rows


def _text(cell: RuledCell) -> str:
    return "".join(line.text for line in cell.lines)
