"""Whether cases still fit the corpus: every gold id and quotation, and what a suite leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus import Clause
from eval.cases import Case, Gold
from eval.score import plain, states

#: Kinds whose facts need not stand in the gold clauses as they are: worked out, or from the metadata.
_DERIVED = {"compute", "metadata"}
#: What a suite should ask about. A title, a heading and an attachment's title say nothing to ask for.
_ASKABLE = {"clause", "box", "table_row"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a case.

    Attributes:
        case_id: The case.
        message: What is wrong and what to do, in Chinese.
    """

    case_id: str
    message: str


def problems(cases: Iterable[Case], clauses: Mapping[str, Clause]) -> list[Problem]:
    """Check cases against a corpus.

    Args:
        cases: The suite.
        clauses: Every clause of the corpus by id.

    Returns:
        What is wrong, in the order of the cases.
    """
    found = []
    asked: dict[tuple[object, ...], str] = {}
    documents = {clause.document_id for clause in clauses.values()}
    for case in cases:
        told = list(_case_problems(case, clauses, documents))
        same = asked.setdefault((plain(case.question), case.history), case.id)
        if same != case.id:
            told.append(f"与 {same} 是同一个问题；请删去其中一题。")
        found += [Problem(case.id, message) for message in told]
    return found


def uncovered(cases: Iterable[Case], clauses: Iterable[Clause]) -> list[Clause]:
    """Return the clauses, boxes and table rows that no case rests on.

    Args:
        cases: All suites over a corpus.
        clauses: Every clause of the corpus.

    Returns:
        Those without a case, in the order given.
    """
    covered = {gold.clause for case in cases for group in case.gold for gold in group}
    return [clause for clause in clauses if clause.kind in _ASKABLE and clause.id not in covered]


def shared_clauses(first: Iterable[Case], second: Iterable[Case]) -> set[str]:
    """Return the clauses that two suites both rest on; between development and test there must be none."""
    ids = [
        {gold.clause for case in suite for group in case.gold for gold in group if gold.clause}
        for suite in (first, second)
    ]
    return ids[0] & ids[1]


def _case_problems(case: Case, clauses: Mapping[str, Clause], documents: set[str]) -> Iterable[str]:
    if case.answerable and not case.facts and not case.gold:
        yield "既没有 facts 也没有 gold；请写上正确答复的要点或依据条款。"
    if (case.kind == "unanswerable") == case.answerable:
        yield "题型与 answerable 不一致；无法回答的题请用 unanswerable。"
    if case.kind == "follow_up" and not case.history:
        yield "追问没有 history；请写上前一轮的问题。"
    for group in case.gold:
        for gold in group:
            yield from _gold_problems(gold, clauses, documents)
    if case.kind not in _DERIVED and case.gold:
        evidence = " ".join(_texts(case, clauses))
        for alternatives in case.facts:
            if evidence and not any(states(evidence, fact) for fact in alternatives):
                yield f"要点“{alternatives[0]}”不在依据条款里；请核对要点或换一条依据。"


def _gold_problems(gold: Gold, clauses: Mapping[str, Clause], documents: set[str]) -> Iterable[str]:
    if gold.document not in documents:
        yield f"文件 {gold.document} 不在语料里；请核对文件编号。"
    elif gold.clause is None:
        texts = (clause.text for clause in clauses.values() if clause.document_id == gold.document)
        if not any(plain(gold.quote) in plain(text) for text in texts):
            yield f"{gold.document} 没有一条含有“{gold.quote}”；请核对引文。"
    elif gold.clause not in clauses:
        yield f"没有条款 {gold.clause}；请用 policy-assistant clauses 查看条款编号。"
    elif plain(gold.quote) not in plain(clauses[gold.clause].text):
        yield f"条款 {gold.clause} 里没有“{gold.quote}”；请核对引文。"


def _texts(case: Case, clauses: Mapping[str, Clause]) -> Sequence[str]:
    ids = [gold.clause for group in case.gold for gold in group]
    return [clauses[one].text for one in ids if one is not None and one in clauses]
