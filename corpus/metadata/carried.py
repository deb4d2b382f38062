"""What a notice prints or forwards, as its own title says."""

from __future__ import annotations

import re

_CARRIES = re.compile(
    r"(?:印发|发布|公布|颁布|转发|批转|下发|批准|颁发|公开)(?:了)?(?P<carried>.+?)(?:的(?:通知|公告|函|通告|决定|批复|令))?$"
)


def carried_title(title: str) -> str | None:
    """Title of what a notice prints or forwards: of 关于印发《X》的通知 it is X; None if nothing."""
    match = _CARRIES.search(title)
    if match is None:
        return None
    carried = match["carried"].strip()
    if re.search(r"[》〉]等", carried):
        return None  # it carries several
    quoted = re.fullmatch(r"[《〈](.+)[》〉]", carried)
    if quoted:
        carried = quoted[1]
    if (
        "》" in carried.split("《")[0]
        or len(carried) < 4
        or "》和《" in carried
        or "》《" in carried
        or "》、《" in carried
    ):
        return None
    return carried
