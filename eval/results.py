"""What a run leaves behind: one result a case, with the conditions it was measured under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseError, case_from, case_record
from eval.outcome import Outcome
from eval.score import AnswerJson

#: Of the files written; raise it when an older file can no longer be read.
FORMAT = 1


class ResultsError(Exception):
    """A report that cannot be read or compared; the message is Chinese and says what to do next."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case with the answer it got.

    Attributes:
        case: What was asked.
        outcome: How the answer did.
        answer: The Answer JSON without the texts of clauses; None where there is none.
    """

    case: Case
    outcome: Outcome
    answer: AnswerJson | None


@dataclass(frozen=True, slots=True)
class Run:
    """All results of a suite.

    Attributes:
        suite: Name of the suite.
        results: In the order of the suite.
        conditions: Settings, index fingerprint, revision: everything a figure depends on.
        clauses: Label and text of every clause that a failed case cites or should have cited, by id.
    """

    suite: str
    results: tuple[Result, ...]
    conditions: Mapping[str, Any] = field(default_factory=dict)
    clauses: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def trimmed(answer: AnswerJson) -> dict[str, Any]:
    """Keep of an answer what a person looks at; the texts of clauses are kept once for the whole run."""
    return {
        "answer": answer["answer"],
        "status": answer["status"],
        "mode": answer["mode"],
        "model": answer["model"],
        "citations": [
            {key: c[key] for key in ("mark", "clause_id", "label", "quote")} for c in answer["citations"]
        ],
        "hits": [hit["clause_id"] for hit in answer["hits"]],
        "notes": list(answer["notes"]),
    }


def result_record(result: Result) -> dict[str, Any]:
    """Write a result as one JSON object that ``result_from`` reads back."""
    return {"case": case_record(result.case), "outcome": asdict(result.outcome), "answer": result.answer}


def result_from(record: Mapping[str, Any]) -> Result:
    """Read one result; raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is none."""
    raw: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in record["outcome"].items()
    }
    return Result(case_from(record["case"]), Outcome(**raw), record["answer"])


def write_run(run: Run, path: Path) -> None:
    """Write a run as JSON, one case a line, so that two files can be compared by eye."""
    head = {"format": FORMAT, "suite": run.suite, "conditions": dict(run.conditions)}
    lines = [f'"{key}": {_dump(value)}' for key, value in head.items()]
    lines.append(f'"results": [\n{_rows(result_record(result) for result in run.results)}\n]')
    pairs = (f"{_dump(key)}: {_dump(value)}" for key, value in sorted(run.clauses.items()))
    lines.append('"clauses": {\n' + ",\n".join(pairs) + "\n}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read_run(path: Path) -> Run:
    """Read a run that ``write_run`` wrote.

    Args:
        path: The file.

    Returns:
        The run.

    Raises:
        ResultsError: It cannot be read, or is no such file.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        written = record["format"]
        if written == FORMAT:
            results = tuple(result_from(item) for item in record["results"])
            clauses = {key: (label, text) for key, (label, text) in record["clauses"].items()}
            return Run(record["suite"], results, record["conditions"], clauses)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, CaseError) as error:
        hint = "请给出 policy-eval run --out 写出的 .json 文件"
        raise ResultsError(f"{path} 不是评测结果文件；{hint}。") from error
    raise ResultsError(f"{path} 是另一版本写的评测结果（格式 {written}）；请用现在的版本重新评测。")


def _rows(records: Any) -> str:
    return ",\n".join(_dump(record) for record in records)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
