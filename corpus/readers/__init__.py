"""File readers: bytes of any supported format become a ``Source`` of paragraphs and tables."""

from corpus.readers.reading import SUFFIXES, read_bytes, read_source

__all__ = ["SUFFIXES", "read_bytes", "read_source"]
