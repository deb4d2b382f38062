"""``policy-assistant serve`` as a process of its own, for tests that need a real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run the service on a free port; give the port and the process."""
    program = "from assistant.command import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--index", str(home)]
    # A file, not a pipe: nobody reads the log while the tests run, and a full pipe would stop the service.
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, stderr=log, stdout=subprocess.DEVNULL) as process,
    ):
        try:
            yield _port(process, log), process
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(timeout=120)


def _port(process: subprocess.Popen[bytes], log: IO[bytes]) -> int:
    """Wait until a service says that it has started."""
    for _ in range(6000):
        time.sleep(0.05)
        # Read beside the process, which writes at the same file position.
        said = os.pread(log.fileno(), 1 << 20, 0).decode("utf-8")
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
        if found and "startup complete" in said:
            return int(found[1])
        assert process.poll() is None, said
    raise AssertionError(said)
