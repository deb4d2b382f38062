"""Documents given line by line, and the places that their clauses get."""

from __future__ import annotations

from corpus import Clause, Paragraph, Source, parse


def clauses(*lines: str, wrapped: bool = True) -> tuple[Clause, ...]:
    source = Source("文件.txt", "txt", tuple(Paragraph(line, wrapped=wrapped) for line in lines))
    return parse(source, document_id="d").clauses


def places(*lines: str) -> list[tuple[str, str]]:
    """Clause ids without the document's, with the label without the title, frame left out."""
    return [
        (clause.id.removeprefix("d:"), clause.label.split("》", 1)[1])
        for clause in clauses(*lines)
        if clause.kind in {"heading", "clause", "box", "table_row"}
    ]
