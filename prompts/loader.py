"""The strict loader: a template says exactly the variables it declares, or it is not a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

_FENCE = "---"
_KEYS = ("purpose", "variables")


class PromptError(Exception):
    """A template that is missing or malformed, or a call that does not fit it."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template.

    Attributes:
        name: File name without its ending.
        purpose: When it is said, one line.
        variables: Names of the ``$variables`` in its body; declared and used agree.
        body: The text, with its variables unfilled and without a line break at its end.
    """

    name: str
    purpose: str
    variables: frozenset[str]
    body: str

    def fill(self, values: Mapping[str, object]) -> str:
        """Put values in the place of the variables.

        A value is inserted as it stands: a ``$`` in it is text, not another variable.

        Args:
            values: A value for each declared variable, and for nothing else.

        Returns:
            The finished text.

        Raises:
            PromptError: A variable has no value, or a value has no variable.
        """
        given = frozenset(values)
        if missing := self.variables - given:
            raise PromptError(f"prompt {self.name!r} needs a value for: {', '.join(sorted(missing))}")
        if unknown := given - self.variables:
            raise PromptError(f"prompt {self.name!r} declares no variable: {', '.join(sorted(unknown))}")
        return Template(self.body).substitute(values)


def parse(name: str, source: str) -> Prompt:
    """Read one template from its source.

    Args:
        name: Name to give it in errors.
        source: ``---``, the lines ``purpose: …`` and ``variables: a, b``, ``---``, then the body.

    Returns:
        The template.

    Raises:
        PromptError: The front matter is missing or malformed, the body is empty or holds a stray ``$``,
            or the declared variables are not those used.
    """
    lines = source.splitlines()
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        raise PromptError(f"prompt {name!r} must begin with front matter between two lines of {_FENCE!r}")
    close = lines.index(_FENCE, 1)
    head: dict[str, str] = {}
    for line in lines[1:close]:
        key, colon, value = line.partition(":")
        if not colon or key not in _KEYS or key in head:
            raise PromptError(
                f"prompt {name!r}: front matter takes {' and '.join(_KEYS)}, once each: {line!r}"
            )
        head[key] = value.strip()
    if absent := [key for key in _KEYS if key not in head]:
        raise PromptError(f"prompt {name!r}: front matter lacks {', '.join(absent)}")
    body = "\n".join(lines[close + 1 :]).strip()
    if not body:
        raise PromptError(f"prompt {name!r} says nothing")
    template = Template(body)
    if not template.is_valid():
        raise PromptError(f"prompt {name!r} holds a '$' that begins no variable; write '$$' for the sign")
    declared = frozenset(part.strip() for part in head["variables"].split(",") if part.strip())
    used = frozenset(template.get_identifiers())
    if declared != used:
        raise PromptError(f"prompt {name!r} declares {sorted(declared)} but uses {sorted(used)}")
    return Prompt(name, head["purpose"], declared, body)


def names() -> tuple[str, ...]:
    """Name every template, sorted."""
    entries = files(__package__).iterdir()
    return tuple(sorted(entry.name[:-3] for entry in entries if entry.name.endswith(".md")))


@cache
def load(name: str) -> Prompt:
    """Read a template that ships with the package.

    Args:
        name: File name without its ending.

    Returns:
        The template.

    Raises:
        PromptError: There is no such template, or it is malformed.
    """
    if name not in names():
        raise PromptError(f"no prompt {name!r}; there are: {', '.join(names())}")
    return parse(name, files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8"))


def text(name: str, /, **variables: object) -> str:
    """Say what a template says, with its variables filled in.

    Args:
        name: File name of the template without its ending.
        **variables: A value for each variable it declares, and for nothing else.

    Returns:
        The finished text.

    Raises:
        PromptError: There is no such template, or the variables are not those it declares.
    """
    return load(name).fill(variables)
