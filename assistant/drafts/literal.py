"""A sentence that nearly repeats a clause: numerals that were altered, parts that were crossed."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from assistant.drafts.evidence import Candidate, Said
from assistant.drafts.shelf import pairs_of
from assistant.guard import Reason
from assistant.statements import units_of

_NUMERAL: Final = re.compile(r"[〇零一二两三四五六七八九十百千万\d]+")
_PART: Final = re.compile(r"[^，,；;。！？!?：:\n]+")
#: Characters that must be alike directly before and after an altered numeral.
_EDGE: Final = 2
#: Pairs of characters of a part that must point to one part of a clause, for it to be told from others.
_TELLING: Final = 2


def altered_numerals(said: Said, candidate: Candidate) -> Iterator[Reason]:
    """Numerals that are no figures (县、镇、村三级) and differ in otherwise equal words."""
    text = candidate.clause.text
    matcher = difflib.SequenceMatcher(None, said.text, text, autojunk=False)
    codes = matcher.get_opcodes()
    for before, code, after in zip(codes, codes[1:], codes[2:], strict=False):
        kind, start, end, begin, close = code
        if kind != "replace" or before[0] != "equal" or after[0] != "equal":
            continue
        if before[2] - before[1] < _EDGE or after[2] - after[1] < _EDGE:
            continue
        found, expected = said.text[start:end], text[begin:close]
        if _NUMERAL.fullmatch(found) and _NUMERAL.fullmatch(expected):
            unit = said.text[end : end + 1]
            if not any(figure.start <= start < figure.end for figure in said.figures):
                yield Reason("number", found + unit, expected + unit, start, end + 1)


def crossed(said: Said, candidate: Candidate) -> Iterator[Reason]:
    """Two parts of a sentence that give each other what two parts of the clause's sentence give themselves.

    甲任组长，乙任副组长 for 乙任组长，甲任副组长: every word stands in the clause, and in the wrong company.
    """
    parts = [match.span() for match in _PART.finditer(said.text)]
    if len(parts) < 2:
        return
    own = pairs_of(said.text)
    units = [unit.text for unit in units_of(candidate.clause, candidate.document)]
    homes = _homes(max(units, key=lambda text: len(own & pairs_of(text))))
    pointed = [_pointed(said.text[start:end], homes) for start, end in parts]
    for (first, one), (second, other) in itertools.combinations(enumerate(pointed), 2):
        if len(one) != 2 or one.keys() != other.keys():
            continue
        a, b = sorted(one, key=lambda home: one[home][0])
        if other[b][0] < other[a][0]:
            start, end = (parts[first][0] + at for at in one[b])
            begin, close = (parts[second][0] + at for at in other[a])
            yield Reason("relation", said.text[start:end], said.text[begin:close], start, end)


def _pointed(part: str, homes: dict[str, int]) -> dict[int, tuple[int, int]]:
    """To which parts of a clause's sentence the words of a part point, and from where to where in it."""
    found: dict[int, list[int]] = {}
    for at in range(len(part) - 1):
        home = homes.get(part[at : at + 2])
        if home is not None:
            found.setdefault(home, []).append(at)
    return {home: (ats[0], ats[-1] + 2) for home, ats in found.items() if len(ats) >= _TELLING}


@lru_cache(maxsize=1024)
def _homes(text: str) -> dict[str, int]:
    """Pairs of characters that one part of a sentence alone holds, to that part."""
    homes: dict[str, int] = {}
    several: set[str] = set()
    for number, match in enumerate(_PART.finditer(text)):
        for pair in pairs_of(match.group()):
            if homes.setdefault(pair, number) != number:
                several.add(pair)
    return {pair: number for pair, number in homes.items() if pair not in several}
