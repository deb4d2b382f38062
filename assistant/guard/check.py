"""The guard: whether cited clauses carry a sentence, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from assistant.figures import Figure, figures
from assistant.guard.anchors import Anchor, anchors_of
from assistant.guard.conditions import check_conditions
from assistant.guard.joins import check_joins
from assistant.guard.model import CheckedSentence, Evidence, Reason, Verdict
from assistant.guard.names import check_names, evidence_names, sentence_names
from assistant.guard.quotes import check_quotes, check_titles, quoted_spans
from assistant.guard.sentences import split_sentences, statements_of, without_marks
from assistant.guard.support import (
    REASON_KIND,
    Occurrence,
    clause_figures,
    in_period,
    occurrences,
    same,
    same_unit,
)
from assistant.model import Citation

_NEGATION: Final = re.compile(
    r"没有|未(?!来|满|婚|成年)|不是|并非|不在|非(?=[\u4e00-\u9fff]{2,}[省市县区])|无(?:法|此|相关|关于|明确)|不包含|不涉及|找不到|查不到|尚无|而不是"
)


def check(sentence: str, evidence: Sequence[Evidence], *, question: str = "") -> Verdict:
    """Holds one sentence to the clauses it cites.

    Args:
        sentence: A sentence or a part of one; marks [n] in it are passed over.
        evidence: The clauses its marks stand for; every statement must be carried by them.
        question: The question it answers: what it echoes from there inside a negation (语料中没有2021年的…,
            不是陇南市) need not stand in a clause.

    Returns:
        The verdict, with a reason for each thing that goes beyond the evidence.
    """
    plain = without_marks(sentence)
    echoed = _echoes(plain, question)
    reasons = check_quotes(plain, evidence) + check_titles(plain, evidence)
    held = list(quoted_spans(plain))
    available = occurrences(evidence)
    said = figures(plain)
    for figure in said:
        if _covered(figure.start, figure.end, [*held, *echoed]):
            continue
        reasons.extend(_check_figure(plain, figure, available))
    reasons += check_names(plain, evidence)
    reasons += check_joins(
        anchors_of(plain, said, sentence_names(plain, evidence)), [_clause_anchors(item) for item in evidence]
    )
    reasons = [reason for reason in reasons if not _covered(reason.start, reason.end, echoed)]
    return Verdict(tuple(sorted(reasons, key=lambda reason: reason.start)))


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
    checked = []
    for start, end in split_sentences(text):
        sentence = text[start:end]
        reasons: list[Reason] = []
        marks: list[int] = []
        for begin, finish, own in statements_of(sentence):
            marks.extend(own)
            piece = sentence[begin:finish]
            unknown = [mark for mark in own if mark not in known]
            if unknown:
                reasons.extend(Reason("mark", f"[{mark}]", "", begin, finish) for mark in unknown)
                continue
            evidence = [known[mark] for mark in own]
            if not own:
                lead_in = _is_lead_in(text, start, end)
                found = check(piece, list(known.values()) if lead_in else [], question=question).reasons
                if found and not lead_in:
                    found = (Reason("mark", piece.strip(), "", begin, finish),)
            else:
                found = check(piece, evidence, question=question).reasons
            reasons.extend(_moved(found, begin))
        checked.append(
            CheckedSentence(sentence, start, end, tuple(dict.fromkeys(marks)), Verdict(tuple(reasons)))
        )
    return tuple(checked)


@lru_cache(maxsize=2048)
def _clause_anchors(item: Evidence) -> tuple[Anchor, ...]:
    return anchors_of(
        item.text, clause_figures(item.text), evidence_names(item), row=item.kind == "table_row"
    )


def _moved(reasons: Iterable[Reason], by: int) -> list[Reason]:
    return [
        Reason(reason.kind, reason.found, reason.expected, reason.start + by, reason.end + by)
        for reason in reasons
        if reason.kind != "mark"
    ] + [reason for reason in reasons if reason.kind == "mark"]


def _is_lead_in(text: str, start: int, end: int) -> bool:
    sentence = text[start:end]
    if sentence.endswith(("：", ":")) or sentence.startswith("#"):
        return True
    following = text[end:].lstrip("\n").split("\n", 1)[0]
    return sentence.startswith("|") and (not following or set(following) <= set("|-: \t"))


def _check_figure(sentence: str, said: Figure, available: Sequence[Occurrence]) -> list[Reason]:
    matches = [occurrence for occurrence in available if same(said, occurrence.figure)]
    if matches:
        return check_conditions(sentence, said, matches)
    if any(in_period(said, occurrence.figure) for occurrence in available):
        return []
    expected = next(
        (
            o.figure.text
            for o in available
            if o.inside and same_unit(said, o.figure) and o.figure.kind == said.kind
        ),
        "",
    )
    return [Reason(REASON_KIND[said.kind], said.text, expected, said.start, said.end)]


def _echoes(sentence: str, question: str) -> list[tuple[int, int]]:
    """Spans of a sentence that only repeat the question inside a negation or refusal."""
    if not question:
        return []
    spans = []
    for match in re.finditer(r"[^，,。；;：:！!？?\n]+", sentence):
        if not _NEGATION.search(match.group()):
            continue
        for figure in figures(match.group()):
            if any(same(figure, asked) for asked in figures(question)):
                spans.append((match.start() + figure.start, match.start() + figure.end))
        for start, end in (*quoted_spans(match.group()),):
            if match.group()[start:end] in question:
                spans.append((match.start() + start, match.start() + end))
    return spans


def _covered(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(begin <= start and end <= finish for begin, finish in spans)
