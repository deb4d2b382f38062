"""What a run leaves behind: one result a case, with the settings it was measured under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.cases import Case, case_from, case_record
from eval.score import AnswerJson, Outcome, right, score, supported

#: Of the files written; raise it when an older file can no longer be read.
FORMAT = 1


class ResultsError(Exception):
    """A report that cannot be read or compared; the message is Chinese and says what to do next."""


@dataclass(frozen=True, slots=True)
class Result:
    """One case with the answer it got.

    Attributes:
        case: What was asked.
        answer: The Answer JSON; None where there is none.
        error: Why there is none, or "".
        seconds: Time to the answer, by the caller's clock.
    """

    case: Case
    answer: AnswerJson | None
    error: str = ""
    seconds: float = 0.0

    @property
    def outcome(self) -> Outcome:
        """How the answer did."""
        return score(self.case, self.answer, error=self.error, seconds=self.seconds)

    @property
    def right(self) -> bool:
        """Whether it says what it should, or refuses where it should."""
        return right(self.case, self.outcome)

    @property
    def supported(self) -> bool:
        """Whether every gold clause is among its citations."""
        return supported(self.outcome)

    @property
    def correct(self) -> bool:
        """Whether it is right, and rests on the clauses that make it so."""
        return self.right and self.supported


@dataclass(frozen=True, slots=True)
class Run:
    """All results of a suite.

    Attributes:
        suite: Name of the suite.
        results: In the order of the suite.
        conditions: Settings, index fingerprint, revision: everything a figure depends on.
    """

    suite: str
    results: tuple[Result, ...]
    conditions: Mapping[str, Any] = field(default_factory=dict)


def result_record(result: Result) -> dict[str, Any]:
    """Write a result as one JSON object that ``result_from`` reads back."""
    return {
        "case": case_record(result.case),
        "correct": result.correct,
        "answer": result.answer,
        "error": result.error,
        "seconds": round(result.seconds, 4),
    }


def run_record(run: Run) -> dict[str, Any]:
    """Write a run as one JSON object that ``read_run`` reads back."""
    return {
        "format": FORMAT,
        "suite": run.suite,
        "conditions": dict(run.conditions),
        "results": [result_record(result) for result in run.results],
    }


def write_run(run: Run, path: Path) -> None:
    """Write a run as JSON, one case a line so that two runs can be compared by eye."""
    record = run_record(run)
    results = ",\n".join(json.dumps(item, ensure_ascii=False) for item in record.pop("results"))
    head = json.dumps(record, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head[:-2]},\n "results": [\n{results}\n]\n}}\n', encoding="utf-8")


def result_from(record: Mapping[str, Any]) -> Result:
    """Read one result; raises ``KeyError`` or ``ValueError`` where it is none."""
    return Result(
        case=case_from(record["case"]),
        answer=record["answer"],
        error=record["error"],
        seconds=record["seconds"],
    )


def read_run(path: Path) -> Run:
    """Read a run that was written as JSON.

    Args:
        path: The file.

    Returns:
        The run.

    Raises:
        ResultsError: It cannot be read, or is no such file.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise ResultsError(f"{path} 是别的版本写的评测结果；请用现在的版本重新评测。")
        results = tuple(result_from(item) for item in record["results"])
        return Run(record["suite"], results, record["conditions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultsError(
            f"{path} 不是评测结果文件；请给出 policy-eval run --out 写出的 .json 文件。"
        ) from error
