"""Load a running service: simultaneous askers, first sentences, and memory over many questions.

Usage:
    policy-assistant serve &
    python benchmarks/service.py [--url http://127.0.0.1:8000] [--askers 50] [--questions 2000] [--pid PID]

Prints a table of throughput and latencies; with ``--pid``, the memory of the service before and after. The
askers run in this process and share its machine with the service.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

CASES = Path(__file__).parents[1] / "eval" / "cases"


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
    for askers in sorted({1, 4, chosen.askers}):
        before = _resident_mb(chosen.pid)
        count = chosen.questions if askers == chosen.askers else min(200, chosen.questions)
        begun = time.perf_counter()
        times, outcomes = _load(host, questions, askers, count)
        rate = count / (time.perf_counter() - begun)
        print(f"{askers:>8} {'/v1/ask':<16} {rate:>10.1f} {_row(times)}  {dict(outcomes)}")
        if before is not None:
            print(f"{'':>8} memory {before:.0f} MB -> {_resident_mb(chosen.pid):.0f} MB")
    first = [_first_sentence(host, question) for question in itertools.islice(questions, 100)]
    print(f"{1:>8} {'first sentence':<16} {'':>10} {_row(first)}")


def _questions() -> Iterator[str]:
    """The questions of the evaluation, over and over; half of the time in another order."""
    found = [
        json.loads(line)["question"]
        for path in sorted(CASES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return itertools.cycle([*found, *reversed(found)])


def _load(
    host: str, questions: Iterator[str], askers: int, count: int
) -> tuple[list[float], Counter[str | int]]:
    work = iter([next(questions) for _ in range(count)])
    turn = threading.Lock()
    times: list[float] = []
    outcomes: Counter[str | int] = Counter()

    def ask() -> None:
        connection = http.client.HTTPConnection(host, timeout=120)
        while True:
            with turn:
                question = next(work, None)
            if question is None:
                return
            begun = time.perf_counter()
            connection.request("POST", "/v1/ask", *_body(question))
            response = connection.getresponse()
            answer = json.loads(response.read())
            with turn:
                times.append(time.perf_counter() - begun)
                outcomes[answer["status"] if response.status == 200 else response.status] += 1

    threads = [threading.Thread(target=ask) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, outcomes


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


def _resident_mb(pid: int | None) -> float | None:
    if pid is None:
        return None
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
