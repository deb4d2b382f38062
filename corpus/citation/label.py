"""Citation text: a clause, or a part of one, becomes the label a draft cites it by."""

from __future__ import annotations

from corpus.citation.number import normalise_number
from corpus.model import Clause, Document
from corpus.parts import parts


def label(title: str, number: str | None, place_label: str) -> str:
    """Make the whole citation: ``《title》（文号）二、（二）1.``.

    Args:
        title: Title without 《》; 《》 inside it become 〈〉, as the standard asks.
        number: 文号 in any typing, or None.
        place_label: Place in the document, such as ``二、（二）1.``; may be empty.
    """
    inner = title.strip().replace("《", "〈").replace("》", "〉")
    return f"《{inner}》{f'（{normalise_number(number)}）' if number else ''}{place_label}"


def document_label(document: Document) -> str:
    """Cite a document as a whole: ``《title》（文号）``."""
    return label(document.title, document.number, "")


def place_label(document: Document, clause: Clause) -> str:
    """The clause's place within its document, such as ``二、（二）1.``."""
    return clause.label.removeprefix(document_label(document))


def part_label(document: Document, clause: Clause, start: int, end: int) -> str:
    """Cite the part of a clause in which a span lies, such as ``…二、5.第3段``.

    Args:
        document: The clause's document.
        clause: The clause.
        start: Offset of the span in ``clause.text``.
        end: End of the span there.

    Returns:
        The label down to the smallest 款, 项, 目 or paragraph that holds the whole span; the clause's own
        label where the span reaches over several or the clause has no parts.
    """
    holding = [part for part in parts(clause) if part.start <= start and end <= part.end]
    if not holding:
        return clause.label
    return clause.label + min(holding, key=lambda part: part.end - part.start).label


def in_text(citation: str) -> str:
    """The form for running text: ``根据《…》（文号）二、（二）1.规定``."""
    return f"根据{citation}规定"


def footnote(document: Document, citation: str) -> str:
    """The form for a footnote: issuer, citation and date.

    For example ``安康市人民政府办公室：《…》（安政办发〔2017〕65号）二、5.，2017年6月2日。``
    """
    issuer = f"{document.issuer}：" if document.issuer else ""
    date = f"，{written_date(document.date)}" if document.date else ""
    return f"{issuer}{citation}{date}。"


def reference_list(documents: tuple[Document, ...]) -> tuple[str, ...]:
    """One numbered entry a document, in the order given, for the reference list of a draft."""
    return tuple(
        f"[{place}] {footnote(document, document_label(document))}"
        for place, document in enumerate(documents, start=1)
    )


def written_date(iso: str) -> str:
    """Write an ISO 8601 date as official documents do: ``2017-06-02`` is ``2017年6月2日``."""
    year, *rest = (int(piece) for piece in iso.split("-"))
    return f"{year}年" + "".join(f"{value}{unit}" for value, unit in zip(rest, "月日", strict=False))
