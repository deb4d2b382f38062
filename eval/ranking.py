"""Where a case's gold clauses stand among the hits."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

from eval.cases import Case


def gold_groups(case: Case) -> tuple[frozenset[str], ...]:
    """Return the clause ids of each gold group; empty where the case names no clause."""
    groups = (frozenset(gold.clause for gold in group if gold.clause) for group in case.gold)
    return tuple(group for group in groups if group)


def as_groups(
    ranked: Sequence[str], groups: Sequence[AbstractSet[str]]
) -> tuple[list[Hashable], frozenset[Hashable]]:
    """Read a ranking of clauses as a ranking of gold groups.

    One clause of a group is as good as another, and a second one adds nothing: the first clause of a group
    stands for it, any other item is irrelevant.

    Args:
        ranked: Clause ids, best first.
        groups: Sets of clause ids that are as good as each other.

    Returns:
        The ranking, in which the number of a group stands where it was first found, and the numbers of all
        groups: what the retrieval metrics take.
    """
    left = dict(enumerate(groups))
    items: list[Hashable] = []
    for clause in ranked:
        found = [number for number, group in left.items() if clause in group]
        items += found or [clause]
        for number in found:
            del left[number]
    return items, frozenset(range(len(groups)))
