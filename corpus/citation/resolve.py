"""From a reference to what it names: the document of a corpus, its clause, and the part of the clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import eq
from typing import Literal

from corpus.citation.label import document_label
from corpus.citation.number import normalise_number
from corpus.citation.place import Step, place_key, same_place
from corpus.metadata.lines import TYPE
from corpus.model import Clause, Document
from corpus.numerals import chinese_numeral
from corpus.parts import Part, parts
from corpus.references import Reference


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a reference names.

    Attributes:
        document: The document, or None where none or several fit.
        clause: The clause, or None where the reference names no place, or one that is not there.
        part: The part of the clause that the reference names, or None where it names all of it or a part
            that is not there; ``rest`` tells which.
        rest: What of the place goes inside the clause: ``第二款第（三）项``; ``""`` for all of it.
        match: How the document was told: by its 文号, its title or an alias, a shortened title, or as the
            document that the reference stands in.
        candidates: The documents that fit, where there are several; ``document`` is then one of them only
            if they are the same document kept twice.
    """

    document: Document | None = None
    clause: Clause | None = None
    part: Part | None = None
    rest: str = ""
    match: Literal["", "number", "title", "shortened", "own"] = ""
    candidates: tuple[Document, ...] = ()


def resolve(
    reference: Reference,
    documents: Iterable[Document],
    clauses: Callable[[str], Sequence[Clause]],
    *,
    within: Document | None = None,
) -> Resolution:
    """Find what a reference names.

    Args:
        reference: As ``find_references`` gives it.
        documents: The corpus.
        clauses: A document's clauses by its id, headings included.
        within: The document the reference stands in, for 本办法第七条 and a bare 第七条; None for a question.
    """
    found, how = _documents(reference, tuple(documents), within)
    if not found or len({_identity(document) for document in found}) > 1:
        return Resolution(candidates=found)
    document = min(found, key=lambda document: document.id)
    several = found if len(found) > 1 else ()
    if not reference.place:
        return Resolution(document, match=how, candidates=several)
    clause, rest = find_clause(document, clauses(document.id), reference.place)
    if clause is None or not rest:
        return Resolution(document, clause, match=how, candidates=several)
    found_part, whole = _find_part(clause, rest)
    return Resolution(document, clause, found_part, "" if whole else rest, how, several)


def _identity(document: Document) -> tuple[str | None, ...]:
    """What tells two documents apart; a document kept in two formats is one."""
    return title_key(document.title), document.number, document.issuer, document.date


def find_clause(document: Document, clauses: Iterable[Clause], place: str) -> tuple[Clause | None, str]:
    """The clause that a place within a document names, and the rest of the place inside it.

    A place that goes deeper than the clauses do (第十二条第二款) names the clause that holds it; chapters
    before an article may be left out or added. None where no clause or several fit.
    """
    wanted = place_key(place)
    head = document_label(document)
    keyed = [(_label_key(clause.label.removeprefix(head)), clause) for clause in clauses]
    keyed = [(key, clause) for key, clause in keyed if key]
    for length in range(len(wanted), 0, -1):
        rest = wanted[length:]
        if rest and not all(_may_be_part(step) for step in rest):
            continue
        for accept in (eq, same_place, _without_chapters, _as_last_steps, _as_item):
            named = [clause for key, clause in keyed if accept(wanted[:length], key)]
            named = [clause for clause in named if clause.kind != "heading"] or named
            if len(named) == 1:
                return named[0], _written(rest)
            if named:
                return None, ""
    return None, ""


def _find_part(clause: Clause, rest: str) -> tuple[Part | None, bool]:
    """The part that a rest of a place names, and whether it names the clause as a whole."""
    wanted = place_key(rest)
    found = parts(clause)
    if wanted == (("款", (1,)),) and not any(part.label.startswith("第一款") for part in found):
        return None, True
    keys = [(place_key(part.label), part) for part in found]
    for accept in (same_place, _ends_with, _without_first_paragraph):
        named = [part for key, part in keys if accept(wanted, key)]
        if len(named) == 1:
            return named[0], False
    return None, False


def _ends_with(wanted: tuple[Step, ...], key: tuple[Step, ...]) -> bool:
    """第（三）项 for 第二款第（三）项, where only one paragraph has items."""
    return same_place(wanted, key[-len(wanted) :])


def _without_first_paragraph(wanted: tuple[Step, ...], key: tuple[Step, ...]) -> bool:
    """第一款第（三）项 for 第（三）项 of an article with one paragraph."""
    return wanted[0] == ("款", (1,)) and same_place(wanted[1:], key)


@lru_cache(maxsize=65536)
def _label_key(label: str) -> tuple[Step, ...]:
    return place_key(label)


_CHAPTERS = ("编", "分编", "章", "节")


def _without_chapters(wanted: tuple[Step, ...], key: tuple[Step, ...]) -> bool:
    bare = tuple(step for step in wanted if step[0] not in _CHAPTERS)
    found = tuple(step for step in key if step[0] not in _CHAPTERS)
    return bool(bare) and bare[0][0] == "条" and same_place(bare, found)


def _as_last_steps(wanted: tuple[Step, ...], key: tuple[Step, ...]) -> bool:
    """第15行 for 任务分解表第15行, 专栏3 for 第四章专栏3: the last steps, where they name only one clause."""
    return wanted[0][0] in ("行", "box", "table", "附件", "附表", "附录", "words") and same_place(
        wanted, key[-len(wanted) :]
    )


