"""What a sentence names as its source, added to the verdict on what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.judgement import Judgement, told
from assistant.drafts.model import DraftReason
from assistant.drafts.references import Cited
from assistant.drafts.shelf import Shelf
from assistant.drafts.trial import try_on
from assistant.guard import Reason
from corpus.citation import place_label, written_date

#: Pairs of characters that a sentence holds at most beside who issued a document and when.
_FEW: Final = 6
_ISSUED: Final = re.compile(r"印发|发布|出台|公布|下发|制发|颁布|印制")


def issued(said: Said, shelf: Shelf) -> Judgement | None:
    """Who issued a document and when: held to its title, its signature and its metadata."""
    document = next((one.document for one in said.cited if one.document), None)
    bare = len(said.pairs) <= _FEW and said.telling and _ISSUED.search(said.text)
    if document is None or not bare:
        return None
    frame = [clause for clause in shelf.frame(document) if clause.kind in {"title", "signature"}]
    basis = tuple(
        Candidate(clause, document, frozenset(), 1.0, 1.0, 1.0)
        for clause in sorted(frame, key=lambda clause: clause.kind)
    )
    if not basis:
        return None
    tried = try_on(said, basis, shelf)
    reasons = [reason for reason in tried.reasons if reason.kind in {"date", "body", "place"}]
    reasons = [reason for reason in reasons if not _short_for(reason, document.issuer or "")]
    if not reasons:
        return Judgement("supported", (), basis[:1])
    expected = {"date": written_date(document.date) if document.date else ""}
    wrong = [told(said, reason, expected.get(reason.kind, document.issuer or "")) for reason in reasons]
    if document.date and all(reason.expected for reason in wrong):
        return Judgement("contradicted", tuple(wrong), basis[:1])
    return None


def _short_for(reason: Reason, issuer: str) -> bool:
    """Whether a body is the issuer written short (区科技局 for …区科学技术局)."""
    characters = iter(issuer)
    return reason.kind == "body" and all(character in characters for character in reason.found)


def with_references(said: Said, content: Judgement, pool: Sequence[Candidate], shelf: Shelf) -> Judgement:
    """Add to the verdict on what a sentence says the one on what it refers to."""
    if not said.cited:
        return content
    if content.verdict == "contradicted" and all(_unknown(cited) for cited in said.cited):
        # What it says, it says of a document that the corpus does not have.
        content = Judgement("unsupported")
    content = _without_content(said, content, pool, shelf)
    reasons: list[DraftReason] = []
    certain = False
    for cited in said.cited:
        for reason in cited.reasons:
            if reason.kind == "clause" and content.basis and cited.document is not None:
                label = place_label(content.basis[0].document, content.basis[0].clause)
                reason = replace(reason, expected=label)
            reasons.append(reason)
        certain = certain or cited.certain
    misplaced = _misplaced(said, content)
    reasons += misplaced
    if not reasons:
        return content
    basis = (content.basis or _frames(said, shelf)) + _numbered(said, shelf)
    if certain or misplaced or content.verdict == "contradicted":
        kept = content.reasons if content.verdict == "contradicted" else ()
        return Judgement("contradicted", _ordered((*reasons, *kept)), basis)
    return Judgement("unsupported", _ordered((*reasons, *content.reasons)), ())


def _without_content(said: Said, content: Judgement, pool: Sequence[Candidate], shelf: Shelf) -> Judgement:
    """A sentence that only names its source is carried by the source's being there."""
    if content.verdict != "not_checked":
        return content
    mentions = {one.mention.id for one in said.cited if one.mention}
    basis = tuple(one for one in pool if one.clause.id in mentions)[:1] or _frames(said, shelf)
    return Judgement("supported", (), basis) if basis else content


def _frames(said: Said, shelf: Shelf) -> tuple[Candidate, ...]:
    """The place a sentence names, or the title of the document."""
    for cited in said.cited:
        if cited.document is not None:
            frame = shelf.frame(cited.document)
            clause = cited.clause or next((one for one in frame if one.kind == "title"), None)
            clause = clause or next(iter(shelf.clauses(cited.document.id)), None)
            if clause is not None:
                return (Candidate(clause, cited.document, frozenset(), 1.0, 1.0, 1.0),)
        if cited.mention is not None:
            document = shelf.documents[cited.mention.document_id]
            return (Candidate(cited.mention, document, frozenset(), 1.0, 1.0, 1.0),)
    return ()


def _unknown(cited: Cited) -> bool:
    return cited.document is None and cited.mention is None and not cited.certain


def _numbered(said: Said, shelf: Shelf) -> tuple[Candidate, ...]:
    """The titles of documents whose 文号 the draft gives to another."""
    others = [one.numbered for one in said.cited if one.numbered is not None]
    titles = [(other, clause) for other in others for clause in shelf.frame(other) if clause.kind == "title"]
    return tuple(Candidate(clause, other, frozenset(), 1.0, 1.0, 1.0) for other, clause in titles[-1:])


def _misplaced(said: Said, content: Judgement) -> list[DraftReason]:
    """References to a place of a document where another place of it says what the sentence says."""
    found = []
    for cited in said.cited:
        if cited.clause is None or cited.document is None or not content.basis:
            continue
        own = [one for one in content.basis if one.document.id == cited.document.id]
        inside = any(
            stands_in(one, cited)
            or one.clause.text in cited.clause.text
            or cited.clause.text in one.clause.text
            or cited.place in one.clause.text  # 可与第三条叠加: it is what the clause itself speaks of.
            for one in own
        )
        if own and not inside:
            at = cited.reference.end - len(cited.place)
            expected = place_label(own[0].document, own[0].clause)
            found.append(DraftReason("clause", cited.place, expected, at, cited.reference.end))
    return found


def stands_in(candidate: Candidate, cited: Cited) -> bool:
    """Whether a clause is the place that a reference names, or stands under the heading that it names."""
    if cited.clause is None or cited.document is None or candidate.document.id != cited.document.id:
        return False
    heading = cited.clause.kind == "heading"
    return candidate.clause.id == cited.clause.id or (heading and _under(candidate, cited.clause.text))


def _under(candidate: Candidate, heading: str) -> bool:
    return any(step == heading or heading.endswith(step) for step in candidate.clause.path)


def _ordered(reasons: Sequence[DraftReason]) -> tuple[DraftReason, ...]:
    return tuple(sorted(dict.fromkeys(reasons), key=lambda reason: (reason.start, reason.end)))
