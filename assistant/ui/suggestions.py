"""First questions for a new conversation, made from the documents that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus import Clause, Document

#: Verbs with which the headings of 公文 begin, so that 如何 may stand before them.
_VERBS = (
    "加强", "加大", "强化", "推进", "推动", "深化", "完善", "健全", "建立", "落实", "开展", "促进",
    "扩大", "提升", "提高", "优化", "支持", "鼓励", "规范", "统筹", "发展", "实施", "创新", "拓展",
    "拓宽", "保障", "改善", "构建",
)  # fmt: skip
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节条]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*"
)
_LONGEST = 16


def first_questions(
    documents: Sequence[Document],
    clauses: Callable[[str], Sequence[Clause]],
    is_answered: Callable[[str], bool],
    count: int = 4,
) -> tuple[str, ...]:
    """Return questions that the corpus is known to answer, each from another document where possible.

    Args:
        documents: The documents.
        clauses: Gives the clauses of a document id.
        is_answered: Asks the assistant, so that no suggestion ends in a refusal.
        count: How many to return at most.
    """
    queues = [_candidates(document, clauses(document.id)) for document in documents]
    chosen: list[str] = []
    tries = 6 * count
    while queues and len(chosen) < count and tries:
        for queue in list(queues):
            candidate = next(queue, None)
            if candidate is None:
                queues.remove(queue)
                continue
            tries -= 1
            if len(chosen) < count and candidate not in chosen and is_answered(candidate):
                chosen.append(candidate)
            if not tries:
                break
    return tuple(chosen)


def _candidates(document: Document, clauses: Sequence[Clause]) -> Iterator[str]:
    place = document.regions[0] if document.regions else ""
    for clause in clauses:
        topic = _topic(clause)
        if topic is None:
            continue
        yield f"{place}如何{topic}？"


def _topic(clause: Clause) -> str | None:
    """What a heading or an item's own first words are about, where they begin with a verb."""
    line = clause.text.splitlines()[0] if clause.text else ""
    bare = _NUMBERING.sub("", line.strip())
    words = re.split(r"[。，；：:（(]", bare)[0].strip()
    if not words.startswith(_VERBS) or not 4 <= len(words) <= _LONGEST:
        return None
    return words
