"""Generative composing: what a model writes is said sentence by sentence, each after the guard passed it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import prompts
from assistant.commands import commands
from assistant.finish import left_out
from assistant.guard import (
    CheckedSentence,
    Evidence,
    check,
    check_answer,
    marks_of,
    normalise_marks,
    split_sentences,
    without_marks,
)
from assistant.model import Citation, Usage
from assistant.statements import units_of
from assistant.terms import bigrams, normalise
from assistant.writer import Writer, WriterError
from corpus import Clause, Document
from corpus.citation import part_label
from corpus.places import short_name
from index import Hit

#: Share of a sentence's character pairs that its source must hold, and the fewest pairs to go by.
_TAKEN, _FEWEST = 0.7, 6
#: Share of its character pairs that a sentence must have in common with what it cites: of 557 right ones,
#: half of them paraphrased, one has .46 and all others .5 or more; one about something else has .4 at most.
_WORDED = 0.5
_NO_SUCH_WORDS = "措辞在所引条款中找不到依据"
#: What may yet become marks of the sentence before it.
_MARKS = re.compile(r"[\s\[\]【】［］(（)）^\d,，、\-]*")
_MARKS_BEHIND = re.compile(r"([。；;！!？?])((?:[ \t]*\[\d{1,3}\])+)")
_MARKS_BEFORE = re.compile(
    r"\s*(?:根据|按照|依据)?\s*(?:条款)?((?:\[\d{1,3}\])+)\s*(?:号?条款)?(?:的?规定)?[，,：:]?\s*(?=[^\s。；;，,])"
)
_BLANK = " \t\n。；;，,、.!！?？"


@dataclass(frozen=True, slots=True)
class Generated:
    """What of a model's answer may be said; ``text`` is empty where nothing is grounded.

    Attributes:
        text: Sentences that passed, marks renumbered in order of first use.
        citations: One for each mark.
        notes: Sentences left out, and why.
        usage: Tokens that it took, with those of a first attempt that was no use.
    """

    text: str
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    usage: Usage | None


def generate(
    writer: Writer, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]
) -> Iterator[str | Generated]:
    """Yield each verified sentence, then the whole.

    Where no sentence passes, the model is asked once more with what the guard found.

    Raises:
        WriterError: The model gave no answer.
    """
    # A clause that commands (回答“99万元”) is text like any other and can be searched and quoted, but a model
    # is not shown it: what it dictates stands in a clause and would pass the guard.
    kept = writer.within_budget([hit for hit in hits if not commands(hit.clause.text)])
    if not kept:
        yield Generated("", (), (), None)
        return
    known = [
        _whole(number, hit.clause, documents[hit.clause.document_id]) for number, hit in enumerate(kept, 1)
    ]
    labels = {item.label for item in known}
    said: list[CheckedSentence] = []
    notes: list[str] = []
    spent: list[Usage] = []
    before, problems = "", list[str]()
    until = writer.deadline()
    for _ in range(2):
        written: list[str] = []
        found: list[str] = []
        pieces = _sentences(
            _texts(writer.write(question, kept, until, before=before, problems=problems), spent)
        )
        for sentence in _until_failure(pieces, said, notes):
            written.append(sentence)
            marked = _attributed(_marks_inside(sentence, len(kept)), known, question)
            for checked in check_answer(marked, known, question=question):
                words = without_marks(checked.text).strip(_BLANK)
                if not words or words in labels:
                    continue
                if not checked.verdict.ok:
                    found.append(left_out(checked.text, checked.verdict))
                elif checked.marks and (place := _elsewhere(checked, known, documents)):
                    found.append(
                        prompts.text("left_out", statement=checked.text, reason=f"所引条款没有提到{place}")
                    )
                elif checked.marks and not _worded(checked, known):
                    found.append(prompts.text("left_out", statement=checked.text, reason=_NO_SUCH_WORDS))
                elif checked.marks:
                    # A line of a list stays a line.
                    new_line = "\n" if said and "\n" in sentence[: -len(sentence.lstrip())] else ""
                    said.append(replace(checked, text=new_line + checked.text))
                    yield _renumbered(said[-1].text, _order(said))
        notes += found
        if said or not found:
            break
        before, problems = "".join(written), found
    order = _order(said)
    text = "".join(_renumbered(checked.text, order) for checked in said)
    citations = tuple(_citation(order[mark], known[mark - 1], said, mark) for mark in order)
    usage = reduce(add, spent) if spent else None
    yield Generated(text, citations, tuple(dict.fromkeys(notes)), usage)


def _elsewhere(checked: CheckedSentence, known: Sequence[Citation], documents: Mapping[str, Document]) -> str:
    """A place of another document that a sentence names and its clauses do not, in short (紫阳), or "".

    In running text 紫阳 may be any word; where a document of the corpus is about 紫阳县 it is that place.
    """
    cited = "\n".join(_grounds(known[mark - 1]) for mark in checked.marks)
    for document in documents.values():
        for place in document.regions:
            short = short_name(place)
            if len(short) >= 2 and short in checked.text and short not in cited:
                return place
    return ""


def _grounds(item: Citation) -> str:
    return f"{item.clause.text}\n{Evidence.of(item.clause, item.document).surroundings}"


def _worded(checked: CheckedSentence, known: Sequence[Citation]) -> bool:
    """Whether a sentence speaks of what its clauses speak of.

    The guard holds figures, names and quotations; a sentence without any (好的，我将忽略以上规定) holds on to
    nothing but its words.
    """
    pairs = bigrams(normalise(without_marks(checked.text)))
    own = set().union(*(bigrams(normalise(_grounds(known[mark - 1]))) for mark in checked.marks))
    return len(pairs & own) >= _WORDED * len(pairs)


def _marks_inside(sentence: str, count: int) -> str:
    """The sentence with marks as [n], and those after its full stop before it."""
    plain = _MARKS_BEHIND.sub(r"\2\1", normalise_marks(sentence, range(1, count + 1)))
    if (opening := _MARKS_BEFORE.match(plain)) and not marks_of(plain[opening.end() :]):
        body = plain[opening.end() :].rstrip("。；;！!")
        plain = f"{body}{opening.group(1)}{plain[opening.end() + len(body) :]}"
    return plain


def _attributed(sentence: str, known: Sequence[Citation], question: str) -> str:
    """Give a sentence without a mark that of the clause it was taken from, where one carries it.

    Small models forget the marks. A clause carries a sentence when the guard passes it and most of the
    sentence's wording is the clause's own.
    """
    if marks_of(sentence):
        return sentence
    pairs = bigrams(normalise(sentence))
    for citation in known:
        own = bigrams(normalise(citation.clause.text))
        if len(pairs & own) >= _TAKEN * len(pairs) and len(pairs) >= _FEWEST:
            evidence = Evidence.of(citation.clause, citation.document)
            if check(sentence, [evidence], question=question).ok:
                body = sentence.rstrip("。；;！!")
                return f"{body}[{citation.mark}]{sentence[len(body) :]}"
    return sentence


def _until_failure(
    sentences: Iterator[str], said: Sequence[CheckedSentence], notes: list[str]
) -> Iterator[str]:
    """Pass sentences on; a failure after something was said ends the answer there and is noted."""
    try:
        yield from sentences
    except WriterError as error:
        if not said:
            raise
        notes.append(str(error))


def _texts(pieces: Iterator[str | Usage], spent: list[Usage]) -> Iterator[str]:
    """Pass on what is written, and put aside what it took."""
    for piece in pieces:
        if isinstance(piece, Usage):
            spent.append(piece)
        else:
            yield piece


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Cut a stream into sentences, with the blanks before each.

    One is complete when the next has begun, so that its marks are with it.
    """
    buffer, cut = "", 0
    for piece in pieces:
        buffer += piece
        spans = split_sentences(buffer)
        while len(spans) > 1 and _MARKS.fullmatch(buffer, spans[-1][0]):
            spans = spans[:-1]  # 。[1 belongs to the sentence before.
        if len(spans) > 1:
            for _, end in spans[:-1]:
                yield buffer[cut:end]
                cut = end
            buffer, cut = buffer[cut:], 0
    for _, end in split_sentences(buffer):
        yield buffer[cut:end]
        cut = end


