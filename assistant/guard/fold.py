"""The form in which texts are compared: no white space, one width, one kind of bracket and quote."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟＂「」『』", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("〔【［", "["),
        **dict.fromkeys("〕】］", "]"),
        **dict.fromkeys("〈", "《"),
        **dict.fromkeys("〉", "》"),
        **dict.fromkeys("—–―－‐‑−〜～∼", "-"),
        **dict.fromkeys("•‧∙・", "·"),
    }
)
_BLANK: Final = frozenset("\u200b\u200c\u200d\ufeff\u00ad")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as it is compared."""
    return "".join(_piece(character) for character in text)


def fold_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """The text as it is compared, and for each of its characters the offset in ``text`` it came from."""
    pieces: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        piece = _piece(character)
        pieces.append(piece)
        offsets.extend([place] * len(piece))
    return "".join(pieces), tuple(offsets)


@lru_cache(maxsize=16384)
def _piece(character: str) -> str:
    if character.isspace() or character in _BLANK:
        return ""
    same = character.translate(_SAME)
    return same if same != character else unicodedata.normalize("NFKC", character).translate(_SAME)
