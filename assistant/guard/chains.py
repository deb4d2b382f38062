"""Places named within each other (广元市剑阁县): the outer one must be the right one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from assistant.guard.model import Evidence, Reason
from assistant.guard.names import Name, evidence_names
from corpus.places.divisions import divisions


def check_chains(names: Sequence[Name], evidence: Sequence[Evidence]) -> list[Reason]:
    """A place that is said to lie in another one than the clauses, or the table of divisions, say fails.

    Args:
        names: Places and bodies of a sentence in order.
        evidence: The cited clauses.
    """
    stated: dict[str, set[str]] = {}
    for item in evidence:
        for outer, inner in _chains(evidence_names(item)):
            stated.setdefault(inner.key, set()).add(outer.key)
    reasons = []
    for outer, inner in _chains(names):
        level = outer.key[-1]
        known = {parent for parent in stated.get(inner.key, ()) if parent[-1] == level} or {
            parent for parent in divisions().parents.get(inner.key, ()) if parent[-1] == level
        }
        if known and outer.key not in known:
            reasons.append(Reason("relation", outer.text, "、".join(sorted(known)), outer.start, outer.end))
    return reasons


def _chains(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    places = [name for name in names if name.kind == "place"]
    return ((a, b) for a, b in itertools.pairwise(places) if a.end == b.start)
