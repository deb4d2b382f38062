"""Whether an answer keeps to its citations: quotations word for word, numbers by value.

Written apart from the assistant's guard on purpose: a fault in the guard must show here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from eval.score import AnswerJson, plain

_MARK = re.compile(r"\[\d+\]")
_ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.、)](?!\d)|[(（]\d{1,2}[)）])", re.MULTILINE)
#: What an answer denies is the question's word, and a document it names without a mark is no statement.
_DENIED = re.compile(r"(?:不是|并非|而非)[^，。；：,;:\n]*")
_UNMARKED = re.compile(r"^(?!.*\[\d+\]).*$", re.MULTILINE)
_TITLE = re.compile(r"《[^》]*》")
_NUMBER = re.compile(r"(\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([万亿])?")
#: A computed figure stands after the sign of equality that ends its working.
_COMPUTED = re.compile(r"[=＝]\s*[^\d\s，。；：=＝]{0,6}\s*\d[\d,.]*\s*[万亿]?")
#: A working may multiply by the years of a period that is cited: ``从2017年起至2020年`` are four.
_TIMES_YEARS = re.compile(r"[×xX*]\s*(\d+)\s*年(?=[^，。；]*[=＝])")
#: And by a figure of the question: what 30 people get that it asks about.
_TIMES_ASKED = re.compile(r"[×xX*]\s*(\d[\d,.]*\s*[万亿]?)(?=[^，。；]*[=＝])")
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def quotation_fidelity(answer: AnswerJson) -> tuple[int, int]:
    """Count the citations whose quotation is a literal part of their clause.

    Args:
        answer: The Answer JSON.

    Returns:
        How many are literal, out of how many.
    """
    citations = answer["citations"]
    literal = sum(bool(citation["quote"]) and citation["quote"] in citation["text"] for citation in citations)
    return literal, len(citations)


def number_fidelity(answer: AnswerJson, question: str = "") -> tuple[int, int]:
    """Count the numbers of an answer that stand in what it cites, compared by value.

    What is cited is a clause's text and label, and its document's title, number and date. Marks, list
    ordinals, the result of a shown computation, a number of the question that it multiplies by or that the
    answer denies, and titles in a line without a mark are not numbers in this sense. A refusal has none:
    it echoes the question.

    Args:
        answer: The Answer JSON.
        question: What was asked, earlier turns included.

    Returns:
        How many stand there, out of how many.
    """
    if answer["status"] == "refused":
        return 0, 0
    text = _UNMARKED.sub(lambda line: _TITLE.sub("", line.group()), _ORDINAL.sub("", answer["answer"]))
    echoed = set(numbers(question))
    text = _DENIED.sub(lambda told: "" if set(numbers(told.group())) <= echoed else told.group(), text)
    evidence = " ".join(_evidence(answer))
    spans = _spans_of_years(evidence)
    text = _TIMES_YEARS.sub(lambda factor: "" if int(factor.group(1)) in spans else factor.group(), text)
    text = _TIMES_ASKED.sub(
        lambda factor: "" if set(numbers(factor.group())) <= echoed else factor.group(), text
    )
    allowed = set(numbers(evidence))
    stated = list(numbers(_COMPUTED.sub("=", _MARK.sub(" ", text))))
    return sum(number in allowed for number in stated), len(stated)


def numbers(text: str) -> Iterator[Decimal]:
    """Yield the values of the Arabic numerals in a text, with 万 and 亿 worked out."""
    for digits, scale in _NUMBER.findall(unicodedata.normalize("NFKC", text)):
        yield Decimal(digits.replace(",", "")) * _SCALE[scale]


def _spans_of_years(text: str) -> set[int]:
    years = sorted({int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)})
    return {last - first + 1 for first in years for last in years if first < last}


def _evidence(answer: AnswerJson) -> Iterator[str]:
    for citation in answer["citations"]:
        document = citation["document"]
        yield citation["text"]
        yield citation["label"]
        yield from citation["path"]
        for key in ("title", "number", "date"):
            # "2018-08-16" reads as three numbers, as "2018年8月16日" does.
            yield plain(document[key] or "").replace("-", " ")
