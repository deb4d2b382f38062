"""Rank clauses for a question: understand it, ask both retrievers, fuse, rerank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

import numpy as np
from numpy.typing import NDArray

from corpus import CITABLE, Clause
from corpus.numerals import NUMERAL, parse_numeral
from index.catalog import Catalog
from index.embedding import Embedder
from index.fusion import reciprocal_rank_fusion
from index.lexical import LexicalIndex
from index.query import understand
from index.rerank import Candidate, rerank
from index.understanding import QueryUnderstanding
from index.words import Words

#: Candidates asked of each retriever.
DEPTH = 200
#: Weights of the retrievers in the fusion, and fused candidates that are reranked.
FUSION = {"dense": 2.0, "lexical": 1.0}
POOL = 150
#: Weight of an official word that stands for an everyday word of the question, in the lexical query.
SYNONYM = 1.0

#: Scores that differ by less are equal.
_EQUAL = 1e-6

# The place of an item as a citation writes it: 二、（二）1. or 第四章1.
_ITEM = re.compile(
    rf"(?:第[{NUMERAL}]+章|[{NUMERAL}]{{1,3}}、)(?:[（(][{NUMERAL}]{{1,3}}[)）])?(?:[0-9]{{1,2}}[.．])?"
)
_STEP = re.compile(rf"[{NUMERAL}]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a ranking draws on.

    Attributes:
        embedder: Turns the question into a vector.
        dense: ``(vector, n)`` to at most n ``(clause id, cosine)``, best first, each clause once with its
            best window.
        lexical: BM25 over the same clauses.
        catalog: What the corpus names.
        clauses: Clause ids to clauses; an id that does not exist is left out.
    """

    embedder: Embedder
    dense: Callable[[NDArray[np.float32], int], Sequence[tuple[str, float]]]
    lexical: LexicalIndex
    catalog: Catalog
    clauses: Callable[[Sequence[str]], Mapping[str, Clause]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A clause id with its place.

    Attributes:
        clause_id: The clause.
        score: Larger is better, comparable within one ranking only.
        ranks: Place in each retriever from 1: ``dense``, ``lexical``; ``named`` where the question names the
            clause itself.
    """

    clause_id: str
    score: float
    ranks: dict[str, int]


def rank(
    query: str, sources: Sources, k: int = 10, allowed: Callable[[str], bool] | None = None
) -> list[Ranked]:
    """Rank clauses for a question.

    Args:
        query: The question, whole.
        sources: What to draw on.
        k: At most so many clauses.
        allowed: Whether a clause id may be returned; None lets all through.

    Returns:
        Best first, ties by clause id; the same for the same question and index.
    """
    understood = understand(query, sources.catalog)
    named = [key for key in _named(understood, sources) if allowed is None or allowed(key)]
    terms = query_terms(understood, sources.lexical.words)
    dense, lexical = _retrieve(understood, terms, sources, k, allowed)
    fused = reciprocal_rank_fusion({"dense": list(dense), "lexical": list(lexical)}, FUSION)
    ranks = {key: places for key, _, places in fused}
    pool = [key for key, _, _ in fused[: max(POOL, k)]]
    clauses = sources.clauses(pool)
    # What BM25 ranks below its last hit still holds words of the question, often nearly as many.
    lexical |= sources.lexical.score(terms, [key for key in pool if key not in lexical])
    candidates = [
        Candidate(clauses[key], dense.get(key), lexical.get(key, 0.0), ranks[key])
        for key in pool
        if key in clauses
    ]
    scored = copies_last(rerank(understood, candidates, sources.catalog), sources.catalog)
    scored = serve_all(scored, _groups(understood))
    top = scored[0][1] if scored else 0.0
    first = [
        Ranked(key, top + len(named) - place, ranks.get(key, {}) | {"named": place + 1})
        for place, key in enumerate(named)
    ]
    rest = [
        Ranked(candidate.clause.id, score, dict(candidate.ranks))
        for candidate, score in scored
        if candidate.clause.id not in named
    ]
    return [*first, *rest][:k]


def copies_last(scored: Sequence[tuple[Candidate, float]], catalog: Catalog) -> list[tuple[Candidate, float]]:
    """Move clauses behind all others that say word for word what a better one of the same title says.

    A document that was taken in twice, and an article that its law's next version left as it was, would take
    two of the places that a reader looks at. Of equally good ones the current version stays.

    Args:
        scored: Candidates with their scores, best first.
        catalog: Knows titles and which version is current.

    Returns:
        All of them; scores never rise.
    """
    kept: dict[tuple[str, str], int] = {}
    order: list[tuple[Candidate, float]] = []
    copies: list[tuple[Candidate, float]] = []
    for pair in scored:
        clause = pair[0].clause
        title = catalog.shared_titles.get(clause.document_id)
        if title is None:
            order.append(pair)
            continue
        words = title, "".join(clause.text.split())
        if words not in kept:
            kept[words] = len(order)
            order.append(pair)
            continue
        first, score = order[kept[words]]
        better = catalog.currency(clause.document_id) > catalog.currency(first.clause.document_id)
        if better and pair[1] > score - _EQUAL:
            order[kept[words]] = pair[0], score
            pair = first, pair[1]
        copies.append(pair)
    if not copies:
        return order
    falling = accumulate((score for _, score in (*order, *copies)), min)
    return [(pair[0], score) for pair, score in zip((*order, *copies), falling, strict=True)]


def serve_all(
    scored: Sequence[tuple[Candidate, float]], groups: Sequence[frozenset[str]]
) -> list[tuple[Candidate, float]]:
    """Let the documents of every group lead in turn, where a question sets several side by side.

    Args:
        scored: Candidates with their scores, best first.
        groups: Ids of documents; with fewer than two groups the order stays.

    Returns:
        The best of each group, then the second best of each, …, then the rest; scores never rise.
    """
    if len(groups) < 2:
        return list(scored)
    queues = [[pair for pair in scored if pair[0].clause.document_id in group] for group in groups]
    queues = sorted((queue for queue in queues if queue), key=lambda queue: -queue[0][1])
    taken = [pair for turn in zip_longest(*queues) for pair in turn if pair is not None]
    ids = {candidate.clause.id for candidate, _ in taken}
    taken += [pair for pair in scored if pair[0].clause.id not in ids]
    falling = accumulate((score for _, score in taken), min)
    return [(candidate, score) for (candidate, _), score in zip(taken, falling, strict=True)]


def _groups(understood: QueryUnderstanding) -> list[frozenset[str]]:
    """Documents that the places of a question point to; places that share a document point to that one."""
    groups: list[frozenset[str]] = []
    for mention in understood.places:
        for number, group in enumerate(groups):
            if shared := group & set(mention.documents):
                groups[number] = shared
                break
        else:
            groups.append(frozenset(mention.documents))
    return groups


def _retrieve(
    understood: QueryUnderstanding,
    terms: Mapping[str, float],
    sources: Sources,
    k: int,
    allowed: Callable[[str], bool] | None,
) -> tuple[dict[str, float], dict[str, float]]:
    """Ask both retrievers, deeper where a filter leaves too little; clause id to score, best first."""
    vector = query_vector(understood, sources.embedder)
    depth = max(DEPTH, k)
    while True:
        dense = sources.dense(vector, depth)
        lexical = sources.lexical.search(terms, depth)
        exhausted = depth >= len(sources.lexical) or (len(dense) < depth and len(lexical) < depth)
        kept = [
            {key: score for key, score in hits if allowed is None or allowed(key)}
            for hits in (dense, lexical)
        ]
        if exhausted or len(kept[0].keys() | kept[1].keys()) >= k:
            return kept[0], kept[1]
        depth *= 8


def query_vector(understood: QueryUnderstanding, embedder: Embedder) -> NDArray[np.float32]:
    """Embed a question; one with everyday words halfway to how an official would put it."""
    vector = embedder.embed_query(understood.corrected)
    if not understood.expansions:
        return vector
    official = understood.corrected
    for expansion in reversed(understood.expansions):
        official = official[: expansion.start] + expansion.official[0] + official[expansion.end :]
    both = (vector + embedder.embed_query(official)) / 2
    middle: NDArray[np.float32] = both / np.linalg.norm(both)
    return middle


def query_terms(understood: QueryUnderstanding, words: Words) -> dict[str, float]:
    """Return the terms of the lexical query with their weights, official words included."""
    terms: dict[str, float] = dict(Counter(words.terms(understood.corrected)))
    for expansion in understood.expansions:
        for official in expansion.official:
            for term in words.terms(official):
                terms[term] = max(terms.get(term, 0.0), SYNONYM)
    return terms


def _named(understood: QueryUnderstanding, sources: Sources) -> list[str]:
    """Ids of the clauses that the question names by title and place, in the order it names them.

    A place belongs to the title or 文号 that stands nearest before it; of several versions of a document the
    current is first.
    """
    ids: list[str] = []
    naming = [mention for mention in (*understood.titles, *understood.numbers) if mention.documents]
    for start, place in _places_named(understood):
        before = max((one for one in naming if one.end <= start), key=lambda one: one.end, default=None)
        if before is not None:
            ids += [f"{document}:{place}" for document in before.documents]
    found = sources.clauses(ids) if ids else {}
    return [key for key in dict.fromkeys(ids) if key in found and found[key].kind in CITABLE]


def _places_named(understood: QueryUnderstanding) -> list[tuple[int, str]]:
    """Offsets of the places in a question, and the places as clause ids write them: 二、（二）1. is 2.2.1."""
    found = [(article.start, article_place(article.name)) for article in understood.articles]
    for match in _ITEM.finditer(understood.corrected):
        numbers = [parse_numeral(number) for number in _STEP.findall(match[0])]
        found.append((match.start(), ".".join(str(number) for number in numbers)))
    return sorted(found)


def article_place(name: str) -> str:
    """Return the place in a clause id of an article: ``12`` for 第十二条, ``12-1`` for 第十二条之一."""
    numbers = [parse_numeral(part) for part in re.findall(r"[^第条之]+", name)]
    return "-".join(str(number) for number in numbers)
