"""A whole draft, sentence by sentence, each with what the draft said before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.chain import Assistant
from assistant.drafts.evidence import Candidate, Said, pool_of, read
from assistant.drafts.judge import judge
from assistant.drafts.judgement import Judgement
from assistant.drafts.model import DraftReport, DraftStatement
from assistant.drafts.references import Cited, references_of
from assistant.drafts.sentences import Sentence, sentences
from assistant.drafts.shelf import Shelf, pairs_of
from assistant.drafts.suggest import suggestion
from assistant.model import Citation
from assistant.statements import units_of
from corpus import Clause, Document
from corpus.citation import part_label
from corpus.places import places


def check_draft(
    text: str, assistant: Assistant, *, progress: Callable[[int, int], None] | None = None
) -> DraftReport:
    """Hold every sentence of a draft to the corpus.

    Args:
        text: The draft.
        assistant: The assistant whose index is the corpus.
        progress: Told how many sentences are done, and of how many.

    Returns:
        The verdict on each sentence, in order.
    """
    shelf = Shelf(assistant.index)
    cited = references_of(text, shelf)
    found = list(sentences(text))
    statements = []
    current: Document | None = None
    before: tuple[Clause, ...] = ()
    paragraph = -1
    around = frozenset(place.full for place in places(text[: found[0].end])) if found else frozenset()
    for done, sentence in enumerate(found, 1):
        said = read(text, sentence.start, sentence.end, cited)
        here = frozenset(name.key for name in said.names if name.kind == "place")
        if sentence.kind != "said":
            around = here or around
        if sentence.paragraph != paragraph:
            paragraph, before = sentence.paragraph, ()
        judgement = _judged(sentence, said, shelf, current, around, before)
        statements.append(_statement(text, sentence, judgement, bool(said.cited)))
        current = _spoken_of(said.cited, judgement, current)
        before = tuple(one.clause for one in judgement.basis) or before
        if progress is not None:
            progress(done, len(found))
    return DraftReport(text, tuple(statements))


def _judged(
    sentence: Sentence,
    said: Said,
    shelf: Shelf,
    current: Document | None,
    around: frozenset[str],
    before: Sequence[Clause],
) -> Judgement:
    if sentence.kind == "frame":
        return Judgement("not_checked")
    row = "\t" in said.text and len({one.key for one in said.names if one.kind == "place"}) > 1
    if sentence.kind == "heading" and not (said.counted or said.quotes or said.cited or row):
        return Judgement("not_checked")
    return judge(said, pool_of(said, shelf, current, around, before), shelf)


def _spoken_of(cited: Sequence[Cited], judgement: Judgement, current: Document | None) -> Document | None:
    """The document that the draft speaks of from here on: the one it named last, else rested on."""
    for one in reversed(cited):
        if one.document is not None:
            return one.document
    if judgement.verdict in {"supported", "contradicted"} and judgement.basis:
        return judgement.basis[0].document
    return current


def _statement(text: str, sentence: Sentence, judgement: Judgement, refers: bool) -> DraftStatement:
    said = text[sentence.start : sentence.end]
    citations = tuple(_citation(mark, candidate, said) for mark, candidate in enumerate(judgement.basis, 1))
    suggested = suggestion(citations) if judgement.verdict == "supported" and not refers else ""
    return DraftStatement(
        said, sentence.start, sentence.end, judgement.verdict, judgement.reasons, citations, suggested
    )


def _citation(mark: int, candidate: Candidate, said: str) -> Citation:
    """The clause with the statement of it that is most like the sentence as quotation."""
    clause, document = candidate.clause, candidate.document
    pairs = pairs_of(said)
    units = [unit for unit in units_of(clause, document) if unit.kind != "heading"]
    best = max(units, key=lambda unit: len(pairs & pairs_of(unit.text)), default=None)
    start, end = (best.start, best.end) if best else (0, len(clause.text))
    return Citation(
        mark=mark,
        clause=clause,
        document=document,
        label=part_label(document, clause, start, end),
        quote=clause.text[start:end],
        start=clause.start + start,
        end=clause.start + end,
    )
