"""What a draft refers to: whether the document exists, title and 文号 belong together, the place is there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.drafts.model import DraftReason
from assistant.drafts.repeats import repeated
from assistant.drafts.shelf import Shelf
from assistant.guard.fold import fold
from corpus import Clause, Document
from corpus.citation import find_numbers
from corpus.citation.resolve import find_clause, resolve, title_key
from corpus.parts import parts
from corpus.references import Reference, find_references

#: A title this like a document's own is meant to be it, and is written wrongly.
_MEANT: Final = 0.8
#: Share of a title that a clause must repeat to speak of the same.
_SPOKEN: Final = 0.85
#: A title without 《》 must be this long to be told from other words.
_TOLD: Final = 10
_TAIL_BRACKET: Final = re.compile(r"[（(]([^（）()]{2,24})[）)]$")
_PLACE_AFTER: Final = re.compile(r"(?:第[^\s，。；]{1,8}[条款项章行段]|[一二三四五六七八九十]+、)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference of a draft with what it names.

    Attributes:
        reference: As it stands in the draft; offsets into the draft's text.
        document: The document of the corpus it means, or None.
        clause: The clause its place names, or None.
        reasons: What is wrong with it.
        certain: Whether the corpus says otherwise; else it says nothing of it.
        mention: The clause of the corpus in which a document from elsewhere is cited, or None.
        numbered: The document that bears the 文号, where it is another one than the title's.
    """

    reference: Reference
    document: Document | None
    clause: Clause | None = None
    reasons: tuple[DraftReason, ...] = ()
    certain: bool = False
    mention: Clause | None = None
    numbered: Document | None = None

    @property
    def place(self) -> str:
        """The place it names within the document, as written."""
        return self.reference.place


def references_of(text: str, shelf: Shelf) -> list[Cited]:
    """Find and check every reference of a draft, in order."""
    found = list(find_references(text))
    found += _untitled(text, found, shelf)
    found.sort(key=lambda reference: reference.start)
    current: Document | None = None
    cited = []
    for reference in (_numbered(reference, shelf) for reference in found):
        one = _check(text, reference, shelf, current)
        if one is None:
            continue
        current = one.document or current
        cited.append(one)
    return cited


def _numbered(reference: Reference, shelf: Shelf) -> Reference:
    """A reference whose 文号 begins where the corpus knows it to (认真学习安政办发〔2017〕65号)."""
    initials = _parts_of(reference.number or "")[0]
    known = [one for one in shelf.initials if initials.endswith(one)]
    if not known:
        return reference
    extra = len(initials) - max(map(len, known))
    number = (reference.number or "")[extra:]
    if extra and reference.title is None and reference.text.startswith(initials):
        start, written = reference.start + extra, reference.text[extra:]
        return replace(reference, number=number, start=start, text=written)
    return replace(reference, number=number)


