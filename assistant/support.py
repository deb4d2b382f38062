"""How far a statement supports a question: which of its words it covers, and where."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.question import strip_boilerplate
from assistant.statements import Unit, units_of
from corpus import Clause, Document

#: Parts of speech (jieba's tag set) that can carry the subject of a question.
_CONTENT = re.compile(r"^(?:n|v|a|t|i|l|j|s|f|m|eng|x_word)")
_NEVER = frozenset(
    "的 了 吗 呢 吧 啊 呀 是 有 没有 在 和 与 及 或 对 给 到 从 去 来 要 会 能 可 可以 需要 应该 应 得 让 把 被 为 为了 等 上 下 中 里 内 "
    "由 归 向 往 将 请 问 想 知道 了解 告诉 查 说 看 做 搞 弄 多 多少 几 什么 哪 哪些 哪个 哪里 谁 怎么 如何 怎样 为什么 何时 "
    "时候 啥 咋 分别 各 各自 一共 总共 合计 共 所有 全部 都 就 还 也 再 又 每 个 些 种 这 那 它 他们 我 你 我们 你们 其 该 这个 那个 "
    "问题 情况 内容 方面 具体 相关 有关 关于 根据 按照 文件 规定 提到 提出 写 要求 怎么样 是不是 是否 有没有 能不能 比较 相比 区别 不同 指 "
    "东西 事情 事 叫 算 差 份 条 款 章 出自 依据 说明 列出 列举 包括 指的是 意思 含义 定义 之间 以及 一下 大概 左右 单位 部门 负责 牵头 "
    "数量 人数 金额 额度 时间 日期 期限 名称 后果 原因 办法 措施 方式 途径 做法 目标 任务 谁来 完成 两个 两地 双方 呢 里面 当中 当前 现在".split()
)  # fmt: skip
_NUMERIC = re.compile(r"^[\d一二三四五六七八九十百千万亿两零〇.％%]+$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer has to cover.

    Attributes:
        text: The word.
        weight: Its inverse document frequency in the corpus; rare words weigh more.
        variants: Official words that say the same.
        focus: Whether it names the thing that is counted or asked for (几名**医生**).
        carried: Whether it comes from an earlier turn.
    """

    text: str
    weight: float
    variants: tuple[str, ...] = ()
    focus: bool = False
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """How far one statement covers a question.

    Attributes:
        unit: The statement.
        coverage: Weighted share of the question's terms that it covers, 0 to 1.
        own: The same, counting only the statement's own words.
        missing: Terms that neither the statement nor its clause, headings or document contain.
    """

    unit: Unit
    coverage: float
    own: float
    missing: tuple[Term, ...]


