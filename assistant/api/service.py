"""What the routes share: the index, the assistant, and a bounded number of threads for their work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar, cast

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from assistant.chain import Assistant
from assistant.settings import Settings
from index import Index

T = TypeVar("T")
_DONE: Any = object()


class Service:
    """One running process's view of its index.

    Attributes:
        settings: The settings it was started with.
        index: The open index.
        assistant: Answers from that index.
    """

    def __init__(self, index: Index, settings: Settings) -> None:
        self.settings = settings
        self.index = index
        self.assistant = Assistant(index, settings)
        self._threads = CapacityLimiter(settings.workers)

    async def run(self, work: Callable[[], T]) -> T:
        """Do blocking work in a thread, at most ``settings.workers`` at a time."""
        return await to_thread.run_sync(work, limiter=self._threads)

    @asynccontextmanager
    async def iterate(self, items: Iterator[T]) -> AsyncIterator[AsyncIterator[T]]:
        """Read a blocking iterator from a coroutine; leaving the block closes it.

        A client that leaves cancels the coroutine; the generator is then closed between two of its
        items, so that no work goes on for nobody.
        """

        async def read() -> AsyncIterator[T]:
            while (item := await self.run(lambda: next(items, _DONE))) is not _DONE:
                yield cast(T, item)

        try:
            yield read()
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                with anyio.CancelScope(shield=True):
                    await to_thread.run_sync(close)


def service_of(request: Request) -> Service:
    """Return the service that the application was made with."""
    return cast(Service, request.app.state.service)


#: For routes: ``service: Serving``.
Serving = Annotated[Service, Depends(service_of)]
