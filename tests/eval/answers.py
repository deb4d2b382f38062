"""Cases, answers and a target that tests can reason about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.cases import Case, Gold
from eval.outcome import measure
from eval.results import Result, Run, trimmed


def case(number: int, kind: str = "fact") -> Case:
    if kind == "unanswerable":
        return Case(f"c{number}", kind, f"第{number}问？", answerable=False)
    gold = Gold("d", f"d:{number}", f"数{number}")
    return Case(f"c{number}", kind, f"第{number}问？", facts=((f"数{number}",),), gold=((gold,),))


def answer(text: str, clause: str | None = None, quote: str = "", mode: str = "extractive") -> dict[str, Any]:
    """An Answer JSON that cites one clause, whose text is the quotation with a full stop."""
    document = {"id": "d", "title": "意见", "number": None, "issuer": None, "date": "2018-08-16"}
    cited = {
        "mark": 1, "clause_id": clause, "label": f"《意见》{clause}", "document": document,
        "path": [], "quote": quote, "text": f"{quote}。",
    }  # fmt: skip
    return {
        "answer": text, "status": "answered" if clause else "refused", "mode": mode, "model": None,
        "citations": [cited] if clause else [], "hits": [{"clause_id": clause}] if clause else [],
        "notes": [],
    }  # fmt: skip


def good(number: int, **more: str) -> dict[str, Any]:
    return answer(f"是数{number}[1]。", f"d:{number}", f"数{number}", **more)


REFUSAL = answer("没有规定。")


def run(*pairs: tuple[Case, Mapping[str, Any]], suite: str = "suite") -> Run:
    results = tuple(Result(asked, measure(asked, said, seconds=0.5), trimmed(said)) for asked, said in pairs)
    return Run(suite, results, {"mode": "extractive"}, {"d:1": ("《意见》一、", "数1。")})


class ScriptedTarget:
    """Answers by question; an exception in the script is raised, one without an entry fails."""

    def __init__(self, script: Mapping[str, Mapping[str, Any] | Exception]) -> None:
        self.script = script
        self.asked: list[str] = []

    def ask(self, asked: Case, *, mode: str) -> Mapping[str, Any]:
        self.asked.append(asked.id)
        said = self.script[asked.id]
        if isinstance(said, Exception):
            raise said
        return said

    def clause(self, clause_id: str) -> tuple[str, str] | None:
        return f"《意见》{clause_id}", f"{clause_id} 的全文。"
