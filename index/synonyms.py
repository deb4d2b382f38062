"""Everyday words and the official words for them, read from ``index/data/synonyms.tsv``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from index.understanding import Expansion

#: Words of the question that one everyday expression may run over.
_LONGEST = 6


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[str, ...]]:
    """The table, everyday word to official words; read on first use.

    A line holds everyday words, official words (both separated by blanks) and the law or document in which
    the official words stand, separated by tabs.
    """
    table: dict[str, tuple[str, ...]] = {}
    for line in (files("index") / "data" / "synonyms.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            everyday, official, _ = line.split("\t")
            table.update(dict.fromkeys(everyday.lower().split(), tuple(official.split())))
    return table


def expand(words: Sequence[str]) -> tuple[Expansion, ...]:
    """Find the everyday words of a question.

    Args:
        words: The question cut into words that together make it up; an everyday word begins and ends where
            words do, so that 钱 is not found in 钱塘江.
    """
    table, found = synonyms(), []
    at = offset = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            text = "".join(words[at:end])
            if (official := table.get(text.lower())) is not None:
                found.append(Expansion(text, offset, offset + len(text), official))
                break
        else:
            end = at + 1
        offset += sum(map(len, words[at:end]))
        at = end
    return tuple(found)
