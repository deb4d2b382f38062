"""``/v1/receipts``, ``/v1/export`` and ``/v1/feedback``: what was answered, and what people say of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from assistant.api import requests, responses
from assistant.api.access import Caller
from assistant.api.errors import ApiError, documented
from assistant.api.service import Service, Serving
from assistant.api.word import DOCX_CONTENT, docx_response
from assistant.export import Exported, exported_docx

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


@router.post(
    "/export",
    response_class=Response,
    summary="导出 Word",
    responses={
        200: {"content": DOCX_CONTENT, "description": "Word 文件"},
        **documented(400, 404, 413, 422, 503),
    },
)
async def export(body: requests.Export, service: Serving) -> Response:
    """把几个回答按公文格式（GB/T 9704）排成一份 Word 文件，引用的条款附在后面。"""
    return docx_response(await service.run(lambda: _exported(service, body.receipts)), "政策问答记录.docx")


def _exported(service: Service, receipts: list[str]) -> bytes:
    answers = []
    for identifier in receipts:
        found = service.assistant.receipts.get(identifier)
        if found is None:
            raise _not_found()
        changes = found.changes(service.index.clause)
        remarks = tuple(f"{change.label}的文字此后有变动，引用前请核对。" for change in changes)
        answers.append(Exported(found.question, found.answer, found.created[:10], remarks))
    return exported_docx(answers)


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
