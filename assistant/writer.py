"""The generative writer: any OpenAI-compatible server, through llama-index; the guard holds what it says."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

import prompts
from assistant.deadline import client_with_deadlines, set_deadline
from assistant.model import Usage
from index import Hit

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse


#: Characters that a token stands for at most in our texts; a server that goes on beyond is cut off.
_TOKEN_CHARACTERS = 8
#: From here on, a character is Chinese or a Chinese mark.
_WIDE = 0x2E80
#: What a server answers that does not know a parameter.
_REFUSED = {400, 422}
#: Times the timeout that a whole answer may take, all attempts together; the timeout is for each piece of it.
_PATIENCE = 5


class WriterSettings(BaseModel):
    """The language model that writes; without ``base_url`` there is none and answers are extractive.

    Attributes:
        base_url: Root of an OpenAI-compatible server, such as ``http://127.0.0.1:8081/v1``.
        model: Name of the model there.
        api_key: Its key, where it wants one.
        timeout: Seconds to wait for the server, each time, before the extractive answer is given; a whole
            answer may take five times as long.
        context_characters: Characters of clauses that go into one prompt; a Chinese character is about one
            token.
        answer_tokens: Most tokens the model may write.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str | None = None
    model: str = "default"
    api_key: SecretStr = SecretStr("none")
    timeout: Annotated[float, Field(gt=0, le=600)] = 60.0
    context_characters: Annotated[int, Field(ge=500, le=100_000)] = 3000
    answer_tokens: Annotated[int, Field(ge=32, le=4096)] = 512


class WriterError(Exception):
    """The language model gave no answer; the message is Chinese and says what was done instead."""


class Writer:
    """Writes answers with a llama-index LLM.

    Args:
        llm: Any llama-index LLM.
        name: Name to show for it.
        settings: Budgets.
    """

    def __init__(self, llm: LLM, name: str, settings: WriterSettings) -> None:
        self.name = name
        self._llm = llm
        self._settings = settings
        self._counts = True

    def deadline(self) -> float:
        """Return when an answer that is begun now has to be whole, by the monotonic clock."""
        return time.monotonic() + _PATIENCE * self._settings.timeout

    def write(
        self,
        question: str,
        hits: Sequence[Hit],
        until: float,
        *,
        before: str = "",
        problems: Sequence[str] = (),
    ) -> Iterator[str | Usage]:
        """Yield the answer in pieces as the model writes it, then the tokens that it took.

        Args:
            question: The whole question, in everyday language.
            hits: The clauses, numbered from 1 in this order.
            until: The deadline of the whole answer.
            before: The model's earlier answer, where it is asked again.
            problems: What the guard found wrong in it.

        Raises:
            WriterError: The server is dead, slow, or answers what is no answer.
        """
        messages = self._messages(question, hits, before, problems)
        said: list[str] = []
        told: Usage | None = None
        try:
            written = 0
            for piece in self._stream(messages, until):
                text = piece.delta or ""
                said.append(text)
                told = _told(piece) or told
                # An empty piece counts, too: a server may send nothing, for ever.
                written += len(text) or 1
                if written > self._settings.answer_tokens * _TOKEN_CHARACTERS:
                    raise TimeoutError
                yield text
                _check(until)
            # A connection that was hung up may look like one that the server ended.
            _check(until)
            yield told or _estimated(messages, said)
        except Exception as error:  # Whatever a server or its client library does, the answer must go on.
            if said:
                yield told or _estimated(messages, said)
            why = "TimeoutError" if time.monotonic() >= until else type(error).__name__
            raise WriterError(f"大模型服务没有给出完整的回答（{why}），其余部分请见条款原文。") from error

    def _stream(self, messages: Sequence[ChatMessage], until: float) -> Iterator[ChatResponse]:
        """Stream the answer, asking for the token counts; an old server may refuse to be asked for them."""
        # Here, because the requests are sent in the same step of this generator, and thus in one context.
        set_deadline(until)
        if self._counts:
            try:
                yield from self._llm.stream_chat(messages, stream_options={"include_usage": True})
            except Exception as error:
                if getattr(error, "status_code", None) not in _REFUSED:
                    raise
                self._counts = False
            else:
                return
        yield from self._llm.stream_chat(messages)

    def within_budget(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return the first hits that fit the prompt; the very first always does, cut to the budget."""
        kept: list[Hit] = []
        left = self._settings.context_characters
        for hit in hits:
            left -= len(hit.clause.label) + len(hit.clause.text) + 8
            if left < 0 and kept:
                break
            kept.append(hit)
        return tuple(kept)

    def _messages(
        self, question: str, hits: Sequence[Hit], before: str, problems: Sequence[str]
    ) -> list[ChatMessage]:
        from llama_index.core.llms import ChatMessage

        clauses = "\n\n".join(
            f"[{number}] {hit.clause.label}\n{hit.clause.text[: self._settings.context_characters]}"
            for number, hit in enumerate(hits, 1)
        )
        rules = prompts.text("answer_system", cannot_answer=prompts.text("cannot_answer"))
        messages = [
            ChatMessage(role="system", content=rules),
            ChatMessage(role="user", content=prompts.text("answer_user", clauses=clauses, question=question)),
        ]
        if before:
            messages.append(ChatMessage(role="assistant", content=before))
            messages.append(
                ChatMessage(role="user", content=prompts.text("answer_retry", problems="\n".join(problems)))
            )
        return messages


def _check(until: float) -> None:
    if time.monotonic() >= until:
        raise TimeoutError


def _told(piece: ChatResponse) -> Usage | None:
    """Return the token counts that a server sends, in the last piece of its answer."""
    counts = piece.additional_kwargs
    if "completion_tokens" not in counts:
        return None
    return Usage(int(counts["prompt_tokens"]), int(counts["completion_tokens"]), estimated=False)


def _estimated(messages: Sequence[ChatMessage], said: Sequence[str]) -> Usage:
    """Count a token for a Chinese character and one for four others, where the server does not tell."""

    def tokens(text: str) -> int:
        wide = sum(ord(character) >= _WIDE for character in text)
        return wide + (len(text) - wide + 3) // 4

    prompt = sum(tokens(str(message.content)) for message in messages)
    return Usage(prompt, tokens("".join(said)), estimated=True)


def open_writer(settings: WriterSettings) -> Writer | None:
    """Return the configured writer, or None where no server is set.

    Importing llama-index takes 2 s, so this is called only where a server is set, and once.
    """
    if not settings.base_url:
        return None
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model=settings.model,
        api_base=settings.base_url,
        api_key=settings.api_key.get_secret_value(),
        is_chat_model=True,
        context_window=settings.context_characters * 2 + settings.answer_tokens,
        max_tokens=settings.answer_tokens,
        temperature=0.0,
        timeout=settings.timeout,
        max_retries=0,
        http_client=client_with_deadlines(settings.timeout),
    )
    return Writer(llm, settings.model, settings)
