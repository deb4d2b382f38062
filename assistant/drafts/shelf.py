"""The corpus as a check reads it: documents, clauses, what they cite, how much their words say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from assistant.terms import normalise
from corpus import Clause, Document
from corpus.citation import find_numbers
from corpus.citation.resolve import title_key
from index import Index

#: Clauses from which the weights of character pairs are counted; a sample will do in a large corpus.
_SAMPLE: Final = 3000
#: Documents with more clauses than this are searched through the index only.
_SCANNED: Final = 3000
#: Clauses of a large corpus that are looked at for a few words.
_FEW: Final = 4
_HAN_RUN: Final = re.compile(r"[一-鿿]{2,}|[a-z]{2,}")
_CITED: Final = re.compile(r"《(.+)》(?:（([^（）]+)）)?$")

Pair = str


def pairs_of(text: str) -> frozenset[Pair]:
    """The pairs of neighbouring Chinese characters of a text, and its Latin words."""
    found: set[str] = set()
    for match in _HAN_RUN.finditer(normalise_kept(text)):
        run = match.group()
        if run[0].isascii():
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


def normalise_kept(text: str) -> str:
    """Fold widths and case, and let what was masked out keep words apart."""
    return "，".join(normalise(piece) for piece in re.split(r"\s+", text))


@dataclass(frozen=True, slots=True)
class CitedElsewhere:
    """A document that is not in the corpus, as a document of the corpus cites it."""

    title: str
    number: str | None
    citing: Document


@dataclass
class _Scan:
    """The clauses of a document with the pairs of characters they hold."""

    clauses: tuple[Clause, ...]
    holding: dict[Pair, list[int]] = field(default_factory=dict)


class Shelf:
    """What a check looks up, read once for a draft."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.documents = {document.id: document for document in index.documents()}
        self.by_number = {d.number: d for d in self.documents.values() if d.number}
        self.elsewhere = tuple(self._elsewhere())
        #: 代字 (initials) of every 文号 that the corpus bears or cites.
        self.initials = frozenset(
            number.partition("〔")[0]
            for number in (*self.by_number, *(one.number or "" for one in self.elsewhere))
            if "〔" in number
        )
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._scans: dict[str, _Scan | None] = {}
        #: Whether the whole corpus was read for the weights and may be scanned.
        self.small = True
        self._weights = self._count()

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """The clauses of a document in reading order, headings too."""
        if document_id not in self._clauses:
            self._clauses[document_id] = self.index.clauses(document_id)
        return self._clauses[document_id]

    def frame(self, document: Document) -> tuple[Clause, ...]:
        """Where a document says what it is: its titles, signature, 文号."""
        return tuple(c for c in self.clauses(document.id) if c.kind in {"title", "signature", "preamble"})

    def weight(self, pairs: Iterable[Pair]) -> float:
        """How much some pairs say together: rare ones weigh more."""
        return sum(self._weights.get(pair, self._rarest) for pair in pairs)

    def scan(self, document_id: str, pairs: frozenset[Pair], k: int) -> list[Clause]:
        """The clauses of one document that hold most of some pairs, best first."""
        if document_id not in self._scans:
            self._scans[document_id] = self._read(document_id)
        scan = self._scans[document_id]
        if scan is None:
            return []
        scores: Counter[int] = Counter()
        for pair in pairs:
            weight = self._weights.get(pair, self._rarest)
            for place in scan.holding.get(pair, ()):
                scores[place] += weight  # type: ignore[assignment]
        best = sorted(scores, key=lambda place: (-scores[place], place))[:k]
        return [scan.clauses[place] for place in best]

    def looked_up(self, words: str) -> list[Clause]:
        """The clauses of the corpus that hold most of some words."""
        if self.small:
            return self.scan_all(pairs_of(words), 1)
        return [hit.clause for hit in self.index.search(words, _FEW)]

    def scan_all(self, pairs: frozenset[Pair], k: int) -> list[Clause]:
        """The clauses of a small corpus that hold most of some pairs, of each document the best ones."""
        return [clause for document_id in self.documents for clause in self.scan(document_id, pairs, k)]

    def _read(self, document_id: str) -> _Scan | None:
        clauses = self.clauses(document_id)
        if len(clauses) > _SCANNED:
            return None
        scan = _Scan(tuple(clause for clause in clauses if clause.kind != "heading"))
        for place, clause in enumerate(scan.clauses):
            for pair in pairs_of("\n".join((clause.text, *clause.path))):
                scan.holding.setdefault(pair, []).append(place)
        return scan

    def _count(self) -> dict[Pair, float]:
        counts: Counter[Pair] = Counter()
        total = 0
        for document_id in self.documents:
            for clause in self.clauses(document_id):
                counts.update(pairs_of(clause.text))
                total += 1
            if total >= _SAMPLE:
                self.small = False
                break
        self._rarest = math.log((total + 1) / 0.5) if total else 1.0
        # Beyond the rarest a pair that one clause holds says little more than one that two hold.
        self._rarest = min(self._rarest, 4.0)
        return {
            pair: min(self._rarest, max(0.3, math.log((total + 1) / (count + 0.5))))
            for pair, count in counts.items()
        }

    def _elsewhere(self) -> Iterable[CitedElsewhere]:
        for document in self.documents.values():
            for cited in document.cites:
                if match := _CITED.match(cited):
                    numbers = find_numbers(match[2] or "")
                    yield CitedElsewhere(match[1], numbers[0].number if numbers else None, document)

    def cited_elsewhere(self, title: str) -> tuple[CitedElsewhere, ...]:
        """The mentions in the corpus of a document that is not in it, by title."""
        wanted = title_key(title)
        if len(wanted) < 6:
            return ()
        return tuple(
            cited
            for cited in self.elsewhere
            if (key := title_key(cited.title)) == wanted
            or (min(len(key), len(wanted)) >= 10 and (key in wanted or wanted in key))
        )
