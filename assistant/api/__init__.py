"""The HTTP interface."""

from assistant.api.access import Door, Sessions
from assistant.api.app import create_app

__all__ = ["Door", "Sessions", "create_app"]
