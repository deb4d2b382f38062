"""Readers run in a child process: what holds it to its time and its memory."""

import sys
import time
from pathlib import Path

import pytest

from corpus.readers import child


def test_a_child_that_takes_too_long_is_killed_with_all_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    # A shell, for it starts at once on the busiest machine.
    script = f"sleep 600 & echo $! > '{started}'; sleep 600"
    with pytest.raises(child.ChildTimeout):
        child.run_limited(["/bin/sh", "-c", script], seconds=5, memory=2 * 1024**3)
    grandchild = Path("/proc") / started.read_text(encoding="utf-8").strip() / "stat"
    for _ in range(600):
        if (
            not grandchild.exists()
            or grandchild.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
        ):
            return
        time.sleep(0.1)
    pytest.fail("the grandchild is still running")


def test_a_child_cannot_take_more_memory_than_it_may() -> None:
    status, output = child.run_limited(
        [sys.executable, "-c", "print(len(bytearray(3 * 1024**3)))"], seconds=30, memory=1024**3
    )
    assert status != 0
    assert output == b""
