"""One answer against one case: which facts it states, which clauses it cites, whether it rightly refuses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.cases import Case, Gold

#: An answer as ``POST /v1/ask`` returns it; the same in-process.
AnswerJson = Mapping[str, Any]

_BLANK = re.compile(r"[\s|｜]+")
#: What separates the ends of a range: ``4～11月``, ``4—11月`` and ``4-11月`` say the same.
_DASH = str.maketrans("~–—", "---")
_FIGURE = re.compile(r"[0-9一二两三四五六七八九十]")
#: Nothing before that a figure would go on from.
_NO_FIGURE = r"(?<![0-9.一二两三四五六七八九十百千])"
#: Small counts and months are misread as the end of a range; years and whole dates are asked for as one.
_SMALL = re.compile(r"[0-9]{1,2}(?![0-9.]|月[0-9])")
_NO_RANGE = r"(?<![0-9][-至到])(?<![0-9]月[-至到])"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer states and cites of what its case asks for.

    Attributes:
        facts: For each group of the case, whether the answer states one of its alternatives.
        cited: For each gold group, whether a citation stands for one of its alternatives.
        refused: Whether the answer is a refusal.
        forbidden: Forbidden statements that it makes.
    """

    facts: tuple[bool, ...]
    cited: tuple[bool, ...]
    refused: bool
    forbidden: tuple[str, ...]


def plain(text: str) -> str:
    """Reduce a text to what a comparison looks at: NFKC, one dash, no white space, no cell separators."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_DASH)


def states(answer: str, fact: str) -> bool:
    """Tell whether an answer states a fact.

    A fact that begins or ends with a figure must not be part of a longer one: ``5个`` does not stand in
    ``15个``, ``五名`` not in ``十五名``, and ``9月``, the end of a range, not in ``3～9月``.

    Args:
        answer: The answer's text.
        fact: What it should say.

    Returns:
        Whether it stands there, compared by ``plain``.
    """
    wanted = plain(fact)
    before = (_NO_FIGURE if _FIGURE.match(wanted) else "") + (_NO_RANGE if _SMALL.match(wanted) else "")
    after = r"(?!\.?[0-9])" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, plain(answer)) is not None


def holds(citation: Mapping[str, Any], gold: Gold) -> bool:
    """Tell whether a citation stands for a gold clause and holds its quotation."""
    return (
        citation["document"]["id"] == gold.document
        and gold.clause in (None, citation["clause_id"])
        and plain(gold.quote) in plain(citation["text"])
    )


def judge(case: Case, answer: AnswerJson) -> Verdict:
    """Hold an answer against its case.

    Args:
        case: What was asked.
        answer: The Answer JSON.

    Returns:
        What it states and cites.
    """
    text = str(answer["answer"])
    citations = answer["citations"]
    return Verdict(
        facts=tuple(any(states(text, fact) for fact in group) for group in case.facts),
        cited=tuple(any(holds(one, gold) for one in citations for gold in group) for group in case.gold),
        refused=answer["status"] == "refused",
        forbidden=tuple(fact for fact in case.forbidden if states(text, fact)),
    )


def is_right(case: Case, verdict: Verdict) -> bool:
    """Tell whether an answer says what it should: every fact and nothing forbidden, or a due refusal."""
    if not case.answerable:
        return verdict.refused
    return not verdict.refused and all(verdict.facts) and not verdict.forbidden