def _as_item(wanted: tuple[Step, ...], key: tuple[Step, ...]) -> bool:
    """第5条, （十八） for an item of a numbering that runs on: the last step, where no other has it."""
    return (
        len(wanted) == 1
        and wanted[0][0] in ("条", "点", "bracketed", "arabic")
        and same_place(wanted, key[-1:])
    )


def _may_be_part(step: Step) -> bool:
    return step[0] in ("款", "项", "目", "段", "点", "bracketed", "arabic", "round")


def _written(rest: tuple[Step, ...]) -> str:
    written = ""
    for kind, numbers in rest:
        number = numbers[0] if isinstance(numbers, tuple) and numbers else 0
        chinese = chinese_numeral(number)
        written += {
            "款": f"第{chinese}款",
            "项": f"第（{chinese}）项",
            "bracketed": f"（{chinese}）",
            "目": f"第{number}目",
            "arabic": f"{number}.",
            "round": f"（{number}）",
            "段": f"第{number}段",
        }.get(kind, f"第{number}点")
    return written


def _documents(
    reference: Reference, documents: tuple[Document, ...], within: Document | None
) -> tuple[tuple[Document, ...], Literal["", "number", "title", "shortened", "own"]]:
    if reference.number:
        number = normalise_number(reference.number)
        named = tuple(
            document
            for document in documents
            if document.number and normalise_number(document.number) == number
        )
        if len(named) > 1 and reference.title:
            titled = _by_title(reference.title, named)
            named = titled or named
        if named:
            return named, "number"
        if not reference.title:
            return (), ""
        # Another number is another document, even where the title is the same.
        documents = tuple(document for document in documents if document.number is None)
    if reference.title:
        exact = _by_title(reference.title, documents)
        if not exact and reference.bare:
            exact = _by_ending(reference.title, documents)
        if exact:
            return _current(exact), "title"
        return _by_shortened(reference.title, documents), "shortened"
    if within is not None:
        return (within,), "own"
    return (documents, "") if len(documents) == 1 and reference.place else ((), "")


def _by_title(title: str, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    wanted = _title_keys(title)
    return tuple(document for document in documents if wanted & _document_keys(document))


def _by_ending(run: str, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Documents whose title is the end of a run of words before 第N条; the longest such title only."""
    squashed = title_key(run)
    ends = [
        (max(len(key) for key in keys), document)
        for document in documents
        if (keys := [key for key in _document_keys(document) if len(key) >= 2 and squashed.endswith(key)])
    ]
    longest = max((length for length, _ in ends), default=0)
    return tuple(document for length, document in ends if length == longest)


def _by_shortened(title: str, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Documents of the same type whose title ends with, or holds in order, the words given."""
    wanted = title_key(title)
    kind = re.search(rf"({TYPE})$", wanted)
    if len(wanted) < 4 or kind is None:
        return ()
    ending = tuple(
        document
        for document in documents
        if any(key.endswith(wanted) for key in _document_keys(document) if len(key) > len(wanted))
    )
    if ending or kind[1] in _STATUTES:
        return _current(ending)
    return tuple(
        document
        for document in documents
        if any(key.endswith(kind[1]) and _in_order(wanted, key) for key in _document_keys(document))
    )


_STATUTES = frozenset(["法", "法典", "条例", "规定", "办法", "细则", "规则", "解释", "决定"])


def _in_order(wanted: str, key: str) -> bool:
    """Whether the words stand in the title in order, in pieces of two or more characters."""
    at = place = 0
    while place < len(wanted):
        length = 0
        best = -1
        for size in range(min(len(wanted) - place, 20), 1, -1):
            best = key.find(wanted[place : place + size], at)
            if best >= 0:
                length = size
                break
        if not length:
            return False
        at, place = best + length, place + length
    return True


def _current(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    """Of versions of one statute the one in force: not repealed or expired, else all."""
    if len(documents) > 1 and len({title_key(document.title) for document in documents}) == 1:
        in_force = tuple(document for document in documents if document.status not in ("repealed", "expired"))
        latest = max((document.date or "" for document in in_force), default="")
        newest = tuple(document for document in in_force if (document.date or "") == latest)
        if len(newest) == 1 and latest:
            return newest
    return documents


def title_key(title: str) -> str:
    """A title without white space, quotation marks, 《》 and the state's name, for comparison."""
    plain = re.sub(r"[\s《》〈〉“”\"'‘’·・*]", "", title).replace("(", "（").replace(")", "）")
    return plain.removeprefix("中华人民共和国")


@lru_cache(maxsize=16384)
def _title_keys(title: str) -> frozenset[str]:
    key = title_key(title)
    keys = {key, re.sub(r"(?:（[^（）]{1,20}）)+$", "", key)}
    for one in tuple(keys):
        keys.add(re.sub(r"^.{2,60}?(?=关于)", "", one) if re.match(r".{2,60}?关于", one) else one)
    return frozenset(key for key in keys if len(key) >= 2)


def _document_keys(document: Document) -> frozenset[str]:
    return _keys_of((document.title, *document.aliases))


@lru_cache(maxsize=16384)
def _keys_of(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(_title_keys, titles))
