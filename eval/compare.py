"""Two runs of the same cases: what was won, what was lost, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

from eval.metrics import bootstrap_interval, mcnemar
from eval.results import Result, ResultsError, Run


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another, over the cases that both hold unchanged.

    Attributes:
        won: Pairs of results that only the second run has correct.
        lost: Pairs that only the first run has correct.
        ungrounded: Pairs that lost grounding: a gold clause no longer cited, a quotation no longer literal,
            a number no longer in a cited clause.
        common: How many cases were compared.
        changed: Ids of cases that both runs hold, but not as the same question.
        dropped: Ids of cases that only the first run holds.
        added: Ids of cases that only the second run holds.
        difference: Share correct in the second run less that in the first.
        interval: 95 % bootstrap interval of the difference, resampled by case.
        p_value: Exact McNemar test of won against lost.
    """

    won: tuple[tuple[Result, Result], ...]
    lost: tuple[tuple[Result, Result], ...]
    ungrounded: tuple[tuple[Result, Result], ...]
    common: int
    changed: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    difference: float
    interval: tuple[float, float]
    p_value: float


def compare(first: Run, second: Run) -> Comparison:
    """Compare two runs case by case.

    Args:
        first: The earlier run, or the baseline.
        second: The later run.

    Returns:
        The comparison.

    Raises:
        ResultsError: The runs have no case in common.
    """
    before = {result.case.id: result for result in first.results}
    after = {result.case.id: result for result in second.results}
    both = [key for key in before if key in after]
    pairs = [(before[key], after[key]) for key in both if before[key].case == after[key].case]
    if not pairs:
        raise ResultsError("两次评测没有相同的题，无法比较；请用同一个评测集再评一次。")
    won = tuple(pair for pair in pairs if pair[1].outcome.correct and not pair[0].outcome.correct)
    lost = tuple(pair for pair in pairs if pair[0].outcome.correct and not pair[1].outcome.correct)
    deltas = [float(new.outcome.correct) - float(old.outcome.correct) for old, new in pairs]
    return Comparison(
        won=won,
        lost=lost,
        ungrounded=tuple(pair for pair in pairs if _lost_grounding(*pair)),
        common=len(pairs),
        changed=tuple(key for key in both if before[key].case != after[key].case),
        dropped=tuple(key for key in before if key not in after),
        added=tuple(key for key in after if key not in before),
        difference=sum(deltas) / len(deltas),
        interval=bootstrap_interval(deltas),
        p_value=mcnemar(len(won), len(lost)),
    )


def _lost_grounding(old: Result, new: Result) -> bool:
    if old.outcome.grounded and not new.outcome.grounded:
        return True
    return bool(set(new.outcome.uncited) - set(old.outcome.uncited))
