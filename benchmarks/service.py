"""Load a running service: simultaneous askers, first sentences, and memory over many questions.

Usage:
    policy-assistant serve &
    python benchmarks/service.py [--url http://127.0.0.1:8000] [--askers 50] [--questions 2000] [--pid PID]

Prints a table of throughput and latencies; with ``--pid``, how the memory of the service grew over the
second half of each run (the first half fills caches). ``--questions 20000 --pid PID`` is the test of memory.
The askers run in this process and share its machine with the service. Exits 1 if any question failed.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

CASES = Path(__file__).parents[1] / "eval" / "cases"

_STATUSES = frozenset({"answered", "partial", "refused"})
#: Questions between two looks at the memory of the service.
_SAMPLE_EVERY = 50


def main() -> None:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--questions", type=int, default=2000, help="in all")
    parser.add_argument("--pid", type=int, help="process of the service, to read its memory")
    chosen = parser.parse_args()
    host = urlsplit(chosen.url).netloc
    questions = _questions()
    _load(host, questions, askers=1, count=50)
    print(f"{'askers':>8} {'path':<16} {'per second':>10} {'p50 ms':>8} {'p99 ms':>8}  answers")
    failed = 0
    for askers in sorted({1, 4, chosen.askers}):
        count = chosen.questions if askers == chosen.askers else min(200, chosen.questions)
        begun = time.perf_counter()
        times, outcomes, memory = _load(host, questions, askers, count, chosen.pid)
        rate = count / (time.perf_counter() - begun)
        failed += sum(number for outcome, number in outcomes.items() if outcome not in _STATUSES)
        print(f"{askers:>8} {'/v1/ask':<16} {rate:>10.1f} {_row(times)}  {dict(outcomes)}", flush=True)
        if len(memory) > 3:
            later = memory[len(memory) // 2 :]
            slope = statistics.linear_regression(range(len(later)), later).slope * 1000 / _SAMPLE_EVERY
            print(
                f"{'':>8} memory {memory[0]:.0f} MB -> {later[0]:.0f} MB halfway -> {later[-1]:.0f} MB;"
                f" {slope:+.2f} MB per 1000 questions in the second half"
            )
    first = [_first_sentence(host, question) for question in itertools.islice(questions, 100)]
    print(f"{1:>8} {'first sentence':<16} {'':>10} {_row(first)}")
    sys.exit(1 if failed else 0)


def _questions() -> Iterator[str]:
    """The questions of the evaluation, over and over; half of the time in another order."""
    found = [
        json.loads(line)["question"]
        for path in sorted(CASES.glob("*.jsonl"))
        if path.stem != "test"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return itertools.cycle([*found, *reversed(found)])


def _load(
    host: str, questions: Iterator[str], askers: int, count: int, pid: int | None = None
) -> tuple[list[float], Counter[str | int], list[float]]:
    work = iter([next(questions) for _ in range(count)])
    turn = threading.Lock()
    times: list[float] = []
    outcomes: Counter[str | int] = Counter()
    memory: list[float] = []

    def ask() -> None:
        connection = http.client.HTTPConnection(host, timeout=120)
        while True:
            with turn:
                question = next(work, None)
            if question is None:
                return
            begun = time.perf_counter()
            outcome: str | int
            try:
                connection.request("POST", "/v1/ask", *_body(question))
                response = connection.getresponse()
                answer = json.loads(response.read())
                outcome = answer["status"] if response.status == 200 else response.status
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                outcome = type(error).__name__
            with turn:
                times.append(time.perf_counter() - begun)
                outcomes[outcome] += 1
                if pid is not None and len(times) % _SAMPLE_EVERY == 0:
                    memory.append(_resident_mb(pid))

    threads = [threading.Thread(target=ask) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, outcomes, memory


def _first_sentence(host: str, question: str) -> float:
    connection = http.client.HTTPConnection(host, timeout=120)
    begun = time.perf_counter()
    connection.request("POST", "/v1/ask/stream", *_body(question))
    response = connection.getresponse()
    while not response.readline().startswith(b"data:"):
        pass
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def _body(question: str) -> tuple[bytes, dict[str, str]]:
    return json.dumps({"question": question}).encode(), {"content-type": "application/json"}


def _row(seconds: list[float]) -> str:
    marks = statistics.quantiles([value * 1000 for value in seconds], n=100)
    return f"{marks[49]:>8.0f} {marks[98]:>8.0f}"


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
