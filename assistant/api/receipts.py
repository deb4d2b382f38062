"""``/v1/receipts`` and ``/v1/feedback``: what was answered, and what people say of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from assistant.api import requests, responses
from assistant.api.access import Caller
from assistant.api.errors import ApiError, documented
from assistant.api.service import Service, Serving

router = APIRouter(prefix="/v1", tags=["回执与反馈"])


@router.get(
    "/receipts/{receipt_id}",
    response_model=responses.Receipt,
    summary="回执",
    responses=documented(404, 422, 503),
)
async def receipt(receipt_id: str, service: Serving) -> Any:
    """返回当时的回答，并指出其后有变动的条款。"""
    return await service.run(lambda: _receipt(service, receipt_id))


@router.post("/feedback", status_code=204, summary="评价回答", responses=documented(400, 404, 413, 422))
async def feedback(body: requests.Feedback, service: Serving, caller: Caller) -> None:
    """记下对一个回答的评价；同一人再次评价时以后一次为准。"""
    found = await service.run(lambda: service.assistant.receipts.get(body.receipt))
    if found is None:
        raise _not_found()
    await service.run(
        lambda: service.feedback.add(body.receipt, body.rating, body.comment.strip(), caller.name)
    )


def _receipt(service: Service, receipt_id: str) -> dict[str, Any]:
    found = service.assistant.receipts.get(receipt_id)
    if found is None:
        raise _not_found()
    return {
        "id": found.id,
        "created": found.created,
        "question": found.question,
        "answer": found.answer,
        "fingerprint": found.fingerprint,
        "program": found.program,
        "settings": found.settings,
        "changes": [asdict(change) for change in found.changes(service.index.clause)],
    }


def _not_found() -> ApiError:
    return ApiError(404, "receipt_not_found", "没有这张回执：它可能已超过保留数量，或编号有误。")
