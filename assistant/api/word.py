"""Answers of the service that are Word files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: For the OpenAPI entry of a route that returns a Word file.
DOCX_CONTENT: dict[str, Any] = {DOCX: {"schema": {"type": "string", "format": "binary"}}}


def docx_response(data: bytes, name: str) -> Response:
    """Return a Word file that a browser saves under a Chinese name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=DOCX, headers={"content-disposition": disposition})
