"""Everything a figure depends on, recorded with it."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any


def conditions(
    *,
    suites: Sequence[Path],
    mode: str,
    url: str | None,
    where: list[str],
    settings: dict[str, Any],
    index: str | None,
) -> dict[str, Any]:
    """Collect the conditions of a run.

    Args:
        suites: The case files.
        mode: ``auto``, ``extractive`` or ``llm``.
        url: Root of the service that answers, or None in-process.
        where: Which cases were selected.
        settings: All settings of the assistant; empty for a service.
        index: Fingerprint of the index; None for a service.

    Returns:
        A JSON object without times, so that two runs of the same thing are equal.
    """
    return {
        "version": version("policy-assistant"),
        "revision": _revision(),
        "suites": {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in suites},
        "mode": mode,
        "where": where,
        "url": url,
        "settings": settings,
        "index": index,
    }


def _revision() -> str | None:
    """Return the git revision of the source; with ``+`` and a digest where it is changed since.

    None outside a checkout.
    """
    here = Path(__file__).resolve().parent
    if not (here.parent / ".git").exists():
        return None
    try:
        head = _git(here, "rev-parse", "HEAD").decode().strip()
        changes = _git(here, "diff", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{head}+{hashlib.sha256(changes).hexdigest()[:8]}" if changes else head


def _git(folder: Path, *words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True).stdout
