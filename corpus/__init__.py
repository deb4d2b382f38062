"""Documents become clauses: readers, repair, structure, metadata, citation labels."""

import os

# onnxruntime runs the embedding and the scan reader. From 1.29 on it sends usage to its maker, and keeps a
# device id in the home directory, unless this is set before it is first imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

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
