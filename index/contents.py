"""What of a document is embedded and what of it is indexed as words."""

from __future__ import annotations

from corpus import CITABLE, Clause, Document, ParsedDocument
from index.passage import passage_text, windows


def embedded_texts(parsed: ParsedDocument) -> dict[str, list[str]]:
    """Return the texts to embed, by id of the clause, for every clause that a search may return."""
    return {
        clause.id: [passage_text(parsed.document, clause, window) for window in windows(clause)]
        for clause in parsed.clauses
        if clause.kind in CITABLE
    }


def lexical_text(document: Document, clause: Clause) -> str:
    """Return the text whose words find a clause: its document's title, its headings, itself."""
    return "\n".join((document.title, *clause.path, clause.text))
