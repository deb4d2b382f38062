"""The command line ``policy-assistant``."""

from assistant.command.app import main, run

__all__ = ["main", "run"]
