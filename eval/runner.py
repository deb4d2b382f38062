"""Asks a target every case: in parallel, in the order of the suite, and from where an earlier run stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from eval.cases import Case, case_record
from eval.outcome import failure, measure
from eval.results import Result, ResultsError, result_from, result_record, trimmed
from eval.target import Target

if TYPE_CHECKING:
    from assistant import Mode

#: Told what is going on, the number of cases done, and of how many.
Progress = Callable[[str, int, int], None]


def run_cases(
    cases: Sequence[Case],
    target: Target,
    *,
    mode: Mode = "auto",
    workers: int = 1,
    journal: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Result, ...]:
    """Ask every case.

    Args:
        cases: What to ask.
        target: Who answers.
        mode: ``auto``, ``extractive`` or ``llm``.
        workers: Cases asked at the same time.
        journal: JSON lines file that each result is added to as it comes; cases that it holds already,
            unchanged, are not asked again.
        progress: Called after each case.

    Returns:
        A result for each case, in the order of the cases; a case that failed has an error in its outcome.

    Raises:
        ResultsError: The journal cannot be read.
    """
    known = _known(journal, cases) if journal else {}
    done = len(known)
    lock = Lock()

    def ask(case: Case) -> Result:
        nonlocal done
        result = known.get(case.id) or _ask(case, target, mode)
        with lock:
            if case.id not in known:
                done += 1
                if journal:
                    _append(journal, result)
            if progress:
                progress("已答", done, len(cases))
        return result

    with ThreadPoolExecutor(max_workers=workers) as pool:
        return tuple(pool.map(ask, cases))


def _ask(case: Case, target: Target, mode: Mode) -> Result:
    started = time.perf_counter()
    try:
        answer = target.ask(case, mode=mode)
        seconds = round(time.perf_counter() - started, 4)
        return Result(case, measure(case, answer, seconds=seconds), trimmed(answer))
    except Exception as error:  # whatever goes wrong is this case's score, and must not end the run
        seconds = round(time.perf_counter() - started, 4)
        return Result(case, failure(case, f"{type(error).__name__}: {error}", seconds=seconds), None)


def _append(journal: Path, result: Result) -> None:
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result_record(result), ensure_ascii=False) + "\n")


def _known(journal: Path, cases: Sequence[Case]) -> dict[str, Result]:
    if not journal.exists():
        return {}
    asked = {case.id: case_record(case) for case in cases}
    known = {}
    lines = journal.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            result = result_from(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):
                # Cut off when the run was stopped: taken out, or the next result would be glued to it.
                journal.write_text("".join(f"{kept}\n" for kept in lines[:-1]), encoding="utf-8")
                break
            raise ResultsError(f"{journal} 第{number}行不是评测记录；请删除该文件后重新评测。") from error
        if not result.outcome.error and asked.get(result.case.id) == case_record(result.case):
            known[result.case.id] = result
    return known
