"""Asking every case: order, errors, and going on where a run stopped."""

import json
from pathlib import Path

import pytest
from answers import REFUSAL, ScriptedTarget, case, good

from eval.cases import Case
from eval.results import ResultsError
from eval.runner import run_cases
from eval.session import journal_path, merge, select

CASES = [case(1), case(2), case(3, "unanswerable")]
SCRIPT = {"c1": good(1), "c2": good(2), "c3": REFUSAL}


@pytest.mark.parametrize("workers", [1, 4])
def test_results_come_in_the_order_of_the_suite(workers: int) -> None:
    results = run_cases(CASES, ScriptedTarget(SCRIPT), workers=workers)
    assert [result.case.id for result in results] == ["c1", "c2", "c3"]
    assert all(result.outcome.correct for result in results)


def test_a_case_that_raises_scores_zero_is_counted_and_does_not_stop_the_others() -> None:
    results = run_cases(CASES, ScriptedTarget(SCRIPT | {"c1": TimeoutError("太久")}))
    assert results[0].outcome.error == "TimeoutError: 太久"
    assert not results[0].outcome.correct
    assert results[1].outcome.correct


def test_an_answer_of_the_wrong_form_is_an_error_of_its_case() -> None:
    results = run_cases(CASES, ScriptedTarget(SCRIPT | {"c2": {"detail": "x"}}))
    assert results[1].outcome.error.startswith("KeyError")


def test_a_stopped_run_asks_only_what_is_left(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    run_cases(CASES[:2], ScriptedTarget(SCRIPT), journal=journal)
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"case": {"id"')  # killed in the middle of a line
    target = ScriptedTarget(SCRIPT)
    results = run_cases(CASES, target, journal=journal)
    assert target.asked == ["c3"]
    assert [result.case.id for result in results] == ["c1", "c2", "c3"]
    # What was cut off does not spoil what came after it.
    again = ScriptedTarget({})
    run_cases(CASES, again, journal=journal)
    assert again.asked == []


def test_a_failed_or_reworded_case_is_asked_again(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    run_cases(CASES, ScriptedTarget(SCRIPT | {"c2": OSError("断")}), journal=journal)
    target = ScriptedTarget(SCRIPT)
    reworded = Case("c1", "fact", "换个问法？", facts=CASES[0].facts, gold=CASES[0].gold)
    run_cases([reworded, *CASES[1:]], target, journal=journal)
    assert target.asked == ["c1", "c2"]


def test_a_damaged_journal_is_named(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    run_cases(CASES, ScriptedTarget(SCRIPT), journal=journal)
    lines = journal.read_text(encoding="utf-8").splitlines()
    journal.write_text("\n".join(["{", *lines]) + "\n", encoding="utf-8")
    with pytest.raises(ResultsError, match="第1行"):
        run_cases(CASES, ScriptedTarget(SCRIPT), journal=journal)


def test_a_run_under_other_conditions_has_another_journal(tmp_path: Path) -> None:
    one = journal_path(tmp_path, "test", {"mode": "llm", "index": "a"})
    assert one == journal_path(tmp_path, "test", {"index": "a", "mode": "llm"})
    assert one != journal_path(tmp_path, "test", {"mode": "llm", "index": "b"})


def test_progress_is_told_after_each_case() -> None:
    told: list[tuple[int, int]] = []
    run_cases(CASES, ScriptedTarget(SCRIPT), progress=lambda _, done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_selections_narrow_and_an_empty_or_malformed_one_is_refused() -> None:
    assert [c.id for c in select(CASES, ["kind=fact"])] == ["c1", "c2"]
    assert [c.id for c in select(CASES, ["kind=fact", "id=c2,c3"])] == ["c2"]
    assert [c.id for c in select(CASES, ["document=d"])] == ["c1", "c2"]
    with pytest.raises(Exception, match="放宽筛选条件"):
        select(CASES, ["kind=table"])
    with pytest.raises(Exception, match="不是筛选条件"):
        select(CASES, ["colour=red"])


def test_suites_with_a_common_id_are_not_merged() -> None:
    assert len(merge([CASES[:1], CASES[1:]])) == 3
    with pytest.raises(Exception, match="相同的编号 c1"):
        merge([CASES, CASES[:1]])


def test_the_journal_holds_no_texts_of_clauses(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    run_cases(CASES[:1], ScriptedTarget(SCRIPT), journal=journal)
    record = json.loads(journal.read_text(encoding="utf-8"))
    assert set(record["answer"]["citations"][0]) == {"mark", "clause_id", "label", "quote"}
