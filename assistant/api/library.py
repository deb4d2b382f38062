"""``POST``, ``PUT``, ``PATCH`` and ``DELETE /v1/documents``: the corpus as editors keep it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Response, UploadFile

from assistant.api import requests, responses
from assistant.api.access import needs
from assistant.api.errors import ApiError, documented
from assistant.api.intake import file_name
from assistant.api.service import Service, Serving
from corpus import Document
from corpus.readers import SUFFIXES

Upload = Annotated[UploadFile, File(description="公文文件")]

router = APIRouter(prefix="/v1/documents", tags=["公文管理"], dependencies=[Depends(needs("editor"))])


@router.post(
    "",
    status_code=201,
    response_model=responses.Taken,
    summary="上传公文",
    responses={
        200: {"model": responses.Taken, "description": "已有内容相同的这份公文"},
        **documented(400, 403, 409, 413, 415, 422, 503),
    },
)
async def upload(file: Upload, service: Serving, response: Response) -> Any:
    """立即解析，随后在后台建立索引；不必重启，`status` 变为 ready 即可提问。"""
    document, new = await service.intake.add(*await _content(file, service))
    response.status_code = 201 if new else 200
    return await service.run(lambda: _taken(service, document))


@router.put(
    "/{document_id}",
    response_model=responses.Taken,
    summary="替换公文",
    responses=documented(400, 403, 404, 413, 415, 422, 503),
)
async def replace(document_id: str, file: Upload, service: Serving) -> Any:
    """用新文件替换，编号不变；旧文字立即不再被引用。"""
    document = await service.intake.replace(document_id, *await _content(file, service))
    return await service.run(lambda: _taken(service, document))


@router.patch(
    "/{document_id}",
    response_model=responses.Taken,
    summary="更正公文信息",
    responses=documented(400, 403, 404, 422, 503),
)
async def correct(document_id: str, changes: requests.Correction, service: Serving) -> Any:
    """更正标题、文号、发文机关、成文日期、涉及的地方、年份或效力；没有写的项不变。"""
    document = await service.intake.correct(document_id, changes.values())
    return await service.run(lambda: _taken(service, document))


@router.delete(
    "/{document_id}", status_code=204, summary="删除公文", responses=documented(403, 404, 422, 503)
)
async def delete(document_id: str, service: Serving) -> None:
    """立即删除，此后不再检索、引用其中任何文字。"""
    await service.intake.delete(document_id)


async def _content(file: UploadFile, service: Service) -> tuple[bytes, str]:
    name = file_name(file.filename or "")
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        formats = "、".join(sorted(suffix.removeprefix(".") for suffix in SUFFIXES))
        raise ApiError(415, "unsupported_file", f"不支持这种文件：请上传 {formats} 格式的文件。")
    most = service.settings.upload_mb
    data = await file.read()
    if len(data) > most << 20:
        raise ApiError(413, "too_large", f"文件超过 {most} MB：请拆分后再上传。")
    return data, name


def _taken(service: Service, document: Document) -> dict[str, Any]:
    clauses = service.index.clauses(document.id)
    return {
        "id": document.id,
        "title": document.title,
        "status": "indexing" if document.id in service.index.pending else "ready",
        "clauses": sum(clause.kind not in {"title", "heading"} for clause in clauses),
    }
