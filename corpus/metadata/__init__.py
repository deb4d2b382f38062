"""What a document says of itself: title, 文号, issuer, dates, places, years, and the documents it cites."""

from corpus.metadata.dates import find_dates
from corpus.metadata.reading import Metadata, read_metadata

__all__ = ["Metadata", "find_dates", "read_metadata"]
