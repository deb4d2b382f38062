"""What a document says of itself: title, 文号, issuer, dates, places, years, and the documents it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import PurePosixPath
from typing import Any, cast

from corpus.metadata.dates import read_term
from corpus.metadata.head import HeadValue, read_head
from corpus.metadata.issuer import (
    read_enactment,
    read_issuers,
    read_masthead,
    read_number,
    read_signature,
)
from corpus.metadata.lines import split_lines
from corpus.metadata.scope import read_cites, read_period, read_regions
from corpus.metadata.title import Title, clean_title, read_titles
from corpus.metadata.transmission import read_transmission
from corpus.model import Evidence


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of ``Document`` that are read from its text or fixed by the manifest; see there.

    ``evidence`` also holds what ``Document`` has no field for: ``addressee`` (主送), ``copy`` (抄送),
    ``printed`` (印发日期), ``passed`` and ``amended`` (dates of a statute).
    """

    title: str
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    regions: tuple[str, ...] = ()
    period: tuple[int, int] | None = None
    status: str = "unknown"
    aliases: tuple[str, ...] = ()
    effective: str | None = None
    expires: str | None = None
    cites: tuple[str, ...] = ()
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)


def read_metadata(
    text: str,
    *,
    source: str = "",
    overrides: Mapping[str, object] | None = None,
) -> Metadata:
    """Read a document's metadata; what the text does not say is None or empty.

    Args:
        text: The document's repaired text.
        source: Name of the file, for a document without a title.
        overrides: Values of the manifest by field name; they replace what was read.
    """
    lines = split_lines(text)
    head, body = read_head(lines)
    evidence: dict[str, tuple[Evidence, ...]] = {}

    def note(name: str, value: str, start: int, end: int) -> None:
        evidence[name] = (*evidence.get(name, ()), Evidence(value, "text", start, end))

    def noted(name: str, found: HeadValue | None) -> str | None:
        if found is None:
            return None
        note(name, found.value, found.start, found.end)
        return found.value

    head_title = head.get("title")
    titles = read_titles(
        lines,
        Title(clean_title(head_title.value), head_title.start, head_title.end) if head_title else None,
        body,
    )
    aliases = tuple(
        dict.fromkeys(
            alias
            for alias in (titles.notice.text if titles.notice else None, titles.carried)
            if alias and titles.own and alias != titles.own.text
        )
    )
    if titles.own:
        title = titles.own.text
        note("title", title, titles.own.start, titles.own.end)
    else:
        title = clean_title(PurePosixPath(source).stem) or "无标题"
        evidence["title"] = (Evidence(title, "file_name"),)
    if titles.notice:
        note("aliases", titles.notice.text, titles.notice.start, titles.notice.end)

    number = noted("number", read_number(lines, head, titles))
    signature = read_signature(lines, titles)
    enactment = read_enactment(lines, titles)
    masthead = read_masthead(lines, titles)
    issuers = read_issuers(lines, head, titles, signature, enactment) or masthead.issuers
    for issuer in issuers:
        note("issuer", issuer.value, issuer.start, issuer.end)
    signed = signature.date or enactment.date or head.get("date") or masthead.date
    date = noted("date", signed)
    for name, found in (
        *(("passed", day) for day in enactment.passed),
        *(("amended", day) for day in enactment.amended),
    ):
        note(name, found.value, found.start, found.end)
    transmission = read_transmission(text, lines, titles)
    for name, found in transmission:
        note(name, found.value, found.start, found.end)
    printed = next((found.value for name, found in transmission if name == "printed"), None)
    page_date = head["published"].value if "published" in head else None
    published = (enactment.published.value if enactment.published else None) or printed or date or page_date
    term = read_term(text, published)
    effective = term.effective
    if effective:
        note("effective", effective, *term.effective_span)
    else:
        effective = noted("effective", head.get("effective"))
    expires = term.expires
    if expires:
        note("expires", expires, *term.expires_span)
    else:
        expires = noted("expires", head.get("expires"))
    regions = read_regions(text, title, [issuer.value for issuer in issuers])
    for region in regions:
        note("regions", region.value, region.start, region.end)
    period = read_period(text, title, titles.notice.text if titles.notice else "", date)
    if period:
        note("period", f"{period.first}-{period.last}", period.start, period.end)
    cites = read_cites(text, {title, *aliases})
    for cite in cites:
        note("cites", cite.value, cite.start, cite.end)
    metadata = Metadata(
        title=title,
        number=number,
        issuer="、".join(issuer.value for issuer in issuers) or None,
        date=date,
        regions=tuple(region.value for region in regions),
        period=(period.first, period.last) if period else None,
        status=_status(head.get("status")),
        aliases=aliases,
        effective=effective,
        expires=expires,
        cites=tuple(cite.value for cite in cites),
        evidence=evidence,
    )
    return _overridden(metadata, overrides or {})


def _status(found: HeadValue | None) -> str:
    if found is None:
        return "unknown"
    if "废止" in found.value or "撤销" in found.value:
        return "repealed"
    if "失效" in found.value or "过期" in found.value:
        return "expired"
    return "in_force" if "有效" in found.value else "unknown"


def _overridden(metadata: Metadata, overrides: Mapping[str, object]) -> Metadata:
    known = {entry.name for entry in fields(Metadata)} - {"evidence"}
    unknown = set(overrides) - known
    if unknown:
        raise ValueError(f"unknown metadata fields: {sorted(unknown)}")
    evidence = dict(metadata.evidence)
    for name, value in overrides.items():
        values = value if isinstance(value, tuple) and name != "period" else (value,)
        evidence[name] = tuple(
            Evidence("-".join(map(str, item)) if isinstance(item, tuple) else str(item), "manifest")
            for item in values
            if item is not None
        )
    return replace(metadata, **cast("Mapping[str, Any]", overrides), evidence=evidence)
