"""``/v1/chat/completions`` and ``/v1/models``: for programs that speak to OpenAI's interface."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncGenerator
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.api import requests
from assistant.api.access import caller_of
from assistant.api.errors import ApiError, documented
from assistant.api.events import EventStream, event
from assistant.api.service import Asked, Service, Serving
from assistant.json import answer_json
from assistant.model import Answer, Mode, Turn, Usage

router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"])

#: Names under which the ways to answer are offered.
MODELS: dict[str, Mode] = {
    "policy-assistant": "auto",
    "policy-assistant-extractive": "extractive",
    "policy-assistant-llm": "llm",
}

#: The parts of the Answer JSON that come beside the text.
_BESIDE = ("citations", "status", "mode", "hits", "notes", "receipt")


Words = Annotated[str, Field(max_length=20000), AfterValidator(requests.sound)]


class Part(BaseModel):
    """多段消息中的一段；只读文字。"""

    model_config = ConfigDict(extra="ignore")

    type: str = Field(max_length=50)
    text: Words = ""


class Message(BaseModel):
    """一条消息。"""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool"] = Field(description="角色")
    content: Words | Annotated[list[Part], Field(max_length=50)] | None = Field(
        default=None, description="内容", examples=["丽水每年给每个县多少资金？"]
    )

    @property
    def text(self) -> str:
        """The words of the message."""
        if self.content is None or isinstance(self.content, str):
            return (self.content or "").strip()
        return "\n".join(part.text for part in self.content if part.type == "text").strip()


class StreamOptions(BaseModel):
    """逐句返回时的选项。"""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = Field(default=False, description="最后再发一段，只有用量")


class ChatRequest(BaseModel):
    """一次对话请求；未列出的 OpenAI 参数不起作用。"""

    model_config = ConfigDict(extra="ignore")

    model: str = Field(default="policy-assistant", max_length=100, description="见 /v1/models")
    messages: Annotated[list[Message], Field(min_length=1, max_length=100)] = Field(
        description="消息，最后一条用户消息为所提问题"
    )
    stream: bool = Field(default=False, description="是否逐句返回")
    stream_options: StreamOptions | None = Field(default=None, description="逐句返回时的选项")
    where: requests.Where = Field(default=requests.Where(), description="筛选条件（扩展字段）")


@router.get("/models", summary="模型列表")
async def models() -> dict[str, Any]:
    """列出可选的回答方式。"""
    return {
        "object": "list",
        "data": [
            {"id": name, "object": "model", "created": 0, "owned_by": "policy-assistant"} for name in MODELS
        ],
    }


@router.post(
    "/chat/completions",
    summary="对话",
    response_model=None,
    responses=documented(400, 404, 413, 422, 503),
)
async def chat(body: ChatRequest, service: Serving, request: Request) -> dict[str, Any] | EventStream:
    """回答最后一条用户消息；依据在扩展字段 `citations` 里，逐句返回时在带 `finish_reason` 的一段里。

    `usage` 是大模型实际用去的词元：没有用到大模型（只用条款原文作答、拒答）时都是 0；
    `estimated` 为真时，大模型服务没有报数，由字数估计。
    """
    asked = _asked(body, request)
    frame = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": body.model}
    if body.stream:
        counted = body.stream_options is not None and body.stream_options.include_usage
        return EventStream(_chunks(service, asked, frame, counted), error=None, end=event("[DONE]"))
    answer = await service.answered(asked)
    message = {"role": "assistant", "content": answer.text}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    whole = {**frame, "object": "chat.completion", "choices": [choice], "usage": _usage(answer)}
    return {**whole, **_beside(answer)}


async def _chunks(
    service: Service, asked: Asked, frame: dict[str, Any], counted: bool
) -> AsyncGenerator[bytes]:
    frame = {**frame, "object": "chat.completion.chunk"}
    if counted:
        # As OpenAI has it: null in every chunk but the last, which has no choices.
        frame["usage"] = None

    def chunk(delta: dict[str, Any], finish: str | None = None, **beside: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return event({**frame, "choices": [choice], **beside})

    yield chunk({"role": "assistant", "content": ""})
    async with service.streamed(asked) as items:
        async for item in items:
            if isinstance(item, str):
                yield chunk({"content": item})
            else:
                yield chunk({}, "stop", **_beside(item))
                if counted:
                    yield event({**frame, "choices": [], "usage": _usage(item)})


def _beside(answer: Answer) -> dict[str, Any]:
    whole = answer_json(answer)
    return {name: whole[name] for name in _BESIDE}


def _usage(answer: Answer) -> dict[str, Any]:
    """Return what a language model took: nothing where none was asked, for clients add it up as cost."""
    usage = answer.usage or Usage(0, 0, estimated=False)
    return {**asdict(usage), "total_tokens": usage.prompt_tokens + usage.completion_tokens}


def _asked(body: ChatRequest, request: Request) -> Asked:
    mode = MODELS.get(body.model)
    if mode is None:
        raise ApiError(404, "model_not_found", f"没有这个模型：可用的有 {'、'.join(MODELS)}。")
    spoken = [message for message in body.messages if message.role in {"user", "assistant"} and message.text]
    if not spoken or spoken[-1].role != "user":
        raise ApiError(422, "invalid_request", "最后一条消息应是用户的问题：请检查 messages。")
    question = spoken[-1].text
    if len(question) > requests.LONGEST_LINE:
        raise ApiError(422, "invalid_request", f"问题太长：请缩短到 {requests.LONGEST_LINE} 字以内。")
    turns: list[Turn] = []
    for message in spoken[:-1]:
        if message.role == "user":
            turns.append(Turn(message.text[: requests.LONGEST_LINE]))
        elif turns and turns[-1].answer is None:
            turns[-1] = Turn(turns[-1].question, message.text)
    return Asked(
        question,
        tuple(turns),
        body.where.to_search(),
        mode,
        caller=caller_of(request).name,
        request_id=request.state.request_id,
    )
