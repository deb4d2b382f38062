"""Fuse rankings of several retrievers into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[str]], weights: Mapping[str, float], k: float = 60.0
) -> list[tuple[str, float, dict[str, int]]]:
    """Fuse by rank: an id scores the sum of ``weight / (k + rank)`` over the rankings that hold it.

    Args:
        rankings: Retriever name to ids, best first, without ids that scored nothing.
        weights: Weight of each retriever; 1 where a name is missing.
        k: Damping; the larger, the less the first places stand out.

    Returns:
        ``(id, score, rank in each retriever from 1)``, best first, ties by id.
    """
    scores: dict[str, float] = {}
    ranks: dict[str, dict[str, int]] = {}
    for name, ids in rankings.items():
        weight = weights.get(name, 1.0)
        for rank, key in enumerate(ids, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (k + rank)
            ranks.setdefault(key, {})[name] = rank
    return [(key, scores[key], ranks[key]) for key in sorted(scores, key=lambda key: (-scores[key], key))]
