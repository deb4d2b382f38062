"""The guard over 400 right sentences and as many that one change made wrong.

The figures are printed with ``pytest -s``. Weights and margins of the guard were chosen on one half of the
set; the other half is reported apart.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from guard_set import Case, cases, mutants

from assistant.guard import check

SEEDS = range(20) if os.environ.get("POLICY_SOAK") else range(3)


def refused(chosen: list[Case]) -> list[str]:
    return [case.sentence for case in chosen if not check(case.sentence, case.evidence).ok]


@pytest.fixture(scope="module")
def tally() -> Counter[tuple[str, bool, bool]]:
    """(kind of mutation, held out, flagged) to how many, over all seeds."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for seed in SEEDS:
        for mutant in mutants(seed):
            flagged = not check(mutant.sentence, mutant.case.evidence).ok
            counts[mutant.kind, mutant.case.held_out, flagged] += 1
    return counts


def share(counts: Counter[tuple[str, bool, bool]], **wanted: object) -> float:
    chosen = Counter[bool]()
    for (kind, held_out, flagged), count in counts.items():
        if wanted.get("kind", kind) == kind and wanted.get("held_out", held_out) == held_out:
            chosen[flagged] += count
    return chosen[True] / chosen.total()


def test_the_set_is_what_it_is_said_to_be(tally):
    sentences = [case.sentence for case in cases()]
    assert len(sentences) == len(set(sentences)) == 400
    assert sum(case.form != "close" for case in cases()) >= 200
    assert sum(len(case.evidence) == 2 for case in cases()) >= 45
    assert 150 <= sum(case.held_out for case in cases()) <= 250
    swapped = sum(count for (kind, _, _), count in tally.items() if kind == "swap")
    assert swapped / tally.total() >= 0.25
    assert tally.total() / len(SEEDS) >= 395


def test_at_most_2_percent_of_right_sentences_are_flagged():
    wrong = refused(list(cases()))
    held_out = refused([case for case in cases() if case.held_out])
    print(f"\nflagged though right: {len(wrong)}/400, held out {len(held_out)}", *wrong, sep="\n  ")
    assert len(wrong) <= 8


def test_at_least_97_percent_of_wrong_sentences_are_flagged(tally):
    kinds = sorted({kind for kind, _, _ in tally})
    print(f"\nflagged: {share(tally):.4f}, held out {share(tally, held_out=True):.4f}")
    print({kind: round(share(tally, kind=kind), 4) for kind in kinds})
    assert share(tally) >= 0.97
    assert share(tally, kind="swap") >= 0.92