def normalise(text: str) -> str:
    """Return ``text`` in the form in which words are compared: NFKC, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def terms_of(
    text: str,
    tag: Callable[[str], Sequence[tuple[str, str]]],
    weight: Callable[[str], float],
    variants: Mapping[str, Sequence[str]],
    *,
    carried: str = "",
) -> tuple[Term, ...]:
    """Return the words of a question that an answer has to cover.

    Args:
        text: The question, spelling corrected.
        tag: Cuts text into (word, part of speech) pairs.
        weight: Inverse document frequency of a word in the corpus.
        variants: Everyday word to the official words that say the same.
        carried: What a follow-up takes over from earlier turns.
    """
    found: dict[str, Term] = {}
    for source, is_carried in ((text, False), (carried, True)):
        bare = strip_boilerplate(normalise(source))
        focus = _focus_span(bare)
        position = 0
        for word, pos in tag(bare):
            start = bare.find(word, position)
            position = start + len(word) if start >= 0 else position
            if word in found or word in _NEVER or not _is_content(word, pos):
                continue
            found[word] = Term(
                text=word,
                weight=weight(word),
                variants=tuple(variants.get(word, ())),
                focus=not is_carried and focus[0] <= start < focus[1],
                carried=is_carried,
            )
    return tuple(found.values())


def _is_content(word: str, pos: str) -> bool:
    if len(word) == 1 and not ("一" <= word <= "鿿" and pos.startswith(("n", "v"))):
        return False
    return bool(_CONTENT.match(pos)) and not (pos == "m" and not re.search(r"\d", word))


_COUNTED = re.compile(
    r"(?:多少|几)(?:[名个家人次批所场期项条件亩年月天户种位座]|人次|场次)?(?:左右|以上)?的?([一-鿿]{2,8})|哪(?:些|几个|两个|个)([一-鿿]{2,6})"
)


def _focus_span(text: str) -> tuple[int, int]:
    match = _COUNTED.search(text)
    if not match:
        return (0, 0)
    group = 1 if match.group(1) else 2
    return match.span(group)


@lru_cache(maxsize=65536)
def _covers(term: str, text: str) -> float:
    """How far ``text`` contains ``term``: 1 word for word, less for its parts."""
    if term in text:
        return 1.0
    if len(term) < 3:
        return 0.0
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    return 0.8 * share if share >= 0.5 else 0.0


def _term_covers(term: Term, text: str) -> float:
    best = _covers(term.text, text)
    for variant in term.variants:
        if best >= 0.9:
            break
        best = max(best, 0.9 * _covers(variant, text))
    return best


@dataclass(frozen=True, slots=True)
class _Context:
    heading: str
    path: str
    clause: str
    document: str


@lru_cache(maxsize=2048)
def _context(clause: Clause, title: str, regions: tuple[str, ...], more: str) -> _Context:
    heading = clause.text.split("。", 1)[0][:40]
    return _Context(
        heading=normalise(heading),
        path=normalise(" ".join(clause.path)),
        clause=normalise(clause.text),
        document=normalise(" ".join((title, *regions, more))),
    )


def context_of(clause: Clause, document: Document) -> _Context:
    """Return the normalised surroundings of a clause's statements."""
    more = " ".join((document.issuer or "", document.number or "", *document.aliases))
    return _context(clause, document.title, document.regions, more)


#: How much it counts that a term stands in the statement's surroundings and not in the statement itself.
_HEADING, _PATH, _CLAUSE, _DOCUMENT = 0.95, 0.8, 0.7, 0.8
_CARRIED = 0.6
_FOCUS = 1.6


def support(terms: Sequence[Term], unit: Unit) -> Support:
    """Return how far a statement, read within its clause and document, covers the terms of a question."""
    context = context_of(unit.clause, unit.document)
    own_text = normalise(unit.text)
    total = covered = own = 0.0
    missing: list[Term] = []
    for term in terms:
        weight = term.weight * (_CARRIED if term.carried else 1.0) * (_FOCUS if term.focus else 1.0)
        here = _term_covers(term, own_text)
        around = max(
            _HEADING * _term_covers(term, context.heading),
            _PATH * _term_covers(term, context.path),
            _CLAUSE * _term_covers(term, context.clause),
            _DOCUMENT * _term_covers(term, context.document),
        )
        total += weight
        own += weight * here
        covered += weight * max(here, around)
        if max(here, around) < 0.4:
            missing.append(term)
    if total == 0:
        return Support(unit, 0.0, 0.0, ())
    return Support(unit, covered / total, own / total, tuple(missing))


def supports(terms: Sequence[Term], clause: Clause, document: Document) -> list[Support]:
    """Return the support of each statement of a clause, in reading order."""
    return [support(terms, unit) for unit in units_of(clause, document)]


def inverse_document_frequency(frequency: int, total: int) -> float:
    """Return the smoothed inverse document frequency of a word.

    ``ln((N + 1) / (n + 0.5))``, never below 0.3, so that a word of every clause still counts a little.
    Source: Robertson and Spärck Jones (1976), in the smoothed form that cannot go negative.
    """
    return max(0.3, math.log((total + 1) / (frequency + 0.5)))
