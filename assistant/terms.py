"""The words of a question that an answer has to cover, with how much each of them matters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Protocol

from assistant.question import strip_boilerplate
from index import QueryUnderstanding

#: Parts of speech (jieba's tag set) that can carry the subject of a question, and how much of it: verbs are
#: what everyday language changes first, names and things stay.
_PARTS = (
    ("ns", 1.0), ("nr", 1.0), ("nt", 1.0), ("nz", 1.0), ("n", 1.0), ("zg", 0.5), ("vn", 0.8), ("v", 0.45),
    ("a", 0.5), ("t", 0.8), ("i", 0.6), ("l", 0.6), ("j", 1.0), ("s", 0.5), ("f", 0.4), ("m", 0.6),
    ("b", 0.6), ("eng", 1.0),
)  # fmt: skip
#: Names of the corpus have no tag (代化镇); adverbs and words of state that it uses are often what is ruled
#: (故意, 一次性, 终身), or things whose tag is wrong (湿地).
_UNTAGGED, _ADVERB, _STATE = 1.0, 0.45, 0.8
_INTERROGATIVE = re.compile(r"[哪几啥咋谁]|什么|多少|怎")
_HAN = re.compile(r"[一-鿿]")
#: 多大面积 is cut as 多, 大面积.
_HOW_BIG = re.compile(r"多[大高长远宽深重](?=[一-鿿])")
_EVERYDAY = re.compile(r"[一-鿿]{1,3}")
#: A word that no clause holds says little where it is a verb (everyday speech), much where it is a thing.
_UNKNOWN_VERB, _UNKNOWN_PIECE = 0.35, 0.25
_MEASURES = frozenset("笔批名个家项条件份次场种类块套台辆座所处间位")
#: So does the name of what is asked for: 哪些专科 is answered by 儿科、产科, without the word 专科.
_CATEGORY = 0.3


#: Whoever asks or acts in everyday speech: clauses call them 用人单位, 申请人, 用户, or do not name them.
_ROLES = frozenset((
    "公司", "单位", "企业", "老板", "员工", "职工", "工人", "个人", "群众", "百姓", "老百姓", "市民", "居民",
    "人员", "商家", "店家", "厂家", "老人", "家长", "同学", "朋友",
))  # fmt: skip
_ROLE = 0.4
#: Standard scores (``Index.near``) at which a word of the corpus begins to stand for one of the question and
#: at which it does, and how far it then covers it.
_UNLIKE, _ALIKE, _SAME = 3.0, 6.0, 0.8


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer has to cover.

    Attributes:
        text: The word.
        weight: Its inverse document frequency in the corpus, less for verbs; rare words weigh more.
        variants: Other words that say the same: the full name, the official word.
        near: Words of the corpus that mean nearly the same, each with how far it covers this one, 0 to 0.8.
        focus: Whether it names the thing that is counted or asked for (几名**医生**).
        carried: Whether it comes from an earlier turn.
        name: Whether it is a place, a body, a title or a 文号.
        thing: Whether it is a thing that an answer has to speak of, and no rare verb, category
            (什么**级别**) or word of an earlier turn.
        known: Whether a clause holds it, or it is no short word of everyday speech (路费, 饭店) but a term
            that clauses would have to use (建档立卡, GDP).
    """

    text: str
    weight: float
    variants: tuple[str, ...] = ()
    near: tuple[tuple[str, float], ...] = ()
    focus: bool = False
    carried: bool = False
    name: bool = False
    thing: bool = False
    known: bool = True

    @property
    def spellings(self) -> tuple[str, ...]:
        """The word and its variants."""
        return (self.text, *self.variants)

    def aside(self) -> Term:
        """Return the word as one of another part of the question, which a statement need not speak of."""
        return replace(self, carried=True, thing=False, focus=False)

    def meant_in(self, normalised: str) -> bool:
        """Return whether a text, normalised, holds the word, a variant, or a word of nearly its meaning."""
        return self.said_in(normalised) or any(
            word in normalised for word, share in self.near if share >= _SAME / 2
        )

    def said_in(self, normalised: str) -> bool:
        """Return whether a text, normalised, holds the word or a variant of it."""
        return any(word in normalised for word in self.spellings)


