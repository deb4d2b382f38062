"""Measure the clause parser: speed from 10,000 to 10 million characters, and articles right in statutes.

Usage:
    python benchmarks/clauses.py [--most 7]
    python benchmarks/clauses.py --texts DIR --expected FILE

Without texts it prints one row of speed for each power of ten; processor time, as other work on the machine
does not count. With them it prints how many articles are right, missing and invented: ``FILE`` has one JSON
object a line with ``doc`` (file name), ``label`` and ``starts``, the first characters of the article's text
after its number, without white space and ``*``.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import time
from collections import defaultdict
from pathlib import Path

from corpus import Clause, Paragraph, Source, parse
from corpus.library import bundled_corpus
from corpus.numbering import find_mark
from corpus.readers import read_source


def main() -> None:
    """Print the speed, or the score where texts are given."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--most", type=int, default=7, help="largest power of ten of characters")
    arguments.add_argument("--texts", type=Path, help="folder of statutes")
    arguments.add_argument("--expected", type=Path, help="JSON lines of expected articles")
    chosen = arguments.parse_args()
    if chosen.texts and chosen.expected:
        _score(chosen.texts, chosen.expected)
    elif chosen.texts or chosen.expected:
        arguments.error("--texts and --expected go together")
    else:
        _speed(chosen.most)


def _speed(most: int) -> None:
    body = "\n".join(path.read_text(encoding="utf-8") for path in sorted(bundled_corpus().glob("*.txt")))
    parse(_source(body), document_id="first")  # loads the patterns
    print(f"{'characters':>12} {'clauses':>9} {'seconds':>9} {'characters/s':>13} {'peak MB':>8}")
    for power in range(4, most + 1):
        size = 10**power
        source = _source((body * (size // len(body) + 1))[:size])
        begun = time.process_time()
        clauses = len(parse(source, document_id="long").clauses)
        seconds = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>12,} {clauses:>9,} {seconds:>9.2f} {size / seconds:>13,.0f} {peak:>8.0f}")


def _source(text: str) -> Source:
    return Source("长文.txt", "txt", tuple(Paragraph(line, wrapped=True) for line in text.split("\n")))


def _score(texts: Path, answers: Path) -> None:
    expected: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in answers.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected[row["doc"]].append((row["label"], row["starts"]))
    right = total = invented = 0
    for name, wanted in sorted(expected.items()):
        found = [_beginning(clause) for clause in _articles(texts / name)]
        good, extra, wrong = _compare(wanted, found)
        right, total, invented = right + good, total + len(wanted), invented + len(extra)
        if wrong or extra:
            print(f"{name}: {good}/{len(wanted)}，缺或错 {wrong[:3]}，多出 {extra[:3]}")
    print(
        f"texts {len(expected)}  articles {total}  right {right} ({right / total:.4%})  invented {invented}"
    )


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
