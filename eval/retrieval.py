"""Retrieval alone, on a test set of passages and questions with the passages that answer them.

The passages become ordinary files and go through the whole way that a document goes: parser, record, index.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from eval.cases import CaseError
from eval.metrics import bootstrap_interval, mean, ndcg_at_k, recall_at_k, reciprocal_rank, success_at_k
from eval.score import plain
from index import Index

_T = TypeVar("_T")
_Metric = Callable[[Sequence[str], frozenset[str], int], float]

_CUTS = (1, 5, 10)
#: Characters that a file's name may not hold.
_UNFIT = re.compile(r'[\s/\\:*?"<>|#%&]+')
#: As many characters of a passage tell it from the others of its document.
_KEY = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a test set.

    Attributes:
        id: Its id in the file.
        title: The work it stands in; passages of one work become one document.
        number: Its number there, such as ``第十二条``, or "".
        text: The passage.
    """

    id: str
    title: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the ids of the passages that answer it."""

    id: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search found for a question: ids of passages, best first, each once."""

    question: Question
    passages: tuple[str, ...]


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Read passages: JSON lines with ``id``, ``text``, and ``law`` and ``article`` or ``title``.

    Args:
        path: The file; ``.gz`` is unpacked.

    Returns:
        The passages in the order of the file.

    Raises:
        CaseError: A line cannot be read; it is named.
        OSError: The file cannot be read.
    """
    return _read(path, _passage)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read questions: JSON lines with ``id``, ``question``, and ``gold`` (ids) or ``passage_id``.

    Args:
        path: The file; ``.gz`` is unpacked.

    Returns:
        The questions in the order of the file.

    Raises:
        CaseError: A line cannot be read; it is named.
        OSError: The file cannot be read.
    """
    return _read(path, _question)


def write_corpus(passages: Iterable[Passage], folder: Path) -> dict[str, tuple[Passage, ...]]:
    """Write passages as files, one for each work.

    Args:
        passages: All passages.
        folder: Where to; made where it is missing.

    Returns:
        The passages of each file, by the file's name, in order.
    """
    works: dict[str, list[Passage]] = {}
    for passage in passages:
        # Passages without a number do not make up a work: each stands alone.
        works.setdefault(passage.title if passage.number else passage.id, []).append(passage)
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, tuple[Passage, ...]] = {}
    for name, held in works.items():
        file = f"{_UNFIT.sub('_', name)[:80]}-{len(files):05d}.txt"
        body = "\n".join(f"{passage.number}　{passage.text}".strip() for passage in held)
        path, text = folder / file, f"{held[0].title}\n\n{body}\n"
        # An unchanged file is not read again by a second build.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        files[file] = tuple(held)
    return files


def passages_of_clauses(index: Index, files: Mapping[str, Sequence[Passage]]) -> dict[str, str]:
    """Tell for every clause which passage it is, or is a part of.

    Args:
        index: An index of what ``write_corpus`` wrote.
        files: What that returned.

    Returns:
        Clause id to passage id; a clause that is no passage, such as a title, is left out.
    """
    found: dict[str, str] = {}
    for document in index.documents():
        held = [(plain(passage.number + passage.text), passage.id) for passage in files[document.source]]
        by_key = {text[:_KEY]: passage for text, passage in reversed(held)}
        for clause in index.clauses(document.id):
            text = plain(clause.text)
            passage = by_key.get(text[:_KEY]) or next((one for full, one in held if text in full), None)
            if passage:
                found[clause.id] = passage
    return found


def rank(
    index: Index,
    questions: Sequence[Question],
    passages: Mapping[str, str],
    *,
    k: int = 10,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Ranking, ...]:
    """Search for every question.

    Args:
        index: What is searched.
        questions: What is asked.
        passages: What ``passages_of_clauses`` returned.
        k: Clauses to retrieve.
        progress: Called after each question.

    Returns:
        A ranking for each question, in order.
    """
    rankings = []
    for number, question in enumerate(questions, start=1):
        hits = index.search(question.text, k=k)
        ids = (passages[hit.clause.id] for hit in hits if hit.clause.id in passages)
        rankings.append(Ranking(question, tuple(dict.fromkeys(ids))))
        if progress:
            progress("已查", number, len(questions))
    return tuple(rankings)


def retrieval_rows(rankings: Sequence[Ranking]) -> list[tuple[str, ...]]:
    """Write the retrieval metrics of some rankings as a table, each with its bootstrap interval."""
    rows: list[tuple[str, ...]] = [("指标", "数值", "95% 置信区间")]
    metrics: list[tuple[str, _Metric, int]] = [(f"hit@{cut}", success_at_k, cut) for cut in _CUTS]
    metrics += [("recall@10", recall_at_k, 10), ("MRR@10", reciprocal_rank, 10), ("nDCG@10", ndcg_at_k, 10)]
    for name, metric, cut in metrics:
        values = [metric(ranking.passages, ranking.question.gold, cut) for ranking in rankings]
        low, high = bootstrap_interval(values)
        rows.append((name, f"{mean(values):.3f}", f"{low:.3f}–{high:.3f}"))
    return rows


def _passage(record: Mapping[str, Any]) -> Passage:
    title = str(record.get("law") or record.get("title") or record["id"])
    return Passage(str(record["id"]), title, str(record.get("article") or ""), str(record["text"]))


def _question(record: Mapping[str, Any]) -> Question:
    gold = record["gold"] if "gold" in record else [record["passage_id"]]
    if not isinstance(gold, list) or not gold:
        raise ValueError("gold 应为非空列表")
    return Question(str(record["id"]), str(record["question"]), frozenset(map(str, gold)))


def _read(path: Path, make: Callable[[Mapping[str, Any]], _T]) -> tuple[_T, ...]:
    data = path.read_bytes()
    made = []
    try:
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").split("\n")
    except (EOFError, OSError, ValueError) as error:
        raise CaseError(f"{path.name} 无法读取；请确认是 UTF-8 编码的 .jsonl 或 .jsonl.gz 文件。") from error
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                made.append(make(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CaseError(f"{path.name} 第{number}行无法读取（{error}）；请核对格式。") from error
    return tuple(made)
