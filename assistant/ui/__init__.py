"""The web page."""

from assistant.ui.mounting import mount_page

__all__ = ["mount_page"]
