"""The guard: a sentence is said only where the clauses it cites carry it."""

from assistant.guard.answer import check_answer
from assistant.guard.check import check
from assistant.guard.model import CheckedSentence, Evidence, Reason, ReasonKind, Verdict
from assistant.guard.sentences import marks_of, normalise_marks, split_sentences, without_marks

__all__ = [
    "CheckedSentence",
    "Evidence",
    "Reason",
    "ReasonKind",
    "Verdict",
    "check",
    "check_answer",
    "marks_of",
    "normalise_marks",
    "split_sentences",
    "without_marks",
]
