"""The figures of a run: what is reported, compared and gated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.fidelity import number_fidelity, quotation_fidelity
from eval.metrics import f1, mean, ndcg_at_k, percentile, recall_at_k, reciprocal_rank
from eval.ranking import as_groups, gold_groups
from eval.results import Result
from eval.score import holds


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases, kept as a count so that an interval can be given."""

    successes: int
    trials: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 without a trial."""
        return self.successes / self.trials if self.trials else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures over the cases of a run or of one kind.

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
        answer_characters: Median length of an answer that is not a refusal.
        latency_p50: Seconds to an answer, median.
        latency_p95: Seconds to an answer that 95 % do not exceed.
    """

    correct: Share
    facts: Share
    cited: Share
    refusal_precision: Share
    refusal_recall: Share
    errors: int
    citation_precision: float
    citation_recall: float
    quotation_fidelity: Share
    number_fidelity: Share
    recall_at_5: float
    mrr_at_10: float
    ndcg_at_10: float
    answer_characters: float
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
    answerable = [result for result in results if result.case.answerable]
    with_gold = [result for result in answerable if result.case.gold]
    refused = [result for result in results if result.outcome.refused]
    due = [result for result in results if not result.case.answerable]
    said = [result.answer for result in results if result.answer is not None]
    rankings = [
        as_groups(_hits(result), groups) for result in results if (groups := gold_groups(result.case))
    ]
    lengths = [len(answer["answer"]) for answer in said if answer["status"] != "refused"]
    seconds = [result.seconds for result in results]
    return Figures(
        correct=_share(result.correct for result in results),
        facts=_share(result.right for result in answerable),
        cited=_share(result.supported for result in with_gold),
        refusal_precision=_share(not result.case.answerable for result in refused),
        refusal_recall=_share(result.outcome.refused for result in due),
        errors=sum(bool(result.error) for result in results),
        citation_precision=mean([_citation_precision(result) for result in with_gold]),
        citation_recall=mean([mean([float(hit) for hit in result.outcome.cited]) for result in with_gold]),
        quotation_fidelity=_total(quotation_fidelity(answer) for answer in said),
        number_fidelity=_total(number_fidelity(answer) for answer in said),
        recall_at_5=mean([recall_at_k(ranked, gold, 5) for ranked, gold in rankings]),
        mrr_at_10=mean([reciprocal_rank(ranked, gold, 10) for ranked, gold in rankings]),
        ndcg_at_10=mean([ndcg_at_k(ranked, gold, 10) for ranked, gold in rankings]),
        answer_characters=percentile(lengths, 0.5) if lengths else 0.0,
        latency_p50=percentile(seconds, 0.5) if seconds else 0.0,
        latency_p95=percentile(seconds, 0.95) if seconds else 0.0,
    )


def _share(flags: Iterable[bool]) -> Share:
    values = list(flags)
    return Share(sum(values), len(values))


def _total(counts: Iterable[tuple[int, int]]) -> Share:
    pairs = list(counts)
    return Share(sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))


def _hits(result: Result) -> list[str]:
    return [hit["clause_id"] for hit in result.answer["hits"]] if result.answer else []


def _citation_precision(result: Result) -> float:
    if result.answer is None or not result.answer["citations"]:
        return 0.0
    gold = [gold for group in result.case.gold for gold in group]
    return mean([float(any(holds(c, one) for one in gold)) for c in result.answer["citations"]])
