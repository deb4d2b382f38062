"""Sixty questions that the bundled documents nearly answer, and as many of the same style that they answer.

Written from the documents by someone who knew nothing of the program. On first contact it refused 35 of the
60 and wrongly refused 3; the rules for proper names, days, addresses and penalties came of the others.
"""

from __future__ import annotations

from pathlib import Path

from assistant.chain import Assistant
from eval.cases import read_cases

SET = Path(__file__).parent / "data" / "refusals.jsonl"


def test_near_misses_are_refused_and_their_likes_answered(bundled: Assistant) -> None:
    cases = read_cases(SET)
    refused = {case.id: bundled.ask(case.question, mode="extractive").status == "refused" for case in cases}
    unanswerable = {case.id for case in cases if not case.answerable}
    right = sum(refused[case] for case in unanswerable)
    wrong = sum(done for case, done in refused.items() if case not in unanswerable)
    print(f"\nrefusals: {right} of {len(unanswerable)} near misses, {wrong} of {len(cases) - 60} answerable")
    assert len(unanswerable) == len(cases) - len(unanswerable) == 60
    assert right / (right + wrong) >= 0.9
    assert right / len(unanswerable) >= 0.9
