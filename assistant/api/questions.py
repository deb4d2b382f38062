"""``/v1/ask``, ``/v1/ask/stream`` and ``/v1/search``."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from fastapi import APIRouter, Request

from assistant.api import requests, responses
from assistant.api.access import caller_of
from assistant.api.errors import documented
from assistant.api.events import EVENT_STREAM, EventStream, event
from assistant.api.service import Asked, Service, Serving
from assistant.json import answer_json, hits_json

router = APIRouter(prefix="/v1", tags=["问答与检索"])


@router.post(
    "/ask", response_model=responses.Answer, summary="提问", responses=documented(400, 413, 422, 503)
)
async def ask(body: requests.Question, service: Serving, request: Request) -> Any:
    """回答一个问题：每句话都注明条款；语料里没有依据时如实说明，并给出最接近的条款。"""
    asked = _asked(body, request)
    return answer_json(await service.answered(asked))


@router.post(
    "/ask/stream",
    response_model=None,
    summary="提问（逐句返回）",
    responses={**EVENT_STREAM, **documented(400, 413, 422)},
)
async def ask_stream(body: requests.Question, service: Serving, request: Request) -> EventStream:
    """以服务器推送事件返回。

    先是若干 `sentence`（已核对的整句），最后一个 `answer`（与提问接口相同），或 `error`。
    """
    return EventStream(_events(service, _asked(body, request)))


@router.post(
    "/search", response_model=responses.Hits, summary="检索", responses=documented(400, 413, 422, 503)
)
async def search(body: requests.Search, service: Serving) -> Any:
    """按相关程度列出条款。"""
    hits = await service.run(lambda: service.index.search(body.query, k=body.k, where=body.where.to_search()))
    return hits_json(hits, service.index.document)


def _asked(body: requests.Question, request: Request) -> Asked:
    return Asked(
        question=body.question,
        history=tuple(exchange.to_turn() for exchange in body.history),
        where=body.where.to_search(),
        mode=body.mode,
        caller=caller_of(request).name,
        request_id=request.state.request_id,
    )


async def _events(service: Service, asked: Asked) -> AsyncGenerator[bytes]:
    async with service.streamed(asked) as items:
        async for item in items:
            if isinstance(item, str):
                yield event({"text": item}, "sentence")
            else:
                yield event(answer_json(item), "answer")
