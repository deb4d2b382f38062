"""Open a generation in a child process: what is damaged can end a process without an error."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.generation import LEXICAL, VECTORS, Meta, hash_of_ids, link

#: A child that takes longer than this hangs, in seconds; 100,000 clauses take 5.
_PATIENCE_S = 120.0

#: Least cosine of a vector with itself, as Chroma computes it.
_SAME = 0.999


def probe(folder: Path, meta: Meta, samples: Mapping[str, NDArray[np.float32]]) -> None:
    """Check in a child process that a generation opens, counts right and finds samples of itself.

    Args:
        folder: The generation.
        meta: What it consists of.
        samples: Vectors that must each find themselves, by id.

    Raises:
        IndexDamaged: It does not.
    """
    question = {
        "folder": str(folder),
        "count": meta.windows,
        "ids": meta.ids,
        "clauses": meta.clauses,
        "samples": {key: [float(value) for value in vector] for key, vector in samples.items()},
    }
    try:
        # -P: a folder of the name "index" where the program happens to run is not this package.
        child = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", "-m", "index.check"],
            input=json.dumps(question),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
        reason = child.stdout.strip() or f"进程以 {child.returncode} 结束 {child.stderr.strip()[-300:]}"
    except subprocess.TimeoutExpired:
        reason = "超时"
    if reason != "ok":
        raise IndexDamaged(f"索引 {folder} 未通过自检（{reason}）。请执行 policy-assistant build 重建。")


def _examine(question: dict[str, object]) -> str:
    """Return ``ok``, or what is wrong with a generation, in Chinese."""
    from index.lexical import LexicalIndex
    from index.vectors import ChromaVectors

    folder = Path(str(question["folder"]))
    with tempfile.TemporaryDirectory(prefix="policy-assistant-", ignore_cleanup_errors=True) as place:
        clauses = len(LexicalIndex.open(link(folder / LEXICAL, Path(place))))
    if clauses != question["clauses"]:
        return f"全文索引应有 {question['clauses']} 条，实有 {clauses} 条"
    if not question["count"]:
        return "ok"
    vectors = ChromaVectors(folder / VECTORS)
    try:
        if len(vectors) != question["count"]:
            return f"向量应有 {question['count']} 条，实有 {len(vectors)} 条"
        if hash_of_ids(vectors.ids()) != question["ids"]:
            return "向量的编号与记录不符"
        samples = question["samples"]
        assert isinstance(samples, dict)
        for key, values in samples.items():
            found = dict(vectors.query(np.array(values, dtype=np.float32), 10))
            # The same text elsewhere has the same vector, so the id need not be the first.
            if not found or max(found.values()) < _SAME:
                return f"向量 {key} 检索不到自身"
    finally:
        vectors.close()
    return "ok"


if __name__ == "__main__":
    try:
        print(_examine(json.load(sys.stdin)))
    except Exception as error:
        print(f"{type(error).__name__}：{error}")
