"""Order the fused candidates by what the question says and by what they say: a linear score, no model.

Each feature earned its place on the development sets: ``docs/decisions`` has the ablation, and
``benchmarks/retrieval.py`` repeats it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import Clause
from index.asks import answers, is_part_asked
from index.catalog import Catalog
from index.understanding import QueryUnderstanding


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that fusion proposed.

    Attributes:
        clause: The clause.
        similarity: Cosine of question and best window; None where the dense retriever did not return it.
        lexical: BM25 score; 0 where it shares no word with the question.
        ranks: Place in each retriever from 1.
    """

    clause: Clause
    similarity: float | None
    lexical: float
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features; see ``features`` for what each measures."""

    similarity: float = 1.0
    lexical: float = 0.62
    length: float = 0.03
    statute: float = 0.1
    document: float = 2.0
    exact: float = 2.0
    answer: float = 0.2
    part: float = 1.0


WEIGHTS = Weights()

#: How far a place points to a document that only names it: one about another place, one about none.
_ELSEWHERE, _ANYWHERE = 0.25, 0.5

# A law by its title, 民事诉讼法 and not 管理办法, and a regulation; 试行 and the like may follow.
_LAW = re.compile(r"(?:(?<!办)法|法典)(?:[（(][^（）()]*[）)])?$")
_REGULATION = re.compile(r"条例(?:[（(][^（）()]*[）)])?$")

#: Candidates over which the mean similarity is taken that a candidate's own is measured against.
_REFERENCE = 50
#: Difference of cosines that counts as one.
_SIMILARITY_UNIT = 0.05


def rerank(
    understood: QueryUnderstanding, candidates: Sequence[Candidate], catalog: Catalog
) -> list[tuple[Candidate, float]]:
    """Order candidates by score, best first, ties by clause id."""
    table = features(understood, candidates, catalog)
    scored = [
        (candidate, sum(getattr(WEIGHTS, name) * value for name, value in row.items()))
        for candidate, row in zip(candidates, table, strict=True)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].clause.id))


def features(
    understood: QueryUnderstanding, candidates: Sequence[Candidate], catalog: Catalog
) -> list[dict[str, float]]:
    """Measure every candidate.

    Returns:
        For each candidate, by the name of its weight:

        similarity: Cosine above the mean of the best candidates, in units of 0.05.
        lexical: BM25 as a share of the best candidate's.
        length: Logarithm of the length; short clauses score high by accident.
        statute: 1 for an article of a law, half for one of a 条例: what rules below it repeat.
        document: How far the places in the question point to the document, 0 to 1.
        exact: 1 where the question names the document by title or 文号.
        answer: Share of the sorts of answer asked for (a date, a body, a number of 家) that the clause holds.
        part: 1 where the question asks for what only that part of a document says: 文号, 成文日期, 抄送.
    """
    similarities = _similarities(candidates)
    best_lexical = max((candidate.lexical for candidate in candidates), default=0.0) or 1.0
    pointed = document_weights(understood, catalog)
    named = {
        document for mention in (*understood.titles, *understood.numbers) for document in mention.documents
    }
    wanted = answers(understood.corrected)
    rows = []
    for candidate, similarity in zip(candidates, similarities, strict=True):
        clause = candidate.clause
        rows.append(
            {
                "similarity": similarity,
                "lexical": candidate.lexical / best_lexical,
                "length": math.log(len(clause.text) + 1) - 4,
                "statute": _statute(catalog.entries[clause.document_id].title)
                if clause.document_id in catalog.entries
                else 0.0,
                "document": pointed.get(clause.document_id, 0.0),
                "exact": float(clause.document_id in named),
                "answer": sum(test(clause.text) for test in wanted) / len(wanted) if wanted else 0.0,
                "part": float(is_part_asked(understood.corrected, clause)),
            }
        )
    return rows


@lru_cache(maxsize=4096)
def _statute(title: str) -> float:
    return 1.0 if _LAW.search(title) else 0.5 if _REGULATION.search(title) else 0.0


def document_weights(understood: QueryUnderstanding, catalog: Catalog) -> dict[str, float]:
    """Return how far the places of a question point to each document, 1 for those most pointed to.

    A place points to the documents about it, less to those that name it and are about no place that is known,
    and a little to those about another. Two places of different documents point to both; two of one document
    point to it more than to one that shares a single place.
    """
    points: defaultdict[str, float] = defaultdict(float)
    for mention in understood.places:
        name = catalog.by_text["place"].get(mention.name)
        for document in name.documents if name else mention.documents:
            entry = catalog.entries.get(document)
            naming = _ELSEWHERE if entry is not None and entry.regions else _ANYWHERE
            points[document] += 1.0 if document in mention.documents else naming
    most = max(points.values(), default=0.0)
    return {document: value / most for document, value in points.items()}


def _similarities(candidates: Sequence[Candidate]) -> list[float]:
    known = sorted((c.similarity for c in candidates if c.similarity is not None), reverse=True)
    if not known:
        return [0.0] * len(candidates)
    mean = sum(known[:_REFERENCE]) / len(known[:_REFERENCE])
    # What the dense retriever did not return is no nearer than the last that it returned.
    floor = known[-1]
    return [((floor if c.similarity is None else c.similarity) - mean) / _SIMILARITY_UNIT for c in candidates]
