"""Plain text as a Word document after GB/T 9704: one paragraph for each line, so that offsets stay."""

from __future__ import annotations

import re

from corpus.word.fonts import BODY_FONT, FIRST_FONT, SECOND_FONT
from corpus.word.official import OfficialDocument

_FIRST = re.compile(r"[一二三四五六七八九十百]+、[^。；]{1,40}$")
_SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)][^。；]{1,40}$")
_SENTENCE_END = "。；：！？，、"
_LONGEST_TITLE = 60
#: White space that a line of text begins with is an indent, which the layout gives.
_INDENT = " \t\u3000\xa0"


def lay_out(text: str, subject: str) -> bytes:
    """Lays out a text.

    Args:
        text: The text; its first line is the title where it looks like one.
        subject: Kept in the document's properties.

    Returns:
        The bytes of a docx, whose text as ``read_draft`` reads it is as long as the text given, line by line.
    """
    document = OfficialDocument(subject)
    titled = False
    for line in text.split("\n"):
        bare = line.strip(_INDENT + "\r")
        indent = not line.startswith(tuple(_INDENT))
        if not bare:
            document.body(line)
        elif not titled and len(bare) <= _LONGEST_TITLE and bare[-1] not in _SENTENCE_END:
            document.title(line)
        elif _FIRST.match(bare):
            document.line(line, FIRST_FONT, indent=indent)
        elif _SECOND.match(bare):
            document.line(line, SECOND_FONT, indent=indent)
        else:
            document.line(line, BODY_FONT, indent=indent)
        titled = titled or bool(bare)
    return document.save()
