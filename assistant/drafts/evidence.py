"""What a sentence of a draft says, and the clauses that may carry it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assistant.drafts.references import Cited
from assistant.drafts.rounding import is_rounded
from assistant.drafts.shelf import Pair, Shelf, pairs_of
from assistant.figures import Figure, figures
from assistant.guard import Evidence
from assistant.guard.fold import fold
from assistant.guard.names import Name, evidence_names, names_in
from assistant.guard.quotes import quoted_spans
from assistant.guard.support import clause_figures, same
from corpus import Clause, Document
from corpus.places import short_name
from index import Where
from index.words import segment

#: How much a name and a figure that a clause holds count beside its words.
_NAME, _FIGURE = 6.0, 3.0
#: How much less it counts that words stand in the clause's headings.
_HEADINGS: Final = 0.8
#: A clause of the document that the draft speaks of is likelier meant, one of other places less.
_CURRENT, _PLACE_OF, _ELSEWHERE = 1.2, 1.15, 0.6
#: So is the clause that the sentence before rests on, and the one in which a cited document is named.
_BEFORE, _MENTION = 1.1, 1.5
#: Clauses looked at, those taken from each source, and the score at which the index need not be asked.
_POOL, _EACH, _CERTAIN = 6, 8, 0.9
#: Share of its words below which a sentence is looked for without its names.
_POOR: Final = 0.5
#: Words that lead to what a document says and say nothing themselves.
_LEAD: Final = re.compile(
    r"根据|按照|依据|依照|遵照|对照|要求|规定|明确|提出|指出|强调|文件|该意见|该方案|该办法|该通知|该规划|该计划"
    r"|本方案|本意见|上述|其中|同时|此外|另外|也就是说|目前|(?:这|此|该|各)项工作|分别|以及|并且"
    r"|(?:责任|牵头|负责|承办)(?:单位|部门)|负责|牵头"
)
#: Bodies that every place has: they tell nothing of what a sentence is about.
_ANY_BODY: Final = re.compile(
    r"[市县区省州]?(?:委|政府|人民政府|委办公室|政府办公室)|党中央|国务院|[市县区]直|党委"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is checked.

    Attributes:
        text: The sentence with its references masked by spaces, so that offsets stay.
        figures: Its figures.
        names: Its places and bodies.
        quotes: Spans of what stands in quotation marks.
        cited: Its references.
        pairs: Pairs of characters of its other words.
        start: Offset of the sentence in the draft.
    """

    text: str
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    quotes: tuple[tuple[int, int], ...]
    cited: tuple[Cited, ...]
    pairs: frozenset[Pair]
    start: int

    @property
    def telling(self) -> bool:
        """Whether it states a figure, a quotation or a name that could be wrong."""
        return bool(self.counted or self.quotes or self.telling_names)

    @property
    def counted(self) -> tuple[Figure, ...]:
        """Its figures, ordinals and names of numbers (十九大) left out."""
        return tuple(figure for figure in self.figures if figure.kind not in {"ordinal", "name"})

    @property
    def telling_names(self) -> tuple[Name, ...]:
        """Its names, bodies that every place has left out."""
        return tuple(
            name for name in self.names if name.kind == "place" or not _ANY_BODY.fullmatch(name.text)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may carry a sentence.

    Attributes:
        clause: The clause.
        document: Its document.
        held: Pairs of the sentence that it holds.
        coverage: Share of the sentence's words that it holds, by weight.
        likeness: The same with names and figures.
        score: The same with how likely it is meant, by what stands before.
        follows: Whether the sentence before rests on it.
    """

    clause: Clause
    document: Document
    held: frozenset[Pair]
    coverage: float
    likeness: float
    score: float
    follows: bool = False

    @property
    def evidence(self) -> Evidence:
        """The clause as the guard reads it."""
        return _evidence(self.clause, self.document.id, self.document)


def _evidence(clause: Clause, _: str, document: Document) -> Evidence:
    return Evidence.of(clause, document)


def read(text: str, start: int, end: int, cited: Iterable[Cited]) -> Said:
    """Read a sentence of a draft."""
    own = tuple(one for one in cited if start <= one.reference.start < end)
    plain = list(text[start:end])
    for one in own:
        for at in range(one.reference.start - start, min(one.reference.end, end) - start):
            plain[at] = " "
    masked = "".join(plain)
    found, names, quotes = figures(masked), names_in(masked), quoted_spans(masked)
    rest = list(masked)
    spans = [(one.start, one.end) for one in found] + [(one.start, one.end) for one in names]
    for begin, close in spans:
        if begin >= 0:
            rest[begin:close] = " " * (close - begin)
    words = _LEAD.sub(lambda match: " " * len(match.group()), "".join(rest))
    content = " ".join(word for word in segment(words) if len(word) > 1)
    return Said(masked, tuple(found), tuple(names), quotes, own, pairs_of(content), start)


@lru_cache(maxsize=4096)
def _clause_pairs(text: str) -> frozenset[Pair]:
    return pairs_of(text)


def weigh(said: Said, clause: Clause, document: Document, shelf: Shelf, favour: float = 1.0) -> Candidate:
    """How far a clause speaks of what a sentence says."""
    own = said.pairs & _clause_pairs(clause.text)
    headed = (said.pairs & _clause_pairs("\n".join((document.title, *clause.path)))) - own
    total = shelf.weight(said.pairs)
    held = shelf.weight(own) + _HEADINGS * shelf.weight(headed)
    coverage = held / total if total else 1.0
    weight, have = total, held
    evidence = Evidence.of(clause, document)
    standing = clause_figures(clause.text)
    for figure in said.counted:
        weight += _FIGURE
        have += _FIGURE * any(
            same(figure, other) or is_rounded(said.text, figure, other) for other in standing
        )
    texts = (fold(clause.text + "\n" + evidence.surroundings),)
    known = {name.key for name in evidence_names(evidence)}
    for name in said.telling_names:
        weight += _NAME
        have += _NAME * (name.key in known or holds_name(name, texts))
    likeness = have / weight if weight else 1.0
    return Candidate(clause, document, frozenset(own | headed), coverage, likeness, likeness * favour)


def holds_name(name: Name, texts: Sequence[str]) -> bool:
    """Whether texts name a place or body, in full or short."""
    short = short_name(name.key) if name.kind == "place" else name.key
    forms = {fold(name.text), fold(name.key)} | ({fold(short)} if len(short) > 1 else set())
    return any(form in text for form in forms for text in texts)


def favour_of(said: Said, document: Document, current: Document | None, around: frozenset[str]) -> float:
    """How likely a sentence speaks of a document, by the places it names and by what the draft cited last."""
    favour = _CURRENT if current is not None and current.id == document.id else 1.0
    about = (fold("\n".join((document.title, *document.regions, document.issuer or ""))),)
    places = [name for name in said.names if name.kind == "place"]
    if places:
        if any(holds_name(place, about) for place in places):
            favour *= _PLACE_OF
    elif around and any(short_name(place) in about[0] for place in around):
        favour *= _PLACE_OF
    elif around and favour == 1.0:
        favour *= _ELSEWHERE**0.5
    return favour


def _without_names(said: Said) -> str:
    text = list(said.text)
    for name in said.telling_names:
        text[name.start : name.end] = " " * (name.end - name.start)
    return " ".join("".join(text).split()) or said.text


def pool_of(
    said: Said,
    shelf: Shelf,
    current: Document | None,
    around: frozenset[str],
    before: Sequence[Clause] = (),
) -> tuple[Candidate, ...]:
    """The clauses that may carry a sentence, likeliest first.

    Args:
        said: The sentence.
        shelf: The corpus.
        current: The document that the draft cited last.
        around: Places that the draft names where the sentence names none.
        before: Clauses that the sentence before it rests on.
    """
    named = list(dict.fromkeys(one.document.id for one in said.cited if one.document))
    found: dict[str, Candidate] = {}

    def add(clauses: Iterable[Clause], favour: float = 1.0, *, follows: bool = False) -> None:
        for clause in clauses:
            if clause.id not in found and clause.kind != "heading":
                document = shelf.documents.get(clause.document_id)
                if document is not None:
                    meant = favour * favour_of(said, document, current, around)
                    weighed = weigh(said, clause, document, shelf, meant)
                    found[clause.id] = replace(weighed, follows=follows)

    add(one.clause for one in said.cited if one.clause)
    add((one.mention for one in said.cited if one.mention), _MENTION)
    add(before, _BEFORE, follows=True)
    looked = named or ([current.id] if current is not None else [])
    every = pairs_of(said.text)
    for document_id in looked:
        add(shelf.scan(document_id, every, _EACH))
    words = " ".join(said.text.split())
    if named:
        large = [one for one in named if not shelf.scan(one, every, 1)]
        if large and words:
            add(hit.clause for hit in shelf.index.search(words, _EACH, Where(documents=tuple(large))))
    elif words and max((one.score for one in found.values()), default=0.0) < _CERTAIN:
        # A wrong name leads the search astray: look by the other words as well.
        if shelf.small:
            add(shelf.scan_all(said.pairs, 2))
        if said.telling or not shelf.small:
            add(hit.clause for hit in shelf.index.search(words, _EACH))
        poor = max((one.coverage for one in found.values()), default=0.0) < _POOR
        if poor and said.telling_names and not shelf.small:
            add(hit.clause for hit in shelf.index.search(_without_names(said), _EACH))
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.clause.document_id, one.clause.start))
    if named:
        ranked = [one for one in ranked if one.document.id in named]
    return tuple(ranked[:_POOL])
