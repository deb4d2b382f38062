"""The words of the corpus with their vectors, by which an everyday word finds the official one near it.

A question says 买房, 喂奶, 煤气 where the documents say 购房, 哺乳, 燃气. The embedding knows these words to
be neighbours; its absolute cosines say little (any two words have some .85), so a neighbour is told by how
far it stands out from all other words of the corpus.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.words import Words

#: Most words that are kept, the most frequent first: 4 ms of comparing for a word of a question.
LARGEST = 20_000
#: Neighbours given for a word at most, and standard deviations above the mean from which a word is one.
_MOST, _NEAR = 16, 3.0

_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
#: Parts of speech (jieba's tag set) with a meaning of their own; names (ns, nr, nt, nz) resemble all names.
_PARTS = ("n", "v", "a", "j", "l", "i", "b", "t")
_NAMES = ("ns", "nr", "nt", "nz")


class Vocabulary:
    """Words and their vectors; safe to share between threads.

    Args:
        words: The words, sorted.
        vectors: One unit row for each.
    """

    def __init__(self, words: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.words = tuple(words)
        self._vectors = vectors

    def near(self, vector: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
        """Return the words nearest to a vector, each with how far it stands out.

        Args:
            vector: A word, embedded as the vocabulary was.

        Returns:
            ``(word, standard score)``: cosine in standard deviations above the mean over all words, from
            ``3.0`` upwards, the nearest first, ties by word.
        """
        if len(self.words) < _MOST:
            return ()
        cosines = self._vectors @ vector
        scores = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-6)
        order = np.lexsort((np.arange(len(scores)), -scores))[:_MOST]
        return tuple((self.words[at], float(scores[at])) for at in order if scores[at] >= _NEAR)


def vocabulary_words(texts: Iterable[str], words: Words) -> list[str]:
    """Return the words with a meaning of their own that stand in texts, the most frequent, sorted."""
    counts: Counter[str] = Counter()
    for text in texts:
        for word, part in words.tag(text):
            if part.startswith(_PARTS) and not part.startswith(_NAMES) and _HAN.fullmatch(word):
                counts[word] += 1
    kept = sorted(counts, key=lambda word: (-counts[word], word))[:LARGEST]
    return sorted(kept)
