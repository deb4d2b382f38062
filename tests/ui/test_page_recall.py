"""A conversation that a browser names by its receipts; what it sends is not to be trusted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.settings import Settings
from assistant.ui.recall import recall
from assistant.ui.render import evidence_html
from index import Index

QUESTION = "丽水每年给每个县多少资金？"
REFUSED = "拉萨市2030年的碳排放目标是多少？"


@pytest.fixture
def assistant(bundled_home: Path, tmp_path: Path) -> Iterator[Assistant]:
    home = Path(shutil.copytree(bundled_home, tmp_path / "var"))
    with Index.open(home) as index:
        yield Assistant(index, Settings(index=home))


def sent(*receipts: object) -> str:
    return json.dumps({"receipts": receipts})


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_a_turn_read_back_shows_the_evidence_it_showed(assistant: Assistant, question: str) -> None:
    from assistant.ui.render import Turn

    given = assistant.ask(question)
    (turn,) = recall(sent(given.receipt), assistant.receipts, assistant.index)
    assert (turn.answer.text, turn.answer.status, turn.answer.notes) == (
        given.text,
        given.status,
        given.notes,
    )
    assert evidence_html((turn,)) == evidence_html((Turn(question, given),))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '{"receipts": null}',
        '{"receipts": "abc"}',
        "[" * 100_000,
        sent("unknown", 7, None, "字", "x" * 1000, {"a": 1}, "' OR 1=1 --"),
    ],
)
def test_whatever_a_browser_sends_names_no_conversation_that_is_not_there(
    assistant: Assistant, wrong: str
) -> None:
    assert recall(wrong, assistant.receipts, assistant.index) == ()


def test_a_clause_that_changed_since_is_told_apart(assistant: Assistant) -> None:
    given = assistant.ask(QUESTION)
    assistant.index.delete_document("lishui-2018")
    (turn,) = recall(sent(given.receipt), assistant.receipts, assistant.index)
    assert turn.changed == {"lishui-2018:2.2.1"}
    assert "data-copy" not in evidence_html((turn,))
