"""Everything that is measured on one case; the figures of a run are made of nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from eval.cases import Case
from eval.fidelity import number_fidelity, quotation_fidelity
from eval.metrics import mean, ndcg_at_k, recall_at_k, reciprocal_rank
from eval.ranking import as_groups, gold_groups
from eval.score import AnswerJson, holds, is_right, judge


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answer to one case did.

    Attributes:
        right: Says what it should, or refuses where it should.
        supported: Every gold group is among its citations; true where the case names none.
        refused: It is a refusal.
        missing: Numbers, from 0, of the fact groups that it does not state.
        uncited: Numbers, from 0, of the gold groups that it does not cite.
        forbidden: Forbidden statements that it makes.
        citation_precision: Share of its citations that are gold; None where the case names no gold.
        citation_recall: Share of the gold groups that are cited; None where the case names no gold.
        quotations: How many quotations are a literal part of their clause, out of how many.
        numbers: How many numbers stand in a cited clause, out of how many.
        recall_at_5: Of the gold groups among the hits; None where the case names no clause.
        reciprocal_rank: Of the first gold group among ten hits; None where the case names no clause.
        ndcg_at_10: Of the gold groups; None where the case names no clause.
        characters: Length of the answer.
        seconds: Time to the answer, by the caller's clock.
        error: Why there is no answer, or "".
        prompt_tokens: Tokens an LLM read for it; None where none was asked.
        tokens: Tokens an LLM wrote for it; None where none was asked.
        estimated: The token counts are estimated from the texts: the server told none.
    """

    right: bool
    supported: bool
    refused: bool
    missing: tuple[int, ...]
    uncited: tuple[int, ...]
    forbidden: tuple[str, ...]
    citation_precision: float | None
    citation_recall: float | None
    quotations: tuple[int, int]
    numbers: tuple[int, int]
    recall_at_5: float | None
    reciprocal_rank: float | None
    ndcg_at_10: float | None
    characters: int
    seconds: float
    error: str = ""
    prompt_tokens: int | None = None
    tokens: int | None = None
    estimated: bool = False

    @property
    def correct(self) -> bool:
        """Right, and resting on the clauses that make it so: the headline."""
        return self.right and self.supported

    @property
    def grounded(self) -> bool:
        """Every quotation literal and every number in a cited clause."""
        return all(kept == total for kept, total in (self.quotations, self.numbers))


def measure(case: Case, answer: AnswerJson, *, seconds: float) -> Outcome:
    """Measure an answer.

    Args:
        case: What was asked.
        answer: The Answer JSON.
        seconds: Time to the answer.

    Returns:
        The outcome.
    """
    verdict = judge(case, answer)
    usage = answer.get("usage") or {}
    gold = [one for group in case.gold for one in group]
    precision = [float(any(holds(citation, one) for one in gold)) for citation in answer["citations"]]
    recall, first, gain = _retrieval(case, [hit["clause_id"] for hit in answer["hits"]])
    return Outcome(
        right=is_right(case, verdict),
        supported=all(verdict.cited),
        refused=verdict.refused,
        missing=tuple(number for number, stated in enumerate(verdict.facts) if not stated),
        uncited=tuple(number for number, cited in enumerate(verdict.cited) if not cited),
        forbidden=verdict.forbidden,
        citation_precision=mean(precision) if gold else None,
        citation_recall=mean([float(cited) for cited in verdict.cited]) if gold else None,
        quotations=quotation_fidelity(answer),
        numbers=number_fidelity(answer, " ".join((*(t.question for t in case.history), case.question))),
        recall_at_5=recall,
        reciprocal_rank=first,
        ndcg_at_10=gain,
        characters=len(answer["answer"]),
        seconds=seconds,
        prompt_tokens=usage.get("prompt_tokens"),
        tokens=usage.get("completion_tokens"),
        estimated=bool(usage.get("estimated")),
    )


def failure(case: Case, error: str, *, seconds: float) -> Outcome:
    """Score a case that got no answer: nothing is right, and every metric takes its worst value.

    Args:
        case: What was asked.
        error: Why there is no answer.
        seconds: Time until that was known.

    Returns:
        The outcome.
    """
    worst = 0.0 if case.gold else None
    ranked = 0.0 if gold_groups(case) else None
    return Outcome(
        right=False,
        supported=False,
        refused=False,
        missing=tuple(range(len(case.facts))),
        uncited=tuple(range(len(case.gold))),
        forbidden=(),
        citation_precision=worst,
        citation_recall=worst,
        quotations=(0, 0),
        numbers=(0, 0),
        recall_at_5=ranked,
        reciprocal_rank=ranked,
        ndcg_at_10=ranked,
        characters=0,
        seconds=seconds,
        error=error,
    )


def _retrieval(case: Case, hits: list[str]) -> tuple[float | None, float | None, float | None]:
    groups = gold_groups(case)
    if not groups:
        return None, None, None
    ranked, relevant = as_groups(hits, groups)
    return (
        recall_at_k(ranked, relevant, 5),
        reciprocal_rank(ranked, relevant, 10),
        ndcg_at_k(ranked, relevant, 10),
    )
