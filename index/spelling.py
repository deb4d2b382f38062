"""Mend names in a question that sound like a name of the corpus: 仓山驱 is 仓山区, 林洮 is 临洮.

Typed Chinese goes wrong by sound, so a window of the question is mended only where most of its characters
stand in the name as they are, the others sound alike, and it is neither a common word nor a name that exists.
A name that merely looks alike (市农业局, 市林业局) is another name and stays.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.understanding import Correction
from index.words import is_word

Span = tuple[int, int]

_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: Longest name that is compared; longer ones are phrases, in which one wrong character does no harm.
_LONGEST = 10
#: Words of one character that sound like 区, 市, 县, 乡: 新北去紫阳 asks about going, not about 新北区.
_WORDS_LIKE_SUFFIXES = frozenset("去取是时使事试于现先限想向像")


class Spelling:
    """Names indexed by their characters.

    Args:
        names: Names as a question may use them, in full or short.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_char: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        self._lengths: set[int] = set()
        for name in sorted(set(names)):
            if 2 <= len(name) <= _LONGEST and _HAN.fullmatch(name):
                self._lengths.add(len(name))
                for at, char in enumerate(name):
                    self._by_char[len(name), at, char].append(name)

    def correct(self, text: str, taken: Sequence[Span]) -> tuple[Correction, ...]:
        """Find what should be mended.

        Args:
            text: The question.
            taken: Spans that hold names already. They stay, unless a longer name holds them: 仓山 is one, and
                仓山驱 is mended all the same.

        Returns:
            Corrections in reading order, none inside another; longer names first where they compete.
        """
        kept: list[Correction] = []
        blocked = list(taken)
        for length in sorted(self._lengths, reverse=True):
            for start in range(len(text) - length + 1):
                window = (start, start + length)
                if any(_clash(span, window) for span in blocked):
                    continue
                name = self._sounding_like(text, window)
                if name is not None:
                    kept.append(Correction(*window, text[start : start + length], name))
                    blocked.append(window)
        return tuple(sorted(kept, key=lambda correction: correction.start))

    def _sounding_like(self, text: str, span: Span) -> str | None:
        window = text[slice(*span)]
        length = len(window)
        shared: Counter[str] = Counter()
        for at, char in enumerate(window):
            shared.update(self._by_char.get((length, at, char), ()))
        # One character in two or three may be wrong, two in a longer name.
        needed = length - 1 if length <= 3 else length - 2
        near = [name for name, count in shared.items() if needed <= count < length]
        if not near or not _HAN.fullmatch(window) or is_word(window):
            return None
        if length == 2 and (
            is_word(text[span[0] - 1 : span[0] + 1]) or is_word(text[span[1] - 1 : span[1] + 1])
        ):
            return None
        # 丽水实施意见, 丽水扶贫协作: the last character begins a word, and is no slip for 市.
        begins = is_word(text[span[1] - 1 : span[1] + 1]) and len(text) > span[1]
        alike = [
            name
            for name in near
            if not (begins and window[:-1] == name[:-1])
            and all(a == b or _sound_alike(a, b) for a, b in zip(window, name, strict=True))
            and not (window[:-1] == name[:-1] and window[-1] in _WORDS_LIKE_SUFFIXES)
        ]
        return min(alike, key=lambda name: (-shared[name], name)) if alike else None


def _clash(taken: Span, window: Span) -> bool:
    """Whether a span that is taken overlaps a window without lying inside it."""
    inside = taken != window and window[0] <= taken[0] and taken[1] <= window[1]
    return not inside and window[0] < taken[1] and taken[0] < window[1]


def _sound_alike(one: str, other: str) -> bool:
    """Whether two characters may be taken for each other by ear, at least one of them in its usual reading.

    还 and 市 share a reading that hardly anyone knows.
    """
    first, second = _sounds(one), _sounds(other)
    return bool(first and second) and (first[0] in second or second[0] in first)


@lru_cache(maxsize=4096)
def _sounds(char: str) -> tuple[str, ...]:
    """Readings of a character, the usual one first, without tone and what many do not tell apart: zh, ing."""
    # Single characters need no table of phrases, which is most of what the import would load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    # Still some 40 ms, and only a question with a suspicious window needs it.
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(_fold(reading) for reading in (readings[0] if readings else ()))


def _fold(reading: str) -> str:
    flat = re.sub(r"^([zcs])h", r"\1", reading)
    return re.sub(r"(?<=[aei]n)g$", "", flat)
