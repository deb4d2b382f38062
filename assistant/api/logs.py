"""Structured logs on stderr: JSON lines for machines, columns for a person at a terminal."""

from __future__ import annotations

import logging
import sys
from typing import cast

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logger(name: str) -> BoundLogger:
    """Return a logger of key-value lines; silent below warnings until ``configure_logs`` is called."""
    wrapped = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
    )
    return cast(BoundLogger, wrapped)


def configure_logs(level: str) -> None:
    """Send the log lines of this process and of its libraries to stderr in one form.

    Args:
        level: The least important lines to show: ``debug``, ``info``, ``warning`` or ``error``.
    """
    closing: list[Processor] = [ProcessorFormatter.remove_processors_meta]
    if sys.stderr.isatty():
        plain = structlog.dev.plain_traceback
        closing.append(structlog.dev.ConsoleRenderer(exception_formatter=plain))
    else:
        closing.append(structlog.processors.format_exc_info)
        closing.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=_SHARED, processors=closing))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # This one tells of every request a second time.
    logging.getLogger("httpx").setLevel(logging.WARNING)
