"""Two wordings side by side, character by character."""

from __future__ import annotations

import difflib


def differences(found: str, expected: str) -> tuple[str, str]:
    """Set in 【】 what differs: in what the draft says, and in what the corpus says.

    Nothing is set off where the two share less than half of their characters: they then differ as a whole.
    """
    matcher = difflib.SequenceMatcher(None, found, expected, autojunk=False)
    if not found or not expected or matcher.ratio() < 0.5:
        return found, expected
    said, stands = [], []
    for kind, start, end, begin, close in matcher.get_opcodes():
        one, other = found[start:end], expected[begin:close]
        said.append(one if kind == "equal" or not one else f"【{one}】")
        stands.append(other if kind == "equal" or not other else f"【{other}】")
    return "".join(said), "".join(stands)
