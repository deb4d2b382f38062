"""``/v1/documents`` and ``/v1/clauses``: what the answers come from."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from assistant.api import responses
from assistant.api.errors import ApiError, documented
from assistant.api.service import Service, Serving
from assistant.json import clause_json, document_json
from corpus import Document

router = APIRouter(prefix="/v1", tags=["公文"])


@router.get("/documents", response_model=responses.Documents, summary="公文列表", responses=documented(503))
async def documents(service: Serving) -> Any:
    """列出全部公文。"""
    stage = service.indexer.stage
    progress = stage and {"stage": stage.name, "done": stage.done, "total": stage.total}
    return {
        "documents": await service.run(
            lambda: [_summary(service, document) for document in service.index.documents()]
        ),
        "indexing": progress,
    }


@router.get(
    "/documents/{document_id}",
    response_model=responses.DocumentDetail,
    summary="公文全文",
    responses=documented(404, 422, 503),
)
async def document(document_id: str, service: Serving) -> Any:
    """返回一份公文的全文和条款。"""
    return await service.run(lambda: _detail(service, document_id))


@router.get(
    "/clauses/{clause_id}",
    response_model=responses.ClauseDetail,
    summary="条款",
    responses=documented(404, 422, 503),
)
async def clause(clause_id: str, service: Serving) -> Any:
    """返回一条条款及其公文。"""
    return await service.run(lambda: _clause(service, clause_id))


def _summary(service: Service, found: Document) -> dict[str, Any]:
    clauses = service.index.clauses(found.id)
    return {
        **document_json(found),
        "regions": list(found.regions),
        "period": list(found.period) if found.period else None,
        "validity": found.status,
        "source": found.source,
        "clauses": sum(clause.kind not in {"title", "heading"} for clause in clauses),
        "status": "indexing" if found.id in service.index.pending else "ready",
    }


def _clause(service: Service, clause_id: str) -> dict[str, Any]:
    found = service.index.clause(clause_id)
    about = service.index.document(found.document_id) if found else None
    if found is None or about is None:
        raise ApiError(404, "clause_not_found", "没有这条条款：它可能已随公文更新，请重新提问或检索。")
    return {**clause_json(found), "document": document_json(about)}


def _detail(service: Service, document_id: str) -> dict[str, Any]:
    found = service.index.document(document_id)
    if found is None:
        raise ApiError(404, "document_not_found", "没有这份公文：请查看公文列表 /v1/documents。")
    return {
        **_summary(service, found),
        "text": found.text,
        "notes": list(found.notes),
        "outline": [clause_json(each) for each in service.index.clauses(document_id)],
    }
