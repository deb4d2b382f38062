"""What one format's reader returns: blocks in reading order and remarks for the person."""

from __future__ import annotations

from typing import NamedTuple

from corpus.source import Block


class Content(NamedTuple):
    """The content of one file, before it is given a name.

    Attributes:
        blocks: Paragraphs and tables in reading order.
        notes: Remarks in Chinese about what was left out or moved.
    """

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
