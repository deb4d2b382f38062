"""What of a clause is embedded: its windows, each with the title and headings it stands under."""

from __future__ import annotations

import re

from corpus import Clause, Document

#: Characters of a clause in one window. A Chinese character is at most one token, so title, path and window
#: together stay below the 512 tokens that the bundled model reads.
WINDOW = 360
#: Characters that neighbouring windows share, so that no sentence is seen only in halves.
OVERLAP = 60
#: Characters of title and path in front of a window.
CONTEXT = 120

# A clause's own number says nothing about what it rules, and takes weight from the words that do.
_OWN_NUMBER = re.compile(
    r"^\s*(?:第[〇零一二两三四五六七八九十百千0-9]+[条章节款项](?:之[一二三四五六七八九十])?"
    r"|[（(][一二三四五六七八九十百0-9]+[)）]、?|[一二三四五六七八九十百]+、|[0-9]+[.．、])[\s　]*"
)


def windows(clause: Clause) -> list[str]:
    """Cut a clause into overlapping windows of at most ``WINDOW`` characters; a short one is one window."""
    text = _OWN_NUMBER.sub("", clause.text) or clause.text
    if len(text) <= WINDOW:
        return [text]
    cuts, start = [], 0
    while True:
        end = start + WINDOW
        if end >= len(text):
            cuts.append(text[start:])
            return cuts
        # End at the last sentence that ends in the second half of the window, so that windows read whole.
        stop = max(text.rfind(mark, start + WINDOW // 2, end) for mark in "。；;\n")
        end = stop + 1 if stop >= 0 else end
        cuts.append(text[start:end])
        start = end - OVERLAP


def passage_text(document: Document, clause: Clause, window: str) -> str:
    """Write what is embedded for one window: title, headings, text.

    The nearest headings say most about a clause, so a long path loses its top first.
    """
    path = " ".join(clause.path)
    context = (
        f"{document.title[: CONTEXT // 2]} {path[-(CONTEXT // 2) :]}" if path else document.title[:CONTEXT]
    )
    return f"{context}\n{window}"
