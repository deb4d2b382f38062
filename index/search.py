"""Rank clauses for a question: understand it, ask both retrievers, fuse, rerank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import Clause
from index.catalog import Catalog
from index.embedding import Embedder
from index.fusion import reciprocal_rank_fusion
from index.lexical import LexicalIndex
from index.query import understand

#: Candidates asked of each retriever.
DEPTH = 200
#: Weights of the retrievers in the fusion, chosen on the development sets.
WEIGHTS = {"dense": 2.0, "lexical": 1.0}


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
        ranks: Place in each retriever from 1.
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
    vector = sources.embedder.embed_query(understood.corrected)
    depth = max(DEPTH, k)
    while True:
        found = {
            "dense": sources.dense(vector, depth),
            "lexical": sources.lexical.search(understood.corrected, depth),
        }
        exhausted = all(len(hits) < depth for hits in found.values()) or depth >= len(sources.lexical)
        rankings = {
            name: [key for key, _ in hits if allowed is None or allowed(key)] for name, hits in found.items()
        }
        fused = reciprocal_rank_fusion(rankings, WEIGHTS)
        if exhausted or len(fused) >= k:
            return [Ranked(key, score, ranks) for key, score, ranks in fused[:k]]
        depth *= 8
