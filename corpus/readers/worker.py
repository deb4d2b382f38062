"""The child's side of reading PDF and pictures: ``python -m corpus.readers.worker``.

It reads one JSON line with the task and then the file's bytes from standard input, and writes one JSON object
to standard output: the pages it found, or ``{"error": message}`` for the person.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any

from corpus.model import CorpusError
from corpus.readers.pdf_model import PageContent


def main() -> None:
    """Does the task on standard input."""
    stream = sys.stdin.buffer
    task = json.loads(stream.readline())
    data = stream.read()
    # Libraries may print: what they say must not mix with the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        result: dict[str, Any] = {"pages": [asdict(page) for page in _pages(task, data)]}
    except CorpusError as error:
        result = {"error": str(error)}
    with answer:
        json.dump(result, answer)


def _pages(task: dict[str, Any], data: bytes) -> list[PageContent]:
    if task["form"] == "pdf":
        from corpus.readers.pdf_page import open_pdf, read_pages
        from corpus.readers.pdf_tables import page_content

        with open_pdf(data, task["name"]) as document:
            return [page_content(page) for page in read_pages(document, task["name"], task["pages"])]
    from corpus.readers.ocr import recognise

    return recognise(data, task["name"], task["pages"])


if __name__ == "__main__":
    main()
