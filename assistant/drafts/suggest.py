"""The citation of a statement in the form that offices use, and a draft with the citations inserted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafts.model import DraftReport
from assistant.model import Citation
from corpus.citation import document_label


def suggestion(citations: Sequence[Citation]) -> str:
    """Return ``根据《…》（文号）二、（二）1.，``; places of one document follow its title once."""
    written: list[str] = []
    last = ""
    for citation in citations:
        head = document_label(citation.document)
        label = citation.label
        written.append(label.removeprefix(head) if head == last and label != head else label)
        last = head
    return f"根据{'、'.join(dict.fromkeys(written))}，" if written else ""


def with_suggestions(report: DraftReport) -> str:
    """Return the draft's text with every suggestion inserted, once where sentences in a row share it."""
    pieces: list[str] = []
    at = 0
    last = ""
    for statement in report.statements:
        between = report.text[at : statement.start]
        if "\n" in between:
            last = ""
        pieces.append(between)
        if statement.suggestion and statement.suggestion != last:
            pieces.append(statement.suggestion)
        if statement.citations:
            last = statement.suggestion or suggestion(statement.citations)
        pieces.append(statement.text)
        at = statement.end
    return "".join([*pieces, report.text[at:]])
