"""``/healthz``, ``/readyz``, ``/metrics`` and ``/docs``."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from assistant.api import responses
from assistant.api.access import LOCAL, Caller
from assistant.api.errors import ApiError, documented
from assistant.api.service import Service, Serving
from index import IndexFailure

router = APIRouter(tags=["运行状况"])


@router.get("/healthz", response_model=responses.Health, summary="进程是否活着")
async def healthz() -> Any:
    """只要进程能应答就返回 ok；能否提问请看 /readyz。"""
    return {"status": "ok"}


@router.get("/readyz", response_model=responses.Readiness, summary="是否可以提问", responses=documented(503))
async def readyz(service: Serving) -> Any:
    """真正检索一次：能检索才算就绪。"""
    return await service.run(lambda: _probe(service))


@router.get("/metrics", summary="Prometheus 指标", response_class=Response, responses=documented(401))
async def metrics(service: Serving) -> Response:
    """以 Prometheus 文本格式给出计数和用时。"""
    documents = await service.run(lambda: len(service.index.documents()))
    return Response(service.metrics.text(documents), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/v1/me", response_model=responses.Me, summary="我是谁", responses=documented(401))
async def me(caller: Caller) -> Any:
    """返回所用密钥的名字和角色。"""
    return {"name": caller.name, "role": caller.role, "local": caller is LOCAL}


def install_docs(app: FastAPI) -> None:
    """Serve ``/docs`` from files on this host: the usual page loads its scripts from a public CDN."""
    app.mount("/docs/assets", StaticFiles(directory=str(files("fastapi_offline") / "static")))
    app.add_api_route("/docs", _docs, include_in_schema=False)


async def _docs(request: Request) -> HTMLResponse:
    # No closure over the application: the framework keeps each function that it calls for good.
    app, root = request.app, request.scope.get("root_path", "").rstrip("/")
    return get_swagger_ui_html(
        openapi_url=f"{root}{app.openapi_url}",
        title=f"{app.title} · 接口说明",
        swagger_js_url=f"{root}/docs/assets/swagger-ui-bundle.js",
        swagger_css_url=f"{root}/docs/assets/swagger-ui.css",
        swagger_favicon_url=f"{root}/docs/assets/favicon.png",
    )


def _probe(service: Service) -> dict[str, Any]:
    try:
        documents = service.index.documents()
        if documents:
            service.index.search(documents[0].title, k=1)
    except IndexFailure as error:
        raise ApiError(503, "index_unavailable", str(error)) from error
    if not documents:
        raise ApiError(503, "no_documents", "索引里还没有公文：请先建立索引或上传公文。")
    return {"status": "ready", "documents": len(documents), "fingerprint": service.index.fingerprint}
