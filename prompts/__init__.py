"""Prompt templates and fixed texts, one Markdown file each."""