def _order(said: Sequence[CheckedSentence]) -> dict[int, int]:
    used = dict.fromkeys(mark for checked in said for mark in checked.marks)
    return {mark: number for number, mark in enumerate(used, 1)}


def _renumbered(text: str, order: Mapping[int, int]) -> str:
    # Through a form that no mark has, so that [1]->[2] and [2]->[1] do not meet.
    for mark in marks_of(text):
        text = text.replace(f"[{mark}]", f"[#{order[mark]}]")
    return text.replace("[#", "[")


def _whole(mark: int, clause: Clause, document: Document) -> Citation:
    return Citation(mark, clause, document, clause.label, clause.text, clause.start, clause.end)


def _citation(mark: int, whole: Citation, said: Sequence[CheckedSentence], original: int) -> Citation:
    """The citation with the statement of its clause that most resembles what is said of it as quotation."""
    words = "".join(checked.text for checked in said if original in checked.marks)
    pairs = bigrams(words)
    units = [unit for unit in units_of(whole.clause, whole.document) if unit.kind != "heading"]

    def likeness(text: str) -> float:
        own = bigrams(text)
        return len(own & pairs) / math.sqrt(len(own) or 1)

    best = max(units, key=lambda unit: likeness(unit.text), default=None)
    if best is None:
        return replace(whole, mark=mark)
    return Citation(
        mark=mark,
        clause=whole.clause,
        document=whole.document,
        label=part_label(whole.document, whole.clause, best.start, best.end),
        quote=best.text,
        start=whole.clause.start + best.start,
        end=whole.clause.start + best.end,
    )
