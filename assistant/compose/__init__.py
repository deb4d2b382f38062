"""Extractive composing: the statements of clauses that answer a question, word for word."""

from assistant.compose.composition import Composition, Refusal, Statement
from assistant.compose.extractive import compose

__all__ = ["Composition", "Refusal", "Statement", "compose"]
