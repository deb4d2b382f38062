"""Measure speed and memory of the product at several sizes, beside a plain LlamaIndex ``VectorStoreIndex``.

    python benchmarks/speed.py --articles FILE.jsonl.gz --questions FILE.jsonl [--sizes 200 10000 60000]

The articles of each law are written as one text file, so that the product reads, parses, embeds and indexes
them as it does any corpus. The plain index gets the same passages with the same vectors. Each is then opened
by a process of its own, which measures the time from its start to the first result, further queries, memory.
Embedding is measured by itself; vectors are kept under ``var/benchmarks``, so build times are without it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STARTED = time.perf_counter()
#: Warm queries whose times are kept, after a few that warm up.
QUERIES, WARM_UP = 200, 20


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 10_000, 60_000])
    parser.add_argument("--no-plain", action="store_true", help="leave the plain LlamaIndex out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--open", choices=["product", "plain"], help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.open:
        print(json.dumps(open_and_query(arguments.open, arguments.home, arguments.questions)))
        return
    report: dict[str, Any] = {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "embedded_a_second": embedding_rate(),
        "sizes": [],
    }
    for size in arguments.sizes:
        report["sizes"].append(
            measure(arguments.articles, arguments.questions, size, plain=not arguments.no_plain)
        )
        print(json.dumps(report["sizes"][-1], ensure_ascii=False), file=sys.stderr, flush=True)
    print(json.dumps(report, ensure_ascii=False, indent=2) if arguments.json else table(report))


def embedding_rate(texts: int = 400, length: int = 120) -> float:
    """Return how many texts of ``length`` characters the bundled model embeds a second."""
    from index.embedding import BundledEmbedder

    sentence = (
        "从2018年起连续3年，按平均每年每个受援县（区）3000万元的额度安排财政帮扶资金，用于对口地区脱贫攻坚。"
    )
    embedder = BundledEmbedder()
    passages = [(sentence[start % 40 :] + sentence * 3)[:length] for start in range(texts)]
    embedder.embed_passages(passages[:20])
    started = time.perf_counter()
    embedder.embed_passages(passages)
    return round(texts / (time.perf_counter() - started), 1)


def measure(articles: Path, questions: Path, size: int, *, plain: bool) -> dict[str, Any]:
    """Build and open both indexes over the first ``size`` articles."""
    from collection import CachedEmbedder

    from index import build, load_embedder

    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="speed-") as scratch:
        folder = Path(scratch)
        write_corpus(articles, folder / "corpus", size)
        embedder = CachedEmbedder(load_embedder())
        # Once to have every vector, once to measure what is not embedding.
        build(folder / "corpus", folder / "first", embedder=embedder)
        embedder.save()
        started = time.perf_counter()
        built = build(folder / "corpus", folder / "product", embedder=embedder)
        result["clauses"] = built.clauses
        result["product"] = {"build_s": round(time.perf_counter() - started, 1)}
        started = time.perf_counter()
        build(folder / "corpus", folder / "product", embedder=embedder)
        result["product"]["rebuild_unchanged_s"] = round(time.perf_counter() - started, 1)
        result["product"] |= _in_child("product", folder / "product", questions)
        if plain:
            started = time.perf_counter()
            build_plain(folder / "product", folder / "plain", embedder)
            result["plain"] = {"build_s": round(time.perf_counter() - started, 1)}
            result["plain"] |= _in_child("plain", folder / "plain", questions)
    return result


def write_corpus(articles: Path, folder: Path, size: int) -> None:
    """Write the first ``size`` articles as one text file for each law."""
    from collection import read_collection

    folder.mkdir()
    collection = read_collection(articles)
    texts: dict[str, list[str]] = {}
    for clause in list(collection.clauses.values())[:size]:
        texts.setdefault(clause.document_id, []).append(clause.text)
    for number, (key, lines) in enumerate(texts.items()):
        name = f"{number:04d}.txt"
        title = collection.documents[key].title
        (folder / name).write_text("\n".join([title, "", *lines]) + "\n", encoding="utf-8")


def build_plain(product: Path, folder: Path, embedder: Any) -> None:
    """Build a ``VectorStoreIndex`` over the clauses of the product's index, with the same vectors."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    from corpus import CITABLE
    from index import Index
    from index.llamaindex import ClauseEmbedding
    from index.passage import passage_text, windows

    index = Index.open(product)
    nodes = []
    for document in index.documents():
        for clause in index.clauses(document.id):
            if clause.kind in CITABLE:
                passages = [passage_text(document, clause, window) for window in windows(clause)]
                nodes += [TextNode(text=passage) for passage in passages]
    index.close()
    vectors = embedder.embed_passages([node.text for node in nodes])
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = [float(value) for value in vector]
    plain = VectorStoreIndex(nodes, embed_model=ClauseEmbedding(embedder))
    plain.storage_context.persist(str(folder))


def open_and_query(which: str, home: Path, questions: Path) -> dict[str, Any]:
    """Open an index in this process and query it; times in milliseconds, memory in MiB."""
    asked = [json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines()]
    search = _open_product(home) if which == "product" else _open_plain(home)
    opened = time.perf_counter() - STARTED
    search(asked[0])
    first = time.perf_counter() - STARTED
    times = []
    for number in range(WARM_UP + QUERIES):
        started = time.perf_counter()
        search(asked[number % len(asked)])
        times.append((time.perf_counter() - started) * 1000)
    kept = sorted(times[WARM_UP:])
    return {
        "open_s": round(opened, 2),
        "first_result_s": round(first, 2),
        "p50_ms": round(kept[len(kept) // 2], 1),
        "p99_ms": round(kept[int(len(kept) * 0.99)], 1),
        "memory_mib": _resident_mib(),
    }


def _open_product(home: Path) -> Callable[[str], Any]:
    from index import Index

    index = Index.open(home)
    return lambda question: index.search(question, 10)


def _open_plain(home: Path) -> Callable[[str], Any]:
    from llama_index.core import StorageContext, load_index_from_storage

    from index.llamaindex import ClauseEmbedding

    stored = StorageContext.from_defaults(persist_dir=str(home))
    index = load_index_from_storage(stored, embed_model=ClauseEmbedding())
    return index.as_retriever(similarity_top_k=10).retrieve


def _resident_mib() -> int:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def _in_child(which: str, home: Path, questions: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--questions", str(questions), "--open", which, "--home", str(home)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return measured


def table(report: dict[str, Any]) -> str:
    """Write the report as a Markdown table."""
    columns = ("build_s", "rebuild_unchanged_s", "open_s", "first_result_s", "p50_ms", "p99_ms", "memory_mib")
    lines = [
        f"{report['cores']} cores, load {report['load']}, Python {report['python']}: "
        f"{report['embedded_a_second']} texts of 120 characters embedded a second",
        "",
        f"| clauses | index | {' | '.join(columns)} |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for row in report["sizes"]:
        for which in ("product", "plain"):
            if which in row:
                cells = " | ".join(str(row[which].get(column, "")) for column in columns)
                lines.append(f"| {row['clauses']:,} | {which} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
