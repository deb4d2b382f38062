"""Whether a change may pass: nothing that was right may become wrong."""

from __future__ import annotations

from dataclasses import dataclass

from eval.compare import Comparison, compare
from eval.results import Result, Run
from eval.terminal import failure_lines

#: Chance of a loss like this without a real change, below which a gate with an LLM closes.
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate says.

    Attributes:
        passed: Whether the change may pass.
        reasons: Why not, in Chinese, one line each; each lost case with its answer.
    """

    passed: bool
    reasons: tuple[str, ...]


def decide(baseline: Run, run: Run) -> Decision:
    """Hold a run against its baseline.

    Without an LLM answers are deterministic: any case that was correct and is now wrong, and any grounding
    that is lost, closes the gate. With an LLM one case may fall by chance: the gate closes on a significant
    loss, and on a quotation or a number that lost its clause all the same, since the guard is deterministic.

    Args:
        baseline: The run that was accepted last.
        run: The run to decide on.

    Returns:
        The decision.

    Raises:
        ResultsError: The runs have no case in common.
    """
    compared = compare(baseline, run)
    reasons = list(_suite_reasons(compared))
    deterministic = not any(result.answer and result.answer["mode"] == "llm" for result in run.results)
    losses = len(compared.lost)
    significant = losses > len(compared.won) and compared.p_value < SIGNIFICANT
    if losses and (deterministic or significant):
        chance = "" if deterministic else f"（比基线差，p = {compared.p_value:.4f}）"
        reasons.append(f"{losses} 题由对变错{chance}：")
        for _, new in compared.lost:
            reasons += failure_lines(new)
    lost = {new.case.id for _, new in compared.lost}
    silent = [
        (old, new)
        for old, new in compared.ungrounded
        if new.case.id not in lost and (deterministic or not new.outcome.grounded)
    ]
    if silent:
        reasons.append(f"{len(silent)} 题失去依据：")
        reasons += [_grounding(old, new) for old, new in silent]
    return Decision(not reasons, tuple(reasons))


def _suite_reasons(compared: Comparison) -> list[str]:
    told = []
    if compared.dropped:
        told.append(f"基线里的 {len(compared.dropped)} 题没有评：{_some(compared.dropped)}。")
    if compared.changed:
        told.append(f"{len(compared.changed)} 题与基线里的不一样，请更新基线：{_some(compared.changed)}。")
    return told


def _grounding(old: Result, new: Result) -> str:
    parts = []
    for name, before, after in (
        ("引文逐字一致", old.outcome.quotations, new.outcome.quotations),
        ("数字有据", old.outcome.numbers, new.outcome.numbers),
    ):
        if after[0] < after[1] and before[0] == before[1]:
            parts.append(f"{name} {before[0]}/{before[1]} → {after[0]}/{after[1]}")
    gone = sorted(set(new.outcome.uncited) - set(old.outcome.uncited))
    parts += [
        "不再引用 " + "／".join(g.clause or g.document for g in new.case.gold[number]) for number in gone
    ]
    return f"✗ {new.case.id} {new.case.question}：{'；'.join(parts)}"


def _some(ids: tuple[str, ...]) -> str:
    shown = "、".join(ids[:10])
    return f"{shown} 等" if len(ids) > 10 else shown
