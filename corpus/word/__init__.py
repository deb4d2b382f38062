"""Word files that people write in: drafts read and given back with comments, answers laid out as 公文."""

from corpus.word.layout import lay_out
from corpus.word.marking import Insertion, Remark, mark_word
from corpus.word.official import OfficialDocument
from corpus.word.reading import DRAFT_SUFFIXES, LONGEST_DRAFT, read_draft
from corpus.word.summary import Summary, SummaryTable

__all__ = [
    "DRAFT_SUFFIXES",
    "LONGEST_DRAFT",
    "Insertion",
    "OfficialDocument",
    "Remark",
    "Summary",
    "SummaryTable",
    "lay_out",
    "mark_word",
    "read_draft",
]
