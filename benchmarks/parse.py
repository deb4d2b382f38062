"""Measure the clause parser: characters a second from 10,000 to 10 million, linear in length.

Usage:
    python benchmarks/parse.py [--most 7]
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from corpus import Paragraph, Source, parse

_DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"


def main() -> None:
    """Print one row for each power of ten."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--most", type=int, default=7, help="largest power of ten of characters")
    most: int = arguments.parse_args().most
    body = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_DOCUMENTS.glob("*.txt")))
    print(f"{'characters':>12} {'clauses':>9} {'seconds':>9} {'characters/s':>13} {'peak MB':>8}")
    for power in range(4, most + 1):
        size = 10**power
        text = (body * (size // len(body) + 1))[:size]
        source = Source("长文.txt", "txt", tuple(Paragraph(line, wrapped=True) for line in text.split("\n")))
        begun = time.perf_counter()
        clauses = len(parse(source, document_id="long").clauses)
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>12,} {clauses:>9,} {seconds:>9.2f} {size / seconds:>13,.0f} {peak:>8.0f}")


if __name__ == "__main__":
    main()
