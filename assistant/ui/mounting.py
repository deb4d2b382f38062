"""The page and what it needs, mounted into the application."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

from assistant.api.errors import ApiError, handlers_for_mounted
from assistant.api.service import Service, Serving
from assistant.ui import login
from assistant.ui.original import original_page
from assistant.ui.page import HEAD, build_page

_ASSETS = Path(str(files("assistant.ui") / "assets"))


def mount_page(app: FastAPI, service: Service) -> None:
    """Serve the page at ``/``, its files at ``/page-assets`` and whole documents at ``/original/…``."""
    app.mount("/page-assets", StaticFiles(directory=_ASSETS))

    @app.get("/original/{clause_id}", include_in_schema=False)
    async def original(clause_id: str, service: Serving, start: int = -1, end: int = -1) -> HTMLResponse:
        return HTMLResponse(await service.run(lambda: _original(service, clause_id, start, end)))

    # The page takes no files; what a browser sent here would stay on the disk unasked for.
    @app.post("/gradio_api/upload", include_in_schema=False)
    async def no_upload() -> None:
        raise ApiError(404, "not_found", "网页不接收文件：请在公文库上传。")

    @app.get("/library", include_in_schema=False)
    async def library() -> FileResponse:
        return FileResponse(_ASSETS / "library.html", media_type="text/html; charset=utf-8")

    @app.get("/drafts", include_in_schema=False)
    async def drafts() -> FileResponse:
        return FileResponse(_ASSETS / "drafts.html", media_type="text/html; charset=utf-8")

    app.include_router(login.router)
    gr.mount_gradio_app(
        app,
        build_page(service),
        path="/",
        head=HEAD,
        footer_links=[],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
        max_file_size="1mb",
        app_kwargs={"exception_handlers": handlers_for_mounted(app)},
        theme=_theme(),
    )


def _theme() -> gr.themes.Base:
    """One look for everyone: the framework follows a dark system, for which the page has no colours."""
    theme = gr.themes.Default(font=["sans-serif"], font_mono=["monospace"])
    for name in [name for name in vars(theme) if name.endswith("_dark")]:
        setattr(theme, name, getattr(theme, name.removesuffix("_dark")))
    return theme


def _original(service: Service, clause_id: str, start: int, end: int) -> str:
    target = service.index.clause(clause_id)
    document = service.index.document(target.document_id) if target else None
    if target is None or document is None:
        raise ApiError(404, "clause_not_found", "没有这条条款：它可能已随公文更新，请重新提问。")
    return original_page(document, service.index.clauses(document.id), target, start, end)
