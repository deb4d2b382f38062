"""Bring the index up to the record in the background, after uploads and deletions."""

from __future__ import annotations

from dataclasses import dataclass

import anyio
from anyio import to_thread

from assistant.api.logs import logger
from index import Index, IndexFailure

log = logger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 5.0, 300.0


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a build is.

    Attributes:
        name: ``wait``, ``read``, ``embed``, ``words``, ``write`` or ``check``.
        done: Steps done.
        total: Steps in all.
    """

    name: str
    done: int
    total: int


class _Stopped(Exception):
    """The service is stopping; the record is whole, and the next start goes on from there."""


class Indexer:
    """Rebuilds while anything is pending; several changes that come together cost one build.

    Args:
        index: The open index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._wanted: anyio.Event | None = None
        self._stopping = False
        self.stage: Stage | None = None

    def stop(self) -> None:
        """Give up a build that is under way, at its next step; a thread cannot be cancelled."""
        self._stopping = True

    def wake(self) -> None:
        """Say that the record has changed; call it in the event loop."""
        if self._wanted is not None:
            self._wanted.set()

    async def run(self) -> None:
        """Build whenever it is needed, until cancelled; begin with what an earlier run left over."""
        wait = _FIRST_WAIT
        while True:
            # Made before the look: a change that comes between the look and the wait is not missed.
            self._wanted = anyio.Event()
            if not await to_thread.run_sync(self._is_behind):
                wait = _FIRST_WAIT
                await self._wanted.wait()
            try:
                report = await to_thread.run_sync(self._index.rebuild, self._show)
                log.info("index rebuilt", documents=report.documents, seconds=round(report.seconds, 1))
                mended = not await to_thread.run_sync(lambda: self._index.degraded)
            except IndexFailure as error:
                if self._stopping:  # The build was given up, and says that it could not write.
                    return
                # Answers go on from the last generation; the disk may have room again later.
                log.warning("the index could not be rebuilt", error=str(error), retry_seconds=wait)
                mended = False
            except _Stopped:
                return
            finally:
                self.stage = None
            if not mended:
                await anyio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    def _is_behind(self) -> bool:
        return bool(self._index.pending or self._index.degraded)

    def _show(self, name: str, done: int, total: int) -> None:
        if self._stopping:
            raise _Stopped
        self.stage = Stage(name, done, total)
