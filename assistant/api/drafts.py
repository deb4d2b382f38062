"""``/v1/drafts/check``: a draft held to the corpus, as JSON, as events, or as its own file with comments."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import PurePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from assistant.api import requests, responses
from assistant.api.desk import Draft, Progress
from assistant.api.errors import ApiError, documented
from assistant.api.events import EVENT_STREAM, EventStream, event
from assistant.api.intake import file_name
from assistant.api.service import Service, Serving
from assistant.api.word import DOCX, DOCX_CONTENT, docx_response
from assistant.drafts import DraftReport, report_json
from corpus import CorpusError
from corpus.word import DRAFT_SUFFIXES

router = APIRouter(prefix="/v1/drafts", tags=["写作核对"])

#: A body is either of these; the framework can describe only one of them by itself.
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": requests.DraftText.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "草稿文件：docx、txt 或 md",
                        }
                    },
                }
            },
        },
    }
}

Format = Annotated[
    Literal["json", "docx"] | None,
    Query(description="json（核对结果）或 docx（带批注的草稿）；不写时看 Accept，默认 json"),
]
Insert = Annotated[
    list[Annotated[int, Query(ge=0)]],
    Query(max_length=10_000, description="docx 中以修订方式插入引用建议的句子，按 statements 的次序从 0 数"),
]


@router.post(
    "/check",
    response_model=responses.DraftReport,
    summary="核对草稿",
    responses={
        200: {"content": DOCX_CONTENT, "description": "核对结果，或带批注和核对情况表的 Word 文件"},
        **documented(400, 413, 415, 422, 503),
    },
    openapi_extra=_BODY,
)
async def check(request: Request, service: Serving, format: Format = None, insert: Insert = []) -> Any:  # noqa: B006
    """逐句核对草稿：引用的文件和条款、引文、数字、日期、单位和限定条件是否与公文库一致。

    docx 草稿原样退回，只加批注、修订和末页的核对情况表；文字草稿按公文格式排成 docx。
    """
    draft = await _draft(request, service)
    report: DraftReport | None = None
    async with service.iterate(service.desk.check(draft.text), service.desk.threads) as items:
        async for item in items:
            report = item if isinstance(item, DraftReport) else report
    assert report is not None  # the last item, or an exception
    if format != "docx" and (format == "json" or DOCX not in request.headers.get("accept", "")):
        return report_json(report)
    found = report
    try:
        marked = await service.run(lambda: service.desk.marked(draft, found, insert))
    except CorpusError as error:
        raise ApiError(422, "unreadable_file", str(error)) from error
    return docx_response(marked, f"{PurePath(draft.name).stem}（核对）.docx")


@router.post(
    "/check/stream",
    response_model=None,
    summary="核对草稿（报告进度）",
    responses={**EVENT_STREAM, **documented(400, 413, 415, 422)},
    openapi_extra=_BODY,
)
async def check_stream(request: Request, service: Serving) -> EventStream:
    """以服务器推送事件返回。

    先是若干 `progress`（`done`、`total`，排队时都是 0），最后一个 `report`：核对结果，另有草稿全文
    `text`；或 `error`。
    """
    return EventStream(_events(service, await _draft(request, service)))


async def _events(service: Service, draft: Draft) -> AsyncGenerator[bytes]:
    async with service.iterate(service.desk.check(draft.text), service.desk.threads) as items:
        async for item in items:
            if isinstance(item, Progress):
                yield event({"done": item.done, "total": item.total}, "progress")
            else:
                yield event({**report_json(item), "text": item.text}, "report")


async def _draft(request: Request, service: Service) -> Draft:
    """Read the draft from either kind of body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return Draft(await _text(request, kind))
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ApiError(422, "invalid_request", "缺少 file：请用 multipart 上传草稿，字段名为 file。")
        name = file_name(file.filename or "")
        if PurePath(name).suffix.lower() not in DRAFT_SUFFIXES:
            raise ApiError(415, "unsupported_file", "草稿须是 docx、txt 或 md 文件：请另存为 docx 后重试。")
        most = service.settings.upload_mb
        data = await file.read()
    if len(data) > most << 20:
        raise ApiError(413, "too_large", f"文件超过 {most} MB：请拆分后再核对。")
    try:
        return await service.run(lambda: service.desk.read(data, name))
    except CorpusError as error:
        raise ApiError(422, "unreadable_file", str(error)) from error


async def _text(request: Request, kind: str) -> str:
    if kind != "application/json":
        raise RequestValidationError([{"type": "model_attributes_type", "loc": ("body",)}])
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise RequestValidationError([{"type": "json_invalid", "loc": ("body",)}]) from error
    try:
        return requests.DraftText.model_validate(body).text
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
