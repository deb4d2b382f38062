"""The chain: question (and history) -> rewrite -> search -> compose -> guard -> answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import prompts
from assistant.compose import Composition, Refusal, compose
from assistant.finish import finish, period_notes
from assistant.history import resolve
from assistant.metadata import answer_metadata
from assistant.model import Answer, Mode, Turn
from assistant.question import analyse, small_talk_of
from assistant.scope import Scope, scope_of
from assistant.settings import Settings
from assistant.terms import terms_of
from index import Hit, Index, Where

#: Clauses that the composer reads, and those an answer shows.
_READ, _SHOWN = 20, 10


class Assistant:
    """Answers questions over one index; holds no state of any conversation.

    Args:
        index: The opened index.
        settings: All settings.
    """

    def __init__(self, index: Index, settings: Settings) -> None:
        self.index = index
        self.settings = settings

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Where = Where(),  # noqa: B008 - frozen
        mode: Mode = "auto",
    ) -> Answer:
        """Answer a question.

        Args:
            question: As asked, in everyday language.
            history: Earlier turns, oldest first.
            where: Filters that narrow the search.
            mode: Which writer answers; ``auto`` takes the LLM where one is configured.

        Returns:
            The answer; every statement in it has passed the guard.
        """
        return self._ask(question, history, where)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Where = Where(),  # noqa: B008 - frozen
        mode: Mode = "auto",
    ) -> Iterator[str | Answer]:
        """Yield the sentences of the answer, each already through the guard, then the answer itself."""
        answer = self.ask(question, history, where, mode)
        yield from (line for line in answer.text.splitlines(keepends=True) if line.strip())
        yield answer

    def _ask(self, question: str, history: Sequence[Turn], where: Where) -> Answer:
        clock = _Clock()
        name = small_talk_of(question)
        if name:
            return _plain(question, prompts.text(name), clock)
        understood = self.index.understand(question)
        resolved = resolve(understood, history, self.index.understand)
        asked = analyse(understood.corrected, resolved.full, follow_up=resolved.follow_up)
        scope = scope_of(resolved.understood)
        carried = self.index.understand(resolved.carried) if resolved.carried else None
        terms = terms_of(understood, self.index, carried)
        clock.lap("rewrite")

        documents = {document.id: document for document in self.index.documents()}
        if asked.metadata and (found := answer_metadata(asked, terms, scope, documents, self.index.clauses)):
            clock.lap("search")
            composed: Composition | Refusal = found
            hits: list[Hit] = []
        else:
            hits = self._search(asked.full, scope, where)
            clock.lap("search")
            composed = compose(asked, terms, scope, hits, documents, self.index.clauses)
        clock.lap("compose")
        answer = finish(asked, composed, hits[:_SHOWN], documents)
        clock.lap("guard")
        return Answer(
            question=question,
            text=answer.text,
            status=answer.status,
            citations=answer.citations,
            hits=tuple(hits[:_SHOWN]),
            mode="extractive",
            model=None,
            notes=(*answer.notes, *period_notes(answer.citations)),
            receipt="",
            timings_ms=clock.laps,
        )

    def _search(self, query: str, scope: Scope, where: Where) -> list[Hit]:
        """Find clauses; of documents that are set side by side, each gets its own best ones."""
        if len(scope.groups) > 1 and not where.documents:
            found = [
                hit
                for document in scope.groups
                for hit in self.index.search(query, _READ // 2, replace(where, documents=(document,)))
            ]
            return sorted(found, key=lambda hit: (-hit.score, hit.clause.id))
        hits = self.index.search(query, _READ, where)
        inside = [hit for hit in hits if hit.clause.document_id in scope.documents]
        return inside or hits


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = dict.fromkeys(("rewrite", "search", "compose", "guard"), 0.0)
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Add the time since the last lap to a stage."""
        now = time.perf_counter()
        self.laps[stage] += (now - self._last) * 1000
        self._last = now


def _plain(question: str, text: str, clock: _Clock) -> Answer:
    return Answer(question, text, "refused", (), (), "extractive", None, (), "", clock.laps)
