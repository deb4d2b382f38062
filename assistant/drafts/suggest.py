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


def to_insert(report: DraftReport) -> tuple[int, ...]:
    """Return which statements get their suggestion: once where sentences in a row share it."""
    places: list[int] = []
    at = 0
    last = ""
    for place, statement in enumerate(report.statements):
        if "\n" in report.text[at : statement.start]:
            last = ""
        if statement.suggestion and statement.suggestion != last:
            places.append(place)
        if statement.citations:
            last = statement.suggestion or suggestion(statement.citations)
        at = statement.end
    return tuple(places)


def with_suggestions(report: DraftReport) -> str:
    """Return the draft's text with the suggestions inserted."""
    pieces: list[str] = []
    at = 0
    for place in to_insert(report):
        statement = report.statements[place]
        pieces += [report.text[at : statement.start], statement.suggestion]
        at = statement.start
    return "".join([*pieces, report.text[at:]])
