"""The guard over sentences about laws, reports, subsidies and county tables that are in no bundled corpus.

Set 1 was written first and its failures mended by general rules; set 2 was written afterwards, over other
documents, to see whether these rules hold. At first contact 9 of 102 right sentences of set 1 were flagged
and 97.0 % of the wrong ones; of set 2 it was 1 of 55 and 96.6 %.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.guard import Evidence, check

_LINES = (Path(__file__).parent / "data" / "guard_elsewhere.jsonl").read_text(encoding="utf-8").splitlines()
_ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES]
CLAUSES = {row["clause"]: row for row in _ROWS if "clause" in row}
CASES = [row for row in _ROWS if "sentence" in row]


def evidence(case: dict[str, Any]) -> list[Evidence]:
    found = []
    for clause in case["clauses"]:
        row = CLAUSES[clause]
        lists = {name: tuple(row[name]) for name in ("path", "regions") if name in row}
        found.append(Evidence(**{name: row[name] for name in row if name != "clause"} | lists))
    return found


def test_the_sets_hold_what_they_are_said_to_hold() -> None:
    assert Counter(case["set"] for case in CASES) == {1: 102, 2: 55}
    assert sum(case["form"] != "close" for case in CASES) >= 100
    kinds = Counter(kind for case in CASES for kind, _ in case["wrong"])
    assert set(kinds) == {"digit", "place", "body", "quote", "swap"}


def test_at_most_2_percent_of_right_sentences_are_flagged() -> None:
    flagged = [case["sentence"] for case in CASES if not check(case["sentence"], evidence(case)).ok]
    print("\nflagged though right:", *flagged, sep="\n  ")
    assert len(flagged) <= 0.02 * len(CASES)


@pytest.mark.parametrize("number", [1, 2])
def test_at_least_97_percent_of_wrong_sentences_are_flagged(number: int) -> None:
    passed = [
        (kind, wrong)
        for case in CASES
        if case["set"] == number
        for kind, wrong in case["wrong"]
        if check(wrong, evidence(case)).ok
    ]
    total = sum(len(case["wrong"]) for case in CASES if case["set"] == number)
    print(f"\nset {number}: {len(passed)} of {total} wrong ones passed", *passed, sep="\n  ")
    assert len(passed) <= 0.03 * total