def _untitled(text: str, found: Sequence[Reference], shelf: Shelf) -> Iterator[Reference]:
    """Titles of the corpus that stand without 《》."""
    taken = [(reference.start, reference.end) for reference in found]
    for document in shelf.documents.values():
        for title in dict.fromkeys(
            name
            for full in (document.title, *document.aliases)
            for name in (full, full.removeprefix("关于"))
            if len(name) >= _TOLD
        ):
            for match in re.finditer(re.escape(title), text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                taken.append(match.span())
                yield Reference(match[0], match.start(), match.end(), title)


def _check(text: str, reference: Reference, shelf: Shelf, current: Document | None) -> Cited | None:
    documents = tuple(shelf.documents.values())
    if reference.title is None and reference.number is None:
        if current is None or reference.own:
            return None
        return _placed(Cited(reference, current), shelf)
    title, number = reference.title, reference.number
    by_title = _named(replace(reference, number=None, place=""), documents) if title else None
    by_number = shelf.by_number.get(number) if number else None
    if title is None:
        return _by_number_alone(text, reference, by_number, shelf)
    titled, numbered = _span_of_title(text, reference), _span_of_number(text, reference)
    if by_title is not None:
        reasons: list[DraftReason] = []
        certain = False
        if bracketed := _other_bracket(title, by_title):
            reasons.append(DraftReason("title", title, bracketed, *titled))
            certain = True
        if number and number != by_title.number:
            reasons.append(
                DraftReason("number_of_document", text[slice(*numbered)], by_title.number or "", *numbered)
            )
            if by_number is not None and by_title.number is None:
                reasons.append(DraftReason("title", title, by_number.title, *titled))
            certain = certain or by_title.number is not None or by_number is not None
        other = by_number if by_number is not None and by_number.id != by_title.id else None
        return _placed(Cited(reference, by_title, None, tuple(reasons), certain, numbered=other), shelf)
    elsewhere = shelf.cited_elsewhere(title)
    if elsewhere:
        return _checked_elsewhere(text, reference, elsewhere, shelf, numbered)
    meant = by_number or _alike(title, documents)
    if meant is not None:
        reason = DraftReason("title", title, meant.title, *titled)
        return _placed(Cited(reference, meant, None, (reason,), True), shelf)
    return _spoken_of(reference, title, titled, shelf)


def _spoken_of(reference: Reference, title: str, titled: tuple[int, int], shelf: Shelf) -> Cited:
    """A title that no document bears: a clause may speak of it without 《》, or of one written almost so."""
    best, words, most = None, "", _SPOKEN
    for clause in shelf.looked_up(title) if len(title) >= _TOLD else ():
        found, share = repeated(fold(title), fold(clause.text))
        if share > most:
            best, words, most = clause, found, share
    if best is None:
        return Cited(reference, None, None, (DraftReason("title", title, "", *titled),))
    if most == 1.0:
        return Cited(reference, None, mention=best)
    return Cited(reference, None, None, (DraftReason("title", title, words, *titled),), True, best)


def _named(reference: Reference, documents: tuple[Document, ...]) -> Document | None:
    if reference.bare:
        return resolve(reference, documents, lambda _: ()).document
    found = resolve(reference, documents, lambda _: ())
    return found.document


def _by_number_alone(
    text: str, reference: Reference, document: Document | None, shelf: Shelf
) -> Cited | None:
    if document is not None:
        return _placed(Cited(reference, document), shelf)
    for cited in shelf.elsewhere:
        if cited.number == reference.number:
            return Cited(reference, None, mention=_mention(shelf, cited.citing, cited.title, cited.number))
    numbered = _span_of_number(text, reference)
    near = _near_number(reference.number or "", shelf)
    reason = DraftReason("number_of_document", text[slice(*numbered)], near, *numbered)
    return Cited(reference, shelf.by_number.get(near), None, (reason,), bool(near))


def _near_number(number: str, shelf: Shelf) -> str:
    """The only 文号 of the corpus that differs from one in its year or in its serial alone, or ""."""
    wanted = _parts_of(number)
    known = {*shelf.by_number, *(cited.number for cited in shelf.elsewhere if cited.number)}
    near = [
        other
        for other in known
        if (have := _parts_of(other)) and wanted and have[0] == wanted[0]
        and (have[1] == wanted[1]) + (have[2] == wanted[2]) == 1
    ]  # fmt: skip
    same_digits = [other for other in near if wanted and sorted(_parts_of(other)[2]) == sorted(wanted[2])]
    chosen = same_digits or near
    return chosen[0] if len(chosen) == 1 else ""


def _parts_of(number: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(.+)〔(\d{4})〕(\d+)号", number)
    return (match[1], match[2], match[3]) if match else ("", "", "")


def _checked_elsewhere(
    text: str, reference: Reference, elsewhere: Sequence[object], shelf: Shelf, numbered: tuple[int, int]
) -> Cited:
    from assistant.drafts.shelf import CitedElsewhere

    cited = [one for one in elsewhere if isinstance(one, CitedElsewhere)]
    numbers = list(dict.fromkeys(one.number for one in cited if one.number))
    first = next((one for one in cited if one.number == reference.number), cited[0])
    if reference.number and numbers and reference.number not in numbers:
        first = next(one for one in cited if one.number)
        reason = DraftReason("number_of_document", text[slice(*numbered)], numbers[0], *numbered)
        mention = _mention(shelf, first.citing, first.title, first.number)
        return Cited(reference, None, None, (reason,), True, mention)
    return Cited(reference, None, mention=_mention(shelf, first.citing, first.title, first.number))


def _mention(shelf: Shelf, document: Document, title: str, number: str | None) -> Clause | None:
    wanted = title_key(title)
    holding = [
        clause
        for clause in shelf.clauses(document.id)
        if clause.kind != "heading" and wanted in title_key(clause.text)
    ]
    with_number = [
        clause
        for clause in holding
        if number and any(mention.number == number for mention in find_numbers(clause.text))
    ]
    return next(iter(with_number or holding), None)


def _placed(cited: Cited, shelf: Shelf) -> Cited:
    """Look up the place a reference names."""
    document = cited.document
    if document is None or not cited.place:
        return cited
    clause, rest = find_clause(document, shelf.clauses(document.id), cited.place)
    if clause is not None and (not rest or parts(clause)):
        return replace(cited, clause=clause)
    reference = cited.reference
    at = reference.end - len(cited.place)
    reason = DraftReason("clause", cited.place, "", max(at, reference.start), reference.end)
    return replace(cited, clause=clause, reasons=(*cited.reasons, reason), certain=True)


def _other_bracket(title: str, document: Document) -> str:
    """The document's title where the written one differs in the bracket at its end, else ""."""
    written = _TAIL_BRACKET.search(title)
    if written is None:
        return ""
    keys = {title_key(name) for name in (document.title, *document.aliases)}
    own = [name for name in (document.title, *document.aliases) if _TAIL_BRACKET.search(name)]
    return own[0] if own and title_key(title) not in keys else ""


def _alike(title: str, documents: Sequence[Document]) -> Document | None:
    """The document whose title is written almost so."""
    wanted = title_key(title)
    if len(wanted) < 6:
        return None
    best, best_ratio = None, _MEANT
    for document in documents:
        for name in (document.title, *document.aliases):
            key = title_key(name)
            if min(len(key), len(wanted)) < _MEANT * max(len(key), len(wanted)) * 0.8:
                continue
            ratio = difflib.SequenceMatcher(None, wanted, key, autojunk=False).ratio()
            if ratio > best_ratio:
                best, best_ratio = document, ratio
    return best


def _span_of_title(text: str, reference: Reference) -> tuple[int, int]:
    match = re.compile(r"《(.+?)》").search(text, reference.start, reference.end)
    return match.span(1) if match else (reference.start, reference.end)


def _span_of_number(text: str, reference: Reference) -> tuple[int, int]:
    for mention in find_numbers(text[reference.start : reference.end]):
        return reference.start + mention.start, reference.start + mention.end
    return reference.start, reference.end
