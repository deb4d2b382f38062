"""``/original/{clause_id}``: a whole document as one readable page, opened at a clause."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from corpus import Clause, Document
from corpus.citation import written_date

_STYLE = "../page-assets/original.css"


def original_page(document: Document, clauses: Sequence[Clause], target: Clause, start: int, end: int) -> str:
    """Return the page.

    Args:
        document: The document to show.
        clauses: All its clauses in reading order, headings included.
        target: The clause to open at; it is highlighted.
        start: Offset in ``document.text`` of a quotation in it, which is marked.
        end: End of the quotation; not after ``start`` marks nothing.
    """
    about = " · ".join(
        escape(part)
        for part in (document.number, document.issuer, written_date(document.date) if document.date else None)
        if part
    )
    blocks = "\n".join(_block(clause, clause.id == target.id, start, end) for clause in clauses)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<link rel="stylesheet" href="{_STYLE}">
</head>
<body>
<main class="pa-original" aria-label="{escape(document.title)}">
<p class="pa-source">{about}</p>
{blocks}
</main>
</body>
</html>
"""


def _block(clause: Clause, is_target: bool, start: int, end: int) -> str:
    low, high = start - clause.start, end - clause.start
    text = clause.text
    if is_target and 0 <= low < high <= len(text):
        body = f"{escape(text[:low])}<mark>{escape(text[low:high])}</mark>{escape(text[high:])}"
    else:
        body = escape(text)
    target = ' id="pa-target" class="pa-target' if is_target else ' class="'
    # Line breaks of the text are kept by the style sheet: the offsets above stay simple.
    return f'<div{target} pa-{clause.kind}">{body}</div>'
