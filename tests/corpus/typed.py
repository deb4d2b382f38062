"""Documents typed as text, as the tests of whole documents read them."""

from corpus import ParsedDocument, parse
from corpus.citation import place_label
from corpus.readers import read_bytes


def read(text: str) -> ParsedDocument:
    return parse(read_bytes(text.encode(), "文件.txt"), document_id="d")


def cited(parsed: ParsedDocument) -> list[str]:
    """Places of what a person cites by its number, in reading order."""
    return [
        place_label(parsed.document, c) for c in parsed.clauses if c.kind in {"clause", "table_row", "box"}
    ]


def rows(text: str) -> list[str]:
    return [clause.text for clause in read(text).clauses if clause.kind == "table_row"]
