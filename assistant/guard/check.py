"""The guard: whether cited clauses carry a sentence, and if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from assistant.figures import Figure, figures
from assistant.guard.anchors import Anchor, anchors_of, tokens_of
from assistant.guard.chains import check_chains
from assistant.guard.computed import Working, check_workings, workings
from assistant.guard.conditions import check_conditions
from assistant.guard.exempt import counts_the_list, echoes, spans_the_years
from assistant.guard.joins import check_joins
from assistant.guard.layout import SENTENCE, STATEMENT
from assistant.guard.literal import stands_whole
from assistant.guard.model import Evidence, Reason, Verdict
from assistant.guard.names import Name, check_names, evidence_names, frames, own_places, sentence_names
from assistant.guard.pairs import check_pairs
from assistant.guard.quotes import check_addresses, check_quotes, check_titles, quoted_spans, title_spans
from assistant.guard.regions import Regions
from assistant.guard.sentences import without_marks
from assistant.guard.support import (
    REASON_KIND,
    FigureIndex,
    Occurrence,
    Occurrences,
    clause_figures,
    in_period,
    same_unit,
)
from assistant.guard.surroundings import Token


def check(
    sentence: str, evidence: Sequence[Evidence], *, question: str = "", derived: Sequence[Figure] = ()
) -> Verdict:
    """Holds one sentence to the clauses it cites.

    Args:
        sentence: A sentence or a part of one; marks [n] in it are passed over.
        evidence: The clauses its marks stand for; together they must carry everything it says.
        question: The question it answers: what it echoes from there inside a negation (语料中没有2021年的…,
            不是陇南市) need not stand in a clause.
        derived: Figures that another sentence of the answer computes and shows the working of.

    Returns:
        The verdict, with a reason for each thing that goes beyond the evidence.
    """
    plain = without_marks(sentence)
    if any(stands_whole(plain, item.text) for item in evidence):
        return Verdict()
    echoed = Regions(echoes(plain, question))
    said = [figure for figure in figures(plain) if not echoed.hold(figure.start, figure.end)]
    names = [name for name in sentence_names(plain, evidence) if not echoed.hold(name.start, name.end)]
    shown = workings(plain, said)
    literal = Regions((*quoted_spans(plain), *title_spans(plain)))
    held = [figure for figure in said if not literal.hold(figure.start, figure.end)]
    anchors = anchors_of(plain, _not_computed(said, shown), names)
    stands = [_clause_anchors(item) for item in evidence]
    own = frozenset(place for item in evidence for place in own_places(item).values())
    pairing = check_pairs(plain, anchors, stands, own | frames(evidence))
    reasons = [
        *check_quotes(plain, evidence),
        *check_titles(plain, evidence),
        *check_addresses(plain, evidence),
        *check_workings(shown),
        *_check_figures(plain, held, names, evidence, shown, derived),
        *check_names(plain, names, evidence),
        *check_chains(names, evidence),
        *pairing.reasons,
        *check_joins(anchors, stands, own, pairing.settled),
    ]
    kept = {
        (reason.start, reason.end, reason.kind): reason
        for reason in reasons
        if not echoed.hold(reason.start, reason.end)
    }
    return Verdict(tuple(sorted(kept.values(), key=lambda reason: (reason.start, reason.end))))


@lru_cache(maxsize=2048)
def _clause_anchors(item: Evidence) -> tuple[Anchor, ...]:
    return anchors_of(
        item.text,
        clause_figures(item.text),
        evidence_names(item),
        row=item.kind == "table_row",
        context=_context(item),
    )


def _context(item: Evidence) -> dict[Token, int]:
    """What a clause is about beside its words: its own short title, its headings, its document."""
    context = dict.fromkeys(tokens_of("\n".join((item.title, *item.path)), ()), SENTENCE)
    context.update(dict.fromkeys((("place", place) for place in own_places(item).values()), SENTENCE))
    if title := _OWN_TITLE.match(item.text.lstrip()[:_TITLE_WIDTH]):
        context.update(dict.fromkeys(tokens_of(title.group(1)), STATEMENT))
    return context


#: A clause's own number and short title: 7.优秀科技人才（B类）支持。
_OWN_TITLE: Final = re.compile(
    r"(?:第[^\s条]{1,6}条|[（(][^()（）]{1,4}[)）]|[一二三四五六七八九十百]{1,4}、|\d{1,3}\s*[.．、]|专栏\s*\d*)?"
    r"\s*([^。；，：:;,\n]{2,30})[。\n：:]"
)
_TITLE_WIDTH: Final = 60


def _not_computed(said: Sequence[Figure], shown: Sequence[Working]) -> list[Figure]:
    """Figures of workings join nothing: their objects are named where they are stated."""
    parts = {id(figure) for working in shown for figure in (*working.operands, working.result)}
    return [figure for figure in said if id(figure) not in parts]


def _check_figures(
    sentence: str,
    said: Sequence[Figure],
    names: Sequence[Name],
    evidence: Sequence[Evidence],
    shown: Sequence[Working],
    derived: Sequence[Figure],
) -> list[Reason]:
    available = Occurrences(evidence)
    results = FigureIndex([*(working.result for working in shown if working.right), *derived])
    reasons: list[Reason] = []
    for figure in said:
        if results.of(figure):
            continue
        if matches := available.of(figure):
            reasons.extend(check_conditions(sentence, figure, matches))
            continue
        if any(in_period(figure, occurrence.figure) for occurrence in available.times):
            continue
        if counts_the_list(sentence, figure, said, names, evidence) or spans_the_years(
            figure, said, available.times
        ):
            continue
        reasons.append(_unsupported(figure, available.all))
    return reasons


def _unsupported(said: Figure, available: Sequence[Occurrence]) -> Reason:
    expected = next(
        (
            occurrence.figure.text
            for occurrence in available
            if occurrence.inside
            and occurrence.figure.kind == said.kind
            and same_unit(said, occurrence.figure)
        ),
        "",
    )
    return Reason(REASON_KIND[said.kind], said.text, expected, said.start, said.end)
