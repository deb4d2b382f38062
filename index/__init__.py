"""Clauses become a searchable index: embedding, record, Chroma, BM25, fusion, search."""

from index.build import BuildReport, build
from index.embedding import Embedder, EmbeddingError, load_embedder
from index.errors import IndexDamaged, IndexFailure, IndexMissing, IndexStale, IndexUnwritable
from index.intake import Progress
from index.model import Hit, Where
from index.opened import Index
from index.understanding import Mention, QueryUnderstanding

__all__ = [
    "BuildReport",
    "Embedder",
    "EmbeddingError",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexFailure",
    "IndexMissing",
    "IndexStale",
    "IndexUnwritable",
    "Mention",
    "Progress",
    "QueryUnderstanding",
    "Where",
    "build",
    "load_embedder",
]
