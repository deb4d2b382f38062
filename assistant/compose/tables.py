"""The tables of a document, as a question reads them: named rows, columns with their units, totals apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.figures import Figure, figures
from assistant.statements import cells, own_number, shortened
from assistant.terms import normalise
from corpus import Clause, Document

_ORDINAL = re.compile(r"^(?:序号|编号|排名|次序|No\.?)$", re.I)
_TOTAL = re.compile(r"^(?:[合总小共]\s*计|全[省市县区州]合计|平均)")
#: A column that says what a row is called, where several could.
_NAMING = re.compile(r"名称|品名|姓名|项目|任务|内容|事项|措施")
#: The unit that stands in a head: 资金（万元）, 当前贫困人口/户.
_UNIT = re.compile(r"\s*(?:[（(]\s*(?:单位[：:])?([^（）()]{1,6})[)）]|/([^/]{1,4}))\s*$")
_SHARE = re.compile(r"(?:率|占比|比例|比重)$")
#: 带动户数, 总人口数.
_COUNTED = re.compile(r"([户人村家])(?:口)?数$")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_NUMBER = re.compile(r"[\d,，.]+")
#: What a cell says of every row says nothing of one.
_EVERY = re.compile(r"^(?:全[省市县区州年部]|各[一-鿿]{1,4}|[—－-]+|无|是|否)$")
_SHORTEST, _LONGEST = 2, 24


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        clause: The row.
        values: Its cells by their heads, without full stops.
    """

    clause: Clause
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document.

    Attributes:
        document: The document.
        caption: What stands over it, with the headings above and its heads.
        heads: The heads of its columns, in order.
        rows: Its rows, without those that add others up.
        total: The row of all totals, if any.
    """

    document: Document
    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None

    @property
    def key(self) -> str:
        """The head of the column that names the rows."""
        named = [head for head in self.heads if not (_ORDINAL.match(head) or self.counts(head))]
        apart = [head for head in named if self._tells_apart(head)]
        naming = [head for head in apart if _NAMING.search(head)]
        return next(iter((*naming, *apart, *named, *self.heads)))

    def _tells_apart(self, head: str) -> bool:
        values = [row.values.get(head, "") for row in self.rows]
        return all(values) and len(set(values)) == len(values)

    def counts(self, head: str) -> bool:
        """Return whether a column holds figures."""
        values = [value for row in self.rows if (value := row.values.get(head))]
        if _ORDINAL.match(head) or not values:
            return False
        return 2 * sum(figure_in(head, value) is not None for value in values) > len(values)

    def name(self, row: Row) -> str:
        """Return what a row is called."""
        value = row.values.get(self.key) or next(iter(row.values.values()))
        return shortened(value[len(own_number(value)) :].rstrip("。；;"))

    def named(self, question: str) -> dict[str, set[str]]:
        """Return the cells that a question names, by head: which rows it is about.

        Args:
            question: The question, normalised.
        """
        found: dict[str, set[str]] = {}
        for head in self.heads:
            if _ORDINAL.match(head) or self.counts(head):
                continue
            said = {
                value: max((len(part) for part in _spoken(value) if part in question), default=0)
                for value in {row.values.get(head, "") for row in self.rows}
            }
            # 石坝乡 is named along with 石坝乡脆李基地, and only the longer one is meant.
            longest = {
                value: length
                for value, length in said.items()
                if length and not any(_inside(value, other) for other, long in said.items() if long > length)
            }
            if longest:
                found[head] = set(longest)
        # 石坝乡 in 石坝乡灌溉渠维修 belongs to the name of a row and narrows no column.
        names = found.get(self.key, set())
        for head in [head for head in found if head != self.key]:
            if all(any(_inside(value, name) for name in names) for value in found[head]):
                del found[head]
        return found


def _inside(value: str, other: str) -> bool:
    return normalise(_BRACKET.sub("", value)) in normalise(other)


@lru_cache(maxsize=4096)
def _spoken(value: str) -> tuple[str, ...]:
    """What of a cell a question may say: all of it, without its brackets, or one of the bodies it lists."""
    plain = normalise(value).rstrip("。;；")
    bare = normalise(_BRACKET.sub("", value)).rstrip("。;；")
    parts = [part for part in re.split(r"[、,，;；]", plain) if len(part) > _SHORTEST]
    dates = [figure.text for figure in figures(plain) if figure.kind == "date"]
    undated = [plain.removeprefix(f"{year}年") for year in re.findall(r"^((?:19|20)\d\d)年\d", plain)]
    return tuple(
        part
        for part in dict.fromkeys((plain, bare, *parts, *dates, *undated))
        if _SHORTEST <= len(part) <= _LONGEST and not _EVERY.match(part) and not _is_small(part)
    )


def _is_small(part: str) -> bool:
    return part.isdecimal() and not re.fullmatch(r"(?:19|20)\d\d", part)


def core_of(head: str) -> str:
    """Return a head without its unit: 资金 of 资金（万元）."""
    return _UNIT.sub("", head) or head


def unit_of(head: str) -> str:
    """Return the unit that a head states, or ""."""
    if unit := _UNIT.search(head):
        return unit.group(1) or unit.group(2)
    if _SHARE.search(head):
        return "%"
    counted = _COUNTED.search(head)
    return counted.group(1) if counted else ""


def figure_in(head: str, value: str, unit: str = "") -> Figure | None:
    """Return the figure of a cell as its head reads it, or None where it holds none or several.

    Args:
        head: The head of its column.
        value: The cell.
        unit: The unit of a bare number whose head states none.
    """
    value = value.strip().rstrip("。")
    if _NUMBER.fullmatch(value):
        value += unit_of(head) or unit
    found = figures(value)
    if len(found) != 1 or isinstance(found[0].value, tuple) or found[0].kind in ("date", "year", "ordinal"):
        return None
    rest = value[: found[0].start] + value[found[0].end :]
    # 达到300家 and 300家以上 are figures; 第3批次的续建项目 is a name.
    return replace(found[0], start=0, end=len(value)) if len(rest) <= 4 else None


def tables_of(document: Document, clauses: Sequence[Clause]) -> list[Table]:
    """Return the tables of a document; neighbours with the same heads are one that was broken in two.

    Args:
        document: A document.
        clauses: All its clauses.
    """
    groups: list[tuple[str, tuple[str, ...], list[Row]]] = []
    heading = {clause.id: clause.text for clause in clauses if clause.kind in ("heading", "attachment")}
    annexes = [clause for clause in clauses if clause.kind == "attachment"]
    for name, rows in _by_table(clause for clause in clauses if clause.kind == "table_row"):
        heads = tuple(dict.fromkeys(head for row in rows for head in row.values))
        first = rows[0].clause
        annex = next((one.text for one in reversed(annexes) if one.start < first.start), "")
        above = " ".join((annex, heading.get(name, ""), *first.path))
        if groups and set(groups[-1][1]) == set(heads):
            groups[-1][2].extend(rows)
        else:
            groups.append((above, heads, rows))
    return [_table(document, *group) for group in groups]


def _by_table(rows: Iterable[Clause]) -> Iterator[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for clause in rows:
        values = {name: value.rstrip("。") for name, value in cells(clause.text) if name}
        if values:
            found.setdefault(clause.id.rpartition(".")[0], []).append(Row(clause, values))
    yield from found.items()


def _table(document: Document, above: str, heads: tuple[str, ...], rows: list[Row]) -> Table:
    own: list[Row] = []
    totals: list[Row] = []
    for row in rows:
        first = list(row.values.values())[:2]
        if any(_TOTAL.match(value) for value in first):
            totals.append(row)
        # A cell over several columns heads a part of the table: its text stands in each of them.
        elif len(first) < 2 or first[0] != first[1]:
            own.append(row)
    return Table(document, above, heads, tuple(own), totals[-1] if totals else None)
