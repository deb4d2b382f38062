"""The small real LLM writes; nothing that it invents may reach an answer.

Run with ``POLICY_TEST_LLM_URL=http://127.0.0.1:8081/v1 pytest -m llm -s``; it takes minutes. What is said is
held to its citations by the evaluation's own check and by lists of names that the guard does not use.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guard_set import BODIES, PLACES

from assistant.chain import Assistant
from assistant.json import answer_json
from assistant.model import Answer, Turn
from assistant.settings import Settings
from assistant.writer import WriterSettings
from eval.fidelity import number_fidelity, quotation_fidelity
from index import Index

URL = os.environ.get("POLICY_TEST_LLM_URL", "")
CASES = Path(__file__).parents[2] / "eval" / "cases"
#: Of each kind of development case the first so many.
SOME = 4

pytestmark = [pytest.mark.llm, pytest.mark.skipif(not URL, reason="no LLM server at POLICY_TEST_LLM_URL")]


def cases() -> list[dict[str, Any]]:
    rows = [
        json.loads(line)
        for name in ("sample.jsonl", "development.jsonl")
        for line in (CASES / name).read_text(encoding="utf-8").splitlines()
    ]
    seen = Counter[str]()
    chosen = []
    for row in rows:
        kind = row.get("kind", "sample")
        seen[kind] += 1
        if seen[kind] <= SOME or row["id"].startswith("p"):
            chosen.append(row)
    return chosen


@pytest.fixture(scope="module")
def assistant(bundled_home: Path) -> Iterator[Assistant]:
    settings = Settings(index=bundled_home, receipts=0, llm=WriterSettings(base_url=URL, timeout=600))
    with Index.open(bundled_home) as index:
        yield Assistant(index, settings)


def test_nothing_a_small_model_invents_reaches_an_answer(assistant: Assistant) -> None:
    modes = Counter[str]()
    for case in cases():
        history = [
            Turn(turn, None) if isinstance(turn, str) else Turn(**turn) for turn in case.get("history", [])
        ]
        *pieces, answer = assistant.stream(case["question"], history, mode="llm")
        assert isinstance(answer, Answer)
        modes[f"{answer.mode} {answer.status}"] += 1
        print(f"{answer.mode:10} {answer.status:8} {case['question']} -> {answer.text}")
        assert "".join(map(str, pieces)) == answer.text
        shown = answer_json(answer)
        asked = " ".join([*(turn.question for turn in history), case["question"]])
        assert len(set(number_fidelity(shown, asked))) == 1
        assert len(set(quotation_fidelity(shown))) == 1
        if answer.mode == "llm":
            grounds = "\n".join(
                f"{item.clause.text}\n{item.label}\n{item.document.issuer}\n{item.document.regions}"
                for item in answer.citations
            )
            for name in (*PLACES.findall(answer.text), *BODIES.findall(answer.text)):
                assert name in grounds or name[:-1] in grounds
    print(dict(modes))
    assert sum(modes.values()) >= 60
    assert modes["llm answered"] > 0
