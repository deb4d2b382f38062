"""Child processes with limits: for readers that must not run in the process itself.

LibreOffice, OCR and the PDF library are large native programs that read other people's files: one may loop,
eat memory or crash. In a child none of that reaches the program that asked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class ChildTimeout(Exception):
    """A child that was killed because its time was up."""


def run_limited(
    command: Sequence[str],
    *,
    seconds: float,
    memory: int,
    data: bytes = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Runs a program in a process group of its own and kills the whole group when its time is up.

    Args:
        command: The program and its arguments.
        seconds: Time it may take by the clock.
        memory: Address space it may take, in bytes, where the system can limit it.
        data: What it reads from standard input.
        folder: Its working folder.
        environment: Variables to add to those of this process.

    Returns:
        Exit status (negative for a signal), and what it wrote to standard output.

    Raises:
        ChildTimeout: It did not end in time.
        OSError: It could not be started.
    """
    if os.name == "posix":
        # The shell sets the limit and becomes the program: code between fork and exec is unsafe with threads.
        command = ["/bin/sh", "-c", f'ulimit -v {memory // 1024}; exec "$@"', "sh", *command]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ChildTimeout(f"{command[0]} took more than {seconds:.0f} s") from error
    finally:
        _kill_group(child)
    return child.returncode, output


def python_environment() -> dict[str, str]:
    """Variables that let a Python child import what this process imports."""
    paths = [os.environ.get("PYTHONPATH", ""), *sys.path]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kills what is left of a child and of the children it started; a launcher may end before them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
