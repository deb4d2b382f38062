"""The application: interface and page in one process."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from assistant.api import documents, errors, questions, system
from assistant.api.metrics import Metrics, RequestMetrics
from assistant.api.security import SecurityHeaders
from assistant.api.service import Service
from assistant.settings import Settings
from index import Index

_ABOUT = """就本单位的公文提问：每句回答都注明依据的条款，没有依据的不说。

出错时一律返回 `{"error": {"code": "…", "message": "…"}}`。
"""

#: Bytes of a body that is no upload; a question with a long history is far below.
LARGEST_BODY = 1024 * 1024


def create_app(index: Index, settings: Settings) -> FastAPI:
    """Make the application that serves one index.

    Args:
        index: The open index; the caller closes it when the application has stopped.
        settings: The settings of the process.
    """
    app = FastAPI(
        title="政策问答助手",
        description=_ABOUT,
        version=version("policy-assistant"),
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST_BODY,
    )
    app.state.service = Service(index, settings)
    app.state.metrics = Metrics()
    errors.install(app)
    for part in (questions, documents, system):
        app.include_router(part.router)
    system.install_docs(app)
    app.add_middleware(RequestMetrics, metrics=app.state.metrics)
    app.add_middleware(SecurityHeaders)
    return app
