"""One JSON line for each question: who asked what, when, and what the answer rested on."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from assistant.model import Answer

AUDIT_FILE = "audit.jsonl"


class Audit:
    """Appends to ``audit.jsonl`` in the folder of the index.

    Each line is one write to a file opened for it, so that the file may be rotated at any time.

    Args:
        home: Folder of the index.
        level: ``full`` records the question, ``ids`` leaves its words out, ``off`` records nothing.
    """

    def __init__(self, home: Path, level: str) -> None:
        self._path = home / AUDIT_FILE
        self._level = level

    def record(self, answer: Answer, *, caller: str, request_id: str, origin: str) -> None:
        """Append the line of one answer.

        Args:
            answer: The answer that was given.
            caller: Name of the key, or of the person at this machine.
            request_id: Ties the line to the log.
            origin: ``api`` or ``page``.
        """
        if self._level == "off":
            return
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "caller": caller,
            "origin": origin,
            "request_id": request_id,
            "question": answer.question if self._level == "full" else None,
            "status": answer.status,
            "mode": answer.mode,
            "model": answer.model,
            "clause_ids": [citation.clause.id for citation in answer.citations],
            "receipt": answer.receipt,
            "timings_ms": {stage: round(value, 1) for stage, value in answer.timings_ms.items()},
        }
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", errors="backslashreplace")
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
