"""Citation text: a clause becomes a label, and a label in running text the clause it names."""

from corpus.citation.label import (
    document_label,
    footnote,
    in_text,
    label,
    part_label,
    place_label,
    reference_list,
    written_date,
)
from corpus.citation.number import NumberMention, find_numbers, normalise_number
from corpus.citation.place import place_key

__all__ = [
    "NumberMention",
    "document_label",
    "find_numbers",
    "footnote",
    "in_text",
    "label",
    "normalise_number",
    "part_label",
    "place_key",
    "place_label",
    "reference_list",
    "written_date",
]
