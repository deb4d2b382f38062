"""What the routes share: the index, the assistant, and a bounded number of threads for their work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, cast

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from assistant.api.audit import Audit
from assistant.api.desk import Desk
from assistant.api.indexing import Indexer
from assistant.api.intake import Intake
from assistant.api.logs import logger
from assistant.api.metrics import Metrics
from assistant.chain import Assistant
from assistant.feedback import FeedbackBook
from assistant.model import Answer, Mode, Turn
from assistant.settings import Settings
from index import Index, Where

#: Questions that may wait for the language model, for each that is worked on here.
_WRITING = 8

T = TypeVar("T")
_DONE: Any = object()
log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with who asks it.

    Attributes:
        question: As asked.
        history: Earlier turns, oldest first.
        where: Filters.
        mode: Which writer answers.
        caller: Name of the access key.
        request_id: Ties what is noted of it together.
        origin: ``api`` or ``page``.
    """

    question: str
    history: tuple[Turn, ...] = ()
    where: Where = field(default_factory=Where)
    mode: Mode = "auto"
    caller: str = ""
    request_id: str = ""
    origin: str = "api"


class Service:
    """One running process's view of its index.

    Attributes:
        settings: The settings it was started with.
        index: The open index.
        assistant: Answers from that index.
        metrics: Counts and times.
        indexer: Brings the index up to the record in the background.
        intake: Takes documents into the record.
        desk: Checks drafts.
        feedback: What people say of answers.
    """

    def __init__(self, index: Index, settings: Settings) -> None:
        self.settings = settings
        self.index = index
        self.assistant = Assistant(index, settings)
        self.metrics = Metrics()
        self.indexer = Indexer(index)
        self.intake = Intake(index, self.indexer)
        self.desk = Desk(self.assistant)
        self.feedback = FeedbackBook(settings.index)
        self._audit = Audit(settings.index, settings.audit)
        self._threads = CapacityLimiter(settings.workers)
        # Who waits for a slow language model keeps nobody else waiting.
        self._writing = CapacityLimiter(_WRITING * settings.workers)

    def ask(self, asked: Asked) -> Answer:
        """Answer a question and note that it was asked."""
        answer = self.assistant.ask(asked.question, asked.history, asked.where, asked.mode)
        self._note(asked, answer)
        return answer

    def stream(self, asked: Asked) -> Iterator[str | Answer]:
        """Yield the verified sentences of an answer, then the answer; note that it was asked."""
        for item in self.assistant.stream(asked.question, asked.history, asked.where, asked.mode):
            if not isinstance(item, str):
                self._note(asked, item)
            yield item

    def _note(self, asked: Asked, answer: Answer) -> None:
        self.metrics.count_answer(answer)
        try:
            self._audit.record(answer, caller=asked.caller, request_id=asked.request_id, origin=asked.origin)
        except OSError:
            # A full disk must not take the answer away; the log says that the line is missing.
            log.exception("the audit line of an answer could not be written")

    async def run(self, work: Callable[[], T]) -> T:
        """Do blocking work in a thread, at most ``settings.workers`` at a time."""
        return await to_thread.run_sync(work, limiter=self._threads)

    async def answered(self, asked: Asked) -> Answer:
        """Answer a question in a thread."""
        return await to_thread.run_sync(self.ask, asked, limiter=self._limiter(asked))

    def streamed(self, asked: Asked) -> AbstractAsyncContextManager[AsyncIterator[str | Answer]]:
        """Stream an answer to a coroutine; leaving the block ends the work on it."""
        return self.iterate(self.stream(asked), self._limiter(asked))

    @asynccontextmanager
    async def iterate(
        self, items: Iterator[T], limiter: CapacityLimiter | None = None
    ) -> AsyncIterator[AsyncIterator[T]]:
        """Read a blocking iterator from a coroutine; leaving the block closes it.

        A client that leaves cancels the coroutine; the generator is then closed between two of its
        items, so that no work goes on for nobody.

        Args:
            items: What is read, each item in a thread.
            limiter: Whose threads; None for those of ``run``.
        """
        threads = limiter or self._threads

        async def read() -> AsyncIterator[T]:
            while (item := await to_thread.run_sync(next, items, _DONE, limiter=threads)) is not _DONE:
                yield cast(T, item)

        try:
            yield read()
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                with anyio.CancelScope(shield=True):
                    await to_thread.run_sync(close)

    def _limiter(self, asked: Asked) -> CapacityLimiter:
        mode = self.settings.mode if asked.mode == "auto" else asked.mode
        return self._writing if self.assistant.writer is not None and mode != "extractive" else self._threads


def service_of(request: Request) -> Service:
    """Return the service that the application was made with."""
    return cast(Service, request.app.state.service)


#: For routes: ``service: Serving``.
Serving = Annotated[Service, Depends(service_of)]
