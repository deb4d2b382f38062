"""The application: interface and page in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio
from fastapi import FastAPI
from starlette.types import Scope

from assistant.api import documents, drafts, errors, library, openai, questions, receipts, system
from assistant.api.access import AccessControl, Door
from assistant.api.bodies import BodyLimit
from assistant.api.limits import Limits, RateLimit
from assistant.api.logs import logger
from assistant.api.observation import Observation
from assistant.api.security import SecurityHeaders
from assistant.api.service import Service
from assistant.settings import Settings
from index import Index, IndexFailure

log = logger(__name__)

_ABOUT = """就本单位的公文提问：每句回答都注明依据的条款，没有依据的不说。

出错时一律返回 `{"error": {"code": "…", "message": "…"}}`。
"""

#: Bytes of a body that is no upload; a question with a long history is far below.
LARGEST_BODY = 1024 * 1024

#: Seconds between two looks for an index that another process has built.
_LOOK_EVERY = 2.0


def create_app(index: Index, settings: Settings, door: Door) -> FastAPI:
    """Make the application that serves one index.

    Args:
        index: The open index; the caller closes it when the application has stopped.
        settings: The settings of the process.
        door: Who is let in.
    """
    service = Service(index, settings)
    app = FastAPI(
        title="政策问答助手",
        description=_ABOUT,
        version=version("policy-assistant"),
        docs_url=None,
        redoc_url=None,
        lifespan=lambda app: _following(service),
    )
    app.state.service = service
    app.state.door = door
    errors.install(app)
    for part in (questions, drafts, documents, library, receipts, openai):
        app.include_router(part.router, responses=errors.documented(401, 429))
    app.include_router(system.router)
    system.install_docs(app)
    # The last one added is the first that a request meets.
    app.add_middleware(Limits, rate=RateLimit(settings.rate_limit), concurrent=settings.concurrency_limit)
    app.add_middleware(BodyLimit, limit=lambda scope: _largest_body(scope, settings))
    app.add_middleware(AccessControl, door=door)
    app.add_middleware(Observation, metrics=service.metrics)
    app.add_middleware(SecurityHeaders)
    return app


def _largest_body(scope: Scope, settings: Settings) -> int:
    if scope["method"] in {"POST", "PUT"} and scope["path"].startswith(("/v1/documents", "/v1/drafts")):
        # Room for what multipart puts around the file.
        return (settings.upload_mb << 20) + 64 * 1024
    return LARGEST_BODY


@asynccontextmanager
async def _following(service: Service) -> AsyncIterator[None]:
    """While the application runs, take up what ``policy-assistant build`` builds beside it."""

    async def follow() -> None:
        while True:
            await anyio.sleep(_LOOK_EVERY)
            try:
                await anyio.to_thread.run_sync(service.index.refresh)
            except IndexFailure as error:
                log.warning("a newer index cannot be taken up", error=str(error))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(follow)
        tasks.start_soon(service.indexer.run)
        yield
        service.indexer.stop()
        tasks.cancel_scope.cancel()
