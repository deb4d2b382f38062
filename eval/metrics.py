"""Metrics as pure functions of plain values, each with its definition and where it comes from.

A case without an answer (an error, a time-out) enters with the worst value and is never left out, so a
crash cannot raise a mean.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from statistics import fmean


def recall_at_k(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], k: int) -> float:
    """Share of the relevant items among the first k.

    ``|relevant ∩ ranked[:k]| / |relevant|`` (Manning, Raghavan, Schütze 2008, 8.4; ``R@k`` of ir_measures).

    Args:
        ranked: Retrieved items, best first, each once.
        relevant: What should be found; not empty.
        k: Cut-off, at least 1.

    Returns:
        A value from 0 to 1.
    """
    _check(relevant, k)
    return len(relevant & set(ranked[:k])) / len(relevant)


def success_at_k(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], k: int) -> float:
    """1 where any relevant item is among the first k, else 0 (hit rate; ``Success@k`` of ir_measures)."""
    _check(relevant, k)
    return float(not relevant.isdisjoint(ranked[:k]))


def reciprocal_rank(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], k: int = 10) -> float:
    """One over the rank of the first relevant item, 0 where none is among the first k.

    Its mean over questions is the MRR (Voorhees 1999, TREC-8 question answering; ``RR@k`` of ir_measures).
    """
    _check(relevant, k)
    return next((1 / rank for rank, item in enumerate(ranked[:k], start=1) if item in relevant), 0.0)


def ndcg_at_k(ranked: Sequence[Hashable], relevant: AbstractSet[Hashable], k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary gains.

    ``sum(1 / log2(rank + 1) over relevant ranks <= k)`` over the same sum of the ideal ranking (Järvelin and
    Kekäläinen 2002; ``nDCG@k`` of ir_measures).
    """
    _check(relevant, k)
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], start=1) if item in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return gain / ideal


def f1(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall (van Rijsbergen 1979); 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Smallest value that at least a given share of the values does not exceed (nearest rank).

    Args:
        values: At least one.
        share: From 0 (exclusive) to 1; 0.95 gives p95.

    Returns:
        One of the values.
    """
    if not values or not 0 < share <= 1:
        raise ValueError("percentile needs values and a share within (0, 1]")
    return sorted(values)[math.ceil(share * len(values)) - 1]


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; 0 of nothing, so that an empty group reads as no success."""
    return fmean(values) if values else 0.0


def wilson_interval(successes: int, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """Confidence interval of a share that stays sensible near 0 and 1 and for few trials.

    Wilson 1927; ``proportion_confint(method="wilson")`` of statsmodels.

    Args:
        successes: How many succeeded.
        trials: Out of how many.
        z: Normal quantile; the default gives 95 %.

    Returns:
        Lower and upper bound; (0, 1) without a trial.
    """
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap_interval(
    values: Sequence[float],
    statistic: Callable[[Sequence[float]], float] = mean,
    *,
    samples: int = 2000,
    seed: int = 20180816,
) -> tuple[float, float]:
    """95 % percentile bootstrap interval (Efron 1979) of a statistic over cases.

    Args:
        values: One value for each case; resampled with replacement.
        statistic: What is estimated, the mean unless named.
        samples: How many resamples.
        seed: Of the generator, so that a report repeats exactly.

    Returns:
        Lower and upper bound; (0, 0) of nothing.
    """
    if not values:
        return 0.0, 0.0
    generator = random.Random(seed)
    drawn = sorted(statistic(generator.choices(values, k=len(values))) for _ in range(samples))
    return drawn[int(0.025 * samples)], drawn[min(int(0.975 * samples), samples - 1)]


def mcnemar(won: int, lost: int) -> float:
    """Two-sided exact McNemar test over paired right-or-wrong outcomes.

    Under the null hypothesis each discordant case falls to either side with probability 1/2 (McNemar 1947,
    exact binomial form; ``mcnemar(exact=True)`` of statsmodels).

    Args:
        won: Cases that only the second run has right.
        lost: Cases that only the first run has right.

    Returns:
        The p value; 1 without a discordant case.
    """
    discordant = won + lost
    tail: int = sum(math.comb(discordant, i) for i in range(min(won, lost) + 1))
    return min(1.0, tail / 2 ** (discordant - 1)) if discordant else 1.0


def _check(relevant: AbstractSet[Hashable], k: int) -> None:
    if not relevant:
        raise ValueError("a retrieval metric needs at least one relevant item")
    if k < 1:
        raise ValueError("a cut-off is at least 1")
