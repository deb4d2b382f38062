"""Clauses become a searchable index: embedding, record, Chroma, BM25, fusion, search."""

from index.model import Hit, Where

__all__ = ["Hit", "Where"]
