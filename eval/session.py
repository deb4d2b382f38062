"""One evaluation from its options to its results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from eval.cases import Case, CaseError, read_cases, suite_path
from eval.conditions import conditions
from eval.results import Run
from eval.runner import run_cases
from eval.target import InProcess, Served, Target

if TYPE_CHECKING:
    from assistant import Mode
    from assistant.opening import Watch


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
    suite: str,
    subject: Subject,
    *,
    where: Sequence[str],
    workers: int,
    watch: Watch,
    journal: Path | None = None,
) -> Run:
    """Ask every selected case of a suite.

    Args:
        suite: Name of a bundled suite, or a file.
        subject: Who answers.
        where: ``key=value`` selections; all must hold.
        workers: Cases asked at the same time.
        watch: Shows that something long is going on.
        journal: Where results are kept as they come, to resume from.

    Returns:
        The run.

    Raises:
        CaseError: The suite cannot be read, or the selection is empty or malformed.
        ResultsError: The journal cannot be read.
    """
    path = suite_path(suite)
    cases = select(read_cases(path), where)
    with watch(f"正在评测 {path.stem}（{len(cases)} 题）") as progress:
        results = run_cases(
            cases, subject.target, mode=subject.mode, workers=workers, journal=journal, progress=progress
        )
    measured = conditions(
        suite=path,
        mode=subject.mode,
        url=subject.url,
        where=sorted(where),
        settings=subject.settings,
        index=subject.index,
    )
    return Run(path.stem, results, measured)


@contextmanager
def open_subject(*, mode: str | None, url: str | None, index: Path | None, watch: Watch) -> Iterator[Subject]:
    """Open what is to be evaluated: a running service, or the assistant in this process.

    Args:
        mode: Which writer answers; None for the configured one.
        url: Root of a running service; None asks in-process.
        index: Folder of the index; None for the configured one; its index is built on first use.
        watch: Shows that something long is going on.

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
        yield Subject(Served(url), settings.mode, url, {}, None)
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
