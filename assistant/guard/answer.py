"""A whole answer held to its citations, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.figures import Figure, figures
from assistant.guard.check import check
from assistant.guard.computed import workings
from assistant.guard.model import CheckedSentence, Evidence, Reason, Verdict
from assistant.guard.sentences import split_sentences, statements_of, without_marks
from assistant.model import Citation


def check_answer(
    text: str, citations: Sequence[Citation], *, question: str = ""
) -> tuple[CheckedSentence, ...]:
    """Holds every sentence of an answer to the clauses its marks stand for.

    A sentence with an unknown mark fails, and so does one that states something checkable without a mark;
    a lead-in (…如下：, a heading, the header of a table) is held to all citations of the answer.

    Args:
        text: The answer, its marks normalised by ``normalise_marks``.
        citations: The clauses that marks may stand for.
        question: The question it answers.

    Returns:
        One verdict for each sentence, in order; offsets into ``text``.
    """
    known = {citation.mark: Evidence.of(citation.clause, citation.document) for citation in citations}
    derived = _derived(text, list(known.values()))
    checked = []
    for start, end in split_sentences(text):
        sentence = text[start:end]
        reasons: list[Reason] = []
        marks: list[int] = []
        for begin, finish, own in statements_of(sentence):
            marks.extend(own)
            piece = sentence[begin:finish]
            unknown = [Reason("mark", f"[{mark}]", "", begin, finish) for mark in own if mark not in known]
            if unknown:
                reasons.extend(unknown)
            elif own:
                evidence = [known[mark] for mark in own]
                found = check(piece, evidence, question=question, derived=derived).reasons
                reasons.extend(_moved(found, begin))
            elif _is_lead_in(text, start, end):
                found = check(piece, list(known.values()), question=question, derived=derived).reasons
                reasons.extend(_moved(found, begin))
            elif not check(piece, (), question=question).ok:
                reasons.append(Reason("mark", piece.strip(), "", begin, finish))
        unique = tuple(dict.fromkeys(marks))
        checked.append(CheckedSentence(sentence, start, end, unique, Verdict(tuple(reasons))))
    return tuple(checked)


def _derived(text: str, evidence: Sequence[Evidence]) -> list[Figure]:
    """Results of the workings an answer shows whose operands the cited clauses state."""
    plain = without_marks(text)
    found = []
    for working in workings(plain, figures(plain)):
        operands = (plain[figure.start : figure.end] for figure in working.operands)
        if working.right and all(check(operand, evidence).ok for operand in operands):
            found.append(working.result)
    return found


def _moved(reasons: Iterable[Reason], by: int) -> list[Reason]:
    return [Reason(r.kind, r.found, r.expected, r.start + by, r.end + by) for r in reasons]


_NEXT_LINE: Final = re.compile(r"\n*([^\n]+)")


def _is_lead_in(text: str, start: int, end: int) -> bool:
    sentence = text[start:end]
    if sentence.endswith(("：", ":")) or sentence.startswith("#"):
        return True
    if not sentence.startswith("|"):
        return False
    following = _NEXT_LINE.match(text, end)
    return following is None or set(following.group(1)) <= set("|-: \t")
