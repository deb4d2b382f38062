"""The chain: question (and history) -> rewrite -> search -> compose -> guard -> answer."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import prompts
from assistant.commands import without_commands
from assistant.compose import Composition, Refusal, compose
from assistant.finish import finish, period_notes
from assistant.generate import Generated, generate
from assistant.guard import split_sentences
from assistant.history import Resolved, resolve
from assistant.metadata import answer_metadata
from assistant.model import Answer, Citation, Mode, Turn
from assistant.question import Question, analyse, beside_metadata, small_talk_of
from assistant.receipts import Receipts
from assistant.scope import Scope, scope_of
from assistant.settings import Settings
from assistant.terms import Term, terms_of
from assistant.writer import Writer, WriterError, open_writer
from corpus import Document
from index import Hit, Index, QueryUnderstanding, Where

#: Clauses that the composer reads, and those an answer shows.
_READ, _SHOWN = 20, 10


class Assistant:
    """Answers questions over one index; holds no state of any conversation, safe to share between threads.

    Args:
        index: The opened index.
        settings: All settings.
        writer: The language model that writes; None opens the one that the settings name, if any.
    """

    def __init__(self, index: Index, settings: Settings, writer: Writer | None = None) -> None:
        self.index = index
        self.settings = settings
        self.writer = writer or open_writer(settings.llm)
        self.receipts = Receipts(settings.index, settings.receipts)

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
        *_, answer = self.stream(question, history, where, mode)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        where: Where = Where(),  # noqa: B008 - frozen
        mode: Mode = "auto",
    ) -> Iterator[str | Answer]:
        """Yield the sentences of the answer, each already through the guard, then the answer itself."""
        clock = _Clock()
        if name := small_talk_of(without_commands(question)):
            answer = _fixed(question, prompts.text(name), clock)
            yield answer.text
            yield answer
            return
        reading = self._read(question, history, clock)
        wanted = mode if mode != "auto" else self.settings.mode
        if self.writer is not None and wanted != "extractive":
            answer = yield from self._generate(self.writer, reading, where, clock)
        else:
            notes = ("没有配置大模型服务，已用条款原文作答。",) if wanted == "llm" else ()
            answer = self._extract(reading, where, clock, notes)
            yield from sentences(answer.text)
        yield self._with_receipt(answer, mode, history, where)

    def _read(self, question: str, history: Sequence[Turn], clock: _Clock) -> _Reading:
        understood = self.index.understand(without_commands(question))
        resolved = resolve(understood, history, self.index.understand)
        understood = resolved.understood if resolved.restated else understood
        asked = analyse(understood.corrected, resolved.full, follow_up=resolved.follow_up)
        carried = self.index.understand(resolved.carried) if resolved.carried else None
        terms = terms_of(understood, self.index, carried)
        documents = {document.id: document for document in self.index.documents()}
        clock.lap("rewrite")
        return _Reading(
            question, understood, resolved, asked, scope_of(resolved.understood, documents), terms, documents
        )

    def _extract(self, reading: _Reading, where: Where, clock: _Clock, notes: Sequence[str] = ()) -> Answer:
        asked, scope, documents = reading.asked, reading.scope, reading.documents
        composed: Composition | Refusal | None = None
        if asked.metadata:
            composed = answer_metadata(asked, reading.terms, scope, documents, self.index.clauses)
        content = asked if composed is None else beside_metadata(asked)
        hits = self._search(asked.full, scope, where)
        clock.lap("search")
        if content:
            rest = compose(
                content, reading.terms, scope, hits, documents, self.index.clauses, self.index.likeness
            )
            composed = composed.followed_by(rest) if isinstance(composed, Composition) else rest
        assert composed is not None
        clock.lap("compose")
        finished = finish(asked, composed, hits[:_SHOWN], documents)
        clock.lap("guard")
        return Answer(
            question=reading.question,
            text=finished.text,
            status=finished.status,
            citations=finished.citations,
            hits=_shown(hits, finished.citations),
            mode="extractive",
            model=None,
            notes=(*notes, *reading.corrections, *finished.notes, *period_notes(finished.citations)),
            receipt="",
            timings_ms=clock.laps,
        )

    def _generate(
        self, writer: Writer, reading: _Reading, where: Where, clock: _Clock
    ) -> Generator[str, None, Answer]:
        """Let the model write; where it fails or grounds nothing, the extractive answer is given.

        What the clauses do not answer is refused without asking the model: it would find words for it.
        """
        answer = self._extract(reading, where, clock)
        if answer.status != "refused":
            hits = self._search(reading.asked.full, reading.scope, where)[:_SHOWN]
            try:
                for piece in generate(writer, reading.asked.full, hits, reading.documents):
                    if isinstance(piece, str):
                        yield piece
                        continue
                    clock.lap("compose")
                    if piece.text:
                        return _generated(reading, piece, hits, writer, clock)
                    failed = (
                        "大模型的回答没有一句能由条款核实" if piece.notes else "大模型没有在条款中找到答案"
                    )
                    notes = (f"{failed}，已改用条款原文作答。", *piece.notes)
                    answer = replace(answer, usage=piece.usage)
            except WriterError as error:
                notes = (str(error),)
            answer = replace(answer, notes=(*notes, *answer.notes))
        yield from sentences(answer.text)
        return answer

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

    def _with_receipt(self, answer: Answer, mode: Mode, history: Sequence[Turn], where: Where) -> Answer:
        shaped: dict[str, Any] = {"mode": mode, "model": answer.model}
        if history:
            shaped["history"] = [turn.question for turn in history]
        if narrowed := {name: value for name, value in asdict(where).items() if value}:
            shaped["where"] = narrowed
        return replace(answer, receipt=self.receipts.store(answer, self.index.fingerprint, shaped))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question as read, before anything is searched."""

    question: str
    understood: QueryUnderstanding
    resolved: Resolved
    asked: Question
    scope: Scope
    terms: tuple[Term, ...]
    documents: Mapping[str, Document]

    @property
    def corrections(self) -> tuple[str, ...]:
        """What was mended in the question, for the reader to see."""
        return tuple(f"问题中的“{c.before}”按“{c.after}”理解。" for c in self.understood.corrections)


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


def sentences(text: str) -> Iterator[str]:
    """Yield a text sentence by sentence; joined, they are the text."""
    last = 0
    for _, end in split_sentences(text):
        yield text[last:end]
        last = end
    if last < len(text):
        yield text[last:]


def _shown(hits: Sequence[Hit], citations: Sequence[Citation]) -> tuple[Hit, ...]:
    """The best hits, with every cited clause: one read further down, or one that the record itself gave."""
    shown = {hit.clause.id: hit for hit in hits[:_SHOWN]}
    found = {hit.clause.id: hit for hit in hits}
    for citation in citations:
        clause = citation.clause
        shown.setdefault(clause.id, found.get(clause.id) or Hit(clause, 0.0, {}))
    return tuple(shown.values())


def _generated(
    reading: _Reading, said: Generated, hits: Sequence[Hit], writer: Writer, clock: _Clock
) -> Answer:
    return Answer(
        question=reading.question,
        text=said.text,
        status="answered",
        citations=said.citations,
        hits=tuple(hits),
        mode="llm",
        model=writer.name,
        notes=(*reading.corrections, *said.notes, *period_notes(said.citations)),
        receipt="",
        timings_ms=clock.laps,
        usage=said.usage,
    )


def _fixed(question: str, text: str, clock: _Clock) -> Answer:
    return Answer(question, text, "refused", (), (), "extractive", None, (), "", clock.laps)
