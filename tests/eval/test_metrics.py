"""Metrics against numbers worked out by hand, and against ir_measures where it defines the same."""

import math
import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG

from eval.metrics import (
    bootstrap_interval,
    f1,
    mcnemar,
    mean,
    ndcg_at_k,
    percentile,
    recall_at_k,
    reciprocal_rank,
    success_at_k,
    wilson_interval,
)

RANKED = ["a", "b", "c", "d"]


def test_recall_counts_the_relevant_items_above_the_cut() -> None:
    assert recall_at_k(RANKED, {"b", "d", "x"}, 2) == pytest.approx(1 / 3)
    assert recall_at_k(RANKED, {"b", "d", "x"}, 4) == pytest.approx(2 / 3)
    assert recall_at_k([], {"b"}, 5) == 0.0


def test_the_reciprocal_rank_is_that_of_the_first_relevant_item() -> None:
    assert reciprocal_rank(RANKED, {"c", "d"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, {"c"}, 2) == 0.0


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 / math.log2(2) + 1 / math.log2(3)
    assert ndcg_at_k(RANKED, {"b", "d"}, 10) == pytest.approx(gain / ideal)
    assert ndcg_at_k(["b", "d"], {"b", "d"}, 10) == 1.0


def test_success_asks_for_any_relevant_item() -> None:
    assert success_at_k(RANKED, {"b", "x"}, 1) == 0.0
    assert success_at_k(RANKED, {"b", "x"}, 2) == 1.0


@pytest.mark.parametrize("metric", [recall_at_k, reciprocal_rank, ndcg_at_k, success_at_k])
def test_a_question_without_a_relevant_item_is_refused_not_scored(metric) -> None:
    with pytest.raises(ValueError, match="at least one relevant item"):
        metric(RANKED, set(), 5)


@pytest.mark.parametrize("seed", range(20))
def test_retrieval_metrics_agree_with_ir_measures(seed: int) -> None:
    generator = random.Random(seed)
    pool = [f"d{number}" for number in range(30)]
    ranked = generator.sample(pool, 20)
    relevant = set(generator.sample(pool, generator.randint(1, 6)))
    qrels = [ir_measures.Qrel("q", item, 1) for item in relevant]
    run = [ir_measures.ScoredDoc("q", item, 100.0 - rank) for rank, item in enumerate(ranked)]
    expected = ir_measures.calc_aggregate([R @ 5, RR @ 10, nDCG @ 10, Success @ 5], qrels, run)
    assert recall_at_k(ranked, relevant, 5) == pytest.approx(expected[R @ 5])
    assert reciprocal_rank(ranked, relevant, 10) == pytest.approx(expected[RR @ 10])
    assert ndcg_at_k(ranked, relevant, 10) == pytest.approx(expected[nDCG @ 10])
    assert success_at_k(ranked, relevant, 5) == pytest.approx(expected[Success @ 5])


def test_f1_is_the_harmonic_mean_and_zero_of_nothing() -> None:
    assert f1(0.5, 1.0) == pytest.approx(2 / 3)
    assert f1(0.0, 0.0) == 0.0


def test_a_percentile_is_one_of_the_values_by_nearest_rank() -> None:
    values = [float(value) for value in range(1, 21)]
    assert percentile(values, 0.5) == 10.0
    assert percentile(values, 0.95) == 19.0
    assert percentile([3.0], 0.95) == 3.0
    with pytest.raises(ValueError, match="needs values"):
        percentile([], 0.5)


def test_the_mean_of_nothing_is_no_success() -> None:
    assert mean([]) == 0.0
    assert mean([1.0, 0.0]) == 0.5


def test_the_wilson_interval_matches_published_values() -> None:
    # 10 of 10: (0.7225, 1); 1 of 10: (0.0179, 0.4042) (Newcombe 1998, method 3).
    assert wilson_interval(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson_interval(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_the_bootstrap_interval_repeats_and_holds_the_mean() -> None:
    values = [1.0] * 80 + [0.0] * 20
    low, high = bootstrap_interval(values)
    assert (low, high) == bootstrap_interval(values)
    assert low < 0.8 < high
    # Normal approximation: 0.8 ± 1.96 · sqrt(0.8 · 0.2 / 100) = 0.72 … 0.88.
    assert (low, high) == pytest.approx((0.72, 0.88), abs=0.02)
    assert bootstrap_interval([1.0] * 5) == (1.0, 1.0)


def test_mcnemar_is_the_exact_binomial_test_over_the_discordant_cases() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(3, 3) == 1.0
    assert mcnemar(6, 0) == pytest.approx(2 / 64)
    assert mcnemar(1, 7) == pytest.approx(2 * (1 + 8) / 256)
    assert mcnemar(7, 1) == mcnemar(1, 7)
