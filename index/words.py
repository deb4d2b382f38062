"""Cut Chinese text into the words that the lexical index and the query understanding work on.

One tokenizer serves index and query. Its dictionary is jieba's, plus the names of the corpus it is made for;
the object holds it, so two indexes in one process share no words.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

# A number with its unit is one word: 3000万元, 2018年, 5%, 第十二条, 12.5公里.
_NUMBER = re.compile(
    r"第[〇零一二两三四五六七八九十百千0-9]+[编章节条款项批期届号]"
    r"|[0-9]+(?:[.,][0-9]+)*(?:万亿|亿|万|千|百)?"
    r"(?:元|个百分点|%|‰|年|月|日|号|人次|人|名|个|家|户|批|次|期|亩|公里|平方米|公顷|吨|天|小时|分|倍|所|项|条|款)?"
)
_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:万亿|亿|万|千|百)?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_MARKS = frozenset('()《》〈〉“”"「」')
_WORD = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


def normalize(text: str) -> str:
    """Fold width and case (NFKC), so that ２０１８年 and 2018年, ％ and % are equal."""
    return unicodedata.normalize("NFKC", text).lower()


def fold(text: str) -> str:
    """Fold widths character by character, so that offsets hold; a character that would become two stays."""
    folded = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(one if len(one) == 1 else char for one, char in zip(folded, text, strict=True))


def squeeze(text: str) -> tuple[str, list[int]]:
    """Leave out blanks, brackets and quotation marks; return what is left and each character's offset."""
    kept = [(at, char) for at, char in enumerate(text) if char not in _MARKS and not char.isspace()]
    return "".join(char for _, char in kept), [at for at, _ in kept]


def bare_title(title: str) -> str:
    """Write a title as titles are compared: folded, squeezed and without 中华人民共和国 in front."""
    return squeeze(fold(title))[0].removeprefix("中华人民共和国")


def segment(text: str) -> list[str]:
    """Cut a text into words that together make it up, by jieba's own dictionary alone."""
    from rjieba import cut

    return list(cut(text))


def is_word(text: str) -> bool:
    """Whether jieba's own dictionary holds a word."""
    from rjieba import has_word

    return bool(has_word(text))


class Words:
    """A tokenizer with its own dictionary.

    Args:
        names: Names of the corpus (titles, places, bodies, 文号) to keep whole besides jieba's own words.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        from rjieba import Jieba

        self.names = tuple(sorted({normalize(name) for name in names if name.strip()}))
        self._jieba = Jieba()
        for name in self.names:
            self._jieba.add_word(name, None, None)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the dictionary; part of an index's fingerprint."""
        return hashlib.sha256("\n".join(self.names).encode()).hexdigest()

    def cut(self, text: str) -> list[str]:
        """Cut ``text`` into words for indexing or searching; a long word also yields the words inside it."""
        return list(self._cut(normalize(text)))

    def terms(self, text: str) -> list[str]:
        """Cut ``text`` into what the lexical index holds: its words, and every pair of Chinese characters.

        Pairs find what the dictionary cuts differently in question and clause (扶贫协作, 扶贫 协作).
        """
        folded = normalize(text)
        pairs = (run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(len(run) - 1))
        return [*self._cut(folded), *pairs]

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut ``text`` into (word, part of speech) pairs, in jieba's tag set; no word inside a word."""
        # Without the hidden Markov model, which makes words of 县派 and 村有 that no text holds.
        return list(self._jieba.tag(normalize(text), False))

    def _cut(self, text: str) -> Iterator[str]:
        at = 0
        for match in _NUMBER.finditer(text):
            yield from self._cut_plain(text[at : match.start()])
            at = match.end()
            yield match.group()
            amount = _AMOUNT.match(match.group())
            if amount and amount.group() != match.group():
                yield amount.group()
        yield from self._cut_plain(text[at:])

    def _cut_plain(self, text: str) -> Iterator[str]:
        if text:
            yield from (word for word in self._jieba.cut_for_search(text) if _WORD.search(word))
