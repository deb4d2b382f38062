"""Every failure as ``{"error": {"code", "message"}}``: Chinese for the person, a code for the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from assistant.api.responses import ErrorBody
from index import IndexFailure


class ApiError(Exception):
    """A request that cannot be served.

    Attributes:
        status: HTTP status.
        code: Stable name of the problem.
        message: Chinese, and says what to do next.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


_HTTP_PROBLEMS = {
    400: ("bad_request", "请求的格式不对：请检查 JSON 是否完整，嵌套是否过深。"),
    401: ("unauthorized", "没有有效的密钥：请在 Authorization 头里带上 Bearer 密钥。"),
    403: ("forbidden", "这把密钥没有此项权限：请向管理员申请。"),
    404: ("not_found", "没有这个地址：网页请从首页 / 进入，接口请查看 /docs 里的说明。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方法：请查看 /docs 里的接口说明。"),
    413: ("too_large", "内容太大：请缩短或拆分后再发送。"),
}

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_WRONG = {
    "missing": "缺少",
    "extra_forbidden": "是不认识的字段",
    "string_type": "应是文字",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_unicode": "有不成对的代理字符",
    "too_long": "项数太多",
    "too_short": "项数太少",
    "list_type": "应是列表",
    "dict_type": "应是对象",
    "model_type": "应是对象",
    "model_attributes_type": "应是 JSON 对象，并注明 Content-Type: application/json",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "int_parsing_size": "数太大",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "literal_error": "不是可用的取值",
    "date_from_datetime_parsing": "应是 2018-01-01 这样的日期",
    "date_parsing": "应是 2018-01-01 这样的日期",
    "date_type": "应是 2018-01-01 这样的日期",
    "json_invalid": "不是有效的 JSON",
}


def error_response(status: int, code: str, message: str) -> JSONResponse:
    """Return one problem in the form that every route shares."""
    return JSONResponse(problem(code, message), status_code=status)


def problem(code: str, message: str) -> dict[str, Any]:
    """Return the body of one problem."""
    return {"error": {"code": code, "message": message}}


def failure(error: Exception) -> tuple[int, dict[str, Any]]:
    """Return the status and the body of a failure that no rule of a route foresees."""
    if isinstance(error, IndexFailure):
        return 503, problem("index_unavailable", str(error))
    return 500, problem("internal_error", "服务出了意外：请稍后再试；若总是如此，请告诉管理员。")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the error answers of a route for its OpenAPI entry."""
    words = {
        400: "请求不是有效的 JSON",
        401: "没有有效的密钥",
        403: "没有此项权限",
        404: "没有找到",
        409: "与现状冲突",
        413: "内容太大",
        415: "不支持的文件",
        422: "字段不对",
        429: "请求太多",
        503: "索引暂不可用",
    }
    return {status: {"model": ErrorBody, "description": words[status]} for status in statuses}


def explain_validation(error: RequestValidationError) -> str:
    """Return the first problem of a body in one sentence, never echoing the body itself.

    A value echoed back may be NaN or a lone surrogate, which no JSON answer can carry.
    """
    first = error.errors()[0]
    named = [part for part in first["loc"] if isinstance(part, str) and part not in {"body", "query", "path"}]
    place = ".".join(named)
    kind = str(first["type"])
    if kind == "value_error":
        wrong = str(first.get("ctx", {}).get("error", "的值不对"))
    else:
        wrong = _WRONG.get(kind, "的值不对")
    name = place.encode("utf-8", errors="replace").decode("utf-8")[:80] or "请求内容"
    return f"{name} {wrong}：请改正后重试，写法见 /docs。"


def install(app: FastAPI) -> None:
    """Answer every failure of the application in the shared form."""

    @app.exception_handler(ApiError)
    async def _api(request: Request, error: ApiError) -> JSONResponse:
        return error_response(error.status, error.code, error.message)

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(422, "invalid_request", explain_validation(error))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        return _http_response(request, error, app)

    @app.exception_handler(IndexFailure)
    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
        status, body = failure(error)
        return JSONResponse(body, status_code=status)


def handlers_for_mounted(
    app: FastAPI,
) -> dict[type[HTTPException], Callable[[Request, HTTPException], Awaitable[Response]]]:
    """Return the exception handlers for an application mounted at the root of ours.

    Whatever matches no route of ours reaches the mounted one, a wrong method included: what it does not know
    either is answered in our form. Its other failures are for its own scripts, which read its own form.
    """

    async def handle(request: Request, error: HTTPException) -> Response:
        if error.status_code in {404, 405}:
            return _http_response(request, error, app, request.app)
        return await http_exception_handler(request, error)

    return {HTTPException: handle}


def _http_response(request: Request, error: HTTPException, *apps: FastAPI) -> JSONResponse:
    status, headers = error.status_code, dict(error.headers or {})
    if status in {404, 405} and (methods := _methods_at(request, apps)) and request.method not in methods:
        # A route names its own methods only; the address may have others, each a route of its own.
        status, headers = 405, {"allow": ", ".join(methods)}
    code, message = _HTTP_PROBLEMS.get(status, ("failed", "请求没有完成：请稍后再试。"))
    response = error_response(status, code, message)
    response.headers.update(headers)
    return response


def _methods_at(request: Request, apps: tuple[FastAPI, ...]) -> list[str]:
    """Return the methods that the address of a request answers to."""
    scope = {"type": "http", "path": request.scope["path"], "root_path": request.scope.get("root_path", "")}
    routes = [route for app in apps for route in app.routes if not isinstance(route, Mount)]
    return [
        method
        for method in _METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
