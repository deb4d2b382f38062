"""Roles of lines in the frame of an official document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["title", "toc", "annex", "annex_title", "annex_list", "signature", "distribution"]


@dataclass(slots=True)
class Frame:
    """Which lines belong to the frame.

    Attributes:
        roles: Role by position of the line.
        groups: For ``title`` and ``annex_title``, the position of the first line of the title.
    """

    roles: dict[int, Role] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)

    def set(self, places: Collection[int], role: Role) -> None:
        """Give lines a role; a line keeps the first it was given."""
        for place in places:
            self.roles.setdefault(place, role)
