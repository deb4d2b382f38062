"""Clauses from the tree of a container: what a person cites, with its place, path and label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.draft import Draft
from corpus.model import ClauseKind
from corpus.nodes import Block, Node, groups, walk
from corpus.numbering import DIVISIONS, Family
from corpus.numerals import parse_numeral
from corpus.outline import build
from corpus.table_units import declared_units
from corpus.tables import short_name

_LETTERS: dict[Family, str] = {
    "part": "b",
    "subpart": "f",
    "division": "d",
    "chapter": "c",
    "section": "s",
    "han": "h",
    "han_paren": "i",
    "arabic": "n",
}
#: 1. or 1.2 at the beginning of a place inside an attachment.
_LEADING_ITEM = re.compile(r"(?P<number>\d+)(?P<item>\.(?!\d))?")


class Drafter:
    """Collects the clauses of one container: the document itself or one attachment."""

    def __init__(self, prefix: str = "", label: str = "", path: tuple[str, ...] = ()) -> None:
        """Begin a container.

        Args:
            prefix: Its place with a dot behind it, such as ``a1.``; empty for the document.
            label: Its label, such as ``附件1``.
            path: Headings above it.
        """
        self._prefix = prefix
        self._label = label
        self._path = path
        self._tables = 0
        self._table_count = 0
        self._articles = False
        self._restarts = False
        self._caption: list[Block] = []
        self.drafts: list[Draft] = []

    def add(
        self, kind: ClauseKind, place: str, label: str, path: tuple[str, ...], blocks: Sequence[Block]
    ) -> None:
        """Add a clause that spans some paragraphs; where the frame comes in between it is in two pieces."""
        start = blocks[0].start
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if following is None or following.order != block.order + 1:
                self._draft(kind, place, label, path, start, block.end)
                start = following.start if following is not None else 0

    def _draft(
        self, kind: ClauseKind, place: str, label: str, path: tuple[str, ...], start: int, end: int
    ) -> None:
        if self._label[-1:].isdigit() and (item := _LEADING_ITEM.match(label)):
            # 附件2 and 1. would run into 附件21.
            label = f"第{item['number']}项{label[item.end() :]}" if item["item"] else f" {label}"
        self.drafts.append(
            Draft(self._prefix + place, kind, self._path + path, self._label + label, start, end)
        )

    def content(self, blocks: Sequence[Block]) -> None:
        """Add everything of a container that is not its frame.

        Args:
            blocks: Paragraphs and tables in reading order; captions are marked.
        """
        self._table_count = sum(1 for block in blocks if block.table is not None)
        before, top, closing = build(blocks)
        articles = [node for node in walk(top) if node.unit.family == "article"]
        self._articles = bool(articles)
        numbers = Counter(node.unit.mark.place for node in articles if node.unit.mark)
        self._restarts = any(count > 1 for count in numbers.values())
        self._paragraphs(before, "", "", (), "p", "第{}段")
        for node in top:
            self._node(node, "", "", ())
        self._paragraphs(closing, "", "", (), "end", "结尾第{}段")

    def _paragraphs(
        self,
        blocks: Sequence[Block],
        place: str,
        label: str,
        path: tuple[str, ...],
        letter: str,
        form: str,
        count: int = 0,
    ) -> int:
        """Add paragraphs one clause each, tables in their places; returns how many clauses there are."""
        dot = "." if place else ""
        run: list[Block] = []
        for block in [*blocks, None]:
            if block is not None and block.table is None and not block.caption:
                run.append(block)
                continue
            for group in groups(run):
                count += 1
                self.add("clause", f"{place}{dot}{letter}{count}", label + form.format(count), path, group)
            run = []
            if block is not None:
                self._loose(block, place, label, path)
        return count

    def _loose(self, block: Block, place: str, label: str, path: tuple[str, ...]) -> None:
        if block.table is not None:
            self._table(block, place, label, path)
        else:
            self._caption.append(block)

    def _node(self, root: Node, place: str, label: str, path: tuple[str, ...]) -> None:
        # A stack, as an outline may be as deep as its file makes it.
        pending: list[tuple[Node, str, str, tuple[str, ...], bool]] = [(root, place, label, path, False)]
        counts: dict[int, int] = {}
        while pending:
            node, place, label, path, done = pending.pop()
            if done:
                self._paragraphs(node.tail, place, label, path, "p", "第{}段", counts[id(node)])
                continue
            place, label = self._place(node, place, label)
            own = node.opener.text[: node.head_end].rstrip("。：:；; \u3000")
            path = (*path, own) if own else path
            if node.whole:
                self._whole(node, place, label, path)
                continue
            counts[id(node)] = self._container(node, place, label, path)
            pending.append((node, place, label, path, True))
            pending += [(child, place, label, path, False) for child in reversed(node.children)]

    def _place(self, node: Node, place: str, label: str) -> tuple[str, str]:
        unit = node.unit
        dot = "." if place else ""
        if unit.box is not None:
            number = parse_numeral(unit.box) or unit.box or "1"
            return f"{place}{dot}box{number}", f"{label}专栏{unit.box}"
        if unit.mark is None:
            return f"{place}{dot}u{unit.number}", f"{label}{node.opener.text}"
        mark = unit.mark
        if mark.family == "article":
            if self._restarts:
                return f"{place}{dot}{mark.place}", f"{label}{mark.written}"
            return mark.place, mark.written
        if mark.family == "decimal":
            # A standard's 4 is cited as 第4章, its 4.1 as it stands.
            written = mark.written if len(mark.components) > 1 else f"第{mark.number}章"
            return f"{place}{dot}{mark.place}", written
        letter = _LETTERS.get(mark.family, "") if self._articles else ""
        return f"{place}{dot}{letter}{mark.place}", f"{label}{mark.written}"

    def _whole(self, node: Node, place: str, label: str, path: tuple[str, ...]) -> None:
        kind: ClauseKind = "box" if node.unit.box is not None else "clause"
        if node.unit.family in DIVISIONS and not node.body and not node.children:
            kind = "heading"
        blocks = [node.opener, *_below(node)]
        if any(block.table is not None or block.caption for block in blocks):
            self._with_tables(kind, node, place, label, path, blocks)
        else:
            self.add(kind, place, label, path, blocks)

    def _with_tables(
        self,
        kind: ClauseKind,
        node: Node,
        place: str,
        label: str,
        path: tuple[str, ...],
        blocks: Sequence[Block],
    ) -> None:
        """A clause with a table in it: the text before the table bears the clause's own place."""
        cut = next(i for i, block in enumerate(blocks) if block.table is not None or block.caption)
        first = blocks[:cut]
        if kind == "clause" and node.headed and cut == 1:
            kind = "heading"
        self.add(kind, place, label, path, first)
        inside = place if node.unit.box is not None else ""
        count = len(groups(first[1:])) + (0 if node.headed else 1)
        run: list[Block] = []
        for block in [*blocks[cut:], None]:
            if block is not None and block.table is None and not block.caption:
                run.append(block)
                continue
            for group in groups(run):
                count += 1
                self.add("clause", f"{place}.p{count}", f"{label}第{count}段", path, group)
            run = []
            if block is not None:
                self._loose(block, inside, label if inside else "", path)

    def _container(self, node: Node, place: str, label: str, path: tuple[str, ...]) -> int:
        opener = node.opener
        head = node.head_end
        if head == 0:
            return self._paragraphs([opener, *node.body], place, label, path, "p", "第{}段")
        heading = Block(opener.start, opener.start + len(opener.text[:head].rstrip()))
        self.add("heading", place, label, path, [heading])
        body = list(node.body)
        if head < len(opener.text):
            rest = Block(opener.start + head, opener.end, opener.text[head:], order=opener.order)
            body.insert(0, rest)
        return self._paragraphs(body, place, label, path, "p", "第{}段")

    def _table(self, block: Block, place: str, label: str, path: tuple[str, ...]) -> None:
        assert block.table is not None
        self._tables += 1
        dot = "." if place else ""
        number = self._tables
        base = f"{place}{dot}t{number}"
        captions, self._caption = self._caption, []
        titles = [caption.text for caption in captions if not declared_units(caption.text)]
        name = self._name(titles[0] if titles else "", number, label)
        head = f"{name}表头" if label or not name else name
        path = (*path, *titles)
        start = captions[0].start if captions else None
        end = captions[-1].end if captions else 0
        sections = 0
        for row, span in zip(block.table.rows, block.rows, strict=True):
            if not row.number and not row.section:
                start, end = (span.start if start is None else start), span.end
                continue
            if start is not None:
                self._draft("heading", base, head, path, start, end)
                start = None
            if row.section:
                sections += 1
                self._draft("heading", f"{base}.s{sections}", name + row.text, path, span.start, span.end)
                continue
            row_label = f"{name}第{row.number}行{'（合计）' if row.total else ''}"
            self._draft("table_row", f"{base}.{row.number}", row_label, path, span.start, span.end)
        if start is not None:
            self._draft("heading", base, head, path, start, end)

    def _name(self, caption: str, number: int, label: str) -> str:
        if label:
            return label if self._table_count == 1 else f"{label}表{number}"
        if self._label:
            return "" if self._table_count == 1 else f"表{number}"
        return short_name(caption) or f"表{number}"


def _below(node: Node) -> list[Block]:
    """Everything under a unit that is cited whole, in reading order."""
    blocks = list(node.body)
    for below in walk(node.children):
        blocks += [below.opener, *below.body, *below.tail]
    return sorted([*blocks, *node.tail], key=lambda block: block.start)
