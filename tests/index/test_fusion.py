import pytest

from index.fusion import reciprocal_rank_fusion


def test_an_id_scores_by_its_places():
    fused = reciprocal_rank_fusion({"dense": ["a", "b"], "lexical": ["b"]}, {"dense": 2.0}, k=60)
    assert fused == [
        ("b", pytest.approx(2 / 62 + 1 / 61), {"dense": 2, "lexical": 1}),
        ("a", pytest.approx(2 / 61), {"dense": 1}),
    ]


def test_ties_are_in_order_of_ids():
    fused = reciprocal_rank_fusion({"one": ["z", "a"], "two": ["a", "z"]}, {})
    assert [key for key, _, _ in fused] == ["a", "z"]


def test_no_rankings_fuse_to_nothing():
    assert reciprocal_rank_fusion({}, {}) == []
    assert reciprocal_rank_fusion({"dense": [], "lexical": []}, {}) == []
