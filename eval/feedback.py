"""Cases from what people said of answers: a thumb up keeps an answer right, a thumb down asks for one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from assistant.feedback import Feedback, FeedbackBook, Rating
from assistant.receipts import Receipt, Receipts
from eval.cases import Case, CaseError, Exchange, Gold

_GOOD = "有人认为答得对：请补上答案的要点（facts）"
_BAD = "有人认为没用：请写上应答的要点（facts）和应引的条款（gold），或标明无法回答（answerable）"


def feedback_cases(home: Path, *, rating: Rating | None = None) -> tuple[tuple[Case, ...], int]:
    """Return a case for each answer that somebody rated, oldest first.

    Args:
        home: Folder of the index, where feedback and receipts are kept.
        rating: Only answers rated so; one bad word on an answer outweighs good ones.

    Returns:
        The cases, and the number of answers whose receipt is no longer kept.

    Raises:
        CaseError: Nobody has rated an answer so.
    """
    receipts = Receipts(home, keep=0)
    said = sorted(FeedbackBook(home).all(), key=lambda word: word.receipt)
    found: list[tuple[str, Case]] = []
    lost = 0
    for identifier, group in groupby(said, key=lambda word: word.receipt):
        words = tuple(group)
        overall: Rating = "down" if any(word.rating == "down" for word in words) else "up"
        if rating not in {None, overall}:
            continue
        receipt = receipts.get(identifier)
        if receipt is None:
            lost += 1
        else:
            found.append((receipt.created, _case(receipt, overall, words)))
    if not found:
        raise CaseError(f"{home} 里没有可以导出的评价：请确认索引文件夹，或等有人评价后再试。")
    return tuple(case for _, case in sorted(found, key=lambda each: (each[0], each[1].id))), lost


def _case(receipt: Receipt, rating: Rating, words: Iterable[Feedback]) -> Case:
    answer = receipt.answer
    earlier = tuple(Exchange(question) for question in receipt.settings.get("history", ()))
    refused = answer["status"] == "refused"
    right = rating == "up"
    note = [_GOOD if right and not refused else "" if right else _BAD]
    note += [f"意见：{word.comment}" for word in words if word.comment]
    if where := receipt.settings.get("where"):
        note.append(f"当时限定了范围：{where}")
    if not right:
        note.append(f"当时的回答：{answer['answer']}")
    return Case(
        id=f"feedback-{receipt.id}",
        kind="unanswerable" if right and refused else "follow_up" if earlier else "everyday",
        question=receipt.question,
        history=earlier,
        gold=tuple(
            (Gold(citation["document"]["id"], citation["clause_id"], citation["quote"]),)
            for citation in answer["citations"]
            if right
        ),
        answerable=not (right and refused),
        tags=("feedback", rating),
        note="；".join(part for part in note if part),
    )
