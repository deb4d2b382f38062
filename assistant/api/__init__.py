"""The HTTP interface."""

from assistant.api.access import Door, Sessions
from assistant.api.app import create_app
from assistant.api.logs import configure_logs

__all__ = ["Door", "Sessions", "configure_logs", "create_app"]
