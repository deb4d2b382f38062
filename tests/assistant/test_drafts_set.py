"""What the check of drafts finds, measured over drafts whose right and wrong statements are known."""

import pytest
from drafts_set import HELD_OUT, Draft, drafts, score

from assistant.chain import Assistant
from assistant.drafts import DraftReport, check_draft

Checked = tuple[tuple[Draft, DraftReport], ...]


@pytest.fixture(scope="module")
def checked(bundled: Assistant) -> Checked:
    return tuple((draft, check_draft(draft.text, bundled)) for draft in drafts())


def test_errors_are_found_with_reason_and_clause_and_right_statements_stand(checked: Checked) -> None:
    result = score(checked)
    assert len(checked) == 20 and result.wrong >= 120 and result.right >= 240
    assert result.found >= 0.95, result
    assert result.contradicted <= 0.04, result
    assert result.supported >= 0.85, result


def test_drafts_that_no_rule_was_chosen_on_fare_nearly_as_well(checked: Checked) -> None:
    result = score((draft, report) for draft, report in checked if draft.name in HELD_OUT)
    assert result.wrong >= 48 and result.right >= 96
    assert result.found >= 0.85, result
    assert result.contradicted <= 0.04, result
    assert result.supported >= 0.85, result


def test_statements_are_the_drafts_own_words_in_order(checked: Checked) -> None:
    for draft, report in checked:
        assert report.text == draft.text
        end = 0
        for statement in report.statements:
            assert statement.start >= end
            end = statement.end
            assert draft.text[statement.start : end] == statement.text
            for reason in statement.reasons:
                assert statement.start <= reason.start <= reason.end <= end
                assert reason.found in draft.text[reason.start : reason.end] or reason.kind == "relation"
            for citation in statement.citations:
                assert citation.quote in citation.clause.text
        assert sum(report.summary.values()) == len(report.statements)
