"""Prompt templates and fixed texts, one Markdown file each, read by a strict loader."""

from prompts.loader import Prompt, PromptError, load, names, parse, text

__all__ = ["Prompt", "PromptError", "load", "names", "parse", "text"]