class Lexicon(Protocol):
    """What of an index is needed to weigh words; an ``Index`` is one."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut text into (word, part of speech) pairs."""
        ...

    def frequency(self, word: str) -> int:
        """Number of clauses that hold a word."""
        ...

    def near(self, word: str) -> Sequence[tuple[str, float]]:
        """Words of the corpus nearest in meaning, with their standard scores."""
        ...

    def __len__(self) -> int:
        """Number of clauses."""
        ...


def normalise(text: str) -> str:
    """Return ``text`` in the form in which words are compared: NFKC, lower case, no white space."""
    return _remembered(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


#: Statements and clauses come again with every question, and their forms are the keys of other caches.
_SHORT = 2000
_remembered = lru_cache(maxsize=8192)(_normalised)


def inverse_document_frequency(frequency: int, total: int) -> float:
    """Return the smoothed inverse document frequency of a word.

    ``ln((N + 1) / (n + 0.5))``, never below 0.3, so that a word of every clause still counts a little.
    Source: Robertson and Spärck Jones (1976), in the smoothed form that cannot go negative.
    """
    return max(0.3, math.log((total + 1) / (frequency + 0.5)))


def terms_of(
    understood: QueryUnderstanding, lexicon: Lexicon, carried: QueryUnderstanding | None = None
) -> tuple[Term, ...]:
    """Return the words of a question that an answer has to cover, each once.

    Args:
        understood: What the question names.
        lexicon: Cuts and weighs words.
        carried: Understanding of what a follow-up takes over from earlier turns.
    """
    found: dict[str, Term] = {}
    for source, is_carried in ((understood, False), (carried, True)):
        for term in _terms(source, lexicon, is_carried) if source else ():
            found.setdefault(term.text, term)
    return tuple(found.values())


def _terms(understood: QueryUnderstanding, lexicon: Lexicon, carried: bool) -> Iterator[Term]:
    text = understood.corrected
    total = len(lexicon)

    def idf(*words: str) -> float:
        return min(inverse_document_frequency(lexicon.frequency(normalise(word)), total) for word in words)

    counted = _COUNTED.search(text) is not None
    focus = _focus_span(text)
    categories = [match.span(match.lastindex or 0) for match in _OF_WHAT_KIND.finditer(text)]
    masked = list(text)
    named = (*understood.places, *understood.bodies, *understood.titles, *understood.numbers)
    for mention in (*named, *understood.unknown_places):
        words = tuple(dict.fromkeys(normalise(word).strip("《》") for word in (mention.text, mention.name)))
        yield Term(words[0], idf(*words), words[1:], carried=carried, name=True)
        masked[mention.start : mention.end] = "，" * (mention.end - mention.start)
    rest = _HOW_BIG.sub("，", strip_boilerplate("".join(masked)))
    for word, part in lexicon.tag(rest):
        weight = _part_weight(word, part, lexicon)
        if weight == 0.0 or not _is_content(word, part):
            continue
        start = text.find(word)
        if word.isdigit() and len(word) == 2 and 2000 + int(word) in understood.years:
            continue  # 18年 is a year, and years have a rule of their own.
        official = tuple(
            other
            for expansion in understood.expansions
            if expansion.start <= start < expansion.end or word in expansion.word.lower()
            for other in expansion.official
        )
        known = lexicon.frequency(word)
        if not known and not official:
            # One character that no clause holds is a piece of a misspelt word, or a measure (那笔钱).
            if len(word) == 1 and (part.startswith(("v", "a", "zg")) or word in _MEASURES):
                continue
            weight *= _UNKNOWN_PIECE if len(word) == 1 else 1.0
            weight *= _UNKNOWN_VERB if part.startswith(("v", "a", "zg")) else 1.0
        is_focus = not carried and focus[0] <= start < focus[1] and (counted or part.startswith("n"))
        category = not is_focus and any(first <= start < last for first, last in categories)
        role = word in _ROLES
        if category:
            weight *= _CATEGORY
        elif role:
            weight *= _ROLE
        yield Term(
            word,
            weight * idf(word, *official),
            tuple(map(normalise, official)),
            _near(word, part, lexicon),
            is_focus,
            carried,
            thing=not (carried or category or role) and len(word) > 1 and _is_thing(part, known),
            known=known > 0 or not _EVERYDAY.fullmatch(word),
        )


def _part_weight(word: str, part: str, lexicon: Lexicon) -> float:
    """How much of a question's subject a word can carry, by its part of speech."""
    weight = dict(_PARTS).get(part) or dict(_PARTS).get(part[:1])
    if weight is not None:
        return weight
    other = {"": _UNTAGGED, "d": _ADVERB, "z": _STATE}.get(part, 0.0)
    return other if len(word) > 1 and lexicon.frequency(word) else 0.0


def _near(word: str, part: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """Return the words of the corpus that may stand for a word, and how far each covers it."""
    if len(word) == 1 and not part.startswith("n"):
        return ()
    return tuple(
        (other, min(_SAME, _SAME * (score - _UNLIKE) / (_ALIKE - _UNLIKE)))
        for other, score in lexicon.near(word)
        if other != word and score > _UNLIKE and not _another_kind(word, other)
    )


def _another_kind(word: str, other: str) -> bool:
    """Whether two words name different kinds of one thing: 总人口 is no 贫困人口, and not any 人口."""
    return len(word) > 2 and other.endswith(word[-2:]) and word not in other


@cache
def _never() -> frozenset[str]:
    lines = files("assistant").joinpath("stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _is_thing(part: str, known: int) -> bool:
    """Whether an answer has to speak of a word: nouns, and verbs that the corpus itself uses (招聘)."""
    return part.startswith(("n", "vn", "j", "eng", "l")) or (part == "v" and known > 0)


def _is_content(word: str, part: str) -> bool:
    if word in _never() or _INTERROGATIVE.search(word):
        return False
    if len(word) == 1:
        return bool(_HAN.match(word)) and part.startswith(("n", "v", "zg"))
    return part != "m" or bool(re.search(r"\d", word))


_MEASURE = "人次|场次|[名个家人批次所场期项条件亩年月天户种位座]"
#: 多少名医生; and the thing before the interrogative: 致富带头人有多少, 深度贫困村几个.
_COUNTED = re.compile(rf"(?:多少|(?<!哪)几)(?:{_MEASURE})?(?:左右|以上)?的?([一-鿿]{{2,8}})")
_COUNTED_BEFORE = re.compile(
    rf"([一-鿿]{{2,8}}?)(?:一共|总共|共|都|大概|现在)?(?:有|是|为|要|达到?|达)?(?:多少|(?<!哪)几)(?:{_MEASURE})?[？?。]?$"
)
#: What follows 什么, 哪些, 哪几项, 多大 names the kind of thing that is asked for; so do the plain words of
#: everyday questions for money and people, which any amount or number of people answers.
_OF_WHAT_KIND = re.compile(
    r"(?:什么样?的?|哪(?:一|些|几|两|俩)?[个项类种对家条方面]{0,2}的?|多大的?|多高的?|啥)([一-鿿]{1,3})"
    r"|(?:多少|几)[个名位]?(钱|人|款|家|个|块)(?![一-鿿]{2})|的(钱)"
)


def _focus_span(text: str) -> tuple[int, int]:
    match = _COUNTED.search(text) or _COUNTED_BEFORE.search(text)
    return match.span(1) if match else (0, 0)


def bigrams(words: Sequence[str] | str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    text = "".join(words)
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
