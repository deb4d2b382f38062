"""Names of places that are known from elsewhere, such as the regions of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.places.divisions import divisions, short_name


@dataclass(frozen=True, slots=True)
class GivenNames:
    """What a text may call places whose full names are known.

    Attributes:
        full: Short name to full name; full names that the table of divisions lacks stand for themselves.
        by_start: First two characters to the names that begin with them, longest first.
    """

    full: dict[str, str]
    by_start: dict[str, tuple[str, ...]]


@lru_cache(maxsize=64)
def given_names(full_names: frozenset[str]) -> GivenNames:
    """Return the short names that full names make certain, and the full names of no table."""
    table = divisions()
    full: dict[str, str] = {}
    starts: dict[str, list[str]] = {}
    for name in sorted(full_names):
        base = short_name(name)
        certain = len(base) >= 2 and base != name and name not in table.weak
        for said in (base,) * certain + (name,) * (name not in table.parents):
            if said not in full:
                full[said] = name
                starts.setdefault(said[:2], []).append(said)
    return GivenNames(
        full, {start: tuple(sorted(said, key=lambda one: -len(one))) for start, said in starts.items()}
    )
