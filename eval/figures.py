"""The figures of a run: what is reported and compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.metrics import bootstrap_interval, f1, mean, percentile
from eval.results import Result


@dataclass(frozen=True, slots=True)
class Share:
    """A share, kept as a count so that an interval can be given."""

    successes: int
    trials: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 without a trial."""
        return self.successes / self.trials if self.trials else 0.0


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over cases, kept as its values so that an interval can be given; at least one."""

    values: tuple[float, ...]

    @property
    def value(self) -> float:
        """The arithmetic mean."""
        return mean(self.values)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % bootstrap interval, resampled by case."""
        return bootstrap_interval(self.values)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over the cases of a run or of one kind; None where no case bears on a figure.

    Attributes:
        correct: Right and rightly cited, or rightly refused, of all cases: the headline.
        facts: States every fact, of the answerable cases.
        cited: Cites every gold group, of the answerable cases that name gold.
        refusal_precision: Refusals that are due, of all refusals.
        refusal_recall: Refusals, of the cases that call for one.
        errors: Cases without an answer.
        citation_precision: Mean share of an answer's citations that stand for gold.
        citation_recall: Mean share of gold groups that are cited.
        quotation_fidelity: Citations whose quotation is a literal part of their clause, of all citations.
        number_fidelity: Numbers in answers that stand in a cited clause, of all numbers.
        recall_at_5: Mean recall of gold clauses among the first five hits.
        mrr_at_10: Mean reciprocal rank of the first gold clause.
        ndcg_at_10: Mean nDCG of the gold clauses.
        characters: Median length of an answer that is not a refusal.
        prompt_tokens: Mean number of tokens an LLM read for an answer; None without one.
        tokens: Mean number of tokens it wrote; None without one.
        estimated: Some token counts are estimated.
        latency_p50: Seconds to an answer, median.
        latency_p95: Seconds to an answer that 95 % do not exceed.
    """

    correct: Share
    facts: Share
    cited: Share
    refusal_precision: Share
    refusal_recall: Share
    errors: int
    citation_precision: Mean | None
    citation_recall: Mean | None
    quotation_fidelity: Share
    number_fidelity: Share
    recall_at_5: Mean | None
    mrr_at_10: Mean | None
    ndcg_at_10: Mean | None
    characters: float
    prompt_tokens: float | None
    tokens: float | None
    estimated: bool
    latency_p50: float
    latency_p95: float

    @property
    def refusal_f1(self) -> float:
        """Harmonic mean of refusal precision and recall."""
        return f1(self.refusal_precision.value, self.refusal_recall.value)


def figures(results: Sequence[Result]) -> Figures:
    """Compute the figures of some results.

    Args:
        results: Any number of them.

    Returns:
        The figures; a case without an answer counts as wrong in each.
    """
    every = [result.outcome for result in results]
    answerable = [result.outcome for result in results if result.case.answerable]
    with_gold = [result.outcome for result in results if result.case.gold]
    due = [result.outcome for result in results if not result.case.answerable]
    lengths = [outcome.characters for outcome in every if not outcome.refused and not outcome.error]
    seconds = [outcome.seconds for outcome in every]
    return Figures(
        correct=_share(outcome.correct for outcome in every),
        facts=_share(outcome.right for outcome in answerable),
        cited=_share(outcome.supported for outcome in with_gold),
        refusal_precision=_share(not r.case.answerable for r in results if r.outcome.refused),
        refusal_recall=_share(outcome.refused for outcome in due),
        errors=sum(bool(outcome.error) for outcome in every),
        citation_precision=_mean(outcome.citation_precision for outcome in every),
        citation_recall=_mean(outcome.citation_recall for outcome in every),
        quotation_fidelity=_total(outcome.quotations for outcome in every),
        number_fidelity=_total(outcome.numbers for outcome in every),
        recall_at_5=_mean(outcome.recall_at_5 for outcome in every),
        mrr_at_10=_mean(outcome.reciprocal_rank for outcome in every),
        ndcg_at_10=_mean(outcome.ndcg_at_10 for outcome in every),
        characters=percentile(lengths, 0.5) if lengths else 0.0,
        prompt_tokens=_average(outcome.prompt_tokens for outcome in every),
        tokens=_average(outcome.tokens for outcome in every),
        estimated=any(outcome.estimated for outcome in every),
        latency_p50=percentile(seconds, 0.5) if seconds else 0.0,
        latency_p95=percentile(seconds, 0.95) if seconds else 0.0,
    )


def _share(flags: Iterable[bool]) -> Share:
    values = list(flags)
    return Share(sum(values), len(values))


def _total(counts: Iterable[tuple[int, int]]) -> Share:
    pairs = list(counts)
    return Share(sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))


def _mean(values: Iterable[float | None]) -> Mean | None:
    known = tuple(value for value in values if value is not None)
    return Mean(known) if known else None


def _average(values: Iterable[float | None]) -> float | None:
    told = _mean(values)
    return told.value if told else None
