"""A clause before its document has an id, a title and a 文号 (document number): kind, place and span."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import ClauseKind


@dataclass(frozen=True, slots=True)
class Draft:
    """One piece of a document's text, in reading order.

    Attributes:
        place: Where it stands, as the part of a clause id after the colon: ``2.2.1``, ``a1.t1.6``.
        kind: What sort of text it is.
        path: Headings from the top down to it, verbatim.
        place_label: The place as a person cites it: ``二、（二）1.``, ``附件第6行``; ``""`` for a title.
        start: Offset of its first character in the document's text.
        end: Offset after its last character.
    """

    place: str
    kind: ClauseKind
    path: tuple[str, ...]
    place_label: str
    start: int
    end: int
