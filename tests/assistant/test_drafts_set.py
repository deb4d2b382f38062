"""What the check of drafts finds, measured over drafts whose right and wrong statements are known."""

import shutil
from pathlib import Path

import pytest
from drafts_set import ELSEWHERE, HELD_OUT, Draft, drafts, score

from assistant.chain import Assistant
from assistant.drafts import DraftReport, check_draft
from assistant.settings import Settings
from index import Index, build

DOCUMENTS = Path(__file__).parents[1] / "golden" / "documents"
Checked = tuple[tuple[Draft, DraftReport], ...]


@pytest.fixture(scope="module")
def checked(bundled: Assistant) -> Checked:
    return tuple((draft, check_draft(draft.text, bundled)) for draft in drafts())


def test_errors_are_found_with_reason_and_clause_and_right_statements_stand(checked: Checked) -> None:
    result = score(checked)
    assert len(checked) == 29 and result.wrong >= 210 and result.right >= 360
    assert result.found >= 0.95, result
    assert result.contradicted <= 0.04, result
    assert result.supported >= 0.85, result


def test_drafts_over_other_documents_are_held_to_them(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("导游人员管理条例*", "山东省法律援助条例*", "海关总署*航空口岸*"):
        [document] = DOCUMENTS.glob(name)
        shutil.copy(document, corpus)
    assert build(corpus, tmp_path / "home").failures == ()
    with Index.open(tmp_path / "home") as index:
        assistant = Assistant(index, Settings(index=tmp_path / "home", receipts=0))
        result = score((draft, check_draft(draft.text, assistant)) for draft in drafts(ELSEWHERE))
    assert result.wrong >= 19 and result.right >= 19
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
                assert reason.found in draft.text[reason.start : reason.end]
            for citation in statement.citations:
                assert citation.quote in citation.clause.text
        assert sum(report.summary.values()) == len(report.statements)
