"""Documents become clauses: readers, repair, structure, metadata, citation labels."""

from corpus.model import CITABLE, Clause, ClauseKind, CorpusError, Document, Evidence, ParsedDocument, Repair
from corpus.parse import parse
from corpus.parts import Part, parts
from corpus.source import Cell, Paragraph, Source, Table

__all__ = [
    "CITABLE",
    "Cell",
    "Clause",
    "ClauseKind",
    "CorpusError",
    "Document",
    "Evidence",
    "Paragraph",
    "ParsedDocument",
    "Part",
    "Repair",
    "Source",
    "Table",
    "parse",
    "parts",
]
