"""Quotations and titles: what stands in quotation marks or 《》 must stand so in the evidence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from assistant.guard.fold import fold
from assistant.guard.model import Evidence, Reason

_QUOTE: Final = re.compile(r"“([^“”]*)”|「([^「」]*)」|『([^『』]*)』|\"([^\"]*)\"")
_TITLE: Final = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_GAP: Final = re.compile(r"…+|\.{3,}|……")
#: Links, mail addresses, HTML, Markdown images and links, codes: nothing that 公文 are paraphrased with.
_ADDRESS: Final = re.compile(
    r"(?:https?:|ftp:|javascript:|data:|www\.)[^\s，。；）)】”\u4e00-\u9fff]*|[\w.+-]{1,64}@[A-Za-z0-9.-]{2,64}"
    r"|</?[A-Za-z!][^<>]{0,200}>?|!?\[[^\[\]]{0,80}\]\([^()]{0,200}\)|[A-Za-z0-9+/=_-]{20,}"
)
_EDGES: Final = " \t\n，。；、：,.;:!?！？"


def quoted_spans(sentence: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of the text inside each pair of quotation marks."""
    spans = []
    for match in _QUOTE.finditer(sentence):
        group = next(number for number in range(1, 5) if match.group(number) is not None)
        spans.append(match.span(group))
    return tuple(spans)


def title_spans(sentence: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of the text inside each outermost 《》."""
    return tuple(match.span(1) for match in _TITLE.finditer(sentence))


def check_quotes(sentence: str, evidence: Sequence[Evidence]) -> list[Reason]:
    """A quotation that is no literal substring of a cited clause, its title or its headings fails.

    White space and width do not count; punctuation at the edges of the quotation does not either; an
    ellipsis splits it into pieces that must follow each other in one clause.
    """
    texts = [text for item in evidence for text in (fold(item.text), fold(item.surroundings))]
    reasons = []
    for start, end in quoted_spans(sentence):
        quote = sentence[start:end]
        pieces = [fold(piece.strip(_EDGES)) for piece in _GAP.split(quote)]
        if len(quote) == 1:
            pieces = [fold(sentence[start - 1 : end + 1])]  # One character stands in any text.
        if not any(_in_order([piece for piece in pieces if piece], text) for text in texts):
            reasons.append(Reason("quote", quote, _nearest(quote, evidence), start, end))
    return reasons


def check_addresses(sentence: str, evidence: Sequence[Evidence]) -> list[Reason]:
    """An address, a piece of markup or a long code that stands in no clause fails as a quotation does."""
    texts = [fold(part) for item in evidence for part in (item.text, item.surroundings)]
    return [
        Reason("quote", match.group(), "", match.start(), match.end())
        for match in _ADDRESS.finditer(sentence)
        if not any(fold(match.group()) in text for text in texts)
    ]


def check_titles(sentence: str, evidence: Sequence[Evidence]) -> list[Reason]:
    """A title in 《》 that neither the clauses nor their documents bear fails."""
    texts = [fold(part) for item in evidence for part in (item.text, item.surroundings)]
    reasons = []
    for start, end in title_spans(sentence):
        title = fold(sentence[start:end])
        if title and not any(title in text for text in texts):
            expected = "；".join(dict.fromkeys(item.title for item in evidence if item.title))
            reasons.append(Reason("title", sentence[start:end], expected, start, end))
    return reasons


def _in_order(pieces: Sequence[str], text: str) -> bool:
    position = 0
    for piece in pieces:
        found = text.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _nearest(quote: str, evidence: Sequence[Evidence]) -> str:
    """The words of the clauses most like a quotation that is not literal, or ""."""
    wanted = {quote[i : i + 2] for i in range(len(quote) - 1)}
    best, most = "", 0.4 * max(1, len(quote) - 1)
    width = len(quote)
    for item in evidence:
        text = item.text
        hits = [0, *itertools.accumulate(text[i : i + 2] in wanted for i in range(len(text) - 1))]
        for begin in range(0, max(1, len(text) - width + 1)):
            alike = hits[min(begin + max(0, width - 1), len(hits) - 1)] - hits[begin]
            if alike > most:
                best, most = text[begin : begin + width], alike
    return best
