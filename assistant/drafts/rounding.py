"""Figures that are said to be rounded: 约5.7万人 for 57004人, 近九成 for 89%."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from assistant.figures import Figure
from assistant.guard.support import same_unit

#: How far a figure may be from the one it rounds up or down.
_FAR: Final = Decimal("0.1")
_BELOW, _ABOVE, _ABOUT = ("近", "接近"), ("超", "逾", "超过", "多达", "突破"), ("约", "大概")


def is_rounded(text: str, figure: Figure, exact: Figure) -> bool:
    """Whether a figure of a text is another one rounded, and the text says so."""
    if exact.kind != figure.kind or not same_unit(figure, exact):
        return False
    said, stands = figure.value, exact.value
    if not isinstance(said, Decimal) or not isinstance(stands, Decimal) or not said:
        return False
    before = text[: figure.start]
    after = figure.text + text[figure.end : figure.end + 2]
    if before.endswith(_BELOW):
        return said * (1 - _FAR) <= stands < said
    if before.endswith(_ABOVE) or re.search(r"[多余]", after):
        return said < stands < said * (1 + _FAR)
    if before.endswith(_ABOUT) or "左右" in after or "上下" in after:
        step = Decimal(10) ** int(said.normalize().as_tuple().exponent)
        return abs(stands - said) * 2 <= step
    return False
