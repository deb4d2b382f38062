"""A question becomes an answer in which every statement carries a verified clause."""

from assistant.model import Answer, Citation, Mode, Status, Turn

__all__ = ["Answer", "Citation", "Mode", "Status", "Turn"]
