"""Score the clause parser on a folder of statutes: articles right, missing, invented.

Usage:
    python benchmarks/clauses.py --texts DIR --expected FILE

``FILE`` has one JSON object a line with ``doc`` (file name), ``label`` and ``starts``: the first characters
of the article's text after its number, without white space and ``*``.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from pathlib import Path

from corpus import Clause, parse
from corpus.numbering import find_mark
from corpus.readers import read_source


def main() -> None:
    """Print one line a text that is not wholly right, and the sums."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--texts", type=Path, required=True, help="folder of statutes")
    arguments.add_argument("--expected", type=Path, required=True, help="JSON lines of expected articles")
    chosen = arguments.parse_args()
    expected: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in chosen.expected.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected[row["doc"]].append((row["label"], row["starts"]))
    right = total = invented = 0
    begun = time.perf_counter()
    for name, wanted in sorted(expected.items()):
        found = [_beginning(clause) for clause in _articles(chosen.texts / name)]
        good, extra, wrong = _compare(wanted, found)
        right, total, invented = right + good, total + len(wanted), invented + len(extra)
        if wrong or extra:
            print(f"{name}: {good}/{len(wanted)}，缺或错 {wrong[:3]}，多出 {extra[:3]}")
    seconds = time.perf_counter() - begun
    print(
        f"texts {len(expected)}  articles {total}  right {right} ({right / total:.4%})  invented {invented}"
    )
    print(f"seconds {seconds:.2f}")


def _articles(path: Path) -> list[Clause]:
    clauses = parse(read_source(path), document_id="statute").clauses
    articles = [clause for clause in clauses if _family(clause) == "article"]
    if articles:
        return articles
    return [clause for clause in clauses if clause.kind == "clause" and _family(clause) is not None]


def _family(clause: Clause) -> str | None:
    mark = find_mark(clause.text) if clause.kind == "clause" else None
    return mark.family if mark else None


def _beginning(clause: Clause) -> tuple[str, str]:
    mark = find_mark(clause.text)
    assert mark is not None
    return mark.written.rstrip("、"), re.sub(r"[\s*]", "", clause.text[mark.end :])


def _compare(wanted: list[tuple[str, str]], found: list[tuple[str, str]]) -> tuple[int, list[str], list[str]]:
    left = list(found)
    wrong = []
    for label, starts in wanted:
        for at, (name, text) in enumerate(left):
            if name == label.rstrip("、") and _plain(text).startswith(_plain(starts)):
                del left[at]
                break
        else:
            wrong.append(label)
    return len(wanted) - len(wrong), [name for name, _ in left], wrong


def _plain(text: str) -> str:
    """Without the differences of width that repair evens out."""
    return text.translate(str.maketrans("（），；：？！", "(),;:?!"))


if __name__ == "__main__":
    main()
