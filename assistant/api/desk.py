"""The desk where drafts are checked: how many at once, with progress, and what was found a moment ago."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Generator
from dataclasses import dataclass
from pathlib import PurePath
from queue import Empty, SimpleQueue

from anyio import CapacityLimiter

from assistant.chain import Assistant
from assistant.drafts import DraftReport, check_draft
from assistant.drafts.marking import marked_draft
from corpus.apart import mark_word_apart, read_draft_apart

#: Drafts that are checked at once; further ones wait.
_AT_ONCE = 2
#: Drafts that are told how far they are at once, waiting ones included.
_WAITING = 16
#: Whoever has seen a result mostly wants it as a file next; it is kept this long, in memory only.
_KEPT = 16
_KEPT_SECONDS = 900.0
#: Seconds between two signs of life while a draft waits for its turn.
_PULSE = 0.5


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was sent.

    Attributes:
        text: What is checked.
        name: Name of its file.
        data: The file, where it is a docx; None for text.
    """

    text: str
    name: str = "草稿.txt"
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check is; both are 0 while it waits for its turn."""

    done: int
    total: int


class _Left(Exception):
    """Nobody waits for the result any more."""


class Desk:
    """Checks drafts against the index of an assistant.

    Attributes:
        threads: For those who wait for a check, so that they keep no question waiting.

    Args:
        assistant: Holds the corpus.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        # They mostly sleep until there is something to tell.
        self.threads = CapacityLimiter(_WAITING)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._recent: OrderedDict[str, tuple[float, DraftReport]] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, data: bytes, name: str) -> Draft:
        """Read a draft's file in a process of its own.

        Raises:
            CorpusError: It cannot be read.
        """
        text = read_draft_apart(data, name)
        return Draft(text, name, data if PurePath(name).suffix.lower() == ".docx" else None)

    def check(self, text: str) -> Generator[Progress | DraftReport]:
        """Yield how far the check is, then its result; closing the iterator ends the work."""
        key = f"{self._assistant.index.fingerprint}\n{hashlib.sha256(text.encode()).hexdigest()}"
        if (known := self._known(key)) is not None:
            yield known
            return
        told: SimpleQueue[Progress | DraftReport | Exception] = SimpleQueue()
        left = threading.Event()

        def progress(done: int, total: int) -> None:
            if left.is_set():
                raise _Left
            told.put(Progress(done, total))

        def work() -> None:
            try:
                with self._turns:
                    if not left.is_set():
                        told.put(check_draft(text, self._assistant, progress=progress))
            except _Left:
                return
            except Exception as error:
                told.put(error)

        threading.Thread(target=work, daemon=True, name="draft").start()
        shown = Progress(0, 0)
        try:
            while True:
                try:
                    item = told.get(timeout=_PULSE)
                except Empty:
                    item = shown
                if isinstance(item, Exception):
                    raise item
                yield item
                if isinstance(item, DraftReport):
                    self._keep(key, item)
                    return
                shown = item
        finally:
            left.set()

    def marked(self, draft: Draft, report: DraftReport, insert: Collection[int]) -> bytes:
        """Return a checked draft as a docx with comments; see ``marked_draft``.

        Raises:
            CorpusError: Its file cannot be written back.
        """
        return marked_draft(draft.data, draft.name, report, insert, mark_word_apart)

    def _known(self, key: str) -> DraftReport | None:
        with self._lock:
            at, report = self._recent.get(key, (0.0, None))
            return report if report is not None and time.monotonic() - at < _KEPT_SECONDS else None

    def _keep(self, key: str, report: DraftReport) -> None:
        now = time.monotonic()
        with self._lock:
            self._recent[key] = (now, report)
            for old, (at, _) in list(self._recent.items()):
                if len(self._recent) > _KEPT or now - at > _KEPT_SECONDS:
                    del self._recent[old]
