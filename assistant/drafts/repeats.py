"""What some words repeat of a text."""

from __future__ import annotations

import difflib


def repeated(quote: str, text: str) -> tuple[str, float]:
    """The stretch of a text most like a quotation, and the share of the quotation it repeats."""
    matcher = difflib.SequenceMatcher(None, quote, text, autojunk=False)
    longest = matcher.find_longest_match()
    if not longest.size:
        return "", 0.0
    # What stands elsewhere in a long text is no part of what is repeated here.
    reach = max(2, len(quote) // 3)
    begin = max(0, longest.b - longest.a - reach)
    window = text[begin : longest.b + len(quote) - longest.a + reach]
    matcher.set_seq2(window)
    near = [
        block
        for block in matcher.get_matching_blocks()
        if block.size and abs((block.b - block.a) - (longest.b - begin - longest.a)) <= reach
    ]
    if not near:
        return "", 0.0
    first, last = near[0], near[-1]
    start = max(0, first.b - first.a)
    finish = min(len(window), last.b + last.size + (len(quote) - last.a - last.size))
    share = sum(block.size for block in near) / len(quote)
    return window[start:finish].strip(" \n，。；：、“”"), share
