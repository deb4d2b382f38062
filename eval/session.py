"""One evaluation from its options to its results."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eval.cases import Case, CaseError, read_cases, suite_path
from eval.conditions import conditions
from eval.results import Result, ResultsError, Run
from eval.runner import run_cases
from eval.target import InProcess, Served, Target

if TYPE_CHECKING:
    from assistant import Mode
    from assistant.opening import Watch
    from corpus import Clause


@dataclass(frozen=True, slots=True)
class Subject:
    """What is evaluated, and what its figures depend on.

    Attributes:
        target: Who answers.
        mode: Which writer answers.
        url: Root of the service; None in-process.
        settings: All settings that shape an answer; empty for a service.
        index: Fingerprint of the index; None for a service.
    """

    target: Target
    mode: Mode
    url: str | None
    settings: dict[str, Any]
    index: str | None


def evaluate(
    suites: Sequence[str],
    subject: Subject,
    *,
    where: Sequence[str],
    workers: int,
    watch: Watch,
    journal: Path | None = None,
) -> Run:
    """Ask every selected case of one suite or several.

    Args:
        suites: Names of bundled suites, or files; their cases are asked one after the other.
        subject: Who answers.
        where: ``key=value`` selections; all must hold.
        workers: Cases asked at the same time.
        watch: Shows that something long is going on.
        journal: Folder in which results are kept as they come, to resume from; emptied at the end.

    Returns:
        The run.

    Raises:
        CaseError: A suite cannot be read, two share an id, or the selection is empty or malformed.
        ResultsError: What the journal holds cannot be read, or no case got an answer.
    """
    paths = [suite_path(suite) for suite in suites]
    cases = select(merge(read_cases(path) for path in paths), where)
    measured = conditions(
        suites=paths,
        mode=subject.mode,
        url=subject.url,
        where=sorted(where),
        settings=subject.settings,
        index=subject.index,
    )
    name = "+".join(path.stem for path in paths)
    file = journal_path(journal, name, measured) if journal else None
    with watch(f"正在评测 {name}（{len(cases)} 题）") as progress:
        results = run_cases(
            cases, subject.target, mode=subject.mode, workers=workers, journal=file, progress=progress
        )
    if all(result.outcome.error for result in results):
        raise ResultsError(f"没有一题得到答复（{results[0].outcome.error}）；请先解决这个问题再评。")
    if file:
        file.unlink(missing_ok=True)
    return Run(name, results, measured, _clauses(results, subject.target))


def journal_path(folder: Path, name: str, measured: dict[str, Any]) -> Path:
    """Name the journal of a run in a folder, made where it is missing.

    A run that was measured under other conditions has another journal, and is never resumed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(json.dumps(measured, sort_keys=True).encode()).hexdigest()[:12]
    return folder / f"{name}-{digest}.jsonl"


def merge(suites: Iterable[Sequence[Case]]) -> tuple[Case, ...]:
    """Put suites one after the other; raises ``CaseError`` where two cases share an id."""
    cases = [case for suite in suites for case in suite]
    ids = Counter(case.id for case in cases)
    if twice := sorted(key for key, count in ids.items() if count > 1):
        raise CaseError(f"几个评测集里有相同的编号 {twice[0]}；请改用别的编号，或分开评测。")
    return tuple(cases)


def _clauses(results: Sequence[Result], target: Target) -> dict[str, tuple[str, str]]:
    """Look up what a person needs to see beside each failed case."""
    failed = [result for result in results if not result.outcome.correct]
    wanted = {gold.clause for result in failed for group in result.case.gold for gold in group if gold.clause}
    wanted |= {c["clause_id"] for result in failed if result.answer for c in result.answer["citations"]}
    found = {clause: target.clause(clause) for clause in sorted(wanted)}
    return {clause: told for clause, told in found.items() if told}


@contextmanager
def open_subject(
    *, mode: str | None, url: str | None, index: Path | None, watch: Watch, key: str | None = None
) -> Iterator[Subject]:
    """Open what is to be evaluated: a running service, or the assistant in this process.

    Args:
        mode: Which writer answers; None for the configured one.
        url: Root of a running service; None asks in-process.
        index: Folder of the index; None for the configured one; its index is built on first use.
        watch: Shows that something long is going on.
        key: Of the service, where it asks for one.

    Yields:
        The subject, usable until the block ends.

    Raises:
        WrongUsage: There is no such mode.
        SettingsInvalid: A setting is unknown or out of bounds.
        IndexFailure: The index cannot be used.
    """
    from assistant import Mode
    from assistant.command.chinese import WrongUsage
    from assistant.settings import load_settings

    if mode is not None and mode not in get_args(Mode):
        raise WrongUsage(f"没有“{mode}”这种回答方式：--mode 请用 {'、'.join(get_args(Mode))} 之一。")
    settings = load_settings(index=index, mode=mode)
    if url:
        yield Subject(Served(url, key=key), settings.mode, url, {}, None)
        return

    from assistant.chain import Assistant
    from assistant.opening import open_or_build

    opened = open_or_build(settings, watch)
    try:
        # Where the index lies does not shape an answer, and would make two machines differ.
        told = settings.model_dump(mode="json", exclude={"corpus", "index", "host", "port"})
        yield Subject(InProcess(Assistant(opened, settings)), settings.mode, None, told, opened.fingerprint)
    finally:
        opened.close()


@contextmanager
def open_clauses(*, index: Path | None, watch: Watch) -> Iterator[dict[str, Clause]]:
    """Open every clause of an index by id, building the index on first use.

    Args:
        index: Folder of the index; None for the configured one.
        watch: Shows that something long is going on.

    Yields:
        All clauses, in reading order of each document.
    """
    from assistant.opening import open_or_build
    from assistant.settings import load_settings

    opened = open_or_build(load_settings(index=index), watch)
    try:
        yield {c.id: c for document in opened.documents() for c in opened.clauses(document.id)}
    finally:
        opened.close()


def select(cases: Sequence[Case], where: Sequence[str]) -> tuple[Case, ...]:
    """Keep the cases that every selection holds for.

    Args:
        cases: The suite.
        where: ``kind=…``, ``tag=…``, ``id=…`` or ``document=…``; commas join several values.

    Returns:
        The cases that are left, in order.

    Raises:
        CaseError: A selection is malformed, or nothing is left.
    """
    kept = tuple(cases)
    for selection in where:
        key, sign, value = selection.partition("=")
        wanted = set(value.split(","))
        if not sign or key not in _SELECTORS:
            raise CaseError(f"“{selection}”不是筛选条件；请写成 kind=fact、tag=…、id=… 或 document=…。")
        kept = tuple(case for case in kept if wanted & _SELECTORS[key](case))
    if not kept:
        raise CaseError(f"没有符合 {'、'.join(where)} 的题；请放宽筛选条件。")
    return kept


_SELECTORS = {
    "kind": lambda case: {case.kind},
    "tag": lambda case: set(case.tags),
    "id": lambda case: {case.id},
    "document": lambda case: {gold.document for group in case.gold for gold in group},
}
