"""Score the product's retrieval on test sets, stage by stage.

    python benchmarks/retrieval.py --articles FILE.jsonl.gz --questions FILE.jsonl [--json] [--any-version]
    python benchmarks/retrieval.py --cases FILE.jsonl [--json]

The first form scores any set whose articles have ``id``, ``law`` and ``article`` (or ``title``) and ``text``,
and whose questions have ``question`` and ``gold`` (ids of articles). The second scores evaluation cases over
the bundled documents: a clause is right where it holds the quotation that the case names. Vectors are kept
under ``var/benchmarks``, so that a second run embeds nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from collection import Collection, gold_ids, read_collection, read_jsonl, sources
from ir_measures import RR, R, Success

from corpus import CITABLE
from corpus.library import bundled_corpus, load_corpus
from index import load_embedder
from index.fusion import reciprocal_rank_fusion
from index.query import understand
from index.search import DEPTH, FUSION, Sources, query_terms, query_vector, rank

MEASURES = [Success @ 1, Success @ 5, Success @ 10, R @ 5, R @ 10, RR]
#: Places that are looked at; a right clause further down counts as not found.
CUTOFF = 100

Stage = Callable[[str], Sequence[str]]


def stages(searched: Sources) -> dict[str, Stage]:
    """Return the stages of the pipeline, each with all that come before it."""

    def bm25(question: str) -> Sequence[str]:
        return [key for key, _ in searched.lexical.search(question, DEPTH)]

    def dense(question: str) -> Sequence[str]:
        return [key for key, _ in searched.dense(searched.embedder.embed_query(question), DEPTH)]

    def fused(question: str) -> Sequence[str]:
        return _fuse(dense(question), bm25(question))

    def understanding(question: str) -> Sequence[str]:
        understood = understand(question, searched.catalog)
        vector = query_vector(understood, searched.embedder)
        terms = query_terms(understood, searched.lexical.words)
        return _fuse(
            [key for key, _ in searched.dense(vector, DEPTH)],
            [key for key, _ in searched.lexical.search(terms, DEPTH)],
        )

    def reranked(question: str) -> Sequence[str]:
        return [found.clause_id for found in rank(question, searched, CUTOFF)]

    return {
        "bm25": bm25,
        "dense": dense,
        "fused": fused,
        "+ understanding": understanding,
        "+ rerank": reranked,
    }


def _fuse(dense: Sequence[str], lexical: Sequence[str]) -> list[str]:
    return [key for key, _, _ in reciprocal_rank_fusion({"dense": dense, "lexical": lexical}, FUSION)]


def score(stage: Stage, questions: Sequence[str], gold: Sequence[set[str]]) -> dict[str, Any]:
    """Measure one stage: mean and 95 % bootstrap interval of each measure, and milliseconds a question."""
    run: dict[str, dict[str, float]] = {}
    started = time.perf_counter()
    for number, question in enumerate(questions):
        keys = stage(question)[:CUTOFF]
        run[str(number)] = {key: float(CUTOFF - place) for place, key in enumerate(keys)}
    milliseconds = (time.perf_counter() - started) / max(len(questions), 1) * 1000
    qrels = {str(number): dict.fromkeys(keys, 1) for number, keys in enumerate(gold)}
    values: dict[str, dict[str, float]] = {str(measure): {} for measure in MEASURES}
    for metric in ir_measures.iter_calc(MEASURES, qrels, run):
        values[str(metric.measure)][metric.query_id] = metric.value
    result: dict[str, Any] = {"milliseconds": round(milliseconds, 1)}
    for name, by_question in values.items():
        # A question whose search returned nothing scores 0.
        each = np.array([by_question.get(number, 0.0) for number in qrels])
        result[name] = {"mean": round(float(each.mean()), 4), "interval": _interval(each)}
    return result


def _interval(each: np.ndarray) -> list[float]:
    draws = np.random.default_rng(20260101).choice(each, (2000, len(each))).mean(axis=1)
    return [round(float(bound), 4) for bound in np.quantile(draws, (0.025, 0.975))]


def bundled_cases(path: Path) -> tuple[Sources, list[str], list[set[str]]]:
    """Index the bundled documents and read the answerable cases of a file that name their support."""
    documents, clauses = {}, {}
    for parsed in load_corpus(bundled_corpus()):
        if hasattr(parsed, "document"):
            documents[parsed.document.id] = parsed.document
            clauses |= {clause.id: clause for clause in parsed.clauses if clause.kind in CITABLE}
    collection = Collection(documents, clauses, {key: key for key in clauses})
    questions, gold = [], []
    for case in read_jsonl(path):
        right = {
            key
            for support in case.get("support") or [one for group in case.get("gold", []) for one in group]
            for key, clause in clauses.items()
            if _supports(support, key, clause.document_id, clause.text)
        }
        if right:
            turns = [turn["question"] if isinstance(turn, dict) else turn for turn in case.get("history", [])]
            questions.append(" ".join([*turns, case["question"]]))
            gold.append(right)
    return sources(collection, load_embedder()), questions, gold


def _supports(support: Mapping[str, Any], key: str, document_id: str, text: str) -> bool:
    if "clause" in support:
        return bool(support["clause"] == key)
    quotes = [support["quote"], *support.get("any", [])]
    return bool(support["doc"] == document_id) and any(_plain(quote) in _plain(text) for quote in quotes)


def _plain(text: str) -> str:
    return re.sub(r"[\s|｜]+", "", unicodedata.normalize("NFKC", text))


def table(results: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the results as a Markdown table with intervals."""
    names = [str(measure) for measure in MEASURES]
    lines = [f"| stage | {' | '.join(names)} | ms |", "|---" * (len(names) + 2) + "|"]
    for stage, result in results.items():
        cells = []
        for name in names:
            low, high = result[name]["interval"]
            cells.append(f"{result[name]['mean']:.3f} ({low:.2f}-{high:.2f})")
        lines.append(f"| {stage} | {' | '.join(cells)} | {result['milliseconds']} |")
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--any-version", action="store_true", help="count any version of the same law")
    parser.add_argument("--stage", choices=["all", "final"], default="all")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.cases:
        searched, questions, gold = bundled_cases(arguments.cases)
    elif arguments.articles and arguments.questions:
        collection = read_collection(arguments.articles)
        items = read_jsonl(arguments.questions)
        questions = [item["question"] for item in items]
        gold = gold_ids(items, collection, any_version=arguments.any_version)
        searched = sources(collection, load_embedder())
    else:
        parser.error("give --articles and --questions, or --cases")
    kept = stages(searched)
    if arguments.stage == "final":
        kept = {"+ rerank": kept["+ rerank"]}
    results = {name: score(stage, questions, gold) for name, stage in kept.items()}
    report = {"questions": len(questions), "clauses": len(searched.lexical), "stages": results}
    if arguments.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(f"{len(questions):,} questions over {len(searched.lexical):,} clauses\n\n{table(results)}")


if __name__ == "__main__":
    main()
