"""A conversation read back from its receipts: the browser keeps their ids, the text stays in one place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from assistant.model import Answer, Citation
from assistant.receipts import Receipt, Receipts
from assistant.ui.render import Turn
from corpus import Clause, Document
from index import Hit, Index

#: Receipts of one conversation; what a browser sends beyond that is no conversation.
LONGEST_CONVERSATION = 200
_LONGEST_ID = 64


def recall(sent: str, receipts: Receipts, index: Index) -> tuple[Turn, ...]:
    """Return the turns of a conversation; receipts that are no longer kept are left out.

    Args:
        sent: JSON with ``receipts``, a list of their ids; from the browser, and not to be trusted.
        receipts: Where the answers are kept.
        index: The corpus as it is now; what has changed since is marked.
    """
    turns = []
    for identifier in _ids(sent):
        receipt = receipts.get(identifier)
        if receipt is not None:
            turns.append(_turn(receipt, index))
    return tuple(turns)


def _ids(sent: str) -> list[str]:
    try:
        ids = json.loads(sent)["receipts"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    if not isinstance(ids, list):
        return []
    sound = [each for each in ids if isinstance(each, str) and each.isascii() and len(each) <= _LONGEST_ID]
    return sound[:LONGEST_CONVERSATION]


def _turn(receipt: Receipt, index: Index) -> Turn:
    body = receipt.answer
    found = (index.clause(hit["clause_id"]) for hit in body["hits"])
    answer = Answer(
        question=receipt.question,
        text=body["answer"],
        status=body["status"],
        citations=tuple(_citation(each, index) for each in body["citations"]),
        hits=tuple(Hit(clause, 0.0, {}) for clause in found if clause is not None),
        mode=body["mode"],
        model=body["model"],
        notes=tuple(body["notes"]),
        receipt=receipt.id,
        timings_ms={},
    )
    return Turn(receipt.question, answer, frozenset(each.clause_id for each in receipt.changes(index.clause)))


def _citation(body: dict[str, Any], index: Index) -> Citation:
    about, text = body["document"], body["text"]
    clause = index.clause(body["clause_id"])
    if clause is None or clause.text != text:
        start = body["start"] - max(text.find(body["quote"]), 0)
        clause = Clause(
            id=body["clause_id"],
            document_id=about["id"],
            kind="clause",
            path=tuple(body["path"]),
            label=body["label"],
            text=text,
            start=start,
            end=start + len(text),
        )
        begin, end = body["start"], body["end"]
    else:
        # Text added further up moves a clause without changing it.
        begin = clause.start + max(text.find(body["quote"]), 0)
        end = begin + len(body["quote"])
    return Citation(body["mark"], clause, _document(about), body["label"], body["quote"], begin, end)


def _document(about: dict[str, Any]) -> Document:
    """A document as far as a citation tells of it."""
    bare = Document("", "", None, None, None, (), None, "unknown", "", "")
    return replace(bare, **about)
